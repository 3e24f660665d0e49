"""The grammar of people's names: how one is spelt, and what is no name (李局长, 王某)."""

import functools
import re

from people.spelling import plain, spaced_alike

DOTS = "·•・‧．.∙"
_ADDRESS = re.compile(
    r"[一-龥]{1,2}(?:总?书记|区长|县长|市长|省长|镇长|乡长|局长|部长|主任|主席|院长|检察长|厅长|处长|科长|股长|所长|站长|校长|行长"
    r"|秘书长|会长|政委|专员|董事长|总经理|经理|总|先生|女士|同志|老师|委员|常委|代表|队长|支书|村长)"
)
_MASKED = re.compile(r"[一-龥]{1,2}(?:某{1,2}[一-龥]?|[×xX*＊○]{1,2}[一-龥]?)")
_DOUBLE = ("欧阳", "上官", "司马", "诸葛", "皇甫", "令狐", "慕容", "尉迟", "长孙", "夏侯", "司徒", "闻人", "东方")


@functools.lru_cache(maxsize=1 << 14)
def person_key(name: str) -> str:
    """What two spellings of one name share: padding, width and the dot make no difference."""
    return spaced_alike(name).replace("·", "")


@functools.lru_cache(maxsize=1 << 14)
def printed_keys(name: str) -> tuple[str, ...]:
    """The keys a printed name may have in the register: as it is printed, then in simplified characters."""
    return tuple(dict.fromkeys((person_key(name), person_key(plain(name)))))


@functools.lru_cache(maxsize=1 << 14)
def is_no_name(name: str) -> bool:
    """Whether a printed name is an address or masked (李局长, 张总, 王某某), so that it tells nobody."""
    name = plain(name)
    return bool(_ADDRESS.fullmatch(name) or _MASKED.fullmatch(name))


def surname_of(name: str) -> str:
    """The surname a name or an address begins with."""
    name = plain(name)
    return name[:2] if name.startswith(_DOUBLE) else name[:1]


@functools.lru_cache(maxsize=1 << 14)
def spellings(name: str) -> frozenset[str]:
    """The spellings under which a register may hold a printed name, itself among them."""
    found = {name}
    for spelt in {spaced_alike(name), plain(name)}:
        key = spelt.replace("·", "")
        found |= {spelt, key}
        if "·" in spelt:
            found |= {spelt.replace("·", dot) for dot in DOTS}
        elif len(key) >= 5:  # the name of a people that writes dots, printed without
            places = range(2, len(key) - 1)
            found |= {key[:place] + dot + key[place:] for place in places for dot in DOTS}
            found |= {
                f"{key[:one]}·{key[one:other]}·{key[other:]}" for one in places for other in places if one < other
            }
        if len(key) == 2:
            found |= {key[0] + space + key[1] for space in (" ", "\u3000")}
    return frozenset(found)
