import datetime
import json
import os

import pytest

from desk import parsing
from desk.page_files import (
    LARGEST_DOCUMENT,
    LARGEST_FILE,
    SUFFIXES,
    PageFileError,
    page_files,
    read_page_bytes,
    read_pages,
    skipped_files,
)
from tests.conftest import ROOT
from tests.desk.composed_news import ISSUE, LINES, TEXT, TITLE
from tests.desk.made_files import (
    BILLION_LAUGHS,
    docx_file,
    docx_with,
    docx_with_body,
    html_page,
    jsonl_file,
    one_page_pdf,
    pdf_file,
    pdf_stream,
    raw_pdf,
    scanned_pdf,
)


def refusal(path, content: bytes) -> str:
    path.write_bytes(content)
    with pytest.raises(PageFileError) as caught:
        list(read_pages(path))
    return str(caught.value)


def test_utf8_text_is_a_page_with_or_without_bom_and_any_line_ends(tmp_path):
    path = tmp_path / "page.txt"
    path.write_bytes("\ufeff第一行\r\n第二行\r".encode())
    (page,) = read_pages(path)
    assert page.text == "第一行\n第二行\n"


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b" \r\n\t"])
def test_an_empty_file_is_refused(tmp_path, content):
    assert refusal(tmp_path / "empty.txt", content).endswith("empty.txt:文件是空的。")


def test_a_binary_file_is_refused_with_its_line(tmp_path):
    message = refusal(tmp_path / "image.txt", b"a\nb\n\x89PNG\0\0")
    assert "第 3 行" in message
    assert "二进制" in message


def test_a_file_over_5_mb_is_refused(tmp_path):
    assert "超过 5 MB 上限" in refusal(tmp_path / "big.txt", b"a" * (LARGEST_FILE + 1))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("suffix", [".txt", ".md", ".jsonl", ".html"])
def test_text_and_web_pages_are_read_in_each_encoding(tmp_path, suffix, encoding):
    made = {".jsonl": jsonl_file(encoding), ".html": html_page(charset=encoding)}
    path = tmp_path / f"page{suffix}"
    path.write_bytes(made.get(suffix, TEXT.encode(encoding)))
    (page,) = read_pages(path)
    assert page.text.split() == TEXT.split()


def test_what_cannot_be_decoded_is_refused_with_its_line(tmp_path):
    message = refusal(tmp_path / "big5.txt", "會議\n青禾區召開項目推進會,要求各單位加快工作進度。".encode("big5"))
    assert "big5.txt:第 1 行:文件像是 Big5" in message


def test_cut_utf8_is_not_taken_for_gb18030(tmp_path):
    content = "会议\n全区召开项目推进会".encode()[:-1]
    message = refusal(tmp_path / "cut.txt", content)
    assert "第 2 行" in message
    assert "GB18030" not in message


def test_an_unknown_kind_of_file_is_refused_with_advice(tmp_path):
    assert "不支持的文件类型,请使用 .docx、.htm、.html" in refusal(tmp_path / "page.xlsx", b"PK")
    assert refusal(tmp_path / "page.doc", b"x").endswith("不支持的文件类型,请另存为 .docx。")


def test_a_file_that_is_not_what_its_name_says_is_refused(tmp_path):
    assert "这是 PDF 文件,不是 .txt 文件" in refusal(tmp_path / "a.txt", pdf_file())
    assert "这是 Word(.docx)或压缩包 文件,不是 .pdf 文件" in refusal(tmp_path / "a.pdf", docx_file())
    assert "这是 RTF 文件" in refusal(tmp_path / "a.html", b"{\\rtf1 }")
    assert "不是 Word 文档" in refusal(tmp_path / "a.docx", pdf_file())
    assert "不是 PDF 文件" in refusal(tmp_path / "b.pdf", TEXT.encode())


def test_word_files_and_pdfs_may_have_20_mb(tmp_path):
    assert "超过 20 MB 上限" in refusal(tmp_path / "big.pdf", b"%PDF-" + bytes(LARGEST_DOCUMENT))
    assert "超过 5 MB 上限" in refusal(tmp_path / "big.html", b" " * (LARGEST_FILE + 1))


def test_a_missing_file_and_a_folder_without_pages_are_refused(tmp_path):
    with pytest.raises(PageFileError, match="文件不存在"):
        page_files(tmp_path / "nowhere.txt")
    with pytest.raises(PageFileError, match="没有可导入的文件"):
        page_files(tmp_path)


def test_a_folder_gives_its_pages_in_order_and_names_what_is_skipped(tmp_path):
    for name in ("b.TXT", "a.jsonl", "photo.jpg", "~$c.docx", ".hidden.txt", "sub/a.md", "sub/d.doc", ".git/e.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert [p.name for p in page_files(tmp_path)] == ["a.jsonl", "b.TXT", "a.md"]
    assert [p.name for p in skipped_files(tmp_path)] == ["photo.jpg", "d.doc"]
    assert skipped_files(tmp_path / "photo.jpg") == []


def test_what_a_browser_saved_along_with_a_page_is_passed_over(tmp_path):
    for name in ("甲.html", "甲_files/a.js", "甲_files/sub/frame.htm", "乙.files/a.txt", "_files/b.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).touch()
    assert [p.relative_to(tmp_path).as_posix() for p in page_files(tmp_path)] == [
        "_files/b.txt",
        "乙.files/a.txt",
        "甲.html",
    ]
    assert skipped_files(tmp_path) == []


# --- documents


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("a.html", html_page()),
        ("a.HTM", html_page(charset="gb18030")),
        ("a.shtml", html_page()),
        ("a.docx", docx_file()),
        ("a.pdf", pdf_file()),
    ],
)
def test_the_same_news_is_read_out_of_each_kind_of_document(tmp_path, name, raw):
    (tmp_path / name).write_bytes(raw)
    (page,) = read_pages(tmp_path / name)
    assert "".join(page.text.split()).removeprefix("#") == "".join("".join(LINES).split())
    assert page.raw == raw


def test_bytes_are_read_as_files_are(tmp_path):
    for name, raw in {
        "a.html": html_page(),
        "a.docx": docx_file(),
        "a.pdf": pdf_file(),
        "a.jsonl": jsonl_file(),
    }.items():
        (tmp_path / name).write_bytes(raw)
        (from_file,) = read_pages(tmp_path / name)
        (from_bytes,) = read_page_bytes(f"2024/{name}", raw)
        assert vars(from_bytes) == vars(from_file) | {"path": f"2024/{name}"}


def test_what_a_web_page_says_of_itself_is_on_its_page():
    head = (
        f'<meta charset=utf-8><meta name=ArticleTitle content="{TITLE}"><meta name=PubDate content="{ISSUE}">'
        f'<meta name=ContentSource content="{"青禾日报" * 40}"><meta name=Url content="https://a.example/{"x" * 600}">'
    )
    (page,) = read_page_bytes("a.html", html_page(head=head))
    assert (page.title, page.published) == (TITLE, datetime.date(2024, 6, 5))
    assert page.outlet == "青禾日报" * 25
    assert page.url == ""


@pytest.mark.parametrize(
    "name", ["../a.txt", "x/../../a.txt", "..\\a.txt", "/etc/a.txt", "C:\\a.txt", "a\0.txt", "a\n.txt", "", "x/.."]
)
def test_a_name_that_leads_out_of_its_folder_is_refused(name):
    with pytest.raises(PageFileError, match="文件名无效"):
        list(read_page_bytes(name, TEXT.encode()))


HOSTILE = {
    "zip bomb.docx": docx_with({"word/media/a.bin": bytes(100 << 20)}),
    "laughs.docx": docx_with_body(declaration=BILLION_LAUGHS),
    "deep.docx": docx_with_body("<w:sdt><w:sdtContent>" * 100_000),
    "wide.docx": docx_with_body("<w:p/>" * 2_600_000),
    "outside.docx": docx_with({"../../x": b"x"}),
    "cut.docx": docx_file()[:-500],
    "deep.html": b"<div>" * 1_000_000,
    "wide.html": b"<p>" * 1_700_000,
    "open.html": b"<a b=" * 1_000_000,
    "cut.html": html_page()[:-40],
    "nul.html": b"<p>\0\0</p>",
    "cut.txt": (TEXT * 12_000).encode()[:-2],
    "nul.txt": b"a" * 4_000_000 + b"\0",
    "latin.txt": b"\xe9\xa4 " * 1_700_000,
    "deep.jsonl": b"[" * 5_000_000,
    "number.jsonl": b'{"text": ' + b"9" * 5_000_000 + b"}",
    "cycle.pdf": raw_pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R]/Count 1>>"]),
    "bomb.pdf": one_page_pdf(pdf_stream(bytes(200 << 20), packed=True)),
    "slow.pdf": one_page_pdf(pdf_stream(b"BT (abc) Tj ET\n" * 2_000_000, packed=True)),
    "arrays.pdf": b"%PDF-1.4\n1 0 obj\n" + b"[" * 5_000_000,
    "numbers.pdf": b"%PDF-1.4\n" + b"1 0 obj\n" * 2_000_000,
    "scan.pdf": scanned_pdf(),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_two_seconds(name):
    """Seconds of processor time, ours and the parsing process's: the machine may be busy with other tests."""
    parsing.end_processes()
    before = sum(time_used())
    try:
        (refused,) = read_page_bytes(name, HOSTILE[name])
    except PageFileError as error:
        refused = error
    parsing.end_processes()
    assert sum(time_used()) - before < 2
    assert isinstance(refused, PageFileError)
    assert str(refused).startswith(f"{name}:")
    assert len(str(refused)) < 200


def time_used() -> list[float]:
    """Processor time of this process and of its children that have ended."""
    times = os.times()
    return [times.user, times.system, times.children_user, times.children_system]


def test_the_kinds_are_those_of_the_guide():
    guide = (ROOT / "docs" / "guide.md").read_text(encoding="utf-8")
    assert [suffix for suffix in SUFFIXES if f"`{suffix}`" not in guide] == []


# --- JSON lines


def test_title_and_page_of_a_row_are_used(tmp_path):
    path = tmp_path / "archive.jsonl"
    rows = [{"title": " 甲\n乙 ", "page": "第01版 要闻", "source": {"outlet": None}}, {"title": None, "page": 3}, {}]
    path.write_text("\n".join(json.dumps({"text": "文。"} | row) for row in rows), encoding="utf-8")
    assert [(p.title, p.page_label, p.outlet) for p in read_pages(path)] == [
        ("甲 乙", "第01版 要闻", ""),
        ("", "3", ""),
        ("", "", ""),
    ]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"title": ["甲"]}, "标题 title 应为文字,现为 ['甲']"),
        ({"page": {"n": 1}}, "版次 page 应为文字或数字"),
        ({"page": True}, "版次 page 应为文字或数字"),
        ({"published": "x" * 1000}, "日期 published 应形如 2024-05-13,现为 'xxx"),
    ],
)
def test_a_wrong_value_of_a_row_is_refused_in_a_short_line(tmp_path, row, message):
    path = tmp_path / "archive.jsonl"
    path.write_text(json.dumps({"text": "文。"} | row), encoding="utf-8")
    (refused,) = read_pages(path)
    assert message in str(refused)
    assert len(str(refused)) < 300


def test_broken_lines_of_a_jsonl_file_are_named_and_the_good_ones_read(tmp_path):
    path = tmp_path / "archive.jsonl"
    path.write_text(
        '{"text": "甲", "published": "2024-05-13", "source": {"outlet": "青禾日报"}}\n'
        "{broken\n"
        '{"title": "没有正文"}\n'
        '{"text": "乙", "published": "13/05/2024"}\n'
        "\n"
        '{"text": "丙"}\n',
        encoding="utf-8",
    )
    pages = list(read_pages(path))
    good = [page for page in pages if not isinstance(page, PageFileError)]
    assert [(p.text, p.published, p.outlet) for p in good] == [
        ("甲", datetime.date(2024, 5, 13), "青禾日报"),
        ("丙", None, ""),
    ]
    assert [str(p).split(":")[1] for p in pages if isinstance(p, PageFileError)] == ["第 2 行", "第 3 行", "第 4 行"]


@pytest.mark.parametrize(
    "line",
    [
        '{"text": "\\ud800"}',
        '{"text": "\\u0000"}',
        '{"text": "甲", "url": "\\u0000"}',
        '{"text": "甲", "n": ' + "9" * 5000 + "}",
        '{"text": "甲", "title": "\\u2066"}',
    ],
    ids=["half a character", "NUL", "NUL in the address", "a number too long", "text that turns"],
)
def test_a_line_that_no_database_can_hold_is_refused(tmp_path, line):
    path = tmp_path / "archive.jsonl"
    path.write_text(line, encoding="utf-8")
    (refused,) = read_pages(path)
    assert isinstance(refused, PageFileError)
    assert "第 1 行" in str(refused)


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("a.html", html_page(body="<h1>会议</h1><p>批准\u202e万003元</p>")),
        ("a.docx", docx_file(lambda document: document.add_paragraph("批准\u202e万003元"))),
        ("a.txt", "批准\u202e万003元,区商务局召开会议。".encode()),
    ],
)
def test_text_that_reads_otherwise_than_it_is_stored_is_refused(name, raw):
    with pytest.raises(PageFileError, match=rf"^{name}:.*改变书写方向的字符 U\+202E"):
        list(read_page_bytes(name, raw))
