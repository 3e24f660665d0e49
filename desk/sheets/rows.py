"""The rows of a table as values, each with its place; what cannot be read is a problem of that cell, and of its row."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from desk.sheets.columns import CHOICE, DATE, END_DATE, LINES, MONEY, NAME, TEXT, YEAR
from desk.sheets.tables import Heading, Table
from desk.sheets.values import (
    Value,
    Wrong,
    choice_value,
    date_value,
    is_blank,
    money_value,
    name_value,
    plain,
    says_nothing,
    shown,
    text_value,
    year_value,
)
from desk.sheets.workbook import Cell, Row, place_of, tidy

_TITLE_END = re.compile(
    r"(?:长|书记|主任|主席|常委|委员|领导|代表|经理|总师|工程师|调研员|巡视员|负责人|秘书|专员|干部|局|处|科)$"
)


@dataclass(frozen=True)
class Problem:
    """What keeps a row out: the cell as "项目台账!F12", or "" where the row as a whole is meant, and why."""

    place: str
    heading: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}({self.heading}):{self.message}" if self.place else self.message


@dataclass(frozen=True)
class PlannedAmount:
    """What one cell says of one year: 万元, and the cell's place and heading."""

    year: int
    amount: Decimal
    place: str
    heading: str


@dataclass
class Draft:
    """One row as read, before the register is asked. `values` has no entry for a blank cell."""

    sheet: str
    number: int
    values: dict[str, Any] = field(default_factory=dict)
    plans: list[PlannedAmount] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    places: dict[str, tuple[str, str]] = field(default_factory=dict)  # key → place, heading

    def refuse(self, key: str, message: str) -> None:
        """The row is refused for the cell of a column; for itself where it has no such cell."""
        self.problems.append(Problem(*self.places.get(key, ("", "")), message))

    def refuse_missing(self, key: str, message: str) -> None:
        """The row is refused for a cell that is blank; one that could not be read is refused already."""
        place, heading = self.places.get(key, ("", ""))
        if not place or all(problem.place != place for problem in self.problems):
            self.problems.append(Problem(place, heading, message))

    def get(self, key: str) -> Any:
        return self.values.get(key)


@dataclass(frozen=True)
class Defaults:
    """What counts where a table does not say: the unit of amounts, the year of plans and of dates without one."""

    unit: str = ""
    year: int | None = None
    date_year: int | None = None
    counts_from_1904: bool = False


def drafts_of(table: Table, defaults: Defaults) -> Iterator[Draft]:
    """Every row of a table, read."""
    for row in table.rows:
        yield _Reading(table, row, defaults).draft()


class _Reading:
    """One row being read."""

    def __init__(self, table: Table, row: Row, defaults: Defaults):
        self.table = table
        self.row = row
        self.defaults = defaults
        self.made = Draft(table.sheet, row.number)
        self.year = table.year or defaults.year

    def draft(self) -> Draft:
        if self.row.is_hidden:
            self.made.notes.append("隐藏行")
        amounts = []
        for heading in self.table.headings:
            if heading.found is None:
                continue
            key = heading.found.column.key
            if key == "plan":
                amounts.append(heading)
                continue
            self.made.places[key] = self.place(heading)
            value = self.read(heading, self.reader(heading))
            if value is not None:
                self.made.values[key] = value
        for heading in amounts:
            self.read_amount(heading)
        return self.made

    def place(self, heading: Heading) -> tuple[str, str]:
        return place_of(self.table.sheet, self.row.number, heading.column), heading.printed

    def reader(self, heading: Heading) -> Callable[[Cell], Value]:
        column = heading.found.column
        defaults = self.defaults
        date_year = self.table.year or defaults.date_year
        return {
            TEXT: lambda cell: text_value(cell, column.most),
            LINES: lambda cell: text_value(cell, column.most, lines=True),
            NAME: lambda cell: name_value(cell, column.most),
            MONEY: lambda cell: money_value(cell, heading.found.unit or self.table.unit or defaults.unit),
            DATE: lambda cell: date_value(cell, year=date_year, counts_from_1904=defaults.counts_from_1904),
            END_DATE: lambda cell: date_value(
                cell, year=date_year, is_end=True, counts_from_1904=defaults.counts_from_1904
            ),
            YEAR: year_value,
            CHOICE: lambda cell: choice_value(cell, column.words, column.labels),
        }[column.kind]

    def read(self, heading: Heading, reader: Callable[[Cell], Value]) -> Any:
        """The value of a cell; None for a blank one, and for one that cannot be read, which is then a problem."""
        cell = self.row.cells.get(heading.column)
        if is_blank(cell):
            return None
        if says_nothing(cell):
            self.made.notes.append(f"{heading.printed}“{shown(tidy(cell.text))}”按空白处理")
            return None
        try:
            value, note = reader(cell)
        except Wrong as wrong:
            self.made.problems.append(Problem(*self.place(heading), str(wrong)))
            return None
        if note:
            self.made.notes.append(f"{heading.printed}:{note}")
        return value

    def read_amount(self, heading: Heading) -> None:
        amount = self.read(heading, self.reader(heading))
        if amount is None:
            return
        year = heading.found.year or self.made.get("year") or self.year
        place, printed = self.place(heading)
        if year is None:
            self.made.problems.append(
                Problem(place, printed, "不知道是哪一年的计划;请在表头写明(如“2024年计划投资”),或在导入时填写年度")
            )
        elif any(plan.year == year for plan in self.made.plans):
            self.made.problems.append(Problem(place, printed, f"本行已有 {year} 年的计划投资"))
        else:
            self.made.plans.append(PlannedAmount(year, amount, place, printed))


def name_and_title(text: str) -> tuple[str, str]:
    """A person as a cell prints him: 王潜(区长), 王潜 区长 → the name and the title, "" where there is none.

    What stands after a blank and is no title may be another person: it stays with the name.
    """
    text = unicodedata.normalize("NFKC", text)
    name, bracket, title = text.partition("(")
    if bracket:
        return plain(name), tidy(title.rstrip(") "))
    name, _, title = text.partition(" ")
    return (plain(name), tidy(title)) if _TITLE_END.search(title) else (text, "")
