"""The grammar of units' names: 区发改委 and 云州市青禾区发展和改革委员会 are one body, 区委办 and 区政府办 two."""

import functools
import re
from pathlib import Path
from typing import NamedTuple

from people.places import OWN, Places
from people.spelling import lines_of, unquoted

_DATA = Path(__file__).with_name("data") / "unit_names.txt"
_TAX = "国家税务总局"
_LEAGUE = re.compile(r"^共青团(.+?)委(?:员会)?$")
_LEAGUE_IN_SHORT = re.compile(r"^(.*)团([省市区县旗])委$")
_BRANCH = re.compile(r"^(.+局)([一-龥]{2,7})分局$")  # 市公安局青禾分局
_STREET = re.compile(r"^([一-龥]{2,8}?)(?:街道办事处|街道办|街道|办事处)$")
_ZONES = (
    ("经济技术开发区", "经开区"), ("经济开发区", "经开区"), ("高新技术产业开发区", "高新区"), ("区管理委员会", "区管委会"),
)  # fmt: skip
_GENERIC_ENDS = (
    ("人民政府", "政府"), ("人民法院", "法院"), ("人民检察院", "检察院"), ("办公室", "办"), ("委员会", "委"),
)  # fmt: skip
# A body known by its name without 区 after the place's: 青禾公安分局, 青禾法院.
_DIRECTLY_UNDER = re.compile(r"^直(?:属)?机关(?:工委|工作委员会)$")
_AFTER_SHORT_PLACE = re.compile(r".*(?:分局|法院|检察院|税务局|管委会|经开区.*|高新区.*)$")
# What a bare name must end in to be asked for among the bodies of towns and zones: 财政所, 财政局.
_COMMON_END = re.compile(r"(?:局|所|办|中心|站|院|委)$")


class UnitKey(NamedTuple):
    """One body: whose it is (`Places.split`) and what it is, in its known form."""

    of: str
    body: str


class UnitName(NamedTuple):
    """A unit's name taken apart: the body it means, the body as it is written, and whether no place stands before it."""

    key: UnitKey
    written: str
    is_bare: bool = False


@functools.cache
def _bodies() -> tuple[dict[str, str], dict[str, tuple[str, ...]], frozenset[str]]:
    """Form → known form; known form → its forms; the known forms of departments of the party committee."""
    known, forms, of_party = {}, {}, set()
    for line in lines_of(_DATA):
        is_of_party, first = line.startswith("委: "), None
        listed = line.removeprefix("委: ").split()
        if is_of_party:
            listed = ["委" + form for form in listed]
            of_party.add(listed[0])
        for group in [listed, *([[f[:-1] + "分局" for f in listed]] if all(f.endswith("局") for f in listed) else [])]:
            first = group[0]
            forms[first] = tuple(group)
            for form in group:
                known[form] = first
    return known, forms, frozenset(of_party)


@functools.lru_cache(maxsize=1 << 14)
def known_form(body: str) -> str:
    """A body without its place in its known form: 发展和改革委员会 → 发改委, 青溪镇应急管理办公室 → 青溪镇应急办."""
    known, _, of_party = _bodies()
    body = _zones_in_short(body)
    if body in known:
        return known[body]
    if "委" + body in known and known["委" + body] in of_party and body not in ("办", "办公室"):
        return known["委" + body]  # 组织部: no other body has one
    if street := _STREET.match(body):
        return street[1] + "街道"
    if _DIRECTLY_UNDER.match(body):  # 区直机关工委
        return "委直属机关工委"
    # From the second character of the name of a town or zone on; the longest form first.
    for start in range(2, len(body) - 2):
        if (end := body[start:]) in known and not known[end].startswith("委"):
            return body[:start] + known[end]
    # A part of a body: 人社局劳动监察大队.
    for end in range(len(body) - 2, 2, -1):
        if body[end - 1] in "局委会" and body[:end] in known and not body[end:].startswith("分局"):
            return known[body[:end]] + _short_end(body[end:])
    return _short_end(body)


def _short_end(body: str) -> str:
    for long, short in _GENERIC_ENDS:
        if body.endswith(long) and len(body) > len(long):
            return body[: -len(long)] + short
    return body


def _zones_in_short(body: str) -> str:
    for long, short in _ZONES:
        body = body.replace(long, short)
    return body


def branch_of(body: str, places: Places) -> UnitKey | None:
    """The branch of a city's bureau in a district: 公安局青禾分局 in 青禾区 is the district's own 公安分局."""
    if not (branch := _BRANCH.match(body)):
        return None
    bureau, where = known_form(branch[1]).removesuffix("局"), branch[2]
    return UnitKey(OWN if where in (places.short, places.name) else where, known_form(bureau + "分局"))


def unit_name(name: str, places: Places) -> UnitName | None:
    """A unit's name taken apart; None where it joins several (区委、区政府办公室)."""
    text = unquoted(name)
    if "、" in text:
        return None
    if _TAX in text and text.endswith("税务局"):
        text = text.replace(_TAX, "", 1)
    if league := _LEAGUE.match(text):
        scope = places.split(league[1] + "委")
        return UnitName(UnitKey(league[1] if scope.of is None else scope.of, "团委"), "团委")
    if (league := _LEAGUE_IN_SHORT.match(text)) and league[1] in ("", places.short, places.name):
        return UnitName(UnitKey(OWN if league[2] == places.level else league[2], "团委"), "团委")
    of, rest = places.split(text)
    if branch := branch_of(rest, places):
        return UnitName(branch, branch.body)
    rest = _zones_in_short(rest)
    if of in (None, OWN) and rest.startswith(places.short) and _AFTER_SHORT_PLACE.match(rest, len(places.short)):
        of, rest = OWN, rest[len(places.short) :]
    return UnitName(UnitKey(OWN if of is None else of, known_form(rest)), rest, of is None)


def unit_forms(key: UnitKey, places: Places) -> set[str]:
    """The usual spellings of a body, under which it may stand in a register."""
    of_party = _bodies()[2]
    bodies = body_forms(key.body)
    found = {prefix + body for prefix in places.prefixes(key.of) for body in bodies}
    if key.of == OWN:
        short = places.short
        if key.body in of_party:
            found |= {f"中共{places.name}{body}" for body in bodies} | {body[1:] for body in bodies if len(body) > 2}
        if _AFTER_SHORT_PLACE.match(key.body):
            found |= {short + body for body in bodies}
        if key.body.endswith("分局"):
            above = [*(name[-1] for name in places.above), *places.above, ""]
            whole = {body.removesuffix("分局") + "局" for body in bodies}
            found |= {f"{one}{body}{where}分局" for one in above for body in whole for where in (short, places.name)}
        if key.body == "委直属机关工委":
            found |= {f"{prefix}直{of}机关工委" for prefix in places.own_prefixes() for of in ("", "属")}
        if key.body == "税务局":
            found |= {_TAX + prefix + "税务局" for prefix in places.own_prefixes() if len(prefix) > 1}
        if key.body == "团委":
            found |= {f"团{places.level}委", f"{short}团{places.level}委"}
            found |= {f"共青团{p}{end}" for p in places.own_prefixes()[1:-1] for end in ("委", "委员会")}
    return found


def common_end(key: UnitKey) -> str:
    """Of a bare name's body, what the bodies of towns and zones end in when they are called alike; "" if none are."""
    return key.body if key.of == OWN and _COMMON_END.search(key.body) and len(key.body) > 2 else ""


def body_forms(body: str) -> set[str]:
    """The usual spellings of a body in its known form, without its place."""
    forms = _bodies()[1]
    if body in forms:
        found = set(forms[body])
    else:
        found = {body}
        if body.endswith("街道"):
            found |= {body + "办事处", body + "办", body.removesuffix("街道") + "办事处"}
        for start in range(2, len(body) - 1):
            if body[start:] in forms:
                found |= {body[:start] + form for form in forms[body[start:]]}
            if body[:start] in forms and body[start - 1] in "局委会":
                found |= {form + body[start:] for form in forms[body[:start]]}
        for long, short in _GENERIC_ENDS:
            found |= {form.removesuffix(short) + long for form in set(found) if form.endswith(short) and form != short}
    for long, short in _ZONES:
        found |= {form.replace(short, long) for form in set(found) if short in form}
    return found
