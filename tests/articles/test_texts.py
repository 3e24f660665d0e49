import pytest

from articles.texts import sentence_around, text_sha256

TEXT = "甲乙丙开会。会上,林知远说:“要快。”\n\n随后到禾木镇走访,看了\n\n云帆数谷等项目!记者 方小舟"


def around(words: str) -> tuple[str, str, str]:
    start = TEXT.index(words)
    return sentence_around(TEXT, start, start + len(words))


def test_the_sentence_stands_about_the_span():
    assert around("林知远") == ("会上,", "林知远", "说:“要快。")


def test_a_column_break_in_mid_sentence_does_not_end_it():
    assert around("云帆数谷") == ("随后到禾木镇走访,看了", "云帆数谷", "等项目!")


def test_a_paragraph_that_begins_after_a_full_stop_begins_a_sentence():
    assert around("禾木镇")[0] == "随后到"


def test_a_heading_is_no_part_of_the_sentence_below_it():
    text = "# 云帆数谷推进会\n\n林知远主持会议。"
    assert sentence_around(text, text.index("主持"), text.index("会议")) == ("林知远", "主持", "会议。")


def test_a_span_that_is_whole_sentences_has_nothing_about_it():
    assert around("甲乙丙开会。") == ("", "甲乙丙开会。", "")


def test_a_long_sentence_is_cut_on_both_sides():
    text = "前" * 300 + "中" + "后" * 300
    before, quote, after = sentence_around(text, 300, 301, longest=50)
    assert (before, quote, after) == ("…" + "前" * 50, "中", "后" * 50 + "…")


@pytest.mark.parametrize("other", ["甲 乙\n丙", "甲乙　丙", "甲乙丙\r\n", "# 甲乙\n\n　##丙"])
def test_line_breaks_spaces_and_marks_of_headings_make_no_other_article(other):
    assert text_sha256(other) == text_sha256("甲乙丙")


def test_other_words_make_another_article():
    assert text_sha256("甲乙丁") != text_sha256("甲乙丙")
    assert text_sha256("甲#乙") != text_sha256("甲乙")
