"""Who stands around a project: officials, units and enterprises of its meetings, with the number of meetings."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from meetings.models import Attendance, Meeting
from pages.links import Link, Links
from people.models import Enterprise, Official, Organization


@dataclass(frozen=True)
class Around:
    """One row of the register and at how many of the meetings it took part."""

    link: Link
    meetings: int


def around_meetings(meetings: QuerySet[Meeting], links: Links) -> list[tuple[str, list[Around]]]:
    """Officials, units and enterprises that took part, the most frequent first."""
    groups = []
    for label, field, model in (
        ("领导干部", "official", Official),
        ("单位", "organization", Organization),
        ("企业", "enterprise", Enterprise),
    ):
        counts = dict(
            Attendance.objects.filter(meeting__in=meetings.order_by().values("pk"), **{f"{field}__isnull": False})
            .order_by()
            .values_list(field)
            .annotate(meetings=Count("meeting", distinct=True))
        )
        rows = model.objects.in_bulk(counts)
        found = [Around(links.to(rows[pk]), count) for pk, count in counts.items()]
        groups.append((label, sorted(found, key=lambda one: (-one.meetings, one.link.text))))
    return groups
