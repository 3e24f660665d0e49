"""The part somebody took in meetings, as lines of a list: role, name and title as printed that day."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, QuerySet

from meetings.models import Attendance
from pages.citing import Citations, Sentence
from pages.links import Links
from pages.meeting import MeetingLine, meeting_lines

MOST = 100  # lines shown; the ledger has them all


@dataclass(frozen=True)
class Part:
    """A meeting and the part somebody took in it."""

    line: MeetingLine
    name: str  # as printed that day
    title: str  # of that day
    role: str
    sentence: Sentence | None


def parts_taken(attendances: Iterable[Attendance], links: Links, citations: Citations) -> list[Part]:
    """Attendances, which come with their meeting selected, as lines of a list."""
    return [
        Part(
            line=meeting_lines([row.meeting], links)[0],
            name=row.printed_name,
            title=row.printed_title,
            role=row.get_role_display(),
            sentence=citations.of(row),
        )
        for row in attendances
    ]


def newest_first(attendances: QuerySet) -> QuerySet:
    """Attendances by the day of their meeting, the newest first, undated ones last."""
    return attendances.select_related("meeting").order_by(
        F("meeting__held_date").desc(nulls_last=True), "-meeting_id", "order"
    )
