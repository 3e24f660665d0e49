"""Where a name begins that is known by its end: a firm by 公司, a project by 项目, a body by 局.

The characters before the end are read backwards, word by word. A mark, a verb, an adverb or a function word ends what
belongs to the name; nouns, places and the verbs that name a trade or a work (建设, 加工, 改造) go on into it.
"""

import re
from functools import cache, lru_cache

from .lexicon import common_words, words
from .regions import named

_HARD = frozenset("，。；：！？、\n!?;…—《》【】[]|↑▲●■◆/")
_OPEN, _CLOSE = "“‘（(『", "”’）)』"
_PAIRS = dict(zip(_CLOSE, _OPEN, strict=True))
# Function characters: with the name's own characters to their right they end it wherever they stand.
_ALWAYS = frozenset("作暨但的了着在到由及与是有把将被让给向从对于就该各每某我你他她它们这那请")
# These also stand inside brands (中和, 同力, 为康), so they end a name only where a brand stands to their right.
_SOMETIMES = frozenset("和同为以并而等来去赴随率带共按据经也都均还已曾又再更最其之所说称看听获达约近逾超占推抓拟使令会")
_OF_BRANDS = frozenset("和同为以并来顺令盈")
_OF_NAMES = ("verbs_in_names", "enterprise_trades", "project_works", "organization_ends", "generic_projects")
_EVERYDAY = _ALWAYS | _SOMETIMES | frozenset("省市区县镇乡村州旗国新老大小多全总分")
_OUTSIDE_KINDS = frozenset(["verb", "adverb", "function", "time", "number", "phrase"])
_MEASURED = re.compile(
    r"(?:\d[\d.]{0,9}|[一二两三四五六七八九十百千数几]{1,4})(?:余|多)?(?:年|年度|月|月份|季度|日|号|点|时|家|个|名|位|批|项|件|次|人|户|亿元?|万元?|亿美元|万美元|美元|元|%|届|天|大|类|座|条|处|所|支|场|轮|期)$"
)
_MEASURES = frozenset("度份年月日号点时家个名位批项件次人户亿万元%届天大类座条处所支场轮期")
_AMOUNT = re.compile(
    r"\d[\d.×]{0,9}(?:万|亿|千|百)?(?:吨|件|台|套|头|只|亩|公里|千米|米|兆瓦|千瓦|千伏|平方米|立方米|平米|辆|片|张|条|座|锭|支|升|千升|羽|株|箱|标箱|MW|GW|kV|t/d|个床位|张床位)$"
)
_MAKES_NOUN = frozenset("器机仪剂塔炉泵阀轴板管件材")
_WITH_FIRM = frozenset(["企业管理", "企业服务", "企业发展", "企业集团", "企业咨询", "企业总部", "公司制"])
_ENDS_ANOTHER = frozenset(["企业", "公司", "项目"])
_ENDS_ANOTHER_PROJECT = frozenset(["企业", "项目"])


@cache
def outside_words() -> frozenset[str]:
    """Words that are no part of a name; what stands to the right of one may begin it."""
    kinds = common_words()
    inside = frozenset(word for name in _OF_NAMES[:-1] for word in words(name))
    listed = {word for word in words("outside_names") if len(word) > 1}
    return frozenset({word for word, kind in kinds.items() if kind in _OUTSIDE_KINDS} - inside | listed - inside)


@cache
def _inside_words() -> frozenset[str]:
    listed = [word for name in _OF_NAMES for word in words(name) if 1 < len(word) <= 4]
    return frozenset(common_words()) | frozenset(listed)


def is_region(word: str) -> bool:
    """Whether a word is the full or short name of a province, city or county."""
    return bool(named(word, townships=False))


@lru_cache(maxsize=16_384)
def _region(word: str) -> bool:
    return is_region(word)


def name_start(
    text: str, end: int, floor: int = 0, stops: frozenset[int] | set[int] = frozenset(), amounts: bool = False
) -> int:
    """Where the name begins that ends in a known way at `end`, not before `floor`; `stops` are places it cannot cross.

    text[start:end] may be empty, when a word that is no part of a name stands right before `end`. With `amounts` a
    name goes on over what it makes (年产40万件羊绒衫), as projects' names do.
    """
    floor = max(floor, end - (48 if amounts else 36))
    others = _ENDS_ANOTHER_PROJECT if amounts else _ENDS_ANOTHER
    at = end
    branded = False  # whether something that is no everyday word was met
    while at > floor and at not in stops:
        char = text[at - 1]
        if char in _CLOSE:
            opened = text.rfind(_PAIRS[char], max(floor, at - 24), at - 1)
            if opened < 0:
                break
            at, branded = opened, True
            continue
        if char in _HARD or char in _OPEN or char.isspace():
            break
        if amounts and (amount := _AMOUNT.search(text, max(floor, at - 14), at)):
            at = amount.start()
            continue
        if amounts and char == "期" and text[at - 2] in "一二三四五六":
            at -= 2
            continue
        if char in _MEASURES and not text.startswith("车", at) and _MEASURED.search(text, max(floor, at - 12), at):
            break
        size, outside = _word_before(text, at, floor)
        if outside and at < end and text[at] in _MAKES_NOUN and common_words().get(text[at - size : at]) == "verb":
            outside = False  # 减速器, 搅拌站: with what follows it is a thing
        if outside and amounts and common_words().get(text[at - size : at]) == "number":
            outside = False  # 万头肉牛, 百万平方米
        if outside or (at < end and text[at - 2 : at] in others and text[at - size : at] not in _WITH_FIRM):
            if not branded and outside and size == 2 and _region_before(text, at - size, floor):
                branded = True  # 锦州腾飞食品: a brand that reads as a verb, behind its place
            else:
                break
        if size == 1:
            if char in _ALWAYS or (char in _SOMETIMES and branded and not _is_first(text, at, floor)):
                break
            branded = branded or char not in _SOMETIMES
        at -= size
    return at


def _word_before(text: str, at: int, floor: int) -> tuple[int, bool]:
    """The length of the word that ends at `at` (1 when no longer one does), and whether it stands outside names."""
    inside, outside = _inside_words(), outside_words()
    for size in (4, 3, 2):
        if at - size < floor:
            continue
        word = text[at - size : at]
        if word in outside:
            return size, not (common_words().get(word) == "number" and _region(word))  # 二七 is a district
        if word in inside or _region(word):
            return size, False
    return 1, False


def _is_first(text: str, at: int, floor: int) -> bool:
    """Whether the character before `at` stands right after a mark or 和 (甲集团和同益集团): there it can only belong to the name."""
    return at - 1 > floor and text[at - 2] in "，。；、和与及“（" and text[at - 1] in _OF_BRANDS


def begins_outside(text: str, start: int, end: int) -> bool:
    """Whether what text[start:end] begins with is no part of a name: a function character, a verb, a number."""
    if text[start] in _ALWAYS or text[start] in _SOMETIMES or text[start] in "要须应其像如" or text[start].isdigit():
        return True
    outside, inside = outside_words(), _inside_words()
    for size in (4, 3, 2):
        word = text[start : start + size]
        if word in outside:
            return True
        if word in inside and start + size < end:
            return common_words().get(word) in ("verb", "verbal_noun", "adverb")
    return False


def _region_before(text: str, at: int, floor: int) -> bool:
    return any(at - size >= floor and _region(text[at - size : at]) for size in (4, 3, 2))


@lru_cache(maxsize=16_384)
def brand_in(name: str) -> str:
    """The brand that a firm's name begins with, its place left out: the characters before the first everyday word; "" when there is none."""
    inside, outside = _inside_words(), outside_words()
    start = 0
    for size in (4, 3, 2, 5, 6):
        if size < len(name) - 1 and _region(name[:size]):
            start = size
            break
    at = start
    while at < len(name):
        if any(name[at : at + size] in inside or name[at : at + size] in outside for size in (2, 3, 4)):
            break
        at += 1
    return name[start:at] if at - start > 1 else ""


@lru_cache(maxsize=16_384)
def is_everyday(name: str) -> bool:
    """Whether a name is made of everyday words, places and function characters alone (重点企业, 并共): it names nothing."""
    at, inside = len(name), _inside_words()
    outside = outside_words()
    while at > 0:
        for size in (4, 3, 2):
            word = name[at - size : at] if at >= size else ""
            if word and (word in inside or word in outside or _region(word)):
                at -= size
                break
        else:
            if name[at - 1] not in _EVERYDAY:
                return False
            at -= 1
    return True
