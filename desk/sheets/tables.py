"""Where in a sheet its table is: the row of headings with what each stands for, the rows of values, what is skipped."""

import re
from dataclasses import dataclass, field

from desk.sheets.columns import (
    KINDS,
    MONEY,
    PLAN,
    PROJECT,
    Found,
    Kind,
    recognised,
    unit_alone,
    unit_within,
    why_not_kept,
)
from desk.sheets.values import UNITS, is_blank, number_or_none, plain, shown
from desk.sheets.workbook import UNCOUNTED, Cell, Row, Sheet, column_letters, tidy

CHOSEN_OUT = "已选择不导入"
_HEADINGS_WITHIN = 40  # rows that hold something
_MOST_COVERED = 200_000  # cells of merged ranges
_TITLE_UNIT = re.compile(rf"单位[::]\s*({'|'.join(sorted(UNITS, key=len, reverse=True))})(?![一-龥])")
_TITLE_YEAR = re.compile(r"((?:19|20)\d\d)\s*年")
_TOTAL = re.compile(r"(?:.{0,12})(?:合计|总计|小计|共计)|累计|总数|平均")
_CHINESE_NUMERAL = re.compile(r"[(]?[一二三四五六七八九十百]+[)]?[、.,:]?")
_CATEGORY = re.compile(
    r"(?:[(][一二三四五六七八九十百]+[)]|[一二三四五六七八九十百]+[、.]|第[一二三四五六七八九十]+[类章])"
)
_FOOT = re.compile(
    r"(?:填表|制表|审核|填报|报送|联系|主要负责|分管)[人单领部]?.{0,8}[::]|(?:注|说明|备注|填表说明)[::]|注\d"
)
_SAYS_NO_MORE = re.compile(r"情况|信息|概况|基本|^(?:项目|计划)?(?:投资|资金|金额)(?:额|[(].*)?$")
_SAYS_OTHERWISE = re.compile(r"年|计划|完成|进度|累计|分包|联系")
_NUMBERING = re.compile(r"[(]?\d{1,3}[)]?|[甲乙丙丁戊己庚辛壬癸]")


@dataclass(frozen=True)
class Heading:
    """One column of a table: what is printed above it, and what it stands for or why it is left out."""

    column: int
    printed: str
    found: Found | None
    reason: str = ""

    @property
    def letters(self) -> str:
        return column_letters(self.column)


@dataclass(frozen=True)
class Skipped:
    """A row that is none of the table's rows, and what it is."""

    number: int
    text: str
    what: str


@dataclass
class Table:
    """The table of one sheet. `unit` and `year` are those of its title; `rows` what is to be read, in order.

    Every row of the sheet that holds something is one of `heading_rows`, `rows` or `skipped`.
    """

    sheet: str
    kind: Kind
    headings: list[Heading]
    rows: list[Row]
    skipped: list[Skipped] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unit: str = ""
    year: int | None = None
    heading_rows: tuple[int, ...] = ()

    def columns(self, key: str) -> list[Heading]:
        return [heading for heading in self.headings if heading.found and heading.found.column.key == key]

    @property
    def kept(self) -> list[Heading]:
        return [heading for heading in self.headings if heading.found]

    @property
    def left_out(self) -> list[Heading]:
        return [heading for heading in self.headings if not heading.found]

    @property
    def choosable(self) -> list[Heading]:
        """The columns that are read, and those that whoever imports has left out."""
        return [heading for heading in self.headings if heading.found or heading.reason == CHOSEN_OUT]


@dataclass(frozen=True)
class _Block:
    """Rows of headings taken together: the rows, and what each column's cells say from top to bottom."""

    rows: tuple[Row, ...]
    found: dict[int, Found]
    printed: dict[int, str]

    @property
    def keys(self) -> set[str]:
        return {found.column.key for found in self.found.values()}

    @property
    def score(self) -> int:
        """How many columns are told apart: what is merged over two of them names one."""
        return len({(found.column.key, found.year) for found in self.found.values()})


def table_in(sheet: Sheet, kinds: list[Kind], *, ignored: frozenset[str] = frozenset()) -> Table | None:
    """The table of a sheet, of the first of `kinds` whose headings it has most of; None where it has none.

    `ignored` are columns, as "项目台账!F", that whoever imports leaves out.
    """
    covered = _Covered(sheet)
    rows = sheet.rows[:_HEADINGS_WITHIN]
    best: tuple[int, _Block, Kind] | None = None
    for kind in kinds:
        block = _headings(rows, kind, covered)
        if block and (best is None or block.score > best[0]):
            best = (block.score, block, kind)
    if best is None:
        return None
    _, block, kind = best
    plain_plan = block.keys <= {"name", "project_code", "year", "plan", "district"}
    if kind.code == PROJECT and KINDS[PLAN] in kinds and plain_plan and "plan" in block.keys:
        kind = KINDS[PLAN]
    return _read(sheet, kind, block, covered, ignored)


class _Covered:
    """Merged cells: what stands at the upper left is said of the whole range."""

    def __init__(self, sheet: Sheet):
        self.rows = sheet.by_number
        self._corner: dict[tuple[int, int], tuple[int, int]] = {}
        self._by_row: dict[int, list[tuple[int, int, int]]] = {}  # row → (column, first row, first column)
        self._width: dict[int, int] = {}  # of a range of one row, by its row
        last = sheet.rows[-1].number if sheet.rows else 0
        for first_row, first_column, last_row, last_column in sheet.merged:
            last_row, last_column = min(last_row, last), min(last_column, first_column + 200)
            if len(self._corner) + (last_row - first_row + 1) * (last_column - first_column + 1) > _MOST_COVERED:
                sheet.notes.append("合并的单元格太多,部分未按合并处理")
                break
            for row in range(first_row, last_row + 1):
                for column in range(first_column, last_column + 1):
                    self._corner[row, column] = first_row, first_column
                    self._by_row.setdefault(row, []).append((column, first_row, first_column))
            if first_row == last_row:
                self._width[first_row] = max(self._width.get(first_row, 0), last_column - first_column + 1)

    def cell(self, row: int, column: int) -> Cell | None:
        """The cell that is seen there, within a merged range the range's own."""
        row, column = self._corner.get((row, column), (row, column))
        return self.rows[row].cells.get(column) if row in self.rows else None

    def filled_down(self, row: Row) -> Row:
        """The row with what merged cells say that begin in a row above it, in their first column."""
        cells = dict(row.cells)
        for column, first_row, first_column in self._by_row.get(row.number, ()):
            if first_row < row.number and column == first_column and column not in cells:
                cell = self.cell(row.number, column)
                if cell is not None:
                    cells[column] = cell
        return row._replace(cells=cells)

    def columns(self, row: int) -> set[int]:
        """The columns of a row that lie within merged ranges."""
        return {column for column, *_ in self._by_row.get(row, ())}

    def continues(self, row: int) -> bool:
        """Whether a merged range of this row begins in a row above it."""
        return any(first_row < row for _, first_row, _ in self._by_row.get(row, ()))

    def width(self, row: int) -> int:
        """How many columns the widest range of this one row covers."""
        return self._width.get(row, 0)


def _headings(rows: list[Row], kind: Kind, covered: _Covered) -> _Block | None:
    """The rows of headings: those that name most columns, the first and fewest of equals; None where none do."""
    best: _Block | None = None
    for depth in (1, 2, 3):  # the fewest rows of equals
        for start in range(len(rows) - depth + 1):
            together = rows[start : start + depth]
            # The lower row of headings is no first one: what stands above it belongs to it.
            if covered.continues(together[0].number) or together[-1].number - together[0].number > depth:
                continue
            block = _block(tuple(together), kind, covered)
            # One heading alone is one only where there is no other column, but for a number: a word among words is not.
            is_enough = len(block.found) > 1 or len(block.printed) <= 2
            if set(kind.identity) <= block.keys and is_enough and (not best or block.score > best.score):
                best = block
    return best


def _block(rows: tuple[Row, ...], kind: Kind, covered: _Covered) -> _Block:
    columns = sorted(set().union(*(row.cells.keys() | covered.columns(row.number) for row in rows)))
    found, printed = {}, {}
    for column in columns:
        parts = _parts(rows, column, covered)
        if not parts:
            continue
        printed[column] = " ".join(parts)
        meant = _meant(parts, kind)
        if meant:
            found[column] = meant
    return _Block(rows, found, printed)


def _parts(rows: tuple[Row, ...], column: int, covered: _Covered) -> list[str]:
    """What stands above a column, top down, each once. A blank above a heading carries on what is left of it."""
    parts: list[str] = []
    for level, row in enumerate(rows):
        cell = covered.cell(row.number, column)
        if is_blank(cell) and level < len(rows) - 1 and not is_blank(rows[level + 1].cells.get(column)):
            left = max((c for c in row.cells if c < column), default=None)
            cell = row.cells[left] if left is not None else None
        text = tidy(cell.text) if cell else ""
        if text and text not in parts:
            parts.append(text)
    return parts


def _meant(parts: list[str], kind: Kind) -> Found | None:
    """What headings one above another stand for: together, or the upper one where the lower is only its unit."""
    unit = unit_alone(parts[-1]) if len(parts) > 1 else ""
    if unit:
        upper = _meant(parts[:-1], kind)
        return upper._replace(unit=unit) if upper and upper.column.kind == MONEY else upper
    if found := recognised("".join(parts), kind):
        return found
    if len(parts) > 1:
        # 项目基本情况 above 项目名称 says nothing more; 本年计划 above 建设内容, 累计完成 above 总投资 something else.
        lower, upper = recognised(parts[-1], kind), plain(parts[0])
        if lower and lower.column.kind == MONEY:
            return lower._replace(unit=lower.unit or unit_within(upper)) if _SAYS_NO_MORE.search(upper) else None
        return None if _SAYS_OTHERWISE.search(upper) else lower
    return None


def _read(sheet: Sheet, kind: Kind, block: _Block, covered: _Covered, ignored: frozenset[str]) -> Table:
    titles = [tidy(cell.text) for row in sheet.rows if row.number < block.rows[0].number for cell in row.cells.values()]
    headings = _with_reasons(sheet, kind, block, ignored)
    table = Table(sheet.name, kind, headings, [], notes=list(sheet.notes))
    table.heading_rows = tuple(row.number for row in block.rows)
    table.skipped += [
        Skipped(row.number, _text_of(row), "标题") for row in sheet.rows if row.number < table.heading_rows[0]
    ]
    for title in titles:
        if found := _TITLE_UNIT.search(plain(title)):
            table.unit = found[1]
        if table.year is None and (found := _TITLE_YEAR.search(title)):
            table.year = int(found[1])
    if table.year is None and (found := _TITLE_YEAR.search(sheet.name)):
        table.year = int(found[1])
    below = [row for row in sheet.rows if row.number > block.rows[-1].number]
    _take_units_below(table, below)
    values = {heading.column for heading in table.headings if heading.found}
    for row in below:
        what = _what_else(row, table, block, covered)
        if what:
            table.skipped.append(Skipped(row.number, _text_of(row), what))
            continue
        row = covered.filled_down(row)
        if values & row.cells.keys():
            table.rows.append(row)
        else:
            table.skipped.append(Skipped(row.number, _text_of(row), "没有可导入的内容"))
    _note_oddities(sheet, table)
    return table


def _text_of(row: Row) -> str:
    return shown(" ".join(tidy(cell.text) for cell in row.cells.values()))


def _with_reasons(sheet: Sheet, kind: Kind, block: _Block, ignored: frozenset[str]) -> list[Heading]:
    """Every heading; of two for one column the one whose name comes first among the column's is taken."""
    taken: dict[object, int] = {}
    for column, found in block.found.items():
        if f"{sheet.name}!{column_letters(column)}" in ignored:
            continue
        key = (found.column.key, found.year)
        if key not in taken or found.rank < block.found[taken[key]].rank:
            taken[key] = column
    headings = []
    for column, printed in block.printed.items():
        found = block.found.get(column)
        if found is None:
            headings.append(Heading(column, printed, None, why_not_kept(printed)))
        elif f"{sheet.name}!{column_letters(column)}" in ignored:
            headings.append(Heading(column, printed, None, CHOSEN_OUT))
        elif taken[found.column.key, found.year] != column:
            first = block.printed[taken[found.column.key, found.year]]
            headings.append(Heading(column, printed, None, f"与“{first}”是同一项,以那一列为准"))
        else:
            headings.append(Heading(column, printed, found))
    without = {column for row in sheet.rows for column in row.cells if row.number > block.rows[-1].number}
    headings += [Heading(column, "", None, "没有表头") for column in sorted(without - block.printed.keys())]
    return headings


def _take_units_below(table: Table, below: list[Row]) -> None:
    """A row of units alone beneath the headings names the unit of each column."""
    if not below:
        return
    units = {column: unit_alone(cell.text) for column, cell in below[0].cells.items()}
    if not any(units.values()) or any(
        not unit and plain(below[0].cells[column].text) not in ("%", "亩", "个", "平方米", "")
        for column, unit in units.items()
    ):
        return
    row = below.pop(0)
    table.headings = [
        Heading(h.column, h.printed, h.found._replace(unit=h.found.unit or units[h.column]), h.reason)
        if h.found and h.found.column.kind == MONEY and units.get(h.column)
        else h
        for h in table.headings
    ]
    table.skipped.append(Skipped(row.number, " ".join(filter(None, units.values())), "单位行"))


def _what_else(row: Row, table: Table, block: _Block, covered: _Covered) -> str:
    """What a row below the headings is if it is none of the table's: 合计, a category, a numbering, a footnote."""
    texts = [plain(cell.text) for _, cell in sorted(row.cells.items()) if not is_blank(cell)]
    if not texts:
        return "" if any(cell.kind == UNCOUNTED for cell in row.cells.values()) else "空行"
    if len(texts) > 1 and all(block.printed.get(column, "").endswith(tidy(c.text)) for column, c in row.cells.items()):
        return "重复的表头"
    if len(texts) > 1 and len(texts) == len(set(texts)) and all(map(_NUMBERING.fullmatch, texts)):
        return "编号行"
    if any(_TOTAL.fullmatch(re.split(r"[(::]", text)[0]) for text in texts[:3]):
        return "合计行"
    if _FOOT.match(texts[0]) and len(texts) <= 6:
        return "表尾说明"
    if len(texts) == 1 and _TITLE_UNIT.search(texts[0]):
        table.unit = table.unit or _TITLE_UNIT.search(texts[0])[1]
        return "单位行"
    words = [text for text in texts if number_or_none(text.strip("个项家")) is None]
    is_counted = _CHINESE_NUMERAL.fullmatch(texts[0]) and len(texts) > 1 and not _says_more(row, table)
    if is_counted or (_CATEGORY.match(texts[0]) and len(words) == 1):
        return "分类行"
    names = {heading.column for key in table.kind.identity[:1] for heading in table.columns(key)}
    if len(texts) == 1 and (not names & row.cells.keys() or covered.width(row.number) >= 3):
        return "分类行或说明"
    return ""


def _says_more(row: Row, table: Table) -> bool:
    """Whether a row says more than a name and amounts: then it is one of the table's, though it is numbered 一."""
    return any(
        heading.column in row.cells and heading.found.column.kind != MONEY
        for heading in table.kept
        if heading.found.column.key not in table.kind.identity
    )


def _note_oddities(sheet: Sheet, table: Table) -> None:
    hidden = [row.number for row in table.rows if row.is_hidden]
    if hidden:
        table.notes.append(f"有 {len(hidden)} 个隐藏行(第 {_listed(hidden)} 行),也在导入之列")
    for heading in table.headings:
        if not heading.found:
            continue
        if heading.column in sheet.hidden_columns:
            table.notes.append(f"{heading.letters} 列“{heading.printed}”是隐藏列,也在导入之列")
        counted = sum(row.cells[heading.column].is_formula for row in table.rows if heading.column in row.cells)
        if counted:
            table.notes.append(f"{heading.letters} 列“{heading.printed}”有 {counted} 个公式,按保存时的结果读入")


def _listed(numbers: list[int]) -> str:
    return "、".join(map(str, numbers[:5])) + ("…" if len(numbers) > 5 else "")
