"""What holds for every text: no exception, spans that show their facts, the same bytes twice, linear time, sound data."""

import json
import re
import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.reader import read_page, split_page
from articles.reader.lexicon import DATA, alternation, words

PIECES = st.sampled_from(
    [
        "县委书记白朗", "副县长", "、", "，", "。", "；", "\n", "\n\n", "# ", "本报讯 ", "6月5日", "近日", "上午", "召开", "推进会", "会议", "调研", "到", "云杉公司",
        "强调，", "要抓好落实", "一是", "会议要求，", "（记者 顾北望）", "等12个项目", "总投资", "3亿元", "35%", "截至5月底", "“", "”", "（", "）", "县商务局", "汇报", "参加",
        "提出的", "诉求", "　", " ", "&nbsp;", "<p>", "·", "𠮷", "é", "(qū)", ",,", "第三", "位列", "陶小溪", "主持", "签约仪式", "一行", "先后来到", "青石镇", "记者 ",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.lists(PIECES, max_size=60).map("".join), st.text(max_size=200))


WHOLE = (
    "6月5日，县长白朗主持召开云杉新材料项目推进会。县商务局汇报了工作，总投资3亿元。白朗强调，要抓好落实。"
    "副县长陶小溪到云杉公司调研，对云杉公司提出的用电等诉求现场办公。"
)


def plain(text):
    return re.sub(r"[\W_]+", "", text)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_any_text_is_read_with_spans_that_show_their_facts(text):
    readings = read_page(text, date(2023, 6, 15))
    assert [(r.start, r.end) for r in readings] == split_page(text)
    for reading in readings:
        for event in reading.events:
            facts = [*event.people, *event.organizations, *event.enterprises, *event.projects]
            for fact in facts:
                start, end = fact.evidence
                assert 0 <= start < end <= len(text)
                assert plain(fact.name) in plain(text[start:end]) or "&" in text or "<" in text or "(" in text
            for directive in event.directives:
                start, end = directive.evidence
                assert 0 <= start < end <= len(text)
            for figure in event.figures:
                start, end = figure.evidence
                assert 0 <= start < end <= len(text)
            for fact in [*facts, *event.directives, *event.demands, *event.figures]:
                assert 0 <= fact.confidence <= 1


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_the_same_text_gives_the_same_bytes(text):
    def once():
        return json.dumps([r.as_dict() for r in read_page(text, date(2023, 6, 15))], ensure_ascii=False)

    assert once() == once()


@pytest.mark.parametrize(
    "pump",
    ["县委书记白朗、", "县领导", "要加强、", "召开", "1亿元", "等12个项目", "会议", "（", "“", "提出的", "先后来到云杉公司、", "县商务局、", "白朗、陶小溪等", "张", "6月5日", "记者 ", "要要", "项目", "\n", WHOLE],
)  # fmt: skip
def test_time_grows_with_the_text_and_no_faster(pump):
    def best(size):
        text = (pump * (size // len(pump) + 1))[:size]
        times = []
        for _ in range(3):
            start = time.process_time()
            read_page(text, date(2023, 6, 15))
            times.append(time.process_time() - start)
        return max(min(times), 0.02)

    small, large = best(4_000), best(40_000)
    assert large <= 12 * small


WORD_LISTS = [path for path in sorted(DATA.glob("*.txt")) if not path.stem.endswith(("regions", "common_words"))]


@pytest.mark.parametrize("file", WORD_LISTS, ids=lambda path: path.stem)
def test_data_files_hold_words_and_each_matches_itself(file):
    entries = words(file.stem)
    assert entries
    matcher = re.compile(alternation(entries))
    for entry in entries:
        assert not re.search(r"\s", entry)
        assert matcher.match(entry)[0] == entry or len(entry) > 12


def test_surnames_are_single_characters():
    assert len("".join(words("surnames"))) >= 500
    assert all(len(word) in (2, 3) for word in words("compound_surnames"))
