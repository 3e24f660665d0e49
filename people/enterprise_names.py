"""The grammar of companies' names: [place][brand][trade][集团][form], and how a short form is made of it."""

import enum
import functools
import re
from pathlib import Path
from typing import NamedTuple

from people.places import Places
from people.spelling import lines_of, unquoted

_DATA = Path(__file__).with_name("data")
_FORM = re.compile(r"(股份有限公司|股份公司|有限责任公司|有限公司|总公司|公司)$")
_BRANCH = re.compile(r"(?:分公司|支公司|支行|分行|分店|分厂|分院|营业部|营业厅|办事处)$")
_GROUP = re.compile(r"(?:\(集团\)|集团)$")
_DIVISION = re.compile(r"^[一-龥]{2,7}?(?:省|自治区|(?<!城)市|自治州|县|(?<![社园景小校厂])区)(?=[一-龥A-Za-z]{2})")
_FORMS = {
    "股份有限公司": "股份", "股份公司": "股份", "有限责任公司": "有限", "有限公司": "有限", "总公司": "总", "公司": "", "": "",
}  # fmt: skip


class Likeness(enum.IntEnum):
    """How far a printed name can mean a company: only SAME and SHORT link, WEAK asks and stands in a link's way."""

    NONE = 0
    WEAK = 1
    SHORT = 2
    SAME = 3


class Firm(NamedTuple):
    """A company's name taken apart. `form` is "" in a short form; `branch` names only ever equal themselves."""

    whole: str
    region: str  # the last division before the brand, without 省 or 市; "" if none
    core: str  # brand and trade
    brand: str
    trade: tuple[str, ...]
    is_group: bool
    form: str
    is_branch: bool

    @property
    def is_legal(self) -> bool:
        return bool(self.form)


@functools.cache
def _trades() -> tuple[dict[str, tuple[str, ...]], frozenset[str]]:
    """Word of a trade → its short forms, itself first; the words a short form may leave out."""
    words: dict[str, tuple[str, ...]] = {}
    optional: set[str] = set()
    for line in lines_of(_DATA / "trades.txt"):
        if line.startswith("alone: "):
            for word in line.removeprefix("alone: ").split():
                words.setdefault(word, (word,))
        elif line.startswith("left out: "):
            optional |= set(line.removeprefix("left out: ").split())
        else:
            word, *shorts = line.split()
            words[word] = (word, *shorts)
    for word in optional:
        words.setdefault(word, (word,))
    return words, frozenset(optional)


@functools.cache
def places_of_companies() -> frozenset[str]:
    """Provinces and cities as legal names begin with them, 省 or 市 left out."""
    return frozenset(" ".join(lines_of(_DATA / "places.txt")).split())


def trade_words(text: str) -> tuple[str, ...] | None:
    """`text` as words of trades, as few as can be; None where something else stands in it."""
    words = _trades()[0]
    if not text:
        return ()
    for length in range(min(len(text), 6), 0, -1):
        if text[:length] in words and length > 1 and (rest := trade_words(text[length:])) is not None:
            return (text[:length], *rest)
    return None


def brand_and_trade(core: str) -> tuple[str, tuple[str, ...]]:
    """青禾城市建设投资 → 青禾, (城市, 建设, 投资). A core of which nothing is a trade is a brand as a whole."""
    for end in range(2, len(core)):
        trade = trade_words(core[end:])
        if trade is not None:
            return core[:end], trade
    return core, ()


@functools.lru_cache(maxsize=1 << 14)
def _parsed(name: str, own: str, above: tuple[str, ...]) -> Firm:
    whole = unquoted(name)
    if _BRANCH.search(whole):
        return Firm(whole, "", whole, whole, (), False, "", True)
    rest = whole
    form = found[1] if (found := _FORM.search(rest)) and found.start() >= 2 else ""
    rest = rest[: len(rest) - len(form)]
    is_group = bool(found := _GROUP.search(rest)) and found.start() >= 2
    if is_group:
        rest = rest[: found.start()]
    region, core = "", rest
    while step := _region(core, own, above):
        if trade_words(core[len(step) :]) is not None:  # 青禾投资, 云州银行: the place is the brand
            break
        region, core = step.rstrip("省市区县") if len(step) > 2 else step, core[len(step) :]
    brand, trade = brand_and_trade(core)
    return Firm(whole, region, core, brand, trade, is_group, _FORMS[form], False)


def firm_of(name: str, places: Places) -> Firm:
    """A printed or registered name taken apart, as it is read in a district."""
    return _parsed(name, places.name, places.above)


def _region(text: str, own: str, above: tuple[str, ...]) -> str:
    """The division at the head of a name, in full or as names of companies print it; "" if none or nothing follows."""
    for name in (*above, own):
        for form in (name, name[:-1]) if name != own and len(name) > 2 else (name,):
            if text.startswith(form) and len(text) >= len(form) + 2:
                return form
    if found := _DIVISION.match(text):
        return found[0]
    for length in (4, 3, 2):
        if text[:length] in places_of_companies() and len(text) >= length + 2:
            return text[:length] + (text[length] if text[length] in "省市" and len(text) >= length + 3 else "")
    return ""


def likeness(printed: Firm, known: Firm) -> Likeness:
    """How far `printed` can mean the company that is registered, or was printed earlier, as `known`."""
    if printed.whole == known.whole:
        return Likeness.SAME
    if printed.is_branch or known.is_branch:
        return Likeness.NONE
    if printed.region and known.region and printed.region != known.region:
        return Likeness.NONE
    if printed.is_legal and known.is_legal:
        return _of_legal_names(printed, known)
    # A legal name may be what an earlier short form stands for, never the other way round.
    short, full = (known, printed) if printed.is_legal else (printed, known)
    if short.is_group and not full.is_group:
        return Likeness.NONE  # 某某集团 is no company that is none, its subsidiaries least of all
    may_link = Likeness.WEAK if full is printed and short.is_group != full.is_group else Likeness.SHORT
    if short.core == full.core:
        return Likeness.SAME if short.is_group == full.is_group else may_link
    if short.is_group and full.core.startswith(short.core + "集团"):
        return Likeness.NONE
    if len(short.core) >= 3 and short.core == full.brand and not short.is_group:
        return may_link
    if is_short_form(short.core, full):
        return may_link
    return Likeness.WEAK if _in_order(short.core, full.core) else Likeness.NONE


def _of_legal_names(printed: Firm, known: Firm) -> Likeness:
    if printed.core != known.core or printed.is_group != known.is_group:
        return Likeness.NONE
    same_form = printed.form == known.form
    return Likeness.SAME if same_form and printed.region == known.region else Likeness.WEAK


def is_short_form(short: str, full: Firm) -> bool:
    """Whether `short` is the brand of `full` and its trade, word by word, in full or in the words' short forms.

    Words such as 发展 or 管理 may be left out, no other: 青禾投控 is 青禾投资控股, not 青禾城市投资控股.
    """
    if not full.trade or not short.startswith(full.brand) or len(short) < len(full.brand) + 1 or len(short) < 3:
        return False
    return _spells(short[len(full.brand) :], full.trade, is_any=False)


def _spells(text: str, trade: tuple[str, ...], *, is_any: bool) -> bool:
    words, optional = _trades()
    if not trade:
        return not text and is_any
    word, *rest = trade
    for form in words[word]:
        if text.startswith(form) and _spells(text[len(form) :], tuple(rest), is_any=True):
            return True
    return word in optional and _spells(text, tuple(rest), is_any=is_any)


def may_follow_a_place(printed: Firm, known: Firm) -> bool:
    """Whether one name is the other after two or three characters that no table knows for a place: 某州|青禾投控."""
    if printed.is_branch or known.is_branch or (printed.is_legal and known.is_legal):
        return False
    short, full = sorted((printed.core, known.core), key=len)
    return len(short) >= 3 and any(_in_order(short, full[start:]) for start in (2, 3))


def _in_order(short: str, full: str) -> bool:
    """Whether the characters of `short` stand in `full` in order, its first two together at the head."""
    if len(short) < 2 or not full.startswith(short[:2]):
        return False
    rest = iter(full[2:])
    return all(character in rest for character in short[2:])
