"""One meeting: who took part, what was dealt with, required and asked for, each with its sentence."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.shortcuts import get_object_or_404, render
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from meetings.models import Attendance, Counted, Headcount, Meeting, Role
from pages.citing import Citations, Sentence, source_of
from pages.demand import demand_items
from pages.figure import figure_rows
from pages.links import Link, Links, ledger
from pages.requirement import requirement_items
from projects.models import Figure

MEASURES = {
    Counted.UNITS: "家",
    Counted.PROJECTS: "个",
    Counted.PEOPLE: "名",
    Counted.ENTERPRISES: "家",
    Counted.PLACES: "个",
}


@dataclass(frozen=True)
class MeetingLine:
    """A meeting in one line of a list."""

    link: Link
    date: str
    inferred: str
    kind: str
    where: str
    checked: bool
    pk: int


@dataclass(frozen=True)
class Taker:
    """Somebody who took part, as printed."""

    pk: int
    link: Link
    title: str
    role: str
    beside: Link  # the company of a company's man
    linked: bool
    sentence: Sentence | None


@dataclass(frozen=True)
class Source:
    link: Link
    sentence: Sentence | None
    has_text: bool


def meeting_lines(meetings: Iterable[Meeting], links: Links) -> list[MeetingLine]:
    """Meetings as lines of a list, in the order given."""
    return [
        MeetingLine(
            link=links.to(meeting, meeting.title),
            date=meeting.date_as_known,
            inferred=inferred_range(meeting),
            kind=meeting.get_meeting_type_display() or meeting.get_kind_display(),
            where=meeting.venue or meeting.places,
            checked=meeting.checked_by_id is not None,
            pk=meeting.pk,
        )
        for meeting in meetings
    ]


def inferred_range(meeting: Meeting) -> str:
    """The range in which a date that is not printed must lie, in words; "" where there is none or the day is known."""
    if meeting.held_date:
        return ""
    earliest = date_format(meeting.earliest_date, "Y年n月j日") if meeting.earliest_date else ""
    latest = date_format(meeting.latest_date, "Y年n月j日") if meeting.latest_date else ""
    if earliest and latest:
        return f"{earliest}至{latest}之间"
    if latest:
        return f"不晚于{latest}"
    return f"不早于{earliest}" if earliest else ""


def count_in_words(headcount: Headcount, named: int) -> str:
    """A printed count beside the names the article gives: 9 家单位,列名 1 家,其余 8 家未列名."""
    measure = MEASURES[headcount.counted]
    words = f"{headcount.number} {measure}{headcount.get_counted_display()}"
    if not named:
        return f"{words},均未列名"
    words += f",列名 {named} {measure}"
    missing = headcount.number - named
    return f"{words},其余 {missing} {measure}未列名" if missing > 0 else words


@require_safe
def meeting(request, pk: int):
    """The page of one meeting."""
    visible = Meeting.objects.visible_to(request.user).select_related("township", "entered_by", "checked_by")
    meeting = get_object_or_404(visible, pk=pk)
    links = Links(request.user)
    attendances = list(meeting.attendances.select_related("official", "organization", "enterprise"))
    headcounts = list(meeting.headcounts.all())
    discussions = list(meeting.discussions.select_related("project"))
    requirements = list(
        meeting.requirements.select_related("issued_by").prefetch_related("projects").order_by("number", "id")
    )
    demands = list(meeting.demands.select_related("enterprise", "meeting").order_by("id"))
    sources = list(meeting.sources.select_related("article"))
    figures = list(
        Figure.objects.visible_to(request.user)
        .filter(article__in=[source.article_id for source in sources])
        .select_related("project")
        .order_by("article_id", "span_start", "id")
    )
    citations = Citations(
        request.user, [*attendances, *headcounts, *discussions, *requirements, *demands, *sources, *figures]
    )
    people, units, enterprises, unlinked = _sorted_by_sort(attendances)
    by_role = [
        (role, label, [_taker(row, links, citations) for row in people if row.role == role])
        for role, label in Role.choices
        if any(row.role == role for row in people)
    ]
    named = {
        Counted.UNITS: len(units),
        Counted.PROJECTS: len(discussions),
        Counted.PEOPLE: len(people),
        Counted.ENTERPRISES: len(enterprises),
        Counted.PLACES: len([place for place in meeting.places.split("、") if place]),
    }
    return render(
        request,
        "pages/meeting.html",
        {
            "meeting": meeting,
            "ledger": ledger("meetings:meeting-list"),
            "line": meeting_lines([meeting], links)[0],
            "kind": "·".join(filter(None, [meeting.get_kind_display(), meeting.get_meeting_type_display()])),
            "people": by_role,
            "principals": [(label, takers) for role, label, takers in by_role if role in (Role.CHAIR, Role.LEAD)],
            "bodies": [
                (label, [_taker(row, links, citations) for row in rows])
                for label, rows in (("单位", units), ("企业", enterprises), ("其他列名(未对应台账)", unlinked))
                if rows
            ],
            "headcounts": [(row.pk, count_in_words(row, named[row.counted]), citations.of(row)) for row in headcounts],
            "unnamed_projects": [
                count_in_words(row, len(discussions)) for row in headcounts if row.counted == Counted.PROJECTS
            ],
            "projects": [
                (row.pk, links.to(row.project, row.printed_name), row.get_manner_display(), citations.of(row))
                for row in discussions
            ],
            "requirements": requirement_items(requirements, links, citations),
            "demands": demand_items(demands, links, citations),
            "figures": figure_rows(figures, links, citations),
            "sources": [
                Source(
                    links.to(source.article, source_of(source.article)), citations.of(source), bool(source.article.text)
                )
                for source in sources
            ],
        },
    )


def _sorted_by_sort(attendances: list[Attendance]) -> tuple[list[Attendance], ...]:
    """People, units, enterprises, and names without a title that are linked to nothing.

    A company's man is linked to his company and has a title: he is a person.
    """
    people, units, enterprises, unlinked = [], [], [], []
    for row in attendances:
        if row.organization_id and not row.printed_title:
            units.append(row)
        elif row.enterprise_id and not row.printed_title:
            enterprises.append(row)
        elif row.official_id or row.printed_title:
            people.append(row)
        else:
            unlinked.append(row)
    return people, units, enterprises, unlinked


def _taker(row: Attendance, links: Links, citations: Citations) -> Taker:
    body = row.organization or row.enterprise
    is_person = bool(row.official_id or row.printed_title)
    return Taker(
        pk=row.pk,
        link=links.to(row.official, row.printed_name) if is_person else links.to(body, row.printed_name),
        title=row.printed_title,
        role=row.get_role_display(),
        beside=links.to(body) if is_person and body else Link(""),
        linked=bool(row.official_id or body),
        sentence=citations.of(row),
    )
