"""What is read out of an Excel file, and the files that are refused: before anything of them is unpacked where it can be."""

import io
import zipfile
import zlib

import openpyxl
import pytest

from desk import parsing
from desk.documents import Unreadable
from desk.sheets import xlsx as reader
from desk.sheets.workbook import DATE, ERROR, NUMBER, TEXT, UNCOUNTED, Cell, as_json, from_json, packed, unpacked
from desk.sheets.xlsx import MOST_ROWS, read_xlsx
from tests.desk.made_files import BILLION_LAUGHS, docx_file
from tests.desk.sheets.made_sheets import MAIN, sheet_xml, xlsx, xlsx_with

ROWS = [["项目名称", "总投资(万元)"], ["河湾水厂", 100]]


@pytest.fixture(autouse=True)
def fresh_processes():
    parsing.end_processes()
    yield
    parsing.end_processes()


def refusal(raw: bytes) -> str:
    """Why the process for documents refuses a file."""
    with pytest.raises(Unreadable) as caught:
        parsing.parse_workbook(raw)
    return str(caught.value)


def cells(rows_xml: str) -> dict[int, Cell]:
    """The cells of the first row of a sheet written by hand."""
    return read_xlsx(xlsx_with(sheet_xml(rows_xml))).sheets[0].rows[0].cells


def test_the_process_for_documents_reads_what_stands_there():
    (sheet,) = parsing.parse_workbook(xlsx(ROWS, title="台账")).sheets
    assert sheet.name == "台账"
    assert [row.cells for row in sheet.rows] == [
        {1: Cell("项目名称"), 2: Cell("总投资(万元)")},
        {1: Cell("河湾水厂"), 2: Cell("100", NUMBER)},
    ]


def test_merged_cells_hidden_rows_columns_and_sheets_are_told():
    def change(book):
        sheet = book.active
        sheet.merge_cells("A1:B1")
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["B"].hidden = True
        book.create_sheet("旧表").append(["去年"])
        book["旧表"].sheet_state = "hidden"

    shown, hidden = parsing.parse_workbook(xlsx(ROWS, change=change)).sheets
    assert shown.merged == [(1, 1, 1, 2)]
    assert [row.is_hidden for row in shown.rows] == [False, True]
    assert shown.hidden_columns == [2]
    assert (hidden.name, hidden.is_hidden) == ("旧表", True)


def test_a_formula_gives_its_saved_result_and_without_one_is_told():
    assert cells('<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>A1*2</f></c></row>') == {
        1: Cell("2", NUMBER, True),
        2: Cell("", UNCOUNTED, True),
    }


def test_each_kind_of_cell_is_told_apart():
    found = cells(
        '<row r="3"><c r="A3" t="b"><v>1</v></c><c r="B3" t="e"><v>#REF!</v></c>'
        '<c r="C3" t="inlineStr"><is><t>内联</t></is></c><c r="D3"><v>0.30000000000000004</v></c>'
        '<c r="E3" t="inlineStr"><is><t>  </t></is></c></row>'
    )
    assert found == {1: Cell("是"), 2: Cell("#REF!", ERROR), 3: Cell("内联", TEXT), 4: Cell("0.3", NUMBER)}


def test_a_date_is_told_by_its_format():
    def change(book):
        book.active["A3"] = 45425
        book.active["A3"].number_format = 'yyyy"年"m"月"d"日"'

    assert read_xlsx(xlsx(ROWS, change=change)).sheets[0].rows[2].cells == {1: Cell("2024-05-13T00:00:00", DATE)}


def test_dates_that_count_from_1904_are_told():
    def change(book):
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904

    assert read_xlsx(xlsx(ROWS, change=change)).counts_from_1904


# --- what is refused


def bomb() -> bytes:
    """A package that says it unpacks to 60 MB, its sheet last, so that whoever opened it would be at it first."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/workbook.xml", b"<workbook/>")
        made.writestr("xl/worksheets/sheet1.xml", b"0" * (60 * 2**20))
    return file.getvalue()


def test_a_bomb_is_refused_before_anything_is_unpacked(monkeypatch):
    raw = bomb()
    opened = []
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *args, **named: opened.append(args))
    with pytest.raises(Unreadable, match="压缩炸弹"):
        read_xlsx(raw)
    assert opened == []


def test_a_bomb_that_lies_about_its_size_is_refused_once_it_is_too_large():
    raw = bytearray(bomb())
    size = (60 * 2**20).to_bytes(4, "little")
    while (at := raw.find(size)) >= 0:  # in the local header and in the directory
        raw[at : at + 4] = (1000).to_bytes(4, "little")
    assert "Excel 文件" in refusal(bytes(raw))


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, "旧版 Excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "已加密"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "不是 Excel 表格"),
        (docx_file(), "这是Word 文档"),
        (xlsx_with({"xl/vbaProject.bin": b"macro"}), "含有宏"),
        (xlsx_with({"../../etc/passwd": b"x"}), "越出本文件"),
        (xlsx_with({"xl/worksheets/sheet1.xml": b"<worksheet"}), "已损坏"),
        (xlsx(ROWS)[:700], "已损坏"),
        (xlsx([[]]), "都是空的"),
    ],
    ids=["xls", "encrypted", "html", "docx", "macro", "outside", "broken", "cut", "empty"],
)
def test_what_is_no_plain_workbook_is_refused_with_the_reason(raw, why):
    assert why in refusal(raw)


def test_entities_are_refused():
    xml = sheet_xml('<row r="1"><c r="A1" t="inlineStr"><is><t>&l9;</t></is></c></row>')["xl/worksheets/sheet1.xml"]
    assert "DTD" in refusal(xlsx_with({"xl/worksheets/sheet1.xml": BILLION_LAUGHS.encode() + xml}))


def test_a_million_empty_rows_are_not_read_and_that_is_told():
    """Whoever formats a whole sheet leaves them; the title says how far it reaches, as Excel does."""
    empty = "".join(f'<row r="{number}" ht="15" customHeight="1"/>' for number in range(3, 1_048_577))
    head = (
        f'<worksheet {MAIN}><dimension ref="A1:A1048576"/><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>项目名称</t></is></c></row>'
        '<row r="2"><c r="A2" t="inlineStr"><is><t>河湾水厂</t></is></c></row>'
    )
    tail = '</sheetData><mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells></worksheet>'
    raw = xlsx_with({"xl/worksheets/sheet1.xml": (head + empty + tail).encode()})
    (sheet,) = parsing.parse_workbook(raw).sheets
    assert [row.number for row in sheet.rows] == [1, 2]
    assert sheet.notes == ["第 3 行起连续 1000 行没有内容,其后的未读"]
    assert sheet.merged == [(1, 1, 1, 2)]


def test_a_row_far_below_the_others_is_not_read_and_that_is_told():
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>2</v></c></row>'
    (sheet,) = read_xlsx(xlsx_with(sheet_xml(rows))).sheets
    assert [row.number for row in sheet.rows] == [1]
    assert "其后的未读" in sheet.notes[0]


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr(reader, "MOST_ROWS", 1)
    with pytest.raises(Unreadable, match="超过 1 行"):
        read_xlsx(xlsx(ROWS))
    assert MOST_ROWS == 10_000


def test_too_many_columns_are_refused_with_the_place():
    assert "XFD 列还有内容" in refusal(xlsx_with(sheet_xml('<row r="1"><c r="XFD1"><v>1</v></c></row>')))


def test_too_many_sheets_are_refused():
    def change(book):
        for number in range(60):
            book.create_sheet(f"第{number}张")

    assert "61 张工作表" in refusal(xlsx(ROWS, change=change))


def test_a_workbook_of_five_thousand_rows_is_read_within_its_time():
    rows = ROWS + [[f"第{number}号项目", number, *(["某某街道与某某路交叉口"] * 18)] for number in range(5000)]
    assert len(parsing.parse_workbook(xlsx(rows)).sheets[0].rows) == 5002


def test_links_to_other_files_are_not_followed():
    """A cell's saved result is taken; the part that names the other file is never asked for."""
    link = b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><externalBook/></externalLink>'
    rows = '<row r="1"><c r="A1"><f>\'http://192.0.2.1/[x.xlsx]Sheet1\'!A1</f><v>7</v></c></row>'
    raw = xlsx_with({**sheet_xml(rows), "xl/externalLinks/externalLink1.xml": link})
    assert read_xlsx(raw).sheets[0].rows[0].cells == {1: Cell("7", NUMBER, True)}


def test_a_workbook_survives_being_kept():
    book = read_xlsx(xlsx(ROWS, change=lambda book: book.active.merge_cells("A1:B1")))
    assert unpacked(packed(book)) == book == from_json(as_json(book))
    assert zlib.decompress(packed(book)).startswith(b"{")
