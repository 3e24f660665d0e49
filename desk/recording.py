"""The one writer: a reviewed reading becomes rows of the register, in one transaction, twice gives the same rows."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from django.db import connection, transaction
from django.utils import timezone

from accounts.bulk_writing import BulkWriting
from accounts.history import Author, signed_in
from articles.models import Article, Reading, ReadingState
from desk.claims import renew
from desk.naming import EventNames, NamesInRegister
from desk.reviewing import Reviewed, reviewed
from desk.same_news import kind_of, meetings_chosen, meetings_told_of
from meetings.models import (
    Attendance,
    Counted,
    DayPart,
    Demand,
    Discussion,
    Headcount,
    Manner,
    Meeting,
    MeetingArticle,
    MeetingKind,
    Requirement,
    Role,
)
from meetings.naming import meeting_type_of
from people.models import District, DistrictLevel
from projects.models import Figure, FigureBound, Project

IN_BULK = "批量入库"  # why a row was made, in its history: nobody has looked at it
DAY_PARTS = {label: code for code, label in DayPart.choices}


class AlreadyRecorded(ValueError):
    """The article has a recorded reading of another reader version."""


@dataclass
class Recorded:
    """What recording made: primary keys by model label, and whether this call made them."""

    is_new: bool
    made: dict[str, list[int]] = field(default_factory=dict)
    is_same_news: bool = False  # only sources of meetings that another article told of were made


@transaction.atomic
def record_reviewed(reading: Reading, *, by) -> Recorded:
    """Write the rows of a reading as `by`, who holds its claim, has reviewed it.

    What he has not decided about and the reader is sure of counts as accepted by him. Raises StillOpen when something
    has to be decided first, ClaimLost, and what `record` raises.
    """
    renew(reading.pk, by)
    decisions = reading.decisions.select_related("official", "organization", "enterprise", "project", "meeting")
    return record(reading, by=by, as_reviewed=reviewed(reading, list(decisions)))


@transaction.atomic
def record(reading: Reading, *, by, in_bulk: bool = False, as_reviewed: Reviewed | None = None) -> Recorded:
    """Write the rows of `reading` in the name of the user `by`; already recorded, change nothing.

    `in_bulk` marks a reading recorded without a look at each fact, and the history of what it makes (批量入库). The
    reading is read anew, under a lock; its article, whose text never changes, is taken as given. With `as_reviewed`
    that is written instead of what was read. Raises AlreadyRecorded when another reading of the same article is in the
    register, and StillOpen when a reviewed one has an ambiguous name or an event told of before that nobody decided.
    """
    article = reading.article
    reading = _locked(reading)
    if reading.state == ReadingState.RECORDED:
        return Recorded(False, reading.made or {})
    if reading.article_recorded:
        raise AlreadyRecorded(f"报道“{article}”已由另一份识别结果入库。")
    writing = BulkWriting(Author(by, IN_BULK if in_bulk else None))
    is_same_news = _Writer(article, by, writing, as_reviewed).write(reading.content)
    made = writing.give_keys()
    outcome = _outcome(by, made, in_bulk=in_bulk) | {"claimed_by": None, "claimed_until": None}
    writing.change([(reading, outcome)], author=signed_in())
    writing.write()
    return Recorded(True, made, is_same_news)


@transaction.atomic
def record_new(
    article: Article,
    reading: Reading,
    *,
    by,
    beside: Callable[[BulkWriting, Recorded], None] = lambda writing, recorded: None,
) -> Recorded:
    """Write an article that is not in the register yet, with its `reading` and the rows of it, marked 批量入库.

    Both are unsaved, and saved afterwards; the reading is as `record` leaves one. `beside` adds to what is written
    with them. Raises IntegrityError when the article is in the register, or its rows are not by the rules.
    """
    writing = BulkWriting(Author(by, IN_BULK))
    writing.create([article])
    is_same_news = _Writer(article, by, writing).write(reading.content)
    writing.create([reading])  # last, so that its history tells when all was recorded
    made = writing.give_keys()
    del made[Article._meta.label_lower], made[Reading._meta.label_lower]
    for name, value in _outcome(by, made, in_bulk=True).items():
        setattr(reading, name, value)
    recorded = Recorded(True, made, is_same_news)
    beside(writing, recorded)
    writing.write()
    return recorded


def _outcome(by, made: dict[str, list[int]], *, in_bulk: bool) -> dict:
    """What recording writes into a reading, but for the claim of a reviewer."""
    return {
        "state": ReadingState.RECORDED,
        "recorded_by": by,
        "recorded_at": timezone.now(),
        "recorded_in_bulk": in_bulk,
        "made": made,
    }


def _locked(reading: Reading) -> Reading:
    """The reading as it is now, locked; `article_recorded` tells whether a reading of its article is recorded."""
    sql = (
        "SELECT *, EXISTS (SELECT 1 FROM articles_reading other WHERE other.article_id = articles_reading.article_id "
        "AND other.state = %s) AS article_recorded FROM articles_reading WHERE id = %s"
    )
    if connection.features.has_select_for_update:
        sql += " FOR UPDATE"
    for locked in Reading.objects.raw(sql, [ReadingState.RECORDED, reading.pk]):
        return locked
    raise Reading.DoesNotExist(f"识别结果 {reading.pk} 已不存在。")


@dataclass(frozen=True)
class _Reported:
    """One event of an article: as read, its row, the rows of its names."""

    content: dict
    meeting: Meeting
    names: EventNames


class _Writer:
    """Makes the rows of one article, model by model; `writing` takes them all."""

    def __init__(self, article: Article, by, writing: BulkWriting, as_reviewed: Reviewed | None = None):
        self.article = article
        self.by = by
        self.writing = writing
        self.reviewed = as_reviewed
        self.names = NamesInRegister(article, writing, as_reviewed and as_reviewed.choices)

    def write(self, content: dict) -> bool:
        """Write all events and figures of a reading's content (docs/reading.md); says whether its news is known.

        Of a known event only the article's being a source of it is written.
        """
        if self.reviewed:
            content = self.reviewed.content
        events = content.get("events", [])
        self.names.lock(events)
        if self.reviewed:
            told = meetings_chosen(self.article, self.reviewed)
        else:
            told = meetings_told_of(self.article, events) or [None] * len(events)
        known = {meeting: event for event, meeting in zip(events, told, strict=True) if meeting}
        if known:
            sources = MeetingArticle.objects.filter(article=self.article.pk, meeting__in=known)
            there = set(sources.values_list("meeting_id", flat=True)) if self.reviewed else set()
            self.writing.create(
                [self._source_of(event, meeting_id=pk) for pk, event in known.items() if pk not in there]
            )
        events = [event for event, meeting in zip(events, told, strict=True) if not meeting]
        if known and not events:
            return True
        names = self.names.of_events(events)
        townships = self._townships(events)
        meetings = self.writing.create([self._meeting(event, townships) for event in events])
        reported = [_Reported(*event) for event in zip(events, meetings, names, strict=True)]
        for rows_of in (self._source, self._attendances, self._headcounts, self._discussions):
            self.writing.create([row for event in reported for row in rows_of(event)])
        self._write_requirements(reported)
        self.writing.create([row for event in reported for row in self._demands(event)])
        figures = [
            row for event in reported for row in self._figures(event.content.get("figures", []), event.names.projects)
        ]
        self.writing.create(figures + self._figures(content.get("figures", []), {}))
        return False

    def _cited(self, fact: dict) -> dict:
        """The Cited fields of a fact; none where the reading has no evidence."""
        if not fact.get("evidence"):
            return {}
        start, end = fact["evidence"]
        return {"article": self.article, "quote": self.article.text[start:end], "span_start": start, "span_end": end}

    def _townships(self, events: list[dict]) -> list[District]:
        """The towns of the district among the places of its events, lowest code first."""
        places = {place for event in events for place in event.get("places") or []}
        towns = District.objects.filter(parent=self.article.district, level=DistrictLevel.TOWNSHIP, name__in=places)
        return list(towns.order_by("code")) if places else []

    def _source(self, event: _Reported) -> list[MeetingArticle]:
        return [self._source_of(event.content, meeting=event.meeting)]

    def _source_of(self, event: dict, **meeting) -> MeetingArticle:
        cited = self._cited(event)
        cited.pop("article", None)
        return MeetingArticle(article=self.article, **meeting, **cited)

    def _headcounts(self, event: _Reported) -> list[Headcount]:
        return [
            Headcount(meeting=event.meeting, counted=count["of"], number=count["number"], **self._cited(count))
            for count in event.content.get("counts", [])
            if count["of"] in Counted.values and count["number"] > 0
        ]

    def _discussions(self, event: _Reported) -> list[Discussion]:
        return [
            Discussion(
                meeting=event.meeting,
                project=event.names.projects[project["name"]],
                printed_name=project["name"][:200],
                manner=project.get("manner") if project.get("manner") in Manner.values else Manner.DISCUSSED,
                order=order,
                **self._cited(project),
            )
            for order, project in enumerate(event.content.get("projects", []), 1)
        ]

    def _demands(self, event: _Reported) -> list[Demand]:
        return [
            Demand(
                meeting=event.meeting,
                enterprise=event.names.enterprises.get(demand.get("enterprise") or ""),
                printed_enterprise=(demand.get("enterprise") or "")[:100],
                text=demand["text"],
                handling=(demand.get("handling") or "")[:100],
                **self._cited(demand),
            )
            for demand in event.content.get("demands", [])
        ]

    def _meeting(self, event: dict, townships: list[District]) -> Meeting:
        kind = kind_of(event)
        name = event.get("name") or ""
        places = event.get("places") or []
        return Meeting(
            district=self.article.district,
            kind=kind,
            meeting_type=meeting_type_of(name) if kind == MeetingKind.MEETING else "",
            name=name[:200],
            held_date=event.get("date") or None,
            end_date=_end_date(event),
            # What is reported has happened: the issue date bounds an event whose own date is not printed.
            latest_date=None if event.get("date") else self.article.issue_date,
            date_note=(event.get("date_note") or "")[:50],
            day_part=DAY_PARTS.get(event.get("day_part") or "", ""),
            venue=(event.get("venue") or "")[:200],
            places="、".join(places)[:500],
            township=next((town for town in townships if town.name in places), None),
            entered_by=self.by,
        )

    def _attendances(self, reported: _Reported) -> list[Attendance]:
        event, meeting, names = reported.content, reported.meeting, reported.names
        rows = [
            Attendance(
                meeting=meeting,
                role=person["role"],
                printed_name=person["name"][:100],
                printed_title=(person.get("position") or "")[:150],
                **names.people[person["name"], person.get("position") or ""],
                **self._cited(person),
            )
            for person in event.get("people", [])
        ]
        rows += [
            Attendance(
                meeting=meeting,
                role=unit.get("role") or Role.ATTEND,
                printed_name=unit["name"][:100],
                organization=names.organizations[unit["name"]],
                **self._cited(unit),
            )
            for unit in event.get("organizations", [])
        ]
        # Who is visited receives the visitors; whom a meeting names without a part in it took part.
        default = Role.HOST if event["kind"] in (MeetingKind.VISIT, MeetingKind.TOUR) else Role.ATTEND
        rows += [
            Attendance(
                meeting=meeting,
                role=enterprise.get("role") or default,
                printed_name=enterprise["name"][:100],
                enterprise=names.enterprises[enterprise["name"]],
                **self._cited(enterprise),
            )
            for enterprise in event.get("enterprises", [])
        ]
        for order, row in enumerate(rows, 1):
            row.order = order
        return rows

    def _write_requirements(self, reported: list[_Reported]) -> None:
        directives = [(event, directive) for event in reported for directive in event.content.get("directives", [])]
        tops = self.writing.create([row for event in reported for row in self._requirements(event)])
        self.writing.create(
            [
                Requirement(
                    meeting=event.meeting,
                    parent=top,
                    number=number,
                    text=part["text"],
                    issued_by=top.issued_by,
                    printed_speaker=top.printed_speaker,
                    **self._cited(part),
                )
                for top, (event, directive) in zip(tops, directives, strict=True)
                for number, part in enumerate(directive.get("parts", []), 1)
            ]
        )
        self.writing.link(
            Requirement._meta.get_field("projects"),
            [
                (top, project)
                for top, (event, _) in zip(tops, directives, strict=True)
                for printed, project in event.names.projects.items()
                if project is not None and (printed in (event.content.get("name") or "") or printed in top.text)
            ],
        )

    def _requirements(self, event: _Reported) -> list[Requirement]:
        """The requirements of an event that are no part of another."""
        return [
            Requirement(
                meeting=event.meeting,
                number=number,
                heading=(directive.get("heading") or "")[:200],
                text=directive.get("text") or directive["heading"],
                issued_by=event.names.speakers.get(directive.get("by") or ""),
                printed_speaker=(directive.get("by") or "")[:100],
                **self._cited(directive),
            )
            for number, directive in enumerate(event.content.get("directives", []), 1)
        ]

    def _figures(self, figures: list[dict], projects: dict[str, Project | None]) -> list[Figure]:
        """Published statistics as printed; a figure whose value is no number is left to the reading."""
        rows = []
        for figure in figures:
            value = _decimal(figure.get("value"))
            if value is None:
                continue
            period = figure.get("period") or (None, None)
            if not all(period) or period[1] < period[0]:
                period = (None, None)
            rows.append(
                Figure(
                    district=self.article.district,
                    project=projects.get(figure.get("scope") or ""),
                    label=(figure.get("label") or "数值")[:100],
                    value=value,
                    unit=(figure.get("unit") or "")[:20],
                    scope=(figure.get("scope") or "")[:100],
                    year=figure.get("year"),
                    period_start=period[0],
                    period_end=period[1],
                    as_of_date=figure.get("as_of"),
                    bound=figure.get("bound") if figure.get("bound") in FigureBound.values else "",
                    **self._cited(figure),
                )
            )
        return rows


def _end_date(event: dict) -> str | None:
    """The last day of an event that lasts; ISO dates compare as text. An earlier one is a misprint and left out."""
    first, last = event.get("date"), event.get("end_date")
    return last if first and last and last >= first else None


def _decimal(value) -> Decimal | None:
    try:
        number = Decimal(str(value)).quantize(Decimal("0.0001"))
    except InvalidOperation:
        return None
    return number if abs(number) < Decimal(10) ** 16 else None
