"""China's administrative divisions by name: province, city, county, township, and what former names are today.

Data of 2023-06-30 (data/regions.txt, data/former_regions.txt; sources in their heads). What it does not hold: development and
high-tech zones (经开区, 高新区), but for those the statistics list under their full names; villages; anything within 香港 and
澳门, and of 台湾省 more than its cities and counties. Zones and farms listed among the townships have names too plain to be
searched for (开发区, 原种场): only `named` and `region` give them.

Short forms leave out 省, 市, 县, 区, 自治州 ... and the peoples before it (湘西, 黔东南, 二七) and have two characters at least;
townships have none. Many are everyday words too (和平, 资源, 江南): what a name means in a text is for the caller to judge.

Provinces, cities and counties are read on first use; townships on the first call that asks for them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from .lexicon import DATA

Level = Literal["province", "city", "county", "township"]
_LEVELS: dict[int, Level] = {2: "province", 4: "city", 6: "county", 9: "township"}

_PEOPLES = (
    "(?:(?:蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|达斡尔|仫佬|羌|布朗"
    "|撒拉|毛南|仡佬|锡伯|普米|塔吉克|怒|保安|裕固|独龙|各)族|蒙古|维吾尔|哈萨克|柯尔克孜|锡伯|塔吉克){0,3}+"
)
_SHORT_FORM = re.compile(
    rf"(.{{2,12}}?)(?:{_PEOPLES}(?:自治[区州县旗]|区)|特别行政区|地区|新区|省|市|县|盟|(?<![左右前后中合王黄白蓝])旗)"
)


@dataclass(frozen=True, slots=True)
class Region:
    """One division. `code` has 2 digits for a province, 4 for a city (prefecture level), 6 for a county, 9 for a township."""

    code: str
    name: str

    @property
    def level(self) -> Level:
        """Municipalities (北京市) are provinces; 地区, 盟, 自治州 are cities; districts, banners, county-level cities are counties."""
        return _LEVELS[len(self.code)]

    @property
    def parent(self) -> "Region | None":
        """The division it lies in: a county's is its city, or its province where no city stands between (济源市, 东城区)."""
        above = _counties().names
        for digits in (6, 4, 2):
            if digits < len(self.code) and (name := above.get(self.code[:digits])):
                return Region(self.code[:digits], name)
        return None

    @property
    def city(self) -> "Region | None":
        """The prefecture-level division it is or lies in: 聊城市 for 冠县 and for 聊城市; None for 济源市, 东城区, 山东省."""
        name = _counties().names.get(self.code[:4]) if len(self.code) >= 4 else None
        return Region(self.code[:4], name) if name else None

    @property
    def zone(self) -> bool:
        """Whether it is a zone, farm, forest or the like that the statistics list beside the divisions, without a government."""
        return _is_zone(self.code, self.name)

    def lies_in(self, other: "Region") -> bool:
        """Whether it is a part of `other`, at any depth; no division lies in itself."""
        return self.code != other.code and self.code.startswith(other.code)


@dataclass(frozen=True, slots=True)
class FormerRegion:
    """A city or county that bore `name` until `year`, and what it is `today`: what goes on in its place, or took it in."""

    name: str
    year: int
    level: Level
    today: tuple[Region, ...]


def region(code: str) -> Region:
    """The division of a code, with or without the zeros at its end (4101, 410100, 410100000000).

    Raises KeyError where the table has none.
    """
    digits = code
    for tail, length in (("000", 9), ("000", 6), ("00", 4), ("00", 2)):
        if len(digits) == length + len(tail) and digits.endswith(tail):
            digits = digits[:length]
    names = _counties().names
    if digits in names:
        return Region(digits, names[digits])
    if len(digits) == 9:
        above = digits[:4] if digits[4:6] == "00" else digits[:6]
        for township, name in _unpack(above, _counties().townships.get(above, "")):
            if township == digits:
                return Region(township, name)
    raise KeyError(f"区划表里没有代码 {code}")


def named(name: str, *, townships: bool = True) -> tuple[Region, ...]:
    """Every division that bears the name, by its full name or its short form, in code order: 朝阳 gives 朝阳区, 朝阳市, 朝阳县 ...

    Without `townships` those are left out, and not read.
    """
    counties = _counties()
    found = [
        Region(code, counties.names[code]) for code in {*counties.full.get(name, ()), *counties.short.get(name, ())}
    ]
    if townships:
        found += [
            Region(code, name)
            for table in (_townships().full, _townships().zones)
            for code in table.get(name, "").split()
        ]
    return tuple(sorted(found, key=lambda each: each.code))


def former(name: str) -> tuple[FormerRegion, ...]:
    """Every former city or county of the name, full or short (襄樊市, 襄樊), the latest first; most names have none."""
    return tuple(sorted(_former().get(name, ()), key=lambda each: -each.year))


def levels(name: str) -> frozenset[Level]:
    """At which levels above townships a division bears or bore this full name: {"county"} for 临清市, {"city"} for 聊城市.

    With both, only the text can tell which is meant; with none, no division of China is or was so named.
    """
    now = {_LEVELS[len(code)] for code in _counties().full.get(name, ())}
    return frozenset(now | {each.level for each in former(name) if each.name == name})


def longest_at(text: str, at: int = 0, *, short_forms: bool = True, townships: bool = True) -> str | None:
    """The longest name of a division, of today or former, that begins at text[at]; None where none does.

    `short_forms` also takes those of provinces, cities, counties and former cities; those of former counties (公园, 动力) never.
    """
    for length in _lengths(text, at, townships):
        name = text[at : at + length]
        if _is_name(name, short_forms, townships):
            return name
    return None


def consists_of_regions(text: str, *, townships: bool = True) -> bool:
    """Whether the text is nothing but names of divisions, full or short, in any order: 贵州安顺, 郑州洛阳. False when empty."""
    reached = [False] * (len(text) + 1)
    reached[0] = True
    for at in range(len(text)):
        if reached[at]:
            for length in _lengths(text, at, townships):
                if _is_name(text[at : at + length], True, townships):
                    reached[at + length] = True
    return bool(text) and reached[-1]


def denoted(text: str, *, townships: bool = True) -> tuple[Region, ...]:
    """The divisions the whole text can stand for, each name in it lying in the one before, in code order; names as for longest_at.

    河南省郑州市二七区 gives 二七区; 贵州安顺 gives 安顺市; 云南思茅 gives 普洱市 and 思茅区; 郑州洛阳 gives none.
    """
    before: dict[int, set[str]] = {0: {""}}
    found: set[str] = set()
    while before:  # at most once a level: every step goes down at least one
        after: dict[int, set[str]] = {}
        for at, above in before.items():
            for length in _lengths(text, at, townships):
                inside = {code for code in _codes(text[at : at + length], townships) if _lies_in_any(code, above)}
                if inside:
                    after.setdefault(at + length, set()).update(inside)
        found |= after.pop(len(text), set())
        before = after
    return tuple(region(code) for code in sorted(found))


def _lies_in_any(code: str, above: set[str]) -> bool:
    return any(code[:digits] in above for digits in (0, 2, 4, 6) if digits < len(code))


def _codes(name: str, townships: bool) -> set[str]:
    counties = _counties()
    codes = {*counties.full.get(name, ()), *counties.short.get(name, ())}
    codes.update(each.code for was in _known_as(name) for each in was.today)
    if townships:
        codes.update(_townships().full.get(name, "").split())
    return codes


def _is_name(name: str, short_forms: bool, townships: bool) -> bool:
    if name in _counties().full or (townships and name in _townships().full):
        return True
    if any(short_forms or was.name == name for was in _known_as(name)):
        return True
    return short_forms and name in _counties().short


def _known_as(name: str) -> list[FormerRegion]:
    """Former divisions a text may mean by the name: those of the full name, and cities by their short form (not 公园, 动力)."""
    return [was for was in _former().get(name, ()) if was.name == name or was.level == "city"]


def _lengths(text: str, at: int, townships: bool) -> Iterator[int]:
    """The lengths, longest first, that a name which begins with the two characters at text[at] may have here."""
    head = text[at : at + 2]
    lengths = _county_lengths().get(head, 0)
    if townships:
        lengths |= _townships().lengths.get(head, 0)
    lengths &= (1 << (len(text) - at + 1)) - 1
    while lengths:
        longest = lengths.bit_length() - 1
        yield longest
        lengths -= 1 << longest


@dataclass(frozen=True, slots=True)
class _Counties:
    """Provinces, cities and counties; the townships of each still as printed in the file."""

    names: dict[str, str]  # code → name
    full: dict[str, list[str]]  # name → codes
    short: dict[str, list[str]]  # short form → codes
    townships: dict[str, str]  # code of a county, or of a city without counties → its townships


@dataclass(frozen=True, slots=True)
class _Townships:
    full: dict[str, str]  # name → codes, parted by blanks: one string takes a third of a list's memory
    zones: dict[str, str]  # the same of what is listed beside the townships
    lengths: dict[str, int]  # first two characters → the lengths of the names in `full` that begin so, as bits


def _lines(file: str) -> Iterator[str]:
    return (line for line in (DATA / file).read_text("utf-8").split("\n") if line and not line.startswith("#"))


@cache
def _counties() -> _Counties:
    table = _Counties({}, {}, {}, {})
    for line in _lines("regions.txt"):
        division, _, townships = line.partition("\t")
        code, _, printed = division.partition(" ")
        name, _, given = printed.partition("=")
        table.names[code] = name
        table.full.setdefault(name, []).append(code)
        for form in given.split("/") if given else _short_forms(code, name):
            table.short.setdefault(form, []).append(code)
        if townships:
            table.townships[code] = townships
    return table


def _is_zone(code: str, name: str) -> bool:
    if len(code) == 9:
        return code[6] >= "4" and not name.endswith(("街道", "镇", "乡", "苏木"))
    return len(code) == 6 and "71" <= code[4:] <= "79"


def _short_forms(code: str, name: str) -> list[str]:
    cut = None if _is_zone(code, name) else _SHORT_FORM.fullmatch(name)
    return [cut[1]] if cut else []


def _unpack(code: str, townships: str) -> Iterator[tuple[str, str]]:
    """Code and name of each township printed behind the division of the code; the file's head says how."""
    above = code.ljust(6, "0")
    number = 0
    for printed in townships.split(" ") if townships else ():
        if printed[0] < "A":  # a digit: no name begins with a sign below the letters
            number, printed = int(printed[:3]), printed[3:]
        else:
            number += 1
        yield f"{above}{number:03}", printed


@cache
def _townships() -> _Townships:
    table = _Townships({}, {}, {})
    for county, printed in _counties().townships.items():
        for code, name in _unpack(county, printed):
            names = table.zones if _is_zone(code, name) else table.full
            names[name] = f"{names[name]} {code}" if name in names else code
    for name in table.full:
        table.lengths[name[:2]] = table.lengths.get(name[:2], 0) | 1 << len(name)
    return table


@cache
def _former() -> dict[str, list[FormerRegion]]:
    """Former divisions by their full and their short names."""
    table: dict[str, list[FormerRegion]] = {}
    for line in _lines("former_regions.txt"):
        name, year, level, codes = line.split(" ")
        was = FormerRegion(name, int(year), level, tuple(region(code) for code in codes.split(",")))
        table.setdefault(name, []).append(was)
        if cut := _SHORT_FORM.fullmatch(name):
            table.setdefault(cut[1], []).append(was)
    return table


@cache
def _county_lengths() -> dict[str, int]:
    """First two characters → the lengths, as bits, of the names above townships that begin so."""
    lengths: dict[str, int] = {}
    for names in (_counties().full, _counties().short, _former()):
        for name in names:
            lengths[name[:2]] = lengths.get(name[:2], 0) | 1 << len(name)
    return lengths
