"""One article as it was printed, with every fact of the register marked in place."""

from collections import Counter
from dataclasses import dataclass, replace

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.highlights import KINDS, Segment, Span, classes_of, segments_of
from articles.models import Article, ReadingState
from meetings.models import Attendance, Demand, Discussion, Headcount, MeetingArticle, Requirement
from pages.doubts import Doubts, doubts_of
from pages.figure import number_of
from pages.links import Links, ledger
from projects.models import Figure, StageChange


@dataclass(frozen=True)
class Fact:
    """One row of the register that rests on this article."""

    anchor: str
    kind: str
    label: str
    words: str
    address: str  # the row's own place in the register
    note: str
    start: int | None
    end: int | None
    is_doubtful: bool = False  # the reader was not sure of it


@dataclass(frozen=True)
class Piece:
    """A run of the printed text and how it is marked; `label` stands where a fact begins."""

    text: str
    anchor: str
    classes: str
    label: str
    address: str
    title: str
    repeats: bool


@require_safe
def article(request, pk: int):
    """The page of one article."""
    user = request.user
    article = get_object_or_404(Article.objects.visible_to(user), pk=pk)
    readings = list(article.readings.select_related("recorded_by").defer("content"))
    recorded = next((reading for reading in readings if reading.state == ReadingState.RECORDED), None)
    doubts = doubts_of(recorded or (readings[0] if readings else None))
    facts = _with_doubts(facts_of(article, user, Links(user)), doubts)
    counts = Counter(fact.kind for fact in facts)
    return render(
        request,
        "pages/article.html",
        {
            "article": article,
            # Only an ordinary web address becomes a link, whatever an import wrote into the field.
            "web_address": article.url if article.url.startswith(("http://", "https://")) else "",
            "ledger": ledger("articles:article-list"),
            "pieces": pieces_of(article.text, facts),
            "groups": [
                (kind, label, [fact for fact in facts if fact.kind == kind])
                for kind, label in KINDS.items()
                if counts[kind]
            ],
            "recorded": recorded,
            "waiting": any(reading.state in (ReadingState.WAITING, ReadingState.IN_REVIEW) for reading in readings),
            "state": readings[0].get_state_display() if readings else "",
            "doubts": doubts,
            "doubtful_facts": sum(fact.is_doubtful for fact in facts),
        },
    )


def facts_of(article: Article, user, links: Links) -> list[Fact]:
    """The facts of the register that cite `article`, in the order in which they are printed."""
    facts = []
    for model, related, describe in (
        (MeetingArticle, ["meeting"], _source),
        (Attendance, ["meeting", "official", "organization", "enterprise"], _attendance),
        (Headcount, ["meeting"], _headcount),
        (Discussion, ["meeting", "project"], _discussion),
        (Requirement, ["meeting"], _requirement),
        (Demand, ["meeting", "enterprise"], _demand),
        (Figure, ["project"], _figure),
        (StageChange, ["project"], _stage_change),
    ):
        for row in model.objects.visible_to(user).filter(article=article).select_related(*related):
            kind, label, words, address, note = describe(row, links)
            anchor = f"{row._meta.model_name}-{row.pk}"
            facts.append(Fact(anchor, kind, label, words, address, note, row.span_start, row.span_end))
    return sorted(facts, key=lambda fact: (fact.start is None, fact.start or 0, -(fact.end or 0), fact.anchor))


def _with_doubts(facts: list[Fact], doubts: Doubts) -> list[Fact]:
    """The facts, those marked whose place in the text is that of a doubtful fact of their kind."""
    return [replace(fact, is_doubtful=(fact.kind, fact.start, fact.end) in doubts.places) for fact in facts]


def pieces_of(text: str, facts: list[Fact]) -> list[Piece]:
    """The text as runs to print, the shortest fact over each run in front, a longer one beneath it."""
    by_anchor = {fact.anchor: fact for fact in facts}
    spans = [Span(fact.start, fact.end, fact.kind, fact.anchor) for fact in facts if fact.start is not None]
    return [_piece(segment, by_anchor) for segment in segments_of(text, spans)]


def _piece(segment: Segment, by_anchor: dict[str, Fact]) -> Piece:
    if not segment.covering:
        return Piece(segment.text, "", "", "", "", "", False)
    covering = [by_anchor[span.fact] for span in segment.covering]
    starting = [by_anchor[span.fact] for span in reversed(segment.starting)]
    doubtful = " hx-doubtful" if covering[0].is_doubtful else ""
    return Piece(
        text=segment.text,
        anchor=f"c{segment.start}",
        classes=classes_of(segment) + doubtful,
        label="·".join(dict.fromkeys(_label(fact) for fact in starting)),
        address=covering[0].address,
        title=";".join(dict.fromkeys(f"{_label(fact)}:{fact.words}" for fact in covering)),
        repeats=segment.covering[0] not in segment.starting,
    )


def _label(fact: Fact) -> str:
    return f"{fact.label}(存疑)" if fact.is_doubtful else fact.label


def _at_meeting(row) -> str:
    """The row's place on the page of its meeting."""
    return f"{reverse('meetings:meeting-detail', args=[row.meeting_id])}#{row._meta.model_name}-{row.pk}"


def _source(row: MeetingArticle, links: Links) -> tuple[str, str, str, str, str]:
    return "event", row.meeting.get_kind_display(), row.meeting.title, links.to(row.meeting).address, ""


def _attendance(row: Attendance, links: Links) -> tuple[str, str, str, str, str]:
    # A company's man is linked to his company and has a title: he is a person.
    if row.organization and not row.printed_title:
        kind, linked = "unit", row.organization
    elif row.enterprise and not row.printed_title:
        kind, linked = "enterprise", row.enterprise
    else:
        kind, linked = "person", row.official
    note = "·".join(filter(None, [row.printed_title, row.get_role_display()]))
    return kind, KINDS[kind], row.printed_name, links.to(linked).address or _at_meeting(row), note


def _headcount(row: Headcount, links: Links) -> tuple[str, str, str, str, str]:
    return "event", "数量", f"{row.get_counted_display()} {row.number}", _at_meeting(row), ""


def _discussion(row: Discussion, links: Links) -> tuple[str, str, str, str, str]:
    address = links.to(row.project).address or _at_meeting(row)
    return "project", "项目", row.printed_name, address, row.get_manner_display()


def _requirement(row: Requirement, links: Links) -> tuple[str, str, str, str, str]:
    return "requirement", "分项" if row.parent_id else "要求", str(row), _at_meeting(row), row.printed_speaker


def _demand(row: Demand, links: Links) -> tuple[str, str, str, str, str]:
    address = _at_meeting(row) if row.meeting_id else links.to(row.enterprise).address
    return "demand", "诉求", row.text, address, row.get_state_display()


def _figure(row: Figure, links: Links) -> tuple[str, str, str, str, str]:
    return "figure", "数据", row.label, links.to(row.project).address or f"#figure-{row.pk}", number_of(row)


def _stage_change(row: StageChange, links: Links) -> tuple[str, str, str, str, str]:
    return "project", "阶段", row.project.name, links.to(row.project).address, f"进入{row.get_stage_display()}"
