"""What a printed name is in the register: the answer, and the reading of rows that it may stand for."""

import enum
import functools
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from django.db import connection
from django.db.models import F, Model

from people.models import District
from people.places import Places
from people.spelling import unquoted

# Of more names than these the whole district is read: such a list costs more to look up than it leaves out.
FEW_NAMES = 200
# What matching needs of a row; the rest is read when it is asked for. A whole project costs more to make than to find.
_COLUMNS = "named.id, named.district_id, named.name, named.name_pinyin"


class Outcome(enum.Enum):
    MATCHED = "matched"
    AMBIGUOUS = "ambiguous"
    NEW = "new"


@dataclass(frozen=True)
class Match:
    """What a printed name is in the register, and why, in words for a reviewer.

    `row` only when matched; `learn` when the name is a new alias of the row. Of what is not matched, `candidates` are
    the rows a reviewer may look at and `why` says of each what speaks for it (同音, 一字之差, 同职务): never a link.
    """

    outcome: Outcome
    reason: str
    row: Any = None
    candidates: tuple = field(default=())
    learn: bool = False
    why: tuple[str, ...] = field(default=())


def new(reason: str = "台账中没有这个名称") -> Match:
    return Match(Outcome.NEW, reason)


def ambiguous(candidates: Iterable, reason: str, why: Iterable[str] = ()) -> Match:
    return Match(Outcome.AMBIGUOUS, reason, None, tuple(candidates), False, tuple(why))


def distinct(rows: Iterable) -> tuple:
    """`rows`, each once; told apart as objects, not by key: some may not be saved yet."""
    return tuple({id(row): row for row in rows}.values())


def one_or_ambiguous(candidates: Iterable, reason: str, *, learn: bool = False) -> Match | None:
    """Matched when there is one candidate, ambiguous when several, None when there is none."""
    candidates = distinct(candidates)
    if not candidates:
        return None
    if len(candidates) == 1:
        return Match(Outcome.MATCHED, reason, candidates[0], candidates, learn)
    return ambiguous(candidates, f"{reason}的有 {len(candidates)} 个")


def marks(values: Collection) -> str:
    """A place for each of `values` in an SQL list."""
    return ", ".join(["%s"] * len(values))


class KnownNames:
    """The rows of one model in a district that some printed names may stand for, by name and by alias.

    Read in two queries at most however many names (with the divisions above the district, which are asked for once),
    then matched in memory: in the first those that are printed as they stand in the register, in the second what may
    be meant by the others. `add` and `learn` tell it of rows and aliases that are not saved yet. A subclass knows the
    grammar of its names.
    """

    model: type[Model]  # with `district`, `name` and `aliases`

    def __init__(self, district: District, names: Iterable[str]):
        self.district = district
        self.is_whole = False  # the whole district is read
        self._by_name: dict[str, list] = defaultdict(list)
        self._by_alias: dict[str, list] = defaultdict(list)
        self._by_pk: dict[int, Any] = {}
        self._unindexed: list[tuple[Any, str]] = []
        names = set(names)
        if names:
            self._read(names)

    @functools.cached_property
    def places(self) -> Places:
        return Places.of(self.district)

    def index(self, row, name: str) -> None:
        """Keep `row` under what the grammar makes of its `name` (or alias)."""
        raise NotImplementedError

    def otherwise(self, name: str) -> Match | None:
        """The match of a name that is no row's name or alias as it stands."""
        raise NotImplementedError

    def nearby(self, names: list[str]) -> tuple[set[str], set[str]]:
        """Where rows are that `names`, no row's as they stand, may mean: spellings to look up, and patterns (%青禾%)."""
        raise NotImplementedError

    def match(self, name: str) -> Match:
        """What a printed name stands for: exact, else an alias, else as the subclass finds it, else new."""
        named, called = self._exact(name)
        if named and any(row is not named[0] for row in called):
            return ambiguous(distinct([*named, *called]), "既是一方的名称,又是另一方的别名")
        found = one_or_ambiguous(named, "名称一致") or one_or_ambiguous(called, "与别名一致")
        if found:
            return found
        self._index()
        return self.otherwise(name) or new()

    def _exact(self, name: str) -> tuple[list, list]:
        spelt = unquoted(name)
        named = self._by_name.get(name) or self._by_name.get(spelt) or []
        called = self._by_alias.get(name) or self._by_alias.get(spelt) or []
        return named, called

    def add(self, row) -> None:
        self._by_name[row.name].append(row)
        self._unindexed.append((row, row.name))

    def learn(self, row, alias: str) -> None:
        """`alias` is known to be another name of `row`."""
        self._by_alias[alias].append(row)
        self._unindexed.append((row, alias))

    def rows(self) -> list:
        """Every row that has been read."""
        return list(self._by_pk.values())

    def _index(self) -> None:
        for row, name in self._unindexed:
            self.index(row, name)
        self._unindexed.clear()

    def _read(self, names: set[str]) -> None:
        spelt = names | {unquoted(name) for name in names}
        if len(names) > FEW_NAMES:
            self.is_whole = True
            self._take(self._in_district())
            return
        self._take(self._called(spelt))
        unknown = [name for name in names if not any(self._exact(name))]
        forms, patterns = self.nearby(unknown) if unknown else (set(), set())
        if patterns:
            self._take(self._like(forms, patterns))
        elif forms:
            self._take(self._called(forms))

    def _in_district(self):
        return self.model._default_manager.filter(district=self.district).order_by().annotate(alias=F("aliases__name"))

    def _called(self, forms: set[str]):
        sql = _named_or_called(self.model).replace("(forms)", f"({marks(forms)})")
        return self.model._default_manager.raw(sql, [self.district.pk, *sorted(forms)] * 2)

    def _like(self, forms: set[str], patterns: set[str]):
        tests = ["{0} LIKE %s"] * len(patterns) + [f"{{0}} IN ({marks(forms)})"] * bool(forms)
        either = " OR ".join(tests)
        sql = _with_aliases(self.model) + f"({either.format('named.name')} OR {either.format('called.name')})"
        return self.model._default_manager.raw(sql, [self.district.pk, *[*sorted(patterns), *sorted(forms)] * 2])

    def _take(self, rows: Iterable) -> None:
        # Sorted here as the model is: the two halves of a union have no order of their own.
        rows = list(rows)
        if len(rows) > 1:
            rows.sort(key=attrgetter(*self.model._meta.ordering))
        for row in rows:
            known = self._by_pk.get(row.pk)
            if known is None:
                known = self._by_pk[row.pk] = row
                self.add(row)
            if row.alias is not None and not any(one is known for one in self._by_alias.get(row.alias, ())):
                self.learn(known, row.alias)


@functools.cache
def _named_or_called(model: type[Model]) -> str:
    """The rows of one district with a name among (forms), and those with an alias among them, which is then shown.

    Asked for every article and every kind of name, and written here once: composing it took longer than its answer.
    """
    quote = connection.ops.quote_name
    owner = model._meta.get_field("aliases").remote_field
    row, alias = quote(model._meta.db_table), quote(owner.model._meta.db_table)
    return (
        f"SELECT {_COLUMNS}, NULL AS alias FROM {row} named "
        "WHERE named.district_id = %s AND named.name IN (forms) UNION ALL "
        f"SELECT {_COLUMNS}, called.name FROM {alias} called JOIN {row} named ON named.id = called.{quote(owner.column)} "
        "WHERE named.district_id = %s AND called.name IN (forms)"
    )


@functools.cache
def _with_aliases(model: type[Model]) -> str:
    """The rows of one district with their aliases, up to the condition on `named` and `called`; composed once, as above."""
    quote = connection.ops.quote_name
    owner = model._meta.get_field("aliases").remote_field
    row, alias = quote(model._meta.db_table), quote(owner.model._meta.db_table)
    return (
        f"SELECT {_COLUMNS}, called.name AS alias FROM {row} named "
        f"LEFT JOIN {alias} called ON called.{quote(owner.column)} = named.id WHERE named.district_id = %s AND "
    )
