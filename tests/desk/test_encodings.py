import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.encodings import EVERYDAY, NotText, decode
from tests.desk.composed_news import PARAGRAPHS, TEXT

ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
# Composed for this test: plain news, names with rare characters, figures and Latin words, traditional print.
NEWS = [
    TEXT,
    "近日，青禾区副区长䶮明㛃率队到禾木镇调研𬎆业科技产业园建设情况，区住建局、区发改委负责人陪同。会议听取了项目汇报。",
    "据统计，1—5月全区GDP同比增长6.8%，其中AI产业增加值12.6亿元（占比3.4‰），新签约项目17个，PPP项目2个，投资额￥35.2亿。",
    "青禾區召開雲帆數谷項目推進會，區委書記林知遠主持會議並講話，要求各單位加快進度，確保年內開工。區領導參加會議。",
    "会议强调：“要坚持问题导向、目标导向、结果导向；压实责任，倒排工期，挂图作战。”——《青禾日报》6月3日第01版",
]
REFUSED = "refused"


def outcome(raw: bytes) -> str:
    """The text, or that it was refused."""
    try:
        return decode(raw).text
    except NotText:
        return REFUSED


def refusal(raw: bytes) -> tuple[str, int | None]:
    with pytest.raises(NotText) as caught:
        decode(raw)
    return str(caught.value), caught.value.line


@pytest.mark.parametrize("encoding", [*ENCODINGS, "gbk"])
@pytest.mark.parametrize("text", NEWS, ids=["news", "rare names", "figures", "traditional", "quotes"])
def test_news_is_read_in_each_encoding(text, encoding):
    if encoding == "gbk" and "㛃" in text:
        pytest.skip("GBK has no 㛃")
    assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_forty_characters_are_enough_mostly_han_or_mixed(encoding):
    rest = "".join(NEWS)
    wrong = []
    for start in range(0, len(rest) - 40):
        han = rest[start : start + 40]
        mixed = "".join(char + "ab 12"[n % 5] if n % 2 else char for n, char in enumerate(han[:24]))
        wrong += [text for text in (han, mixed) if outcome(text.encode(encoding)) != text]
    assert wrong == []


# Everyday characters and marks, ASCII, names that only GB18030 holds, Latin letters that look like GB18030 in UTF-8.
ALPHABET = [*sorted(EVERYDAY), *map(chr, range(0x20, 0x7F)), "\n", *"㛃𬎆䶮éü·"]
TEXTS = st.one_of(
    st.text(st.sampled_from(ALPHABET), min_size=1, max_size=60),
    st.lists(st.sampled_from([*PARAGRAPHS, "AI", "2024", "慢", "路", "工设", "联通"]), min_size=1, max_size=4).map(
        "".join
    ),
    st.builds(lambda start, length: "".join(NEWS)[start : start + length], st.integers(0, 300), st.integers(1, 80)),
)


@settings(max_examples=500, deadline=None)
@given(text=TEXTS, encoding=st.sampled_from(ENCODINGS))
def test_a_text_comes_back_the_same_or_is_refused_never_garbled(text, encoding):
    assert outcome(text.encode(encoding)) in (text, REFUSED)


def test_cut_and_damaged_files_are_never_read_as_another_encoding():
    """Bytes lost at the end, the start or in the middle of 12 characters and more."""
    chance = random.Random(2024)
    rest = "".join(NEWS[:3])
    wrong = []
    for _ in range(1500):
        length = chance.choice((12, 40, 120))
        start = chance.randrange(len(rest) - length)
        text = rest[start : start + length]
        if chance.random() < 0.5:
            text = "".join(char + chance.choice(["", "x", " 7"]) for char in text)
        encoding = chance.choice(["utf-8", "gb18030", "utf-16-le"])
        raw = text.encode(encoding)
        lost = chance.choice([0, len(raw) - 1, chance.randrange(len(raw))])
        raw = raw[:lost] + raw[lost + 1 :]
        # Lost between two characters, or a whole one of one byte, it cannot be noticed.
        if (found := outcome(raw)) not in (REFUSED, raw.decode(encoding, "ignore")):
            wrong.append((encoding, lost, text, found))
    assert wrong == []


def test_cut_utf8_that_decodes_as_gb18030_is_refused():
    """The fault the check is there for: Python's decoder takes a tenth of all cuts."""
    whole = (PARAGRAPHS[1] * 2).encode()
    cuts = [whole[:length] for length in range(60, len(whole)) if is_gb18030(whole[:length])]
    assert len(cuts) > 10
    assert [cut for cut in cuts if outcome(cut) not in (REFUSED, cut.decode("utf-8", "ignore"))] == []


def is_gb18030(raw: bytes) -> bool:
    try:
        return bool(raw.decode("gb18030"))
    except UnicodeDecodeError:
        return False


@pytest.mark.parametrize("line_end", ["\r\n", "\r", "\n"])
def test_line_ends_become_line_feeds(line_end):
    assert decode(TEXT.replace("\n", line_end).encode("gb18030")).text == TEXT


def test_the_blank_of_old_gb_files_is_a_space():
    raw = "青禾区召开会议".encode("gb18030") + b"\xa3\xa0" + "林知远主持".encode("gb18030")
    assert decode(raw).text == "青禾区召开会议\u3000林知远主持"


def test_ascii_that_would_be_han_in_utf16_is_ascii_when_it_is_long():
    assert decode(b"[" * 100).text == "[" * 100
    assert outcome(b"[" * 20) == REFUSED


def test_english_is_utf8_and_dos_may_end_it():
    decoded = decode(b"Meeting of the district.\r\n\x1a")
    assert (decoded.text, decoded.encoding) == ("Meeting of the district.\n", "utf-8")
    assert decode("A café in Qinghe — “open”.".encode()).text == "A café in Qinghe — “open”."


@pytest.mark.parametrize(
    ("raw", "message", "line"),
    [
        (b"", "文件是空的", None),
        ("\ufeff \r\n".encode(), "文件是空的", None),
        ("\ufeff\n".encode("utf-16-le"), "文件是空的", None),
        (b"a\nb\n\x89PNG\0\0", "这是二进制文件,不是文本", 3),
        (("会议\n" + PARAGRAPHS[0]).encode()[:-2], "UTF-8 编码,但此处残缺", 2),
        (("会议\n" + PARAGRAPHS[0]).encode("gb18030")[:-1], "GB18030(GBK)编码,但此处残缺", 2),
        (("会议\n" + PARAGRAPHS[0]).encode("utf-16")[:-1], "UTF-16 编码,但此处残缺", 2),
        (NEWS[3].encode("big5"), "Big5(繁体中文)编码,请另存为 UTF-8", 1),
        (TEXT.encode("utf-32"), "UTF-32", 1),
        (("会议\n" + PARAGRAPHS[0] + "\ue863").encode(), "含有私用区字符 U+E863", 2),
        ((PARAGRAPHS[0] + "\n\ue863").encode("gb18030"), "GB18030(GBK)编码,但含有私用区字符 U+E863", 2),
        (("会议\n\x01" + PARAGRAPHS[0]).encode(), "含有控制字符 U+0001", 2),
        (("会议\n" + PARAGRAPHS[0] + "\u202e").encode(), "含有改变书写方向的字符 U+202E", 2),
        ("会议\n\ufffe".encode(), "含有无效字符 U+FFFE", 2),
        ("会议".encode("gb18030"), "文字太短,看不出是哪种编码", 1),
        (b"Caf\xe9 au lait, 3 \xa4", "不是 UTF-8、GB18030 或 UTF-16 编码", 1),
    ],
)
def test_a_refusal_says_what_was_found_and_where(raw, message, line):
    found, its_line = refusal(raw)
    assert message in found
    assert its_line == line
    assert "\n" not in found


def test_a_byte_lost_in_the_middle_of_gb18030_is_noticed_with_its_line():
    lines = [line.encode("gb18030") for line in [*PARAGRAPHS, *PARAGRAPHS]]
    lines[3] = lines[3][:20] + lines[3][21:]
    message, line = refusal(b"\n".join(lines))
    assert line == 4
    assert "GB18030" in message


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_five_megabytes_are_decoded_in_two_seconds(encoding):
    raw = (TEXT * 25_000).encode(encoding)[: 5 * 1024 * 1024]
    start = time.process_time()
    outcome(raw)
    assert time.process_time() - start < 2
