"""The one writer: a reviewed reading becomes rows of the register, in one transaction, twice gives the same rows."""

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from django.db import transaction
from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from articles.models import Article, Reading, ReadingState
from desk.naming import NamesInRegister
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
from projects.models import Figure, FigureBound

DAY_PARTS = {label: code for code, label in DayPart.choices}


class AlreadyRecorded(ValueError):
    """The article has a recorded reading of another reader version."""


@dataclass
class Recorded:
    """What recording made: primary keys by model label, and whether this call made them."""

    is_new: bool
    made: dict[str, list[int]] = field(default_factory=dict)


@transaction.atomic
def record(reading: Reading, *, by, in_bulk: bool = False) -> Recorded:
    """Write the rows of `reading` in the name of the user `by`; already recorded, change nothing.

    `in_bulk` marks a reading recorded without a look at each fact (批量入库). Raises AlreadyRecorded when another
    reading of the same article is in the register.
    """
    reading = Reading.objects.select_for_update(of=("self",)).select_related("article__district").get(pk=reading.pk)
    if reading.state == ReadingState.RECORDED:
        return Recorded(False, reading.made or {})
    article = reading.article
    if article.readings.filter(state=ReadingState.RECORDED).exists():
        raise AlreadyRecorded(f"报道“{article}”已由另一份识别结果入库。")
    writer = _Writer(article, by)
    writer.names.lock(reading.content.get("events", []))
    for event in reading.content.get("events", []):
        writer.write_event(event)
    writer.write_figures(reading.content.get("figures", []), None)
    reading.state = ReadingState.RECORDED
    reading.recorded_by = by
    reading.recorded_at = timezone.now()
    reading.recorded_in_bulk = in_bulk
    reading.claimed_by = reading.claimed_until = None
    reading.made = writer.made
    reading.save()
    return Recorded(True, writer.made)


class _Writer:
    """Writes the events of one article; `made` collects the primary keys of new rows by model label."""

    def __init__(self, article: Article, by):
        self.article = article
        self.by = by
        self.made: dict[str, list[int]] = {}
        self.names = NamesInRegister(article, self._make)

    def _make(self, rows: list) -> list:
        """Create rows of one model with their history, and note them in `made`."""
        if rows:
            bulk_create_with_history(rows, type(rows[0]), default_user=self.by)
            self.made.setdefault(rows[0]._meta.label_lower, []).extend(row.pk for row in rows)
        return rows

    def _cited(self, fact: dict) -> dict:
        """The Cited fields of a fact; none where the reading has no evidence."""
        if not fact.get("evidence"):
            return {}
        start, end = fact["evidence"]
        return {"article": self.article, "quote": self.article.text[start:end], "span_start": start, "span_end": end}

    def write_event(self, event: dict) -> Meeting:
        names = self.names.of_event(event)
        meeting = self._make([self._meeting(event)])[0]
        cited = self._cited(event)
        cited.pop("article", None)
        self._make([MeetingArticle(meeting=meeting, article=self.article, **cited)])
        self._make(self._attendances(event, meeting, names))
        self._make(
            [
                Headcount(meeting=meeting, counted=count["of"], number=count["number"], **self._cited(count))
                for count in event.get("counts", [])
                if count["of"] in Counted.values and count["number"] > 0
            ]
        )
        self._make(
            [
                Discussion(
                    meeting=meeting,
                    project=names.projects[project["name"]],
                    printed_name=project["name"][:200],
                    manner=project.get("manner") if project.get("manner") in Manner.values else Manner.DISCUSSED,
                    order=order,
                    **self._cited(project),
                )
                for order, project in enumerate(event.get("projects", []), 1)
            ]
        )
        self._write_requirements(event, meeting, names)
        self._make(
            [
                Demand(
                    meeting=meeting,
                    enterprise=names.enterprises.get(demand.get("enterprise") or ""),
                    printed_enterprise=(demand.get("enterprise") or "")[:100],
                    text=demand["text"],
                    handling=(demand.get("handling") or "")[:100],
                    **self._cited(demand),
                )
                for demand in event.get("demands", [])
            ]
        )
        self.write_figures(event.get("figures", []), names)
        return meeting

    def _meeting(self, event: dict) -> Meeting:
        kind = event["kind"] if event["kind"] in MeetingKind.values else MeetingKind.OTHER
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
            township=District.objects.filter(
                parent=self.article.district, level=DistrictLevel.TOWNSHIP, name__in=places
            ).first()
            if places
            else None,
            entered_by=self.by,
        )

    def _attendances(self, event: dict, meeting: Meeting, names) -> list[Attendance]:
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

    def _write_requirements(self, event: dict, meeting: Meeting, names) -> None:
        directives = event.get("directives", [])
        tops = [
            Requirement(
                meeting=meeting,
                number=number,
                heading=(directive.get("heading") or "")[:200],
                text=directive.get("text") or directive["heading"],
                issued_by=names.speakers.get(directive.get("by") or ""),
                printed_speaker=(directive.get("by") or "")[:100],
                **self._cited(directive),
            )
            for number, directive in enumerate(directives, 1)
        ]
        self._make(tops)
        self._make(
            [
                Requirement(
                    meeting=meeting,
                    parent=top,
                    number=number,
                    text=part["text"],
                    issued_by=top.issued_by,
                    printed_speaker=top.printed_speaker,
                    **self._cited(part),
                )
                for top, directive in zip(tops, directives, strict=True)
                for number, part in enumerate(directive.get("parts", []), 1)
            ]
        )
        for top in tops:
            concerned = [
                project
                for printed, project in names.projects.items()
                if project is not None and (printed in (event.get("name") or "") or printed in top.text)
            ]
            if concerned:
                top._history_user = self.by
                top.projects.set(concerned)

    def write_figures(self, figures: list[dict], names) -> None:
        """Published statistics as printed; a figure whose value is no number is left to the reading."""
        rows = []
        for figure in figures:
            value = _decimal(figure.get("value"))
            if value is None:
                continue
            period = figure.get("period") or (None, None)
            if not all(period) or period[1] < period[0]:
                period = (None, None)
            projects = names.projects if names else {}
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
        self._make(rows)


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
