"""A text cut into segments, so that facts whose spans nest and overlap can be shown in place. Pure."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

# kind → what it is called beside its colour, in the order of the legend
KINDS = {
    "event": "会议活动",
    "person": "人员",
    "unit": "单位",
    "enterprise": "企业",
    "project": "项目",
    "requirement": "要求",
    "demand": "诉求",
    "figure": "数据",
}


@dataclass(frozen=True)
class Span:
    """The characters [start, end) that one fact stands on; `fact` tells the facts apart."""

    start: int
    end: int
    kind: str
    fact: Hashable = None


@dataclass(frozen=True)
class Segment:
    """A run of characters covered by the same spans, the shortest first; `starting` are those that begin here."""

    start: int
    text: str
    covering: tuple[Span, ...] = ()
    starting: tuple[Span, ...] = ()


def segments_of(text: str, spans: Iterable[Span]) -> list[Segment]:
    """Cut `text` at every beginning and end of a span. The segments joined give the text back.

    A span that reaches beyond the text ends with it; one without characters in the text is left out.
    """
    kept = {Span(max(span.start, 0), min(span.end, len(text)), span.kind, span.fact) for span in spans}
    by_start: dict[int, list[Span]] = {}
    for span in kept:
        if span.start < span.end:
            by_start.setdefault(span.start, []).append(span)
    ends = {span.end for started in by_start.values() for span in started}
    cuts = sorted({0, len(text), *by_start, *ends})
    segments, open_spans = [], []
    for start, end in zip(cuts, cuts[1:], strict=False):
        starting = sorted(by_start.get(start, []), key=_shortest_first)
        open_spans = sorted([span for span in open_spans if span.end > start] + starting, key=_shortest_first)
        segments.append(Segment(start, text[start:end], tuple(open_spans), tuple(starting)))
    return segments


def classes_of(segment: Segment) -> str:
    """The CSS classes of a segment: the kind of the shortest span over it, and that of the longest beneath it."""
    if not segment.covering:
        return ""
    front, beneath = segment.covering[0].kind, segment.covering[-1].kind
    return f"hx-span hx-{front}" + (f" hx-within-{beneath}" if beneath != front else "")


def _shortest_first(span: Span) -> tuple:
    return span.end - span.start, span.start, span.kind, str(span.fact)
