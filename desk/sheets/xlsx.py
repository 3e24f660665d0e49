"""An Excel file: bytes → the cells of its sheets, in the process in which documents are parsed.

openpyxl opens the package and says what each cell holds; the rows are taken from it one by one, as its read-only mode
does, since that mode tells neither merged cells nor hidden rows nor which values are results of formulas. Nothing a
file refers to outside itself is opened.
"""

import datetime
import io
import re
import warnings
from collections.abc import Callable, Iterator

import openpyxl
from lxml import etree
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet._reader import COL_TAG, FORMULA_TAG, ROW_TAG, WorkSheetParser

from desk.documents import Unreadable
from desk.office_packages import EXCEL, checked_package
from desk.sheets.workbook import DATE, ERROR, NUMBER, TEXT, UNCOUNTED, Cell, Row, Sheet, Workbook, column_letters

MOST_ROWS = 10_000  # that hold something, in all sheets
MOST_COLUMNS = 200
MOST_SHEETS = 50
EMPTY_ROWS = 1000  # in succession: what follows is not read
_ROWS_READ = 500  # after so many rows a sheet has shown that it is worth further time
_DAMAGED = "Excel 文件已损坏,打不开;请用 Excel 或 WPS 另存为 .xlsx 后再导入。"
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']([A-Z]+\d+:[A-Z]+\d+)[\"']")


def read_xlsx(raw: bytes, *, part_read: Callable[[], None] = lambda: None) -> Workbook:
    """The sheets of an .xlsx file; `part_read` is called after every 500 rows that hold something.

    A formula's cell holds its saved result. Raises Unreadable as `checked_package` does, for a damaged file, and for
    one with more rows, columns or sheets than MOST_ROWS, MOST_COLUMNS and MOST_SHEETS.
    """
    try:
        checked_package(raw, EXCEL)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what openpyxl does not keep, and we do not read
            book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
            if len(book.worksheets) > MOST_SHEETS:
                raise Unreadable(f"Excel 文件有 {len(book.worksheets)} 张工作表,最多 {MOST_SHEETS} 张;请拆分后再导入。")
            reader = _Reader(book, part_read)
            sheets = [reader.sheet(sheet) for sheet in book.worksheets]
    except (Unreadable, MemoryError):
        raise
    except Exception as error:  # zipfile, lxml and openpyxl meet damage with errors of any class
        raise Unreadable(_DAMAGED) from error
    if not any(sheet.rows for sheet in sheets):
        raise Unreadable("Excel 文件的各张工作表都是空的。")
    return Workbook(sheets, book.epoch == CALENDAR_MAC_1904)


class _CellParser(WorkSheetParser):
    """openpyxl's, which also tells which values are results."""

    def parse_cell(self, element):
        return {**super().parse_cell(element), "is_formula": element.find(FORMULA_TAG) is not None}


class _Reader:
    """Reads the sheets of one file under one limit of rows."""

    def __init__(self, book: openpyxl.Workbook, part_read: Callable[[], None]):
        self.book = book
        self.part_read = part_read
        self.rows_read = 0

    def sheet(self, source: ReadOnlyWorksheet) -> Sheet:
        sheet = Sheet(source.title, is_hidden=source.sheet_state != "visible")
        with self.book._archive.open(source._worksheet_path) as part:
            xml = part.read()  # counted before: 50 MB at most
        after_rows = xml[max(xml.rfind(b"sheetData"), 0) :]
        sheet.merged = [_edges(found[1].decode()) for found in _MERGED.finditer(after_rows)]
        for row in self._rows(xml, source, sheet):
            if sheet.rows and row.number <= sheet.rows[-1].number:
                raise Unreadable(_DAMAGED)
            if row.number - (sheet.rows[-1].number if sheet.rows else 0) > EMPTY_ROWS:
                sheet.notes.append(_not_read_from(sheet))
                break
            sheet.rows.append(row)
            self.rows_read += 1
            if self.rows_read > MOST_ROWS:
                raise Unreadable(f"Excel 文件有内容的行超过 {MOST_ROWS} 行,请拆分后再导入。")
            if self.rows_read % _ROWS_READ == 0:
                self.part_read()
        return sheet

    def _rows(self, xml: bytes, source: ReadOnlyWorksheet, sheet: Sheet) -> Iterator[Row]:
        """The rows that hold something; stops where too many in succession hold nothing."""
        book = self.book
        parser = _CellParser(
            None, source._shared_strings, True, book.epoch, book._date_formats, book._timedelta_formats
        )
        empty = 0
        for _, element in etree.iterparse(
            io.BytesIO(xml), events=("end",), tag=(ROW_TAG, COL_TAG), resolve_entities=False, no_network=True
        ):
            if element.tag == COL_TAG:
                _note_hidden_columns(element, sheet)
            else:
                number, cells = parser.parse_row(element)
                kept = {cell["column"]: read for cell in cells if (read := _cell(cell)) is not None}
                if kept:
                    empty = 0
                    _refuse_wide(sheet, number, max(kept))
                    yield Row(number, kept, element.get("hidden") in ("1", "true"))
                else:
                    empty += 1
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
            if empty > EMPTY_ROWS:
                sheet.notes.append(_not_read_from(sheet))
                return


def _not_read_from(sheet: Sheet) -> str:
    last = sheet.rows[-1].number if sheet.rows else 0
    return f"第 {last + 1} 行起连续 {EMPTY_ROWS} 行没有内容,其后的未读"


def _refuse_wide(sheet: Sheet, row: int, column: int) -> None:
    if column > MOST_COLUMNS:
        raise Unreadable(
            f"工作表“{sheet.name}”第 {row} 行在 {column_letters(column)} 列还有内容,超过 {MOST_COLUMNS} 列;请删去多余的列。"
        )


def _note_hidden_columns(element, sheet: Sheet) -> None:
    if element.get("hidden") in ("1", "true"):
        first, last = int(element.get("min", 0)), min(int(element.get("max", 0)), MOST_COLUMNS)
        sheet.hidden_columns += range(first, last + 1)


def _edges(reference: str) -> tuple[int, int, int, int]:
    first_column, first_row, last_column, last_row = range_boundaries(reference)
    return first_row, first_column, last_row, last_column


def _cell(read: dict) -> Cell | None:
    """None for a cell that holds nothing."""
    value, is_formula = read["value"], read["is_formula"]
    if value is None:
        return Cell("", UNCOUNTED, True) if is_formula else None
    if read["data_type"] == "e":
        return Cell(str(value), ERROR, is_formula)
    if isinstance(value, bool):
        return Cell("是" if value else "否", TEXT, is_formula)
    if isinstance(value, int | float):
        return Cell(_digits(value), NUMBER, is_formula)
    if isinstance(value, datetime.datetime | datetime.date):
        return Cell(value.isoformat(), DATE, is_formula)
    text = str(value).replace("_x000D_", "")
    return Cell(text, TEXT, is_formula) if text.strip() else None


def _digits(number: int | float) -> str:
    """The number in plain digits, at the 15 that Excel counts with."""
    text = f"{number:.15g}"
    return f"{number:.0f}" if "e" in text and abs(number) >= 1 else text
