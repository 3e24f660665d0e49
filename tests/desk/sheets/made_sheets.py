"""Spreadsheets that the tests make: ledgers as districts keep them, and files nobody should open."""

import io
import zipfile
from collections.abc import Callable

import openpyxl

from desk.sheets.files import read_workbook
from desk.sheets.workbook import Workbook

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def xlsx(rows: list[list], *, title: str = "项目台账", change: Callable | None = None) -> bytes:
    """An Excel file of one sheet; `change` is given the openpyxl workbook before it is saved."""
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    if change:
        change(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def csv(rows: list[list], encoding: str = "utf-8-sig") -> bytes:
    return "".join(",".join(map(str, row)) + "\r\n" for row in rows).encode(encoding)


def workbook(rows: list[list], **options) -> Workbook:
    """The rows as read from an Excel file that holds them."""
    return read_workbook("台账.xlsx", xlsx(rows, **options))


def xlsx_with(parts: dict[str, bytes], rows: list[list] | None = None) -> bytes:
    """An Excel file with these parts added or put in the place of its own."""
    file = io.BytesIO()
    good_raw = xlsx(rows or [["项目名称", "总投资(万元)"], ["河湾水厂", 100]])
    with zipfile.ZipFile(io.BytesIO(good_raw)) as good, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name in good.namelist():
            made.writestr(name, parts.get(name, good.read(name)))
        for name in parts.keys() - set(good.namelist()):
            made.writestr(name, parts[name])
    return file.getvalue()


def sheet_xml(rows: str, *, after: str = "") -> dict[str, bytes]:
    """The part of the first sheet, written by hand."""
    return {"xl/worksheets/sheet1.xml": f"<worksheet {MAIN}><sheetData>{rows}</sheetData>{after}</worksheet>".encode()}
