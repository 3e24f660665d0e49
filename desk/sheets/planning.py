"""A workbook held against the register: which sheets are read, what becomes of each row, what there is to write."""

import datetime
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Model

from desk.sheets.columns import ENTERPRISE, OFFICIAL, PLAN, PROJECT, Kind
from desk.sheets.enterprise_rows import EnterpriseRows
from desk.sheets.official_rows import OfficialRows
from desk.sheets.plan_rows import PlanRows
from desk.sheets.planned import PlannedRow, RowState, Writes, counted
from desk.sheets.project_rows import ProjectRows, related_names
from desk.sheets.related import Related
from desk.sheets.rows import Defaults, Draft, drafts_of
from desk.sheets.tables import Table, table_in
from desk.sheets.workbook import Workbook
from people.models import District, Official
from projects.stages import StagesOfMany

MOST_OFFICIALS = 2000  # rows: each new name takes a lock of its own while it is written


@dataclass(frozen=True)
class Choices:
    """What whoever imports has chosen. `kind` "" is told from the headings; `as_of` is the day of stages without one."""

    as_of: datetime.date
    kind: str = ""
    unit: str = ""
    year: int | None = None
    make_new: bool = False
    ignored: frozenset[str] = frozenset()  # columns, as "项目台账!F"


class NoTable(ValueError):
    """A file without a table of a kind that is known. `str()` is one sentence in Chinese."""


@dataclass
class Plan:
    """What an import would do. `kind` is one for the whole file; other sheets are in `passed_over`, with the reason."""

    district: District
    kind: Kind
    tables: list[Table]
    passed_over: list[tuple[str, str]]
    rows: list[PlannedRow]
    writes: Writes
    related: Related
    stages: StagesOfMany | None = None
    used: list[Model] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """How many rows are refused, new, changed, unchanged."""
        return counted(self.rows)

    @property
    def writes_anything(self) -> bool:
        return any(row.state in (RowState.NEW, RowState.CHANGED) for row in self.rows)

    @property
    def refused(self) -> list[PlannedRow]:
        return [row for row in self.rows if row.state is RowState.REFUSED]

    def fingerprint(self) -> str:
        """A digest of all that is shown: equal as long as neither the file nor what it meets in the register changes."""
        shown = [self.kind.code, self.district.pk, [row.digest() for row in self.rows]]
        return hashlib.sha256(json.dumps(shown, ensure_ascii=False).encode()).hexdigest()

    def new_names(self) -> set[str]:
        """The names of officials that would be made: no constraint keeps two writers from making one twice."""
        made = (*self.related.new_officials, *self.writes.created)
        return {row.name for row in made if isinstance(row, Official)}


def plan_import(
    workbook: Workbook,
    district: District,
    choices: Choices,
    *,
    kinds: Iterable[Kind],
    file_name: str,
    today: datetime.date,
) -> Plan:
    """What importing a workbook into a district would do; nothing is written.

    `kinds` are those that whoever imports may write. Raises NoTable where no sheet has a table of one of them.
    """
    tables, passed_over = _tables(workbook, choices, list(kinds))
    kind = tables[0].kind
    defaults = Defaults(
        unit=choices.unit,
        year=choices.year or _year_in(file_name),
        date_year=choices.year or _year_in(file_name) or choices.as_of.year,
        counts_from_1904=workbook.counts_from_1904,
    )
    drafts = [draft for table in tables for draft in drafts_of(table, defaults)]
    if kind.code == OFFICIAL and len(drafts) > MOST_OFFICIALS:
        raise NoTable(f"领导干部一次最多导入 {MOST_OFFICIALS} 行,现有 {len(drafts)} 行;请拆分后再导入。")
    related = Related(district, make_new=choices.make_new, **_related_names(kind, drafts))
    rows = _rows_of(kind, district, drafts, related, choices, today)
    return Plan(
        district,
        kind,
        tables,
        passed_over,
        rows.planned,
        rows.writes,
        related,
        getattr(rows, "stages", None),
        rows.used,
    )


def _related_names(kind: Kind, drafts: list[Draft]) -> dict[str, set[str]]:
    if kind.code == PROJECT:
        return related_names(drafts)
    if kind.code == OFFICIAL:
        return {"organizations": {draft.get("organization") for draft in drafts} - {None}}
    return {}


def _rows_of(kind: Kind, district: District, drafts: list[Draft], related: Related, choices: Choices, today):
    if kind.code == PROJECT:
        return ProjectRows(district, drafts, related, as_of=choices.as_of, today=today)
    return {ENTERPRISE: EnterpriseRows, OFFICIAL: OfficialRows, PLAN: PlanRows}[kind.code](district, drafts, related)


def _tables(workbook: Workbook, choices: Choices, kinds: list[Kind]) -> tuple[list[Table], list[tuple[str, str]]]:
    """The tables of one kind, the chosen one or that of the first table found, and the sheets that have none."""
    wanted = [kind for kind in kinds if kind.code == choices.kind] if choices.kind else kinds
    tables: list[Table] = []
    passed_over: list[tuple[str, str]] = []
    for sheet in workbook.sheets:
        if not sheet.rows:
            passed_over.append((sheet.name, "空表"))
        elif sheet.is_hidden:
            passed_over.append((sheet.name, "隐藏的工作表,未读;需要导入请先取消隐藏"))
        elif sheet.name.endswith("说明"):
            passed_over.append((sheet.name, "填写说明,未读"))
        elif (table := table_in(sheet, wanted, ignored=choices.ignored)) is None:
            passed_over.append((sheet.name, "没有找到可以识别的表头"))
        elif tables and table.kind is not tables[0].kind:
            passed_over.append((sheet.name, f"像是“{table.kind.label}”,本次导入“{tables[0].kind.label}”;请另行导入"))
        else:
            tables.append(table)
    if not tables:
        told = "".join(f"“{name}”:{why}。" for name, why in passed_over)
        expected = ";".join(
            f"{kind.label}须有" + "、".join(kind.column(key).label for key in kind.identity) for kind in wanted
        )
        raise NoTable(f"没有找到可以导入的表格({expected})。{told}")
    return tables, passed_over


def _year_in(name: str) -> int | None:
    """The year that a file's name tells: 2024年重点项目.xlsx."""
    digits = [name[at : at + 4] for at in range(len(name) - 4) if name[at + 4 : at + 5] == "年"]
    return next((int(year) for year in digits if year.isdecimal() and 1990 <= int(year) <= 2100), None)
