import pytest

from desk.sheets import files
from desk.sheets.files import SheetFileError, read_workbook
from desk.sheets.workbook import Cell
from ledger.csv_writer import INTERRUPTED, csv_lines
from tests.desk.sheets.made_sheets import xlsx

HEAD = "项目名称,总投资(万元)\r\n"


def rows_of(raw: bytes, name: str = "台账.csv") -> list[dict[int, Cell]]:
    return [row.cells for row in read_workbook(name, raw).sheets[0].rows]


def refusal(name: str, raw: bytes) -> str:
    with pytest.raises(SheetFileError) as caught:
        read_workbook(name, raw)
    return str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_is_read_in_any_of_the_known_encodings(encoding):
    raw = (HEAD + "河湾水厂二期扩建工程,3000\r\n").encode(encoding)
    assert rows_of(raw) == [
        {1: Cell("项目名称"), 2: Cell("总投资(万元)")},
        {1: Cell("河湾水厂二期扩建工程"), 2: Cell("3000")},
    ]


def test_the_sheet_of_a_csv_bears_the_files_name():
    assert read_workbook("资料/项目台账.csv", HEAD.encode()).sheets[0].name == "项目台账"


@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_cells_may_be_parted_by_tabs_and_semicolons(mark):
    raw = f"项目名称{mark}建设内容\n河湾水厂{mark}“一期,厂房”\n".replace(",厂", ",厂").encode()
    assert rows_of(raw)[0] == {1: Cell("项目名称"), 2: Cell("建设内容")}


def test_line_breaks_and_quotes_within_a_cell_stay():
    raw = (HEAD + '"河湾\n水厂 ""二期""",3000\n').encode()
    assert rows_of(raw)[1][1] == Cell('河湾\n水厂 "二期"')


def test_what_our_own_export_wrote_is_read():
    raw = b"".join(csv_lines(["项目名称", "建设内容"], [["麦田,数谷", "一期\n二期"]]))
    assert rows_of(raw)[1] == {1: Cell("麦田,数谷"), 2: Cell("一期\n二期")}


@pytest.mark.parametrize(
    ("name", "raw", "why"),
    [
        ("台账.xls", b"x", "另存为 .xlsx"),
        ("台账.xlsm", xlsx([["项目名称"]]), "启用宏"),
        ("台账.et", b"x", "WPS"),
        ("台账.pdf", b"x", "请使用 .xlsx 或 .csv"),
        ("台账.csv", b"", "文件是空的"),
        ("台账.csv", b"\r\n,,\r\n", "文件是空的"),
        ("台账.csv", xlsx([["项目名称"]]), "这是 Excel 文件"),
        ("台账.csv", HEAD.encode() + '"没有收尾\n'.encode(), "引号"),
        ("台账.csv", HEAD.encode() + b"\xe6\xb2", "残缺"),
        ("台账.csv", ",".join(["列"] * 201).encode(), "超过 200 列"),
        ("台账.csv", HEAD.encode() + f"水厂,1\n{INTERRUPTED}\n".encode(), "不完整"),
        ("台账.csv", b"a," * 10 + b"\0", "二进制"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(name, raw, why):
    message = refusal(name, raw)
    assert why in message
    assert message.startswith(name)


def test_a_file_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(files, "LARGEST_CSV", 10)
    assert "上限" in refusal("台账.csv", HEAD.encode())


def test_a_name_is_shown_without_its_folders_and_what_nobody_sees():
    assert files.shown_name("C:\\资料\\台\u202e账.csv") == "台账.csv"
    assert files.shown_name("") == "无名文件"
