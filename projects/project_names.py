"""The grammar of projects' names: place, builder, what is built, phase, 项目. A phase is never another, nor the whole."""

import functools
import re
from pathlib import Path
from typing import NamedTuple

from people.places import Places
from people.spelling import lines_of, unquoted

_WORKS = Path(__file__).with_name("data") / "works.txt"
_NUMERALS = {c: n for n, c in enumerate("一二三四五六七八九", 1)} | {"首": 1}
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6}
_PHASE = re.compile(r"\(?第?(\d{1,2}|首|[一二三四五六七八九十]{1,3}|(?<![a-z])(?:i{1,3}|iv|vi?))期(?:工程|项目)?\)?")
# 第三小学, 三标段, 一号楼: the number tells one from another, in whatever digits it is printed.
_NUMBERED = re.compile(
    r"(?<=第)([一二三四五六七八九十]{1,3})|([一二三四五六七八九十]{1,3})(?=号|标|批|组团|地块|[小中]学|高中|水厂|幼儿园|幼|医院|环)"
)
_ENDING = re.compile(r"(?:工程建设项目|建设工程项目|建设项目|工程项目|建设工程|项目|工程|建设)$")
_DASHES = re.compile(r"[—–―~～\-]+|(?<=[路街道桥口])至(?=[一-龥]{1,8}[路街道桥口])")
_BRACKETS = re.compile(r"[()\[\]【】〔〕]")
_BUILDER = re.compile(r"^.{2,}?(?:有限责任公司|有限公司|股份公司|总公司|公司|集团)(?=[一-龥A-Za-z0-9])")
_TOWN = re.compile(r"^([一-龥]{2,3}?(?:镇|乡|街道))(?=[一-龥A-Za-z0-9]{2})")
# Of two names that go on differently after the same beginning: parts of one project.
_MEASURED = re.compile(r"(?:年|日|月)(?:产|处理|加工)|\d|新建|建设|扩建|改建")
_PART = re.compile(r"^(?:[A-Za-z0-9]{1,3}|[东西南北中]|[甲乙丙丁])?(?:号)?(?:地块|标段|标|号楼|楼|段|组团|片区|区|线)")


class ProjectName(NamedTuple):
    """A project's name taken apart."""

    core: str  # without place, quotation marks, phase and closing 项目, 工程
    town: str
    phases: tuple[int, ...]
    is_own: bool  # printed with the name of the district before it
    builder: str

    @property
    def is_distinct(self) -> bool:
        """Whether the core tells the project without a place: 瑞川物流园, not 污水处理厂 or what no list knows."""
        return _is_distinct(self.core)


@functools.cache
def _works() -> frozenset[str]:
    return frozenset(" ".join(lines_of(_WORKS)).split())


@functools.lru_cache(maxsize=1 << 13)
def _is_common(core: str) -> bool:
    """Whether a name is made of words for kinds of works alone."""
    core = re.sub(r"\d+", "", core)
    if not core:
        return True
    works = _works()
    return any(core[:n] in works and _is_common(core[n:]) for n in range(min(len(core), 8), 0, -1))


@functools.lru_cache(maxsize=1 << 13)
def _is_distinct(core: str) -> bool:
    """Whether a name is one of its own before a known kind of work: 瑞川|物流园."""
    if _is_common(core) or _MEASURED.match(core):
        return False
    ends = [start for start in range(2, len(core) - 1) if _is_common(core[start:])]
    return bool(ends) and not _is_common(core[: ends[0]])


def _number(text: str) -> int:
    if text.isdecimal():
        return int(text)
    if text in _ROMAN:
        return _ROMAN[text]
    tens, ten, ones = text.rpartition("十")
    if not ten and len(text) > 1:  # 一二号: digit by digit
        return int("".join(str(_NUMERALS.get(digit, 0)) for digit in text))
    return (10 * _NUMERALS.get(tens, 1) if ten else 0) + _NUMERALS.get(ones, 0)


@functools.lru_cache(maxsize=1 << 14)
def _without_place(name: str) -> tuple[str, tuple[int, ...]]:
    text = unquoted(name).lower()
    phases = tuple(_number(found) for found in _PHASE.findall(text))
    if phases:
        text = _PHASE.sub("", text)
    text = _NUMBERED.sub(lambda found: str(_number(found[0])), text)
    text = _BRACKETS.sub("", _DASHES.sub("-", text))
    while len(shorter := _ENDING.sub("", text)) >= 2 and shorter != text:
        text = shorter
    return text, phases


def project_key(name: str) -> str:
    """What two printings of one project's name share, place and builder left aside: of new names this is locked."""
    text, phases = _without_place(name)
    return text + "".join(f"#{phase}" for phase in phases)


@functools.lru_cache(maxsize=1 << 14)
def _parsed(name: str, own: str, above: tuple[str, ...]) -> ProjectName:
    text, phases = _without_place(name)
    is_own = False
    for place in (*reversed(above), own):
        if text.startswith(place) and len(text) >= len(place) + 2:
            text, is_own = text[len(place) :], is_own or place == own
    builder = found[0] if (found := _BUILDER.match(text)) and len(text) >= found.end() + 2 else ""
    text = text[len(builder) :]
    town = found[1] if not builder and (found := _TOWN.match(text)) else ""
    text = text[len(town) :]
    return ProjectName(text, town, phases, is_own, builder)


def project_name(name: str, places: Places) -> ProjectName:
    """A printed or registered name taken apart, as it is read in a district."""
    return _parsed(name, places.name, places.above)


def is_same(printed: ProjectName, known: ProjectName) -> bool:
    """Whether two names are one project: same core and phase, no other town, a core of its own where places differ."""
    if (printed.core, printed.phases) != (known.core, known.phases):
        return False
    if (printed.town, printed.builder) == (known.town, known.builder):
        return True
    return not _differ(printed, known) and printed.is_distinct


def may_be_elsewhere(printed: ProjectName, known: ProjectName) -> bool:
    """Whether only the missing town or builder keeps two names from being one: 污水处理厂 for 青溪镇污水处理厂."""
    return (printed.core, printed.phases) == (known.core, known.phases) and not _differ(printed, known)


def may_be_part(printed: ProjectName, known: ProjectName) -> bool:
    """Whether a name without a phase or a section means one of which `known` is a part (一期, A地块)."""
    if printed.phases or _differ(printed, known):
        return False
    rest = known.core.removeprefix(printed.core)
    return bool(known.phases) if not rest else rest != known.core and bool(_PART.match(rest))


def _differ(one: ProjectName, other: ProjectName) -> bool:
    """Whether two names give different towns or different builders."""
    towns, builders = {one.town, other.town} - {""}, {one.builder, other.builder} - {""}
    return len(towns) > 1 or len(builders) > 1
