"""A file that was handed in, as a workbook: .xlsx in the process for documents, .csv here."""

import csv
import re
from pathlib import PurePosixPath

from desk import encodings, parsing
from desk.documents import Unreadable
from desk.sheets.workbook import Cell, Row, Sheet, Workbook, column_letters
from desk.sheets.xlsx import MOST_COLUMNS, MOST_ROWS
from ledger.csv_writer import INTERRUPTED

LARGEST_XLSX = 20 * 1024 * 1024  # bytes
LARGEST_CSV = 5 * 1024 * 1024
SUFFIXES = (".xlsx", ".csv")
_LONGEST_CELL = 32_767  # characters, as in Excel
_OTHERS = {
    ".xls": "这是旧版 Excel(.xls)文件,请用 Excel 或 WPS 另存为 .xlsx。",
    ".et": "这是 WPS 表格(.et)文件,请用 WPS 另存为 .xlsx。",
    ".xlsm": "这是启用宏的工作簿(.xlsm),不予读取;请另存为不含宏的 .xlsx。",
    ".xltm": "这是启用宏的模板(.xltm),不予读取;请另存为不含宏的 .xlsx。",
    ".xlsb": "这是二进制工作簿(.xlsb),请另存为 .xlsx。",
    ".ods": "这是 OpenDocument 表格(.ods),请另存为 .xlsx。",
}
_DELIMITERS = ",\t;"


class SheetFileError(ValueError):
    """A file that cannot be read as a spreadsheet. `str()` is one line in Chinese that begins with the file's name."""


def read_workbook(name: str, raw: bytes) -> Workbook:
    """The cells of a file; `name` tells its kind by its suffix, and nothing is opened by it.

    Raises SheetFileError for what is of another kind, empty, too large, damaged, hostile, or no text.
    """
    name = shown_name(name)
    suffix = PurePosixPath(name).suffix.lower()
    if suffix not in SUFFIXES:
        raise SheetFileError(f"{name}:" + _OTHERS.get(suffix, "不支持的文件类型,请使用 .xlsx 或 .csv 文件。"))
    largest = LARGEST_XLSX if suffix == ".xlsx" else LARGEST_CSV
    if len(raw) > largest:
        megabytes = 1024 * 1024
        raise SheetFileError(
            f"{name}:文件有 {len(raw) / megabytes:.1f} MB,超过 {largest // megabytes} MB 上限,请拆分后再导入。"
        )
    if not raw:
        raise SheetFileError(f"{name}:文件是空的。")
    try:
        return parsing.parse_workbook(raw) if suffix == ".xlsx" else _csv(PurePosixPath(name).stem, raw)
    except Unreadable as error:
        raise SheetFileError(f"{name}:{error}") from error


def shown_name(name: str) -> str:
    """The last part of a file's name, without characters that nobody sees; at most 100 characters."""
    last = re.split(r"[/\\]", name)[-1]
    return "".join(char for char in last if char.isprintable())[-100:] or "无名文件"


def _csv(name: str, raw: bytes) -> Workbook:
    if raw.startswith(b"PK\x03\x04") or raw.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable("这是 Excel 文件,不是 CSV;请改正扩展名。")
    try:
        text = encodings.decode(raw).text
    except encodings.NotText as error:
        raise Unreadable(f"第 {error.line} 行:{error}" if error.line else str(error)) from error
    lines = text.split("\n")
    if lines[-1] == INTERRUPTED or (len(lines) > 1 and lines[-2].startswith(INTERRUPTED)):
        raise Unreadable("这个文件导出时中断了,不完整;请重新导出。")
    reader = csv.reader([f"{line}\n" for line in lines], delimiter=_delimiter(lines), strict=True)
    sheet = Sheet(name)
    try:
        for number, fields in enumerate(reader, 1):
            cells = {column: Cell(field) for column, field in enumerate(fields, 1) if field.strip()}
            if not cells:
                continue
            if max(cells) > MOST_COLUMNS:
                raise Unreadable(f"第 {number} 行超过 {MOST_COLUMNS} 列,请删去多余的列。")
            if long := [column for column, cell in cells.items() if len(cell.text) > _LONGEST_CELL]:
                raise Unreadable(f"{column_letters(long[0])}{number} 超过 {_LONGEST_CELL} 字。")
            sheet.rows.append(Row(number, cells))
            if len(sheet.rows) > MOST_ROWS:
                raise Unreadable(f"有内容的行超过 {MOST_ROWS} 行,请拆分后再导入。")
    except csv.Error as error:
        raise Unreadable(f"第 {reader.line_num} 行的引号或分隔不成对,不是有效的 CSV。") from error
    if not sheet.rows:
        raise Unreadable("文件是空的。")
    return Workbook([sheet])


def _delimiter(lines: list[str]) -> str:
    """The mark that parts most cells of the first lines."""
    start = "\n".join(lines[:20])
    return max(_DELIMITERS, key=lambda mark: (start.count(mark), mark == ","))
