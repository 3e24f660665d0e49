"""What an import would do: row by row for whoever looks at it, and as rows to write for whoever confirms it."""

import datetime
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.db.models import Model

from accounts.bulk_writing import BulkWriting
from desk.sheets.related import NotFound, Related
from desk.sheets.rows import Draft, Problem
from desk.sheets.workbook import tidy
from people.models import District


class RowState(StrEnum):
    REFUSED = "refused"
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


STATE_LABELS = {
    RowState.REFUSED: "不能导入",
    RowState.NEW: "新增",
    RowState.CHANGED: "修改",
    RowState.UNCHANGED: "不变",
}


@dataclass(frozen=True)
class Change:
    """One field as the register has it and as it will be, in words; `old` is "" where there was nothing."""

    label: str
    old: str
    new: str


@dataclass
class PlannedRow:
    """What becomes of one row of the sheet. `key` is that of the register's row, None for a new one."""

    sheet: str
    number: int
    label: str
    state: RowState
    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    key: int | None = None

    @property
    def place(self) -> str:
        return f"{self.sheet}!{self.number}"

    @property
    def state_label(self) -> str:
        return STATE_LABELS[self.state]

    def digest(self) -> list:
        """All that whoever confirms has agreed to, as plain values."""
        return [
            self.place,
            self.key,
            self.label,
            self.state,
            [[change.label, change.old, change.new] for change in self.changes],
            [str(problem) for problem in self.problems],
            self.notes,
        ]


@dataclass
class Writes:
    """The rows to write: `created`, and `parts` of them or of others; `changed` with their new values."""

    created: list[Model] = field(default_factory=list)
    parts: list[Model] = field(default_factory=list)
    changed: list[tuple[Model, dict[str, Any]]] = field(default_factory=list)

    def change(self, row: Model, values: dict[str, Any]) -> None:
        if values:
            self.changed.append((row, values))

    def give(self, writing: BulkWriting) -> None:
        """Hand the rows to `writing`, those of one model and the same fields together."""
        by_model: dict[type[Model], list[Model]] = {}
        for row in [*self.created, *self.parts]:
            by_model.setdefault(type(row), []).append(row)
        for rows in by_model.values():
            writing.create(rows)
        alike: dict[tuple, list] = {}
        for row, values in self.changed:
            alike.setdefault((type(row), *values), []).append((row, values))
        for changes in alike.values():
            writing.change(changes)


class RowPlan:
    """One row being held against the register: gathers what changes, and what keeps it out."""

    def __init__(self, draft: Draft, related: Related):
        self.draft = draft
        self.related = related
        self.changes: list[Change] = []
        self.values: dict[str, Any] = {}  # field → new value, of the row itself
        self.uses: list[Model] = []  # new rows of other models that it refers to

    def compare(self, row: Model, key: str, label: str) -> None:
        """Note that a plain field changes, where the sheet says something else than the register."""
        new = self.draft.get(key)
        if new is None:
            return
        old = getattr(row, key)
        if old == new or (isinstance(old, str) and as_read(old) == new):
            return
        self.set(key, label, old, new, words=row._meta.get_field(key).choices)

    def set(self, key: str, label: str, old: Any, new: Any, *, words: Any = None) -> None:
        self.values[key] = new
        labels = dict(words or ())
        self.changes.append(Change(label, in_words(labels.get(old, old)), in_words(labels.get(new, new))))

    def relate(self, row: Model, key: str, label: str, find: str) -> None:
        """Note that a row is related to another one, found by its name by the method `find` of Related."""
        printed = self.draft.get(key)
        if printed is None:
            return
        old = getattr(row, key)
        if old is not None and as_read(old.name) == printed:
            return
        try:
            new, note = getattr(self.related, find)(printed)
        except NotFound as missing:
            self.draft.refuse(key, str(missing))
            return
        if old is not None and old.pk == new.pk:
            return
        if note:
            self.draft.notes.append(note)
        if new.pk is None:
            self.uses.append(new)
        self.set(key, label, old.name if old is not None else "", new.name)
        self.values[key] = new

    def refuse_other_district(self, district: District) -> None:
        printed = self.draft.get("district")
        if printed is not None and printed != as_read(district.name):
            self.draft.refuse("district", f"本次导入“{district.name}”的台账,本行属于“{printed}”;请另行导入")

    def planned(self, label: str, *, key: int | None, is_new: bool) -> PlannedRow:
        draft = self.draft
        if draft.problems:
            state = RowState.REFUSED
        elif is_new:
            state = RowState.NEW
        else:
            state = RowState.CHANGED if self.changes else RowState.UNCHANGED
        changes = [] if state is RowState.REFUSED else self.changes
        return PlannedRow(draft.sheet, draft.number, label, state, changes, draft.problems, draft.notes, key)


class SeenRows:
    """Which row of the sheets was the first to speak of something: a second one is refused."""

    def __init__(self):
        self._first: dict[Any, str] = {}

    def refuse_second(self, draft: Draft, key: str, identity: Any, what: str) -> None:
        place = f"{draft.sheet}!{draft.number}"
        first = self._first.setdefault(identity, place)
        if first != place:
            draft.refuse(key, f"与 {first} 行是同一{what},一份台账里只能有一行")


def as_read(text: str) -> str:
    """Text of the register as it would be read back from a sheet that holds it."""
    return "\n".join(filter(None, map(tidy, text.splitlines())))


def in_words(value: Any) -> str:
    """A value as it is shown: amounts without needless zeros."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        text = f"{value:,f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value)


def counted(rows: list[PlannedRow]) -> dict[str, int]:
    """How many rows there are of each state."""
    counts = Counter(row.state for row in rows)
    return {state.value: counts[state] for state in RowState}
