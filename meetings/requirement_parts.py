"""The parts of a requirement as a person types them: one a line."""

import re

from meetings.models import Requirement


def part_line(part: Requirement) -> str:
    """A part as one line."""
    return re.sub(r"\s*\n\s*", "", part.text).strip()


def last_changed_part(requirement: Requirement):
    """The history row of the part of `requirement` changed last, be it gone by now; None where it had none."""
    past = Requirement.history.filter(parent=requirement.pk).select_related("history_user")
    return past.order_by("-history_date", "-history_id").first()


def set_parts(requirement: Requirement, lines: list[str]) -> None:
    """Make the parts of `requirement` say `lines`, in their order.

    A part whose line still stands keeps its sentence and number where it can; a line that was reworded changes its
    part; parts without a line are deleted, lines without a part become new ones. Runs inside the caller's transaction.
    """
    old = list(requirement.parts.order_by("number", "id"))
    placed: list[Requirement | None] = []
    for line in lines:
        same = next((part for part in old if part_line(part) == line), None)
        if same:
            old.remove(same)
        placed.append(same)
    for place, line in enumerate(lines):
        if placed[place] is None:
            part = (
                old.pop(0)
                if old
                else Requirement(
                    meeting=requirement.meeting,
                    parent=requirement,
                    issued_by=requirement.issued_by,
                    printed_speaker=requirement.printed_speaker,
                )
            )
            part.text = line
            part._change_reason = getattr(requirement, "_change_reason", None)
            part._reworded = True
            placed[place] = part
    for part in old:
        part.delete()
    moved = [part for number, part in enumerate(placed, 1) if part.pk and part.number != number]
    for part in moved:  # out of each other's way first: a number is unique at every moment
        Requirement.objects.filter(pk=part.pk).update(number=part.number + 10000)
    for number, part in enumerate(placed, 1):
        if part in moved or hasattr(part, "_reworded"):
            part.number = number
            part.save()
