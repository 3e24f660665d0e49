"""What the review page shows: the text with its facts marked, and the proposed record in the order of a meeting's form."""

import datetime
import itertools
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from articles.highlights import KINDS as HIGHLIGHTED
from articles.highlights import Segment, Span, classes_of, segments_of
from articles.models import Article, Reading
from desk.facts import EVENT, FIGURE, KINDS, Fact, meeting_key, name_key
from desk.models import Verdict
from desk.printed_names import PrintedName, names_of_fact, printed_names
from desk.review_checks import Check, checks_of
from desk.reviewing import Choice, Choices, choices_of, content_of, kept_events, reviewed_facts
from desk.same_news import meetings_likely_told_of
from meetings.models import Counted, Manner, Meeting, MeetingKind, Role
from projects.models import FigureBound

_TITLES = {
    "person": "人员",
    "unit": "单位",
    "enterprise": "企业",
    "project": "项目",
    "requirement": "工作要求",
    "demand": "企业诉求",
    FIGURE: "数据",
    "count": "见报数量",
}


@dataclass(frozen=True)
class Row:
    """One fact on the right: `place` tells it apart on the page, `name` is its printed name beside the register."""

    fact: Fact
    place: str
    words: str
    note: str
    details: tuple[tuple[str, str], ...] = ()
    parts: tuple[str, ...] = ()
    name: PrintedName | None = None

    @property
    def verdict(self) -> str:
        return Verdict(self.fact.verdict).label if self.fact.verdict else ""

    @property
    def is_open(self) -> bool:
        """Whether something about it has to be decided before the article is recorded."""
        return self.fact.is_open or bool(self.name and self.name.is_open and not self.fact.is_dropped)


@dataclass(frozen=True)
class SameMeeting:
    """The question whether an event is a meeting of the register; `choice` what was decided."""

    key: str
    event: str
    words: str
    meeting: Meeting
    choice: Choice | None


@dataclass(frozen=True)
class Group:
    """Facts of one kind."""

    kind: str
    title: str
    rows: list[Row]


@dataclass(frozen=True)
class EventRecord:
    """One event and what belongs to it; the figures of the article as a whole have no event."""

    head: Row | None
    groups: list[Group]
    same: SameMeeting | None = None

    @property
    def key(self) -> str:
        return self.head.fact.key if self.head else ""

    @property
    def sure(self) -> int:
        """How many of its facts are sure and not decided yet."""
        rows = [row for group in self.groups for row in group.rows] + ([self.head] if self.head else [])
        return sum(not row.fact.verdict and not row.fact.is_doubtful for row in rows)


@dataclass(frozen=True)
class Piece:
    """A run of the printed text; `places` are the facts that stand on it, the shortest first."""

    html: SafeString
    classes: str = ""
    places: str = ""
    front: str = ""
    label: str = ""
    is_doubtful: bool = False
    repeats: bool = False


@dataclass(frozen=True)
class Review:
    """All that the page shows of one reading."""

    pieces: list[Piece]
    legend: list[tuple[str, str, int]]
    events: list[EventRecord]
    rows: list[Row]
    same: list[SameMeeting]
    checks: list[tuple[Check, str]]
    can_undo: bool

    @property
    def open_rows(self) -> list[Row]:
        return [row for row in self.rows if row.is_open]

    @property
    def open_meetings(self) -> list[SameMeeting]:
        return [same for same in self.same if same.choice is None]

    @property
    def open_count(self) -> int:
        return len(self.open_rows) + len(self.open_meetings)

    @property
    def left_open(self) -> list[Row]:
        """Rows whose name was left open, once for each name."""
        return list({row.name.key: row for row in self.rows if row.name and row.name.is_left_open}.values())

    @property
    def undecided(self) -> int:
        """How many sure facts nobody has decided about: they count as accepted."""
        return sum(not row.fact.verdict and not row.fact.is_doubtful for row in self.rows)

    @property
    def dropped(self) -> list[Row]:
        return [row for row in self.rows if row.fact.is_dropped]


def review_of(reading: Reading) -> Review:
    """What there is to review, with what is decided by now. A fixed number of queries."""
    article = reading.article
    decisions = list(
        reading.decisions.select_related("official", "organization", "enterprise", "project", "meeting__district")
    )
    facts = reviewed_facts(reading.content, decisions)
    choices = choices_of(decisions)
    names = printed_names(article.district, facts, choices)
    rows = [_row(fact, f"f{number}", names) for number, fact in enumerate(facts)]
    same = _same_meetings(article, reading.content, facts, choices)
    places = {row.fact.key: row.place for row in rows}
    pieces = _pieces(article.text, rows)
    return Review(
        pieces=pieces,
        legend=_legend(rows),
        events=_events(rows, same),
        rows=rows,
        same=same,
        checks=[(check, places.get(check.fact, "")) for check in checks_of(article, reading.content, facts, names)],
        can_undo=bool(decisions),
    )


def _legend(rows: list[Row]) -> list[tuple[str, str, int]]:
    return [
        (kind, label, number)
        for kind, label in HIGHLIGHTED.items()
        if (number := sum(row.fact.kind == kind and not row.fact.is_dropped for row in rows))
    ]


def _events(rows: list[Row], same: list[SameMeeting]) -> list[EventRecord]:
    of_event = {one.event: one for one in same}
    records = []
    heads = [row for row in rows if row.fact.kind == EVENT]
    for head in [*heads, None]:
        key = head.fact.key if head else ""
        own = [row for row in rows if row.fact.kind != EVENT and row.fact.event == key]
        groups = [
            Group(kind, _TITLES[kind], list(some)) for kind, some in itertools.groupby(own, lambda r: r.fact.kind)
        ]
        if head or groups:
            records.append(EventRecord(head, groups, of_event.get(key)))
    return records


def _same_meetings(article: Article, content: dict, facts: list[Fact], choices: Choices) -> list[SameMeeting]:
    events = content_of(content, facts)["events"]
    keys = kept_events(facts)
    likely = meetings_likely_told_of(article, events) if events else []
    meetings = Meeting.objects.in_bulk({pk for pk in likely if pk})
    asked = []
    for key, event, pk in zip(keys, events, likely, strict=True):
        choice = choices.get(meeting_key(key))
        meeting = (choice and choice.row) or meetings.get(pk)
        if meeting is not None:
            asked.append(SameMeeting(meeting_key(key), key, event.get("name") or "这场活动", meeting, choice))
    return asked


# --- the text


def _pieces(text: str, rows: list[Row]) -> list[Piece]:
    by_place = {row.place: row for row in rows}
    spans = [
        Span(start, end, _colour(row.fact.kind), row.place)
        for row in rows
        if not row.fact.is_dropped
        for start, end in _spans(row.fact.content)
    ]
    return [_piece(segment, by_place) for segment in segments_of(text, spans)]


def _colour(kind: str) -> str:
    return kind if kind in HIGHLIGHTED else EVENT


def _spans(content: dict) -> Iterable[tuple[int, int]]:
    for name in ("evidence", "position_evidence"):
        if content.get(name):
            yield tuple(content[name])


def _piece(segment: Segment, by_place: dict[str, Row]) -> Piece:
    # An HTML parser would take CR for LF, and the places of a selection would no longer be those of the text.
    html = mark_safe(escape(segment.text).replace("\r", "&#13;"))
    if not segment.covering:
        return Piece(html)
    facts = [by_place[span.fact].fact for span in segment.covering]
    # A person's title is marked with him and has no label of its own.
    starting = [by_place[span.fact].fact for span in reversed(segment.starting)]
    labels = dict.fromkeys(
        KINDS[fact.kind] + ("?" if fact.is_doubtful else "")
        for fact in starting
        if fact.span and fact.span[0] == segment.start
    )
    return Piece(
        html=html,
        classes=classes_of(segment) + (" rv-doubtful" if facts[0].is_doubtful else ""),
        places=" ".join(dict.fromkeys(span.fact for span in segment.covering)),
        front=segment.covering[0].fact,
        label="·".join(labels),
        is_doubtful=facts[0].is_doubtful,
        repeats=segment.covering[0] not in segment.starting,
    )


# --- the record


def _row(fact: Fact, place: str, names: dict[str, PrintedName]) -> Row:
    printed = names_of_fact(fact)
    name = names.get(name_key(*printed)) if printed else None
    return Row(fact, place, name=name, **_said(fact))


def _said(fact: Fact) -> dict:
    """How a fact is told: its words, a note beside them, and for some its details or parts."""
    content = fact.content
    if fact.kind == EVENT:
        return {"words": content.get("name") or "(未具名)", "note": "", "details": tuple(_details(content))}
    if fact.kind == "person":
        return {"words": content["name"], "note": _joined(content.get("position"), _label(Role, content.get("role")))}
    if fact.kind in ("unit", "enterprise"):
        return {"words": content["name"], "note": _label(Role, content.get("role"))}
    if fact.kind == "project":
        return {"words": content["name"], "note": _label(Manner, content.get("manner"))}
    if fact.kind == "requirement":
        heading, text = content.get("heading") or "", content.get("text") or ""
        parts = tuple(part["text"] for part in content.get("parts") or [])
        words = text if text.startswith(heading) else f"{heading}:{text}"
        return {"words": words, "note": content.get("by") or "", "parts": parts}
    if fact.kind == "demand":
        return {"words": content["text"], "note": _joined(content.get("enterprise"), content.get("handling"))}
    if fact.kind == FIGURE:
        bound = _label(FigureBound, content.get("bound"))
        value = f"{bound if bound in ('约', '近', '超') else ''}{content.get('value')}{content.get('unit') or ''}"
        value += bound if bound in ("以上", "以下") else ""
        when = content.get("as_of") and f"截至{_day(content['as_of'])}"
        year = content.get("year") and f"{content['year']} 年"
        return {"words": f"{content.get('label') or '数值'} {value}", "note": _joined(content.get("scope"), year, when)}
    return {"words": f"{_label(Counted, content.get('of'))} {content.get('number')}", "note": ""}


def _details(event: dict) -> Iterable[tuple[str, str]]:
    yield "类别", _label(MeetingKind, event.get("kind"))
    days = "至".join(_day(event[name]) for name in ("date", "end_date") if event.get(name)) or "未载"
    yield "日期", _joined(days + (event.get("day_part") or ""), event.get("date_note"))
    if event.get("venue"):
        yield "地点", event["venue"]
    if event.get("places"):
        yield "到访地点", "、".join(event["places"])


def _day(date: str) -> str:
    return date_format(datetime.date.fromisoformat(date), "Y年n月j日")


def _label(choices, code) -> str:
    return choices(code).label if code in choices.values else (code or "")


def _joined(*words) -> str:
    return " · ".join(str(word) for word in words if word)
