"""One cell → one value, or what was read and what is expected instead. Nothing is guessed; what is taken to mean is noted."""

import calendar
import datetime
import re
import unicodedata
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import NamedTuple

from desk.encodings import what_nobody_writes
from desk.sheets.workbook import DATE, ERROR, NUMBER, UNCOUNTED, Cell, tidy
from ledger.csv_writer import safe_cell

# 万元 in one of each; the names by which ledgers print them.
UNITS = {
    "亿元": Decimal(10_000), "亿": Decimal(10_000), "千万元": Decimal(1000), "百万元": Decimal(100),
    "万元": Decimal(1), "万": Decimal(1), "千元": Decimal("0.1"), "元": Decimal("0.0001"),
}  # fmt: skip
CENT = Decimal("0.01")
LARGEST = Decimal(10) ** 14  # 万元; the field's digits
# What people type where they have nothing to say.
SAYS_NOTHING = frozenset({"-", "--", "—", "——", "–", "/", "\\", "无", "暂无", "待定", "未定", "空", "N/A", "n/a"})
_BLANKS = " \t\r\n\f\v\u00a0\u3000\u200b\ufeff"
_AMOUNT = re.compile(r"([+-]?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(亿元|亿|千万元|百万元|万元|万|千元|元)?")
_INEXACT = re.compile(r"[约近超逾余多左右以上下至到~～<>≥≤＞＜]")
_DAY = re.compile(r"((?:19|20)\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?(?:T?\d\d:\d\d(?::\d\d)?)?")
_EIGHT_DIGITS = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_MONTH = re.compile(r"(?:((?:19|20)\d\d)[-/.年]|(今年|本年|当年)?)(\d{1,2})月?(份)?(上旬|中旬|下旬|初|中|底|末)?")
_DAY_OF_YEAR = re.compile(r"(\d{1,2})月(\d{1,2})[日号]")
_YEAR = re.compile(r"((?:19|20)\d\d)(?:年度?)?")
_SERIALS = range(20_000, 80_000)  # 1954 to 2119
_PART_OF_MONTH = {"上旬": 10, "中旬": 20, "初": 1, "中": 15}


class Wrong(ValueError):
    """A cell that cannot be taken: `read` as it stands there, `expected` in Chinese."""

    def __init__(self, read: str, expected: str):
        super().__init__(f"读到“{shown(read)}”,{expected}")
        self.read = read
        self.expected = expected


class Value(NamedTuple):
    """A value, and what has to be said about how it was read; "" where it is as it stands."""

    value: object
    note: str = ""


def shown(text: str) -> str:
    """Text as it stands within a message, cut where it is long."""
    return text if len(text) <= 40 else text[:40] + "…"


def plain(text: str) -> str:
    """Text with full-width letters, digits and marks as narrow ones, without blanks: for numbers, dates and words."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def is_blank(cell: Cell | None) -> bool:
    return cell is None or (not cell.text.strip(_BLANKS) and cell.kind != UNCOUNTED)


def says_nothing(cell: Cell | None) -> bool:
    """Blank, or one of the words that stand for it."""
    return is_blank(cell) or plain(cell.text) in SAYS_NOTHING


def refuse_uncounted(cell: Cell) -> None:
    """Raises Wrong for a cell that a spreadsheet could not work out, or has not."""
    if cell.kind == UNCOUNTED:
        raise Wrong(cell.text, "公式没有保存结果;请用 Excel 或 WPS 打开、保存后再导入")
    if cell.kind == ERROR:
        raise Wrong(cell.text, "公式出错;请改正后再导入")


def text_value(cell: Cell, most: int, *, lines: bool = False) -> Value:
    """Text of at most so many characters; with `lines` its line breaks are kept. Raises Wrong."""
    refuse_uncounted(cell)
    if cell.kind == NUMBER and len(cell.text.lstrip("-").replace(".", "")) > 15:
        raise Wrong(cell.text, "数字超过 15 位,Excel 已丢失末位;请把该列设为文本后重新填写")
    text = "\n".join(filter(None, map(tidy, cell.text.splitlines()))) if lines else tidy(cell.text)
    if text.startswith("'") and safe_cell(text[1:]) == text:
        text = text[1:]  # our own CSV puts it there
    if unwritten := what_nobody_writes(text):
        raise Wrong(text.replace(unwritten[0], "�"), f"含有{unwritten[1]} U+{ord(unwritten[0]):04X},请删去")
    if len(text) > most:
        raise Wrong(text, f"共 {len(text)} 字,最多 {most} 字")
    return Value(text)


def name_value(cell: Cell, most: int) -> Value:
    """A name: as text, and without the blank that aligns two characters with three (王　潜)."""
    text, note = text_value(cell, most)
    if re.fullmatch(r"[一-龥㐀-䶵](?: [一-龥㐀-䶵])+", text):
        text = text.replace(" ", "")
    return Value(text, note)


def money_value(cell: Cell, unit: str) -> Value:
    """An amount in 万元 with two decimals. `unit` is the column's, "" where the table does not say. Raises Wrong."""
    refuse_uncounted(cell)
    expected = "应为一个确定的金额,如 12000、1.2亿元"
    if cell.kind == DATE:
        raise Wrong(cell.text, f"是日期;{expected}")
    if cell.kind == NUMBER:
        # A spreadsheet counts with 15 digits; what comes after them is noise.
        number, own = Decimal(f"{float(cell.text):.15g}"), ""
    else:
        text = plain(cell.text).replace("￥", "").replace("¥", "")
        found = _AMOUNT.fullmatch(text)
        if not found:
            raise Wrong(cell.text, f"不是确数;{expected}" if _INEXACT.search(text) else expected)
        number, own = Decimal(found[1] + found[2].replace(",", "") + (found[3] or "")), found[4] or ""
    if not (own or unit):
        raise Wrong(cell.text, "表中没有写明金额单位;请在表头写明(如“总投资(万元)”),或在导入时选定单位")
    amount = number * UNITS[own or unit]
    if amount < 0:
        raise Wrong(cell.text, "金额不能为负")
    if amount >= LARGEST:
        raise Wrong(cell.text, "金额过大,请核对单位")
    rounded = amount.quantize(CENT, ROUND_HALF_UP)
    notes = []
    if own and own.rstrip("元") != unit.rstrip("元"):
        notes.append(f"“{shown(tidy(cell.text))}”按格内单位计")
    if rounded != amount:
        notes.append(f"“{shown(tidy(cell.text))}”折合 {amount.normalize():f} 万元,四舍五入到两位小数")
    return Value(rounded, ";".join(notes))


def date_value(cell: Cell, *, year: int | None, is_end: bool = False, counts_from_1904: bool = False) -> Value:
    """A day. A month alone is its first day, with `is_end` its last, and that is noted; `year` is for dates without one.

    Raises Wrong for what is no day, a year alone included.
    """
    refuse_uncounted(cell)
    text = plain(cell.text)
    expected = "应为日期,如 2024-05-13、2024.5.13、2024年5月"
    try:
        if cell.kind == DATE:
            return Value(datetime.date.fromisoformat(cell.text[:10]))
        if cell.kind == NUMBER and re.fullmatch(r"\d{5}(?:\.\d+)?", text) and int(float(text)) in _SERIALS:
            start = datetime.date(1904, 1, 1) if counts_from_1904 else datetime.date(1899, 12, 30)
            return Value(start + datetime.timedelta(days=int(float(text))))
        if found := _DAY.fullmatch(text) or _EIGHT_DIGITS.fullmatch(text):
            return Value(datetime.date(int(found[1]), int(found[2]), int(found[3])))
        if found := _DAY_OF_YEAR.fullmatch(text):
            return _day_without_year(cell, year, int(found[1]), int(found[2]))
        if found := re.fullmatch(r"((?:19|20)\d\d)(0[1-9]|1[0-2])", text):
            return _month(cell, int(found[1]), int(found[2]), "", is_end=is_end)
        if cell.kind == NUMBER and re.fullmatch(r"(?:19|20)\d\d\.1", text):
            raise Wrong(cell.text, f"是数字,看不出是 1 月还是 10 月;{expected}")
        if (found := _MONTH.fullmatch(text)) and (found[1] or "月" in text):
            own = int(found[1]) if found[1] else year
            if own is None:
                raise Wrong(cell.text, f"没有写明年份;{expected}")
            return _month(cell, own, int(found[3]), found[5] or "", is_end=is_end)
    except (ValueError, OverflowError) as error:
        if isinstance(error, Wrong):
            raise
        raise Wrong(cell.text, f"没有这一天;{expected}") from error
    raise Wrong(cell.text, expected)


def _day_without_year(cell: Cell, year: int | None, month: int, day: int) -> Value:
    if year is None:
        raise Wrong(cell.text, "没有写明年份;应为日期,如 2024-05-13")
    date = datetime.date(year, month, day)
    return Value(date, f"“{shown(tidy(cell.text))}”没有年份,记为 {date}")


def _month(cell: Cell, year: int, month: int, part: str, *, is_end: bool) -> Value:
    last = calendar.monthrange(year, month)[1] if 1 <= month <= 12 else 1
    day = _PART_OF_MONTH.get(part) or (last if part or is_end else 1)
    date = datetime.date(year, month, day)
    return Value(date, f"“{shown(tidy(cell.text))}”没有写到日,记为 {date}")


def year_value(cell: Cell) -> Value:
    """A year from 1990 to 2100. Raises Wrong."""
    refuse_uncounted(cell)
    text = cell.text[:4] if cell.kind == DATE else plain(cell.text).removesuffix(".0")
    found = _YEAR.fullmatch(text)
    if not found or not 1990 <= int(found[1]) <= 2100:
        raise Wrong(cell.text, "应为年度,如 2024")
    return Value(int(found[1]))


def choice_value(cell: Cell, words: dict[str, str], labels: Iterable[str]) -> Value:
    """The code of a printed word; `words` maps every known spelling. Raises Wrong."""
    refuse_uncounted(cell)
    text = plain(cell.text)
    for spelling in (text, text.removesuffix("项目"), text.removesuffix("类"), text.removesuffix("类项目")):
        if spelling in words:
            return Value(words[spelling])
    raise Wrong(cell.text, "应为:" + "、".join(labels))


def number_or_none(text: str) -> Decimal | None:
    """The number that plain digits make; None for other text."""
    try:
        return Decimal(plain(text).replace(",", ""))
    except InvalidOperation:
        return None
