"""What was required, as items of a page: numbered, with speaker as printed, parts and sentences."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from meetings.models import Requirement
from pages.citing import Citations, Sentence
from pages.links import Link, Links

AFTER_HEADING = re.compile(r"^[。,,;;\s]+")


@dataclass(frozen=True)
class RequirementItem:
    pk: int
    number: int
    heading: str
    text: str  # what stands beyond the heading and before the parts
    speaker: Link
    projects: list[Link]
    sentence: Sentence | None
    meeting_id: int
    parts: list["RequirementItem"] = field(default_factory=list)


def requirement_items(requirements: Iterable[Requirement], links: Links, citations: Citations) -> list[RequirementItem]:
    """The requirements with their parts beneath them; a part whose whole is not among them stands for itself.

    They come with `issued_by` selected and `projects` prefetched.
    """
    requirements = list(requirements)
    known = {requirement.pk for requirement in requirements}
    parts = defaultdict(list)
    for requirement in requirements:
        if requirement.parent_id in known:
            parts[requirement.parent_id].append(requirement)

    def item(requirement: Requirement) -> RequirementItem:
        below = sorted(parts[requirement.pk], key=lambda part: part.number)
        return RequirementItem(
            pk=requirement.pk,
            number=requirement.number,
            heading=requirement.heading,
            text=_beyond_heading(requirement, below),
            speaker=links.to(requirement.issued_by, requirement.printed_speaker),
            projects=[links.to(project) for project in requirement.projects.all()],
            sentence=citations.of(requirement),
            meeting_id=requirement.meeting_id,
            parts=[item(part) for part in below],
        )

    return [item(requirement) for requirement in requirements if requirement.parent_id not in known]


def _beyond_heading(requirement: Requirement, parts: list[Requirement]) -> str:
    """The text without what the heading before it and the parts below it already say."""
    text = requirement.text
    if requirement.heading and text.startswith(requirement.heading):
        text = AFTER_HEADING.sub("", text[len(requirement.heading) :])
    if parts and all(part.text in text for part in parts):
        text = text[: min(text.index(part.text) for part in parts)]
    return text.strip()
