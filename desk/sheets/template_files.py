"""Empty ledgers to be filled in, made from the columns that imports know: filled with nothing, they import as nothing."""

import io

import openpyxl
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from desk.sheets.columns import CHOICE, DATE, END_DATE, LINES, MONEY, TEXT, YEAR, Column, Kind
from desk.sheets.xlsx import MOST_ROWS

_FORMATS = {DATE: "yyyy-mm-dd", END_DATE: "yyyy-mm-dd", MONEY: "0.00", YEAR: "0", TEXT: "@"}
_ADVICE = {
    DATE: "如 2024-05-13、2024.5.13;只知道月份的写 2024年5月",
    END_DATE: "如 2024-05-13;在任的不填",
    MONEY: "确定的金额;“约”“以上”之类不能导入",
}
_GENERAL = [
    "表头可以增减、换序;认不出的列会在核对页列出,不会悄悄丢掉。",
    "空白格不改动台账里已有的内容。",
    "合计行、分类行自动跳过,并在核对页列出。",
    "同一份表导入两次,第二次没有变化。",
]
_HEAD = PatternFill("solid", fgColor="1A4E96")


def template_file(kind: Kind) -> bytes:
    """An .xlsx with the headings of a kind, lists to choose from, and a sheet that explains each column."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = f"{kind.label}台账"
    columns = [column for column in kind.columns if column.key != "district"]
    for number, column in enumerate(columns, 1):
        _add_column(sheet, number, column, is_required=column.key in kind.identity)
    sheet.freeze_panes = "B2"
    _explain(book.create_sheet("填写说明"), kind, columns)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _add_column(sheet, number: int, column: Column, *, is_required: bool) -> None:
    letters = get_column_letter(number)
    head = sheet.cell(1, number, column.header + ("*" if is_required else ""))
    head.font, head.fill = Font(bold=True, color="FFFFFF"), _HEAD
    head.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    sheet.column_dimensions[letters].width = 40 if column.kind == LINES else max(12, 2.2 * len(column.header))
    if column.kind in _FORMATS:
        sheet.column_dimensions[letters].number_format = _FORMATS[column.kind]
    if column.kind == CHOICE:
        choices = DataValidation(type="list", formula1=f'"{",".join(column.labels)}"', allow_blank=True)
        choices.errorTitle, choices.error = column.label, column.advice
        choices.showErrorMessage = True
        choices.add(f"{letters}2:{letters}{MOST_ROWS}")
        sheet.add_data_validation(choices)


def _explain(sheet, kind: Kind, columns: list[Column]) -> None:
    sheet.append(["栏目", "要求", "怎样填", "也认得的表头"])
    for column in columns:
        advice = column.advice.removeprefix("必填").lstrip(",") or _ADVICE.get(column.kind, "")
        required = "必填" if column.key in kind.identity else "选填"
        sheet.append([column.header, required, advice, "、".join(column.names[1:8])])
    sheet.append([])
    for line in _GENERAL:
        sheet.append([line])
    for letters, width in zip("ABCD", (22, 8, 52, 60), strict=True):
        sheet.column_dimensions[letters].width = width
    for cell in sheet[1]:
        cell.font = Font(bold=True)
