"""A spreadsheet file as cells with their places: what its readers give, and nothing about what the cells mean."""

import json
import zlib
from dataclasses import dataclass, field
from typing import NamedTuple

TEXT, NUMBER, DATE, ERROR, UNCOUNTED = "text", "number", "date", "error", "uncounted"


class Cell(NamedTuple):
    """`text` is the value as it would be typed: a number in plain digits, a date in ISO form.

    `kind` is TEXT, NUMBER, DATE, ERROR (#REF! and the like) or UNCOUNTED: a formula saved without its result.
    """

    text: str
    kind: str = TEXT
    is_formula: bool = False


class Row(NamedTuple):
    """The cells of one row that hold something, by column, counted from 1 as rows are."""

    number: int
    cells: dict[int, Cell]
    is_hidden: bool = False


@dataclass
class Sheet:
    """One sheet: rows that hold something, in order. `merged` are (first row, first column, last row, last column)."""

    name: str
    rows: list[Row] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    is_hidden: bool = False
    hidden_columns: list[int] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def by_number(self) -> dict[int, Row]:
        return {row.number: row for row in self.rows}


@dataclass
class Workbook:
    """The sheets of a file. `counts_from_1904`: so do its days where a date is a bare number."""

    sheets: list[Sheet] = field(default_factory=list)
    counts_from_1904: bool = False


def as_json(workbook: Workbook) -> dict:
    """What `from_json` makes the same workbook of."""
    return {
        "counts_from_1904": workbook.counts_from_1904,
        "sheets": [
            {
                "name": sheet.name,
                "rows": [
                    [row.number, row.is_hidden, [[column, *cell] for column, cell in row.cells.items()]]
                    for row in sheet.rows
                ],
                "merged": sheet.merged,
                "is_hidden": sheet.is_hidden,
                "hidden_columns": sheet.hidden_columns,
                "notes": sheet.notes,
            }
            for sheet in workbook.sheets
        ],
    }


def from_json(content: dict) -> Workbook:
    """The workbook that `as_json` was given."""
    return Workbook(
        [
            Sheet(
                name=sheet["name"],
                rows=[
                    Row(number, {column: Cell(*cell) for column, *cell in cells}, is_hidden)
                    for number, is_hidden, cells in sheet["rows"]
                ],
                merged=[tuple(edges) for edges in sheet["merged"]],
                is_hidden=sheet["is_hidden"],
                hidden_columns=sheet["hidden_columns"],
                notes=sheet["notes"],
            )
            for sheet in content["sheets"]
        ],
        content["counts_from_1904"],
    )


def packed(workbook: Workbook) -> bytes:
    """A workbook as few bytes, to be kept."""
    return zlib.compress(json.dumps(as_json(workbook), ensure_ascii=False).encode(), 6)


def unpacked(content: bytes) -> Workbook:
    """The workbook that `packed` was given."""
    return from_json(json.loads(zlib.decompress(content)))


def column_letters(column: int) -> str:
    """The name of a column: 1 → A, 28 → AB."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def place_of(sheet: str, row: int, column: int) -> str:
    """A cell as a spreadsheet names it: 项目台账!F12."""
    return f"{sheet}!{column_letters(column)}{row}"


def tidy(text: str) -> str:
    """Text of a cell without blanks at its ends, line breaks and runs of blanks as one blank; full-width blanks count."""
    return " ".join(text.replace("\u200b", " ").replace("\ufeff", " ").split())
