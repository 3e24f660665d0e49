"""What a reading holds: dataclasses whose spans are [start, end) in characters of the text that was read."""

import datetime
from dataclasses import dataclass, field

Span = tuple[int, int]

# A fact of less confidence is doubtful: shown as such to who reviews it, never dropped. Measured in docs/reading.md.
DOUBTFUL_BELOW = 0.7


def _iso(day: datetime.date | None) -> str | None:
    return day.isoformat() if day else None


def _pair(span: Span | None) -> list[int] | None:
    return list(span) if span else None


@dataclass
class Byline:
    name: str
    evidence: Span

    def as_dict(self) -> dict:
        return {"name": self.name, "evidence": _pair(self.evidence)}


@dataclass
class Person:
    """Somebody who takes part; `role` is chair, lead, speak, report or attend."""

    name: str
    role: str
    position: str
    evidence: Span
    position_evidence: Span | None = None
    confidence: float = 0.9

    def as_dict(self) -> dict:
        return {
            "name": self.name,
            "role": self.role,
            "position": self.position,
            "evidence": _pair(self.evidence),
            "position_evidence": _pair(self.position_evidence),
            "confidence": self.confidence,
        }


@dataclass
class Organization:
    """A body that takes part as host, report or attend."""

    name: str
    role: str
    evidence: Span
    confidence: float = 0.8

    def as_dict(self) -> dict:
        return {
            "name": self.name,
            "role": self.role,
            "evidence": _pair(self.evidence),
            "confidence": self.confidence,
        }


@dataclass
class Enterprise:
    name: str
    evidence: Span
    role: str | None = None
    confidence: float = 0.8

    def as_dict(self) -> dict:
        return {
            "name": self.name,
            "role": self.role,
            "evidence": _pair(self.evidence),
            "confidence": self.confidence,
        }


@dataclass
class Project:
    """A project with a name of its own; `manner` is discussed, visited, signed or started."""

    name: str
    evidence: Span
    manner: str = "discussed"
    confidence: float = 0.8

    def as_dict(self) -> dict:
        return {
            "name": self.name,
            "manner": self.manner,
            "evidence": _pair(self.evidence),
            "confidence": self.confidence,
        }


@dataclass
class Part:
    text: str
    evidence: Span

    def as_dict(self) -> dict:
        return {"text": self.text, "evidence": _pair(self.evidence)}


@dataclass
class Directive:
    """A top-level requirement; `by_kind` is person, meeting or group."""

    by: str
    by_kind: str
    heading: str
    text: str
    evidence: Span
    number: int = 0
    parts: list[Part] = field(default_factory=list)
    confidence: float = 0.85

    def as_dict(self) -> dict:
        return {
            "number": self.number,
            "by": self.by,
            "by_kind": self.by_kind,
            "heading": self.heading,
            "text": self.text,
            "evidence": _pair(self.evidence),
            "parts": [part.as_dict() for part in self.parts],
            "confidence": self.confidence,
        }


@dataclass
class Demand:
    """What an enterprise asks for; `handling` as printed, and 现场办公 is never "solved"."""

    enterprise: str
    text: str
    evidence: Span
    handling: str = ""
    confidence: float = 0.8

    def as_dict(self) -> dict:
        return {
            "enterprise": self.enterprise,
            "text": self.text,
            "handling": self.handling,
            "evidence": _pair(self.evidence),
            "confidence": self.confidence,
        }


@dataclass
class Figure:
    """A number on projects, investment, approvals or the economy, as printed."""

    label: str
    value: float
    unit: str
    evidence: Span
    scope: str = ""
    year: int | None = None
    period: tuple[datetime.date, datetime.date] | None = None
    as_of: datetime.date | None = None
    bound: str = ""
    confidence: float = 0.85

    def as_dict(self) -> dict:
        whole = isinstance(self.value, float) and self.value.is_integer()
        return {
            "label": self.label,
            "value": int(self.value) if whole else self.value,
            "unit": self.unit,
            "scope": self.scope,
            "year": self.year,
            "period": [_iso(day) for day in self.period] if self.period else None,
            "as_of": _iso(self.as_of),
            "bound": self.bound,
            "evidence": _pair(self.evidence),
            "confidence": self.confidence,
        }


@dataclass
class Count:
    """How many of a thing an occasion had (等17个项目); `of` is projects, units, people, enterprises or places."""

    of: str
    number: int
    evidence: Span

    def as_dict(self) -> dict:
        return {"of": self.of, "number": self.number, "evidence": _pair(self.evidence)}


@dataclass
class Check:
    """What the text says of itself beside what was read; `what` is requirements (counted) or share (per cent)."""

    what: str
    printed: float
    read: float
    agrees: bool
    evidence: Span
    note: str

    def as_dict(self) -> dict:
        return {
            "what": self.what,
            "printed": self.printed,
            "read": self.read,
            "agrees": self.agrees,
            "evidence": _pair(self.evidence),
            "note": self.note,
        }


@dataclass
class Event:
    """An occasion the text reports."""

    kind: str
    name: str | None
    evidence: Span
    name_evidence: Span | None = None
    date: datetime.date | None = None
    end_date: datetime.date | None = None
    date_evidence: Span | None = None
    day_part: str = ""
    date_note: str = ""
    venue: str | None = None
    venue_evidence: Span | None = None
    places: list[str] = field(default_factory=list)
    place_spans: list[Span] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    organizations: list[Organization] = field(default_factory=list)
    enterprises: list[Enterprise] = field(default_factory=list)
    projects: list[Project] = field(default_factory=list)
    directives: list[Directive] = field(default_factory=list)
    demands: list[Demand] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    counts: list[Count] = field(default_factory=list)
    confidence: float = 0.85

    def facts(self) -> list:
        """Every fact of the event that has a confidence."""
        groups = (self.people, self.organizations, self.enterprises, self.projects)
        return [fact for group in (*groups, self.directives, self.demands, self.figures) for fact in group]

    def as_dict(self) -> dict:
        return {
            "kind": self.kind,
            "name": self.name,
            "date": _iso(self.date),
            "end_date": _iso(self.end_date),
            "day_part": self.day_part,
            "date_note": self.date_note,
            "venue": self.venue,
            "places": list(self.places),
            "evidence": _pair(self.evidence),
            "name_evidence": _pair(self.name_evidence),
            "date_evidence": _pair(self.date_evidence),
            "venue_evidence": _pair(self.venue_evidence),
            "place_spans": [_pair(span) for span in self.place_spans],
            "confidence": self.confidence,
            "people": [fact.as_dict() for fact in self.people],
            "organizations": [fact.as_dict() for fact in self.organizations],
            "enterprises": [fact.as_dict() for fact in self.enterprises],
            "projects": [fact.as_dict() for fact in self.projects],
            "directives": [fact.as_dict() for fact in self.directives],
            "demands": [fact.as_dict() for fact in self.demands],
            "figures": [fact.as_dict() for fact in self.figures],
            "counts": [fact.as_dict() for fact in self.counts],
        }


@dataclass
class ArticleReading:
    """One article as read; `start` and `end` are its extent in the text or page."""

    title: str
    deck: str
    start: int
    end: int
    bylines: list[Byline] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)

    @property
    def doubts(self) -> int:
        """How many facts are doubtful, and how many checks do not agree."""
        facts = [fact for event in self.events for fact in event.facts()] + self.figures
        return sum(fact.confidence < DOUBTFUL_BELOW for fact in facts) + sum(not check.agrees for check in self.checks)

    @property
    def reporters(self) -> list[str]:
        return [byline.name for byline in self.bylines]

    def as_dict(self) -> dict:
        return {
            "title": self.title,
            "deck": self.deck,
            "reporters": self.reporters,
            "bylines": [byline.as_dict() for byline in self.bylines],
            "events": [event.as_dict() for event in self.events],
            "figures": [figure.as_dict() for figure in self.figures],
            "checks": [check.as_dict() for check in self.checks],
            "doubts": self.doubts,
        }
