import datetime
import unicodedata
import zlib

import pytest

from desk.documents import Unreadable
from desk.pdf_pages import _tidy, read_pdf
from tests.desk.composed_news import LINES, PARAGRAPHS
from tests.desk.made_files import one_page_pdf, pdf_file, pdf_stream, raw_pdf, scanned_pdf


def lines(raw: bytes) -> list[str]:
    return read_pdf(raw).text.split("\n")


def refusal(raw: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        read_pdf(raw)
    return str(caught.value)


def test_lines_are_kept_as_the_column_broke_them():
    assert lines(pdf_file(width=24)) == [line[at : at + 24] for line in LINES for at in range(0, len(line), 24)]


def test_characters_set_one_by_one_make_one_line():
    def shown(text: str, y: int) -> str:
        return "".join(
            f"1 0 0 1 {50 + 10 * n} {y} Tm <{char.encode('utf-16-be').hex()}> Tj " for n, char in enumerate(text)
        )

    font = (
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[6 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 0>>>>",
    )
    text = f"BT /X5 10 Tf {shown('本报讯林知远主持召开', 700)}{shown('云帆数谷项目推进会', 686)}ET"
    assert lines(one_page_pdf(pdf_stream(text.encode()), *font)) == ["本报讯林知远主持召开", "云帆数谷项目推进会"]


def test_spaces_of_letter_spaced_print_are_taken_out_and_those_between_names_stay():
    assert lines(pdf_file([["青 禾 区 召 开 项 目 推 进 会", "记者 方小舟 林知远 顾南枝"]])) == [
        "青禾区召开项目推进会",
        "记者 方小舟 林知远 顾南枝",
    ]


def test_radicals_and_compatibility_ideographs_become_ordinary_characters():
    assert _tidy("⼯作⼤会⻓江⻰⾯⻛⻄⻔ \uf9e9程⻝品") == ["工作大会长江龙面风西门 里程食品"]
    kangxi = "".join(map(chr, range(0x2F00, 0x2FD6)))
    assert _tidy(kangxi) == [unicodedata.normalize("NFKC", kangxi)]


def test_heads_and_page_numbers_of_three_pages_go_and_give_the_date():
    pages = [
        [f"青禾日报 2024年6月5日 第0{number}版", *PARAGRAPHS[number - 1 :], f"- {number} -"] for number in (1, 2, 3)
    ]
    document = read_pdf(pdf_file(pages, width=40))
    assert document.published == datetime.date(2024, 6, 5)
    assert "青禾日报" not in document.text
    assert "- 2 -" not in document.text
    assert document.text.replace("\n", "") == "".join("".join(PARAGRAPHS[number:]) for number in range(3))


def test_heads_of_two_pages_stay():
    assert lines(pdf_file([["青禾日报", PARAGRAPHS[2]], ["青禾日报", PARAGRAPHS[2]]])).count("青禾日报") == 2


def test_a_sentence_at_the_edge_of_three_pages_is_no_head():
    assert lines(pdf_file([["会议要求加快进度。", f"第{n}项"] for n in "甲乙丙"])).count("会议要求加快进度。") == 3


# --- files that are refused


def test_a_scan_is_refused_with_the_advice_to_have_it_read():
    assert refusal(scanned_pdf()) == "扫描件没有文字层,请先做文字识别。"


def test_a_page_without_anything_has_no_text():
    assert "没有文字" in refusal(pdf_file([[]]))


def test_an_encrypted_file_is_named():
    assert "已加密" in refusal(pdf_file(encrypt="geheim"))


def test_a_text_layer_without_its_code_table_is_refused():
    """A subset font without /ToUnicode gives the numbers of its glyphs."""
    glyphs = "".join(chr(0xE000 + n) for n in range(60))
    font = (
        b"<</Type/Font/Subtype/Type0/BaseFont/ABCDEF+Song/Encoding/UniGB-UCS2-H/DescendantFonts[6 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/ABCDEF+Song/DW 1000>>",
    )
    stream = pdf_stream(f"BT /X5 10 Tf 50 700 Td <{glyphs.encode('utf-16-be').hex()}> Tj ET".encode())
    assert "乱码" in refusal(one_page_pdf(stream, *font))


def test_more_than_a_hundred_pages_are_refused():
    assert "101 页" in refusal(pdf_file([[PARAGRAPHS[2]]] * 101))


@pytest.mark.parametrize(
    "raw",
    [b"", b"hello", b"%PDF-1.7\n", pdf_file()[:-300], pdf_file()[:800]],
    ids=["empty", "text", "head only", "no trailer", "cut"],
)
def test_what_is_no_pdf_or_damaged_is_refused(raw):
    assert "损坏" in refusal(raw)


def test_a_damaged_stream_is_refused_and_not_read_in_part():
    packed = bytearray(zlib.compress(b"BT /X5 9 Tf 50 700 Td (abc) Tj ET\n" * 200 + bytes(range(256)) * 20))
    packed[len(packed) // 2] ^= 0xFF
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    assert "损坏" in refusal(one_page_pdf(pdf_stream(bytes(packed), b"/Filter/FlateDecode"), font))


PAGES = b"<</Type/Catalog/Pages 2 0 R>>"


@pytest.mark.parametrize(
    "objects",
    [
        [PAGES, b"<</Type/Pages/Kids[2 0 R]/Count 1>>"],
        [PAGES, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"],
        [PAGES, *(b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % (n + 3) for n in range(3000)), b"<</Type/Page>>"],
        [PAGES + b"[" * 100_000, b"<</Type/Pages/Kids[]/Count 0>>"],
        [PAGES, b"<</Type/Pages/Kids[]/Count 1000000000>>"],
    ],
    ids=["cycle", "longer cycle", "deep tree", "deep array", "false count"],
)
def test_a_hostile_page_tree_is_refused(objects):
    assert refusal(raw_pdf(objects))


@pytest.mark.parametrize("times", [1, 2])
def test_a_stream_that_unpacks_to_more_than_50_mb_is_refused(times):
    content = bytes(60 << 20)
    for _ in range(times):
        content = zlib.compress(content, 9)
    bomb = pdf_stream(content, b"/Filter[" + b"/FlateDecode" * times + b"]")
    assert "解压后太大" in refusal(one_page_pdf(bomb))


def test_a_form_that_draws_itself_ends():
    form = pdf_stream(b"/X5 Do /X5 Do", b"/Type/XObject/Subtype/Form/Resources<</XObject<</X5 5 0 R>>>>")
    assert "没有文字" in refusal(one_page_pdf(pdf_stream(b"/X5 Do"), form))
