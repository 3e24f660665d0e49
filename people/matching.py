"""Printed names against the register: matched, ambiguous or new, with the reason, never a guess."""

import enum
import functools
import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from django.db import connection
from django.db.models import F, Model, Q

from people.models import District, Enterprise, Official, Organization, Post
from people.title_text import departments_of, names_no_post

# How a company's or a body's legal name ends; a short form leaves it out.
_LEGAL_ENDING = re.compile(r"(?:股份|集团)?(?:有限责任|有限|股份)?公司$|[（(]集团[)）]|集团$")
# 城市, 社区, 园区 and the like close no region.
_REGION = re.compile(r"^(?:[一-龥]{2,7}?(?:省|(?<!城)市|县|(?<![社园景小])区)){1,3}")


# Of more names than these the whole district is read: such a list costs more to look up than it leaves out.
FEW_NAMES = 200


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
    """Matched when there is one candidate, ambiguous when several, None when there is none.

    Candidates are told apart as objects, not by key: some may not be saved yet.
    """
    candidates = tuple({id(row): row for row in candidates}.values())
    if not candidates:
        return None
    if len(candidates) == 1:
        return Match(Outcome.MATCHED, reason, candidates[0], candidates, learn)
    return Match(Outcome.AMBIGUOUS, f"{reason}的有 {len(candidates)} 个", None, candidates)


class KnownOfficials:
    """The officials of a district who bear one of some names, and the posts they hold.

    Read in two queries however many names, then matched in memory. `add` and `hold` tell it of what is not saved yet.
    With `lock_posts` the posts are locked for change.
    """

    def __init__(self, district: District, names: Iterable[str], *, lock_posts: bool = False):
        self._by_name: dict[str, list[Official]] = defaultdict(list)
        self._posts: dict[int, dict[str, Post]] = defaultdict(dict)  # by id() of the official: a new one has no key
        names = set(names)
        by_pk = {official.pk: official for official in _officials_named(district, names)} if names else {}
        for official in by_pk.values():
            self.add(official)
        for post in _posts_held(by_pk, lock=lock_posts) if by_pk else ():
            self.hold(by_pk[post.official_id], post)

    def add(self, official: Official) -> None:
        self._by_name[official.name].append(official)

    def hold(self, official: Official, post: Post) -> None:
        """`official` is known to hold `post`."""
        self._posts[id(official)][post.title] = post

    def post(self, official: Official, title: str) -> Post | None:
        """The post of exactly that title which `official` holds now."""
        return self._posts[id(official)].get(title)

    def match(self, name: str, title: str) -> Match:
        """What a printed name with its title, which may be empty, stands for."""
        namesakes = tuple(self._by_name.get(name, ()))
        if not namesakes:
            return new("没有这个姓名")
        if len(namesakes) == 1:
            held = list(self._posts[id(namesakes[0])])
            if contradicts(title, held):
                return Match(Outcome.AMBIGUOUS, f"有一位同名者,但职务不同:{'、'.join(held)}", None, namesakes)
            return Match(Outcome.MATCHED, "同名一人,职务不矛盾", namesakes[0], namesakes)
        if not names_no_post(title):
            holders = [o for o in namesakes if any(_same_post(title, held) for held in self._posts[id(o)])]
            if len(holders) == 1:
                return Match(Outcome.MATCHED, "同名多人,职务相同者一人", holders[0], namesakes)
        return Match(Outcome.AMBIGUOUS, f"同名者有 {len(namesakes)} 位", None, namesakes)


def _officials_named(district: District, names: set[str]) -> Iterable[Official]:
    if len(names) > FEW_NAMES:
        return Official.objects.filter(district=district)
    sql = f"SELECT * FROM people_official WHERE district_id = %s AND name IN ({_marks(names)}) ORDER BY name_pinyin, id"
    return Official.objects.raw(sql, [district.pk, *names])


def _posts_held(officials: Collection[int], *, lock: bool) -> Iterable[Post]:
    if len(officials) > FEW_NAMES:
        posts = Post.objects.filter(official__in=officials, end_date=None)
        return posts.select_for_update() if lock else posts
    sql = (
        f"SELECT * FROM people_post WHERE official_id IN ({_marks(officials)}) AND end_date IS NULL "
        "ORDER BY last_seen_date DESC NULLS LAST, id DESC"
    )
    if lock and connection.features.has_select_for_update:
        sql += " FOR UPDATE"
    return Post.objects.raw(sql, list(officials))


def _marks(values: Collection) -> str:
    """A place for each of `values` in an SQL list."""
    return ", ".join(["%s"] * len(values))


def match_officials(district: District, printed: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Match]:
    """Match (name, title as printed) pairs against the officials of a district.

    One official of that name and no contradiction of title is matched; two different departments at one time
    contradict, 区领导 contradicts nothing. Several of one name are told apart by a title only one of them holds.
    """
    pairs = set(printed)
    known = KnownOfficials(district, {name for name, _ in pairs})
    return {(name, title): known.match(name, title) for name, title in pairs}


def _same_post(title: str, held: str) -> bool:
    return title == held or title.endswith(held) or held.endswith(title)


def contradicts(title: str, held: list[str]) -> bool:
    """Whether a printed title names another department than every post in `held`: two at one time are two people."""
    if names_no_post(title):
        return False
    named = departments_of(title)
    known = frozenset().union(*(departments_of(t) for t in held)) if held else frozenset()
    return bool(named and known) and named.isdisjoint(known)


class KnownNames:
    """The rows of one model in a district that some printed names may stand for, by name and by alias.

    Read in two queries at most however many names, then matched in memory. `add` and `learn` tell it of rows and
    aliases that are not saved yet. A subclass says how a name may be spelt otherwise and how that is weighed.
    """

    model: type[Model]  # with `district`, `name` and `aliases`

    def __init__(self, district: District, names: Iterable[str]):
        self.district = district
        self._by_name: dict[str, list] = defaultdict(list)
        self._by_alias: dict[str, list] = defaultdict(list)
        self._by_pk: dict[int, Any] = {}
        names = set(names)
        if names:
            self._read(names)

    def forms(self, name: str) -> set[str]:
        """The spellings under which a printed name's row is looked up, itself among them."""
        return {name}

    def otherwise(self, name: str) -> Match | None:
        """The match of a name that is no row's name or alias as it stands."""
        raise NotImplementedError

    def match(self, name: str) -> Match:
        """What a printed name stands for: exact, else an alias, else as the subclass finds it, else new."""
        return (
            one_or_ambiguous(self._by_name.get(name, ()), "名称一致")
            or one_or_ambiguous(self._by_alias.get(name, ()), "与别名一致")
            or self.otherwise(name)
            or new()
        )

    def add(self, row) -> None:
        self._by_name[row.name].append(row)

    def learn(self, row, alias: str) -> None:
        """`alias` is known to be another name of `row`."""
        self._by_alias[alias].append(row)

    def named(self, names: Iterable[str]) -> list:
        """The rows whose name is one of `names`, in the order of `names`."""
        return [row for name in names for row in self._by_name.get(name, ())]

    def called(self, names: Iterable[str]) -> list:
        """The rows with an alias among `names`, in the order of `names`."""
        return [row for name in names for row in self._by_alias.get(name, ())]

    def _read(self, names: set[str]) -> None:
        forms = sorted(set().union(*map(self.forms, names)))
        if len(forms) <= FEW_NAMES:
            sql = _named_or_called(self.model).replace("(forms)", f"({_marks(forms)})")
            rows = self.model._default_manager.raw(sql, [self.district.pk, *forms] * 2)
        else:
            rows = (
                self.model._default_manager.filter(district=self.district).order_by().annotate(alias=F("aliases__name"))
            )
        # Sorted here as the model is: the two halves of a union have no order of their own.
        for row in sorted(rows, key=attrgetter(*self.model._meta.ordering)):
            known = self._know(row)
            if row.alias is not None:
                self.learn(known, row.alias)

    def _know(self, row) -> Any:
        """The one object that stands for a row, however often it is read."""
        if row.pk not in self._by_pk:
            self._by_pk[row.pk] = row
            self.add(row)
        return self._by_pk[row.pk]


@functools.cache
def _named_or_called(model: type[Model]) -> str:
    """The rows of one district with a name among (forms), and those with an alias among them, which is then shown.

    Asked for every article and every kind of name, and written here once: composing it took longer than its answer.
    """
    quote = connection.ops.quote_name
    owner = model._meta.get_field("aliases").remote_field
    row, alias = quote(model._meta.db_table), quote(owner.model._meta.db_table)
    return (
        f"SELECT named.*, NULL AS alias FROM {row} named "
        "WHERE named.district_id = %s AND named.name IN (forms) UNION ALL "
        f"SELECT named.*, called.name FROM {alias} called JOIN {row} named ON named.id = called.{quote(owner.column)} "
        "WHERE named.district_id = %s AND called.name IN (forms)"
    )


class KnownOrganizations(KnownNames):
    """Units, matched also with or without the district's name before theirs."""

    model = Organization

    def forms(self, name: str) -> set[str]:
        return _district_forms(name, self.district.name) | {name}

    def otherwise(self, name: str) -> Match | None:
        others = sorted(self.forms(name) - {name})
        return one_or_ambiguous([*self.named(others), *self.called(others)], "仅差行政区名", learn=True)


class KnownEnterprises(KnownNames):
    """Enterprises, matched also where one name is the short form of the other (二七投控)."""

    model = Enterprise

    def __init__(self, district: District, names: Iterable[str]):
        self._by_pair: dict[str, list] = defaultdict(list)  # every two characters that stand together in a name
        super().__init__(district, names)

    def otherwise(self, name: str) -> Match | None:
        similar = [
            row
            for row in self._by_pair.get(core_of(name)[:2], ())
            if is_short_form(name, row.name) or is_short_form(row.name, name)
        ]
        return one_or_ambiguous(similar, "一方是另一方的简称", learn=True)

    def add(self, row) -> None:
        super().add(row)
        for pair in {row.name[i : i + 2] for i in range(len(row.name) - 1)}:
            self._by_pair[pair].append(row)

    def _read(self, names: set[str]) -> None:
        super()._read(names)
        unknown = [name for name in names if name not in self._by_name and name not in self._by_alias]
        brands = {core_of(name)[:2] for name in unknown}
        if brands and len(names) <= FEW_NAMES:  # else the whole district is read already
            condition = Q()
            for brand in sorted(brand for brand in brands if len(brand) == 2):
                condition |= Q(name__contains=brand)
            if condition:
                for row in Enterprise.objects.filter(condition, district=self.district):
                    self._know(row)


def match_organizations(district: District, names: Iterable[str]) -> dict[str, Match]:
    """Match printed unit names: exact, alias, or the same with or without the district's name before it."""
    return match_all(KnownOrganizations, district, names)


def match_enterprises(district: District, names: Iterable[str]) -> dict[str, Match]:
    """Match printed enterprise names: exact, alias, or one the short form of the other (二七投控)."""
    return match_all(KnownEnterprises, district, names)


def match_all(known_names: type[KnownNames], district: District, names: Iterable[str]) -> dict[str, Match]:
    """Match printed names by a kind of KnownNames, all of one district at once."""
    printed = set(names)
    known = known_names(district, printed)
    return {name: known.match(name) for name in printed}


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
