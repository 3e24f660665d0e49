"""Printed names against the register: matched, ambiguous or new, with the reason, never a guess."""

import enum
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from people.models import District, Enterprise, Official, Organization, Post
from people.title_text import departments_of, names_no_post

# How a company's or a body's legal name ends; a short form leaves it out.
_LEGAL_ENDING = re.compile(r"(?:股份|集团)?(?:有限责任|有限|股份)?公司$|[（(]集团[)）]|集团$")
# 城市, 社区, 园区 and the like close no region.
_REGION = re.compile(r"^(?:[一-龥]{2,7}?(?:省|(?<!城)市|县|(?<![社园景小])区)){1,3}")


class Outcome(enum.Enum):
    MATCHED = "matched"
    AMBIGUOUS = "ambiguous"
    NEW = "new"


@dataclass(frozen=True)
class Match:
    """What a printed name is in the register. `row` only when matched; `learn` when it is a new alias of the row."""

    outcome: Outcome
    reason: str
    row: Any = None
    candidates: tuple = field(default=())
    learn: bool = False


def new(reason: str = "台账中没有这个名称") -> Match:
    return Match(Outcome.NEW, reason)


def one_or_ambiguous(candidates: Iterable, reason: str, *, learn: bool = False) -> Match | None:
    """Matched when there is one candidate, ambiguous when several, None when there is none."""
    candidates = tuple({row.pk: row for row in candidates}.values())
    if not candidates:
        return None
    if len(candidates) == 1:
        return Match(Outcome.MATCHED, reason, candidates[0], candidates, learn)
    return Match(Outcome.AMBIGUOUS, f"{reason}的有 {len(candidates)} 个", None, candidates)


def match_officials(district: District, printed: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Match]:
    """Match (name, title as printed) pairs against the officials of a district.

    One official of that name and no contradiction of title is matched; two different departments at one time
    contradict, 区领导 contradicts nothing. Several of one name are told apart by a title only one of them holds.
    """
    pairs = set(printed)
    by_name = defaultdict(list)
    for official in Official.objects.filter(district=district, name__in={name for name, _ in pairs}):
        by_name[official.name].append(official)
    posts = defaultdict(list)
    pks = [official.pk for officials in by_name.values() for official in officials]
    for post in Post.objects.filter(official__in=pks, end_date=None):
        posts[post.official_id].append(post.title)
    return {(name, title): _match_official(by_name[name], title, posts) for name, title in pairs}


def _match_official(namesakes: list[Official], title: str, posts: dict[int, list[str]]) -> Match:
    if not namesakes:
        return new("没有这个姓名")
    if len(namesakes) == 1:
        held = posts[namesakes[0].pk]
        if contradicts(title, held):
            return Match(
                Outcome.AMBIGUOUS,
                f"有一位同名者,但职务不同:{'、'.join(held)}",
                None,
                tuple(namesakes),
            )
        return Match(Outcome.MATCHED, "同名一人,职务不矛盾", namesakes[0], tuple(namesakes))
    if not names_no_post(title):
        holders = [o for o in namesakes if any(_same_post(title, held) for held in posts[o.pk])]
        if len(holders) == 1:
            return Match(Outcome.MATCHED, "同名多人,职务相同者一人", holders[0], tuple(namesakes))
    return Match(Outcome.AMBIGUOUS, f"同名者有 {len(namesakes)} 位", None, tuple(namesakes))


def _same_post(title: str, held: str) -> bool:
    return title == held or title.endswith(held) or held.endswith(title)


def contradicts(title: str, held: list[str]) -> bool:
    """Whether a printed title names another department than every post in `held`: two at one time are two people."""
    if names_no_post(title):
        return False
    named = departments_of(title)
    known = frozenset().union(*(departments_of(t) for t in held)) if held else frozenset()
    return bool(named and known) and named.isdisjoint(known)


def match_organizations(district: District, names: Iterable[str]) -> dict[str, Match]:
    """Match printed unit names: exact, alias, or the same with or without the district's name before it."""
    return {
        name: _by_name(Organization, "aliases", district, name, _district_forms(name, district.name)) or new()
        for name in set(names)
    }


def match_enterprises(district: District, names: Iterable[str]) -> dict[str, Match]:
    """Match printed enterprise names: exact, alias, or one the short form of the other (二七投控)."""
    matches = {}
    for name in set(names):
        match = _by_name(Enterprise, "aliases", district, name, {name})
        matches[name] = match or _by_short_form(district, name) or new()
    return matches


def _by_name(model, aliases: str, district: District, name: str, forms: set[str]) -> Match | None:
    rows = model.objects.filter(district=district)
    exact = one_or_ambiguous(rows.filter(name=name), "名称一致")
    if exact:
        return exact
    alias = one_or_ambiguous(rows.filter(**{f"{aliases}__name": name}), "与别名一致")
    if alias:
        return alias
    variants = forms - {name}
    if not variants:
        return None
    condition = Q(name__in=variants) | Q(**{f"{aliases}__name__in": variants})
    return one_or_ambiguous(rows.filter(condition), "仅差行政区名", learn=True)


def _district_forms(name: str, district_name: str) -> set[str]:
    """区商务局, 二七区商务局 in 二七区: the forms of one unit's name."""
    forms = {name}
    if name.startswith(district_name):
        forms |= {name[len(district_name) :], name[len(district_name) - 1 :]}
    elif name.startswith(district_name[-1]):
        forms.add(district_name[:-1] + name)
    else:
        forms.add(district_name + name)
    return {form for form in forms if len(form) > 1}


def _by_short_form(district: District, name: str) -> Match | None:
    brand = core_of(name)[:2]
    if len(brand) < 2:
        return None
    candidates = Enterprise.objects.filter(district=district, name__contains=brand)
    similar = [row for row in candidates if is_short_form(name, row.name) or is_short_form(row.name, name)]
    return one_or_ambiguous(similar, "一方是另一方的简称", learn=True)


def core_of(name: str) -> str:
    """An enterprise's name without region and legal ending: 河南某某置业有限公司 → 某某置业.

    A province or city without its 省 or 市 is cut only by `is_short_form`, which has the other name to compare.
    """
    return _LEGAL_ENDING.sub("", _REGION.sub("", name)) or name


def is_short_form(short: str, full: str) -> bool:
    """Whether `short` (3 characters at least) is how `full` is called in short.

    Its first two characters stand together at the head of the full name's brand, a region of two or three
    characters before it left out; the others follow in order within it: 二七投控 of 郑州二七投资控股集团有限公司.
    """
    core = core_of(full)
    if not 3 <= len(short) < len(full) or _LEGAL_ENDING.search(short):
        return False
    start = core.find(short[:2])
    if start < 0 or start > 3 or (start == 1):
        return False
    place = start + 2
    for character in short[2:]:
        found = core.find(character, place)
        if found < 0:
            return False
        place = found + 1
    return True
