"""The offices a printed title names, and whether one person can hold two of them: 区委常委、副区长; 区商务局局长."""

import functools
import re
from collections.abc import Collection, Iterable
from typing import NamedTuple

from people.places import OWN, Places
from people.spelling import unquoted
from people.title_text import is_enterprise_title, names_no_post
from people.unit_names import branch_of, known_form, unit_name

_PARTS = re.compile(r"[、,;/]|兼任?")
_FORMER = re.compile(r"^(?:时任|原任?|现任|拟任|新任|中共)")
_HEAD = re.compile(
    r"((?:代理?|常务|第一|专职|兼职|执行|主持工作的)?(?:党组|党工委|党委|党总支|党支部|工委)?(?:代理?|常务|第一|专职|执行)?副?"
    r"(?:书记|局长|主任|部长|主席|院长|检察长|镇长|乡长|厅长|处长|科长|股长|所长|站长|校长|园长|秘书长|会长|理事长|政委|支队长|大队长|中队长"
    r"|队长|行长|台长|馆长|村长|支书|社长|总工程师|总规划师|成员|委员|常委|[一二三四]级(?:主任科员|调研员|巡视员)|巡视员|调研员|科员|干事"
    r"|干部|专员|长|主要负责人|主要负责同志|负责人|负责同志))$"
)
_LEVEL_HEAD = re.compile(r"((?:代理?|常务|第一)?副?)([省市区县旗])长")
_GOVERNMENT_HEAD = re.compile(r"(?:人民政府|政府)?((?:代理?|常务|第一)?副?)[省市区县旗]?长")
_TOWN = re.compile(r"^([一-龥]{2,8}?(?:镇|乡|街道))")
_TOWN_BODY = re.compile(r"^([一-龥]{2,8}?(?:镇|乡))(?:人民政府|政府|党委|人大|机关|党政办)?$")
_STREET_BODY = re.compile(r"^([一-龥]{2,8}?)(?:街道办事处|街道办|街道党工委|街道|办事处)$")
_ZONE_BODY = re.compile(r"^([一-龥]*区)(?:党工委|管委会|管理委员会)?$")
_LEAGUE = re.compile(r"^(共青团.+?委(?:员会)?|.*团[省市区县旗]委)(副?书记)$")
_LEADING = {"委", "政府", "人大", "人大常委会", "政协", "纪委", "监委", "纪委监委", "法院", "检察院", "人武部", ""}
_LEADING_DEPARTMENTS = {
    "委组织部",
    "委宣传部",
    "委统战部",
    "委政法委",
    "委社会工作部",
}  # their heads sit in the standing committee
_LOW = re.compile(r"(?:村|社区|学校|中学|小学|幼儿园|医院|卫生院|[科股室队所站])$")
_STAFF = ("科员", "干事", "干部", "科长", "股长", "所长", "站长", "校长", "园长", "村长", "支书", "中队长")

LEADER, CHIEF, DEPUTY, STAFF = 3, 2, 1, 0  # ranks in a district
ALL, ONE, VAGUE, BODY = 4, 3, 2, 1  # how much of a title is shared
_VAGUE = ("常委", "委员", "成员", "负责人", "负责同志")


class Office(NamedTuple):
    """One office: whose body it is in (`Scope.of`), the body, the post in it, and its rank in a district."""

    of: str
    body: str
    head: str
    rank: int | None  # None where the title does not tell (二级巡视员)


@functools.lru_cache(maxsize=1 << 14)
def _parsed(title: str, name: str, above: tuple[str, ...]) -> tuple[Office, ...]:
    places = Places(name, above)
    found: list[Office] = []
    for part in _PARTS.split(unquoted(title)):
        part = _FORMER.sub("", part)
        if part and not names_no_post(part):
            found.append(_office(part, places, found[-1] if found else None))
    return tuple(found)


def offices_of(title: str, places: Places) -> tuple[Office, ...]:
    """The offices of a printed title, in its order; none in a group title such as 区领导.

    A part without a body belongs to the body before it: 区商务局党组书记、局长.
    """
    return _parsed(title, places.name, places.above)


def _office(part: str, places: Places, before: Office | None) -> Office:
    of, rest = places.split(part)
    if "团" in part and (league := _LEAGUE.match(part)) and (unit := unit_name(league[1], places)):
        return Office(*unit.key, league[2], _rank(unit.key.body, league[2]))
    if of is None and (level := _LEVEL_HEAD.fullmatch(rest)):  # 副区长, 代区长
        of = OWN if level[2] == places.level else level[2]
        return Office(of, "政府", level[1] + "长", LEADER)
    if (of is not None or "政府" in rest) and (level := _GOVERNMENT_HEAD.fullmatch(rest)):  # 区|长, 区|政府副区长
        return Office(OWN if of is None else of, "政府", level[1] + "长", LEADER)
    found = _HEAD.search(rest)
    head, body = (found[1], rest[: found.start()]) if found else ("", rest)
    ending = head.lstrip("副代理常务第一")[:1] if head.endswith("长") else ""
    if body and ending and ending in "局部院厅处镇乡站所" and not body.endswith(ending) and not _TOWN.match(body):
        body += ending  # 财政局长, 组织部长
    is_party = re.match(r"(?:党组|党工委|党委|党总支|党支部|工委)", head)
    bare_head = head[is_party.end() :] if is_party else head
    if not body and before is not None:
        body, of = before.body, before.of if of is None else of
        if bare_head.endswith(("镇长", "乡长")) and not body.endswith(bare_head[-2]):
            body = ""
    elif body in ("办事处", "街道办事处", "街道办") and before is not None and before.body.endswith("街道"):
        body, of = before.body, before.of
    if body in ("办公室", "办") and before is not None and before.body in ("委", "政府", "人大", "人大常委会", "政协"):
        body, of = before.body + "办", before.of
    if branch := branch_of(body, places):
        of, body = branch
    body = _body(body, places)
    if not body and bare_head.endswith("检察长"):
        body = "检察院"
    of = OWN if of is None else of
    return Office(of, body, head, _rank(body, head))


def _body(body: str, places: Places) -> str:
    if zone := _ZONE_BODY.match(body):
        return known_form(zone[1]).removeprefix(places.short)
    if town := _TOWN_BODY.match(body):
        return town[1]
    if street := _STREET_BODY.match(body):
        return street[1] + "街道"
    return known_form(body) if body else ""


def _rank(body: str, head: str) -> int | None:
    if head.endswith(("巡视员", "调研员", "主任科员")) or (not body and not head):
        return None
    if body in _LEADING:
        return LEADER if body else None
    if _LOW.search(body) or head.endswith(_STAFF):
        return STAFF
    if "副" in head or head.endswith(("成员", "委员")):
        return DEPUTY
    return LEADER if body in _LEADING_DEPARTMENTS else CHIEF


def contradicts(title: str, held: Iterable[str], places: Places, later: Collection[str] = ()) -> bool:
    """Whether who holds the titles `held` can hardly be whom a printed title names.

    Two departments, two districts or levels at one time are two people, so is an office in a company; a rise to a
    leading post is one person. Of `held` the titles in `later` were first seen after the printed one was. 区领导 and
    市领导 contradict nothing.
    """
    if names_no_post(title):
        return False
    held = list(held)
    if is_enterprise_title(title):
        return bool(held) and title not in held
    printed = offices_of(title, places)
    known = [
        (office, one in later) for one in held if not is_enterprise_title(one) for office in offices_of(one, places)
    ]
    if not printed:
        return False
    if not known:  # who is known by an office in a company alone
        return bool(held)
    return not any(
        _compatible(one, other) or (is_later and _compatible(other, one))
        for one in printed
        for other, is_later in known
    )


def _compatible(printed: Office, known: Office) -> bool:
    """Whether one person may hold `known` and, at that time or later, `printed`."""
    if printed.of != known.of:
        return False
    if printed.body == known.body:
        return True
    if printed.rank is None or known.rank is None:  # 二级巡视员
        return min(LEADER if one.rank is None else one.rank for one in (printed, known)) >= CHIEF
    return printed.rank == LEADER and known.rank >= CHIEF


def share(title: str, held: Iterable[str], places: Places) -> int:
    """How much of a printed title somebody holds.

    ALL its offices, ONE of them, one that many hold (VAGUE: 区委常委), an alike one in a BODY it names, or 0.
    """
    printed = offices_of(title, places)
    known = [office for one in held for office in offices_of(one, places)]
    if not printed or not known:
        return 0
    same = [one for one in printed if any(_same_office(one, other) for other in known)]
    if same:
        return ALL if len(same) == len(printed) else VAGUE if all(one.head.endswith(_VAGUE) for one in same) else ONE
    return BODY if any(_alike_in_one_body(one, other) for one in printed for other in known) else 0


def is_in_a_body_of(title: str, held: Iterable[str], places: Places) -> bool:
    """Whether somebody is in a department that a printed title names, in whatever post."""
    bodies = {(office.of, office.body) for office in offices_of(title, places)}
    known = (office for one in held for office in offices_of(one, places))
    return any((office.of, office.body) in bodies and office.body not in _LEADING for office in known)


def _alike_in_one_body(printed: Office, known: Office) -> bool:
    """Whether two offices of one rank are in one department: 党组书记 and 局长; in a leading body only 党组 says so."""
    if (printed.of, printed.body) != (known.of, known.body) or not printed.body:
        return False
    if printed.body in _LEADING and not printed.head.startswith("党组"):
        return False
    return not printed.head or printed.head.endswith(("负责人", "负责同志")) or printed.rank == known.rank


def _same_office(printed: Office, known: Office) -> bool:
    """区长 is printed of a 代区长, and 副区长 of a 常务副区长, who is named exactly less often."""
    if (printed.of, printed.body) != (known.of, known.body):
        return False
    head, held = (re.sub(r"代理?|专职|执行", "", office.head) for office in (printed, known))
    return head == held or held in (f"常务{head}", f"第一{head}")
