"""Meetings that are likely to be the one being typed: same district, kind and day, and alike in name or people."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from difflib import SequenceMatcher

from meetings.models import Meeting

ALIKE = 0.6  # of two names: shared characters in order, over the mean length
FEWEST_SHARED = 2  # people in both; of a smaller meeting all
_MARKS = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Double:
    """A meeting of the register that may be the same, and why."""

    meeting: Meeting
    reason: str


def likely_doubles(meeting: Meeting, linked: Collection[int], printed: Collection[str]) -> list[Double]:
    """The meetings on the day of `meeting` that may be the same one; none where its day is not known.

    `linked` are the keys of the officials who take part, `printed` the names of all who do. Two queries.
    """
    if not (meeting.held_date and meeting.district_id):
        return []
    others = Meeting.objects.filter(district=meeting.district_id, kind=meeting.kind, held_date=meeting.held_date)
    found = []
    for other in others.exclude(pk=meeting.pk).prefetch_related("attendances"):
        reasons = [alike(meeting.name, other.name), same_people(linked, printed, other)]
        if any(reasons):
            found.append(Double(other, "、".join(filter(None, reasons))))
    return found


def alike(name: str, other: str) -> str:
    """Why two names may be those of one meeting; "" where they may not, or one is not given."""
    a, b = _MARKS.sub("", name), _MARKS.sub("", other)
    if not (a and b):
        return ""
    if a == b:
        return "名称相同"
    is_part = min(len(a), len(b)) >= 4 and (a in b or b in a)
    return "名称相近" if is_part or SequenceMatcher(None, a, b, autojunk=False).ratio() >= ALIKE else ""


def same_people(linked: Collection[int], printed: Collection[str], other: Meeting) -> str:
    """Why the people of `other` may be those given; "" where they may not."""
    rows = other.attendances.all()
    shared = [row.printed_name for row in rows if row.official_id in linked or row.printed_name in printed]
    smaller = min(len(rows), len(printed))
    if shared and (len(shared) >= FEWEST_SHARED or len(shared) == smaller) and len(shared) * 2 >= smaller:
        return f"同有{'、'.join(shared[:3])}{'等' if len(shared) > 3 else ''} {len(shared)} 位参加"
    return ""
