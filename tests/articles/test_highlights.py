from hypothesis import given
from hypothesis import strategies as st

from articles.highlights import Span, classes_of, segments_of

TEXT = "程砚秋强调,要跟进北岸智造谷报批。"


def cut(text, *spans):
    return [(segment.text, [span.kind for span in segment.covering]) for segment in segments_of(text, spans)]


def test_text_without_facts_is_one_segment():
    assert cut(TEXT) == [(TEXT, [])]


def test_empty_text_has_no_segment():
    assert segments_of("", [Span(0, 3, "person")]) == []


def test_nested_span_is_in_front_of_the_longer_one():
    assert cut(TEXT, Span(6, 17, "requirement", 1), Span(9, 14, "project", 2)) == [
        ("程砚秋强调,", []),
        ("要跟进", ["requirement"]),
        ("北岸智造谷", ["project", "requirement"]),
        ("报批。", ["requirement"]),
    ]


def test_overlapping_spans_share_the_middle():
    assert cut("一二三四五六", Span(0, 4, "person"), Span(2, 6, "unit")) == [
        ("一二", ["person"]),
        ("三四", ["person", "unit"]),
        ("五六", ["unit"]),
    ]


def test_adjacent_spans_stay_apart():
    assert cut("一二三四", Span(0, 2, "person"), Span(2, 4, "unit")) == [("一二", ["person"]), ("三四", ["unit"])]


def test_two_facts_on_one_span_both_cover_it():
    segments = segments_of("一二三", [Span(1, 2, "person", "a"), Span(1, 2, "person", "b")])
    assert [span.fact for span in segments[1].covering] == ["a", "b"]


def test_only_the_first_segment_of_a_fact_starts_it():
    segments = segments_of("一二三四", [Span(0, 4, "requirement", "r"), Span(1, 2, "person", "p")])
    assert [[span.fact for span in segment.starting] for segment in segments] == [["r"], ["p"], []]


def test_span_beyond_the_text_ends_with_it():
    assert cut("一二三", Span(2, 99, "person"), Span(50, 60, "unit"), Span(1, 1, "unit")) == [
        ("一二", []),
        ("三", ["person"]),
    ]


def test_the_shortest_fact_gives_the_colour_and_a_longer_one_of_another_kind_runs_on_beneath():
    spans = [Span(6, 17, "requirement", 1), Span(9, 14, "project", 2), Span(10, 12, "project", 3)]
    assert [classes_of(segment) for segment in segments_of(TEXT, spans)] == [
        "",
        "hx-span hx-requirement",
        *["hx-span hx-project hx-within-requirement"] * 3,
        "hx-span hx-requirement",
    ]


@given(
    st.text(max_size=40),
    st.lists(st.tuples(st.integers(0, 45), st.integers(0, 45)), max_size=12),
)
def test_segments_give_the_text_back_and_cover_exactly_the_spans(text, pairs):
    spans = [Span(start, end, "person", number) for number, (start, end) in enumerate(pairs)]
    segments = segments_of(text, spans)
    assert "".join(segment.text for segment in segments) == text
    for segment in segments:
        assert text[segment.start : segment.start + len(segment.text)] == segment.text
        for place in range(segment.start, segment.start + len(segment.text)):
            assert {span.fact for span in segment.covering} == {s.fact for s in spans if s.start <= place < s.end}
