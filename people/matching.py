"""Printed names against the register: matched, ambiguous or new, with the reason, never a guess."""

from collections import defaultdict
from collections.abc import Iterable

from people.enterprise_names import Firm, Likeness, firm_of, likeness, may_follow_a_place
from people.known_names import KnownNames, Match, Outcome, ambiguous, distinct, one_or_ambiguous
from people.known_officials import KnownOfficials
from people.models import District, Enterprise, Organization
from people.suggesting import suggest_names, suggest_officials
from people.unit_names import UnitKey, UnitName, body_forms, common_end, unit_forms, unit_name


class KnownOrganizations(KnownNames):
    """Units, matched by whose body they are and what it is: 区发改委 is 云州市青禾区发展和改革委员会."""

    model = Organization

    def __init__(self, district: District, names: Iterable[str]):
        self._by_key: dict[UnitKey, list[tuple[Organization, UnitName]]] = defaultdict(list)
        super().__init__(district, names)

    def index(self, row, name: str) -> None:
        found = unit_name(name, self.places)
        if found:
            self._by_key[found.key].append((row, found))

    def otherwise(self, name: str) -> Match | None:
        printed = unit_name(name, self.places)
        if printed is None:
            return None
        found = self._by_key.get(printed.key, ())
        rows = distinct(row for row, _ in found)
        end = common_end(printed.key) if printed.is_bare else ""
        others = [row for key, named in self._by_key.items() if end and _is_lower(key, end) for row, _ in named]
        if others:
            return ambiguous(distinct([*rows, *others]), f"“{name}”没有写明是哪一级、哪一地的")
        if len(rows) == 1 and not any(self._may_be_written(printed, row, known) for row, known in found):
            return ambiguous(rows, "与别名的全称相合,但台账中的名称不同")
        return one_or_ambiguous(rows, "同一单位的全称、简称,或仅差行政区名", learn=True)

    def _may_be_written(self, printed: UnitName, row: Organization, known: UnitName) -> bool:
        """Whether `printed` may be the row by its name, or by an alias that is no shorter.

        文旅局 as an alias of 文化广电和旅游局 makes no 文化和旅游局 of it.
        """
        name = unit_name(row.name, self.places)
        return (name is not None and name.key == printed.key) or len(printed.written) <= len(known.written)

    def nearby(self, names: list[str]) -> tuple[set[str], set[str]]:
        found = [one for name in names if (one := unit_name(name, self.places))]
        forms = set().union(*(unit_forms(one.key, self.places) for one in found))
        ends = {end for one in found if one.is_bare and (end := common_end(one.key))}
        return forms, {"%" + form for form in set().union(*map(body_forms, ends))}


def _is_lower(key: UnitKey, end: str) -> bool:
    """Whether a body is the one called `end` of a town or zone: 青溪镇财政所 for 财政所."""
    return len(key.body) > len(end) + 1 and key.body.endswith(end) and key.body[-len(end) - 1] in "镇乡道区场"


class KnownEnterprises(KnownNames):
    """Enterprises, matched also where one name is another spelling or the short form of the other (青禾投控)."""

    model = Enterprise

    def __init__(self, district: District, names: Iterable[str]):
        self._by_pair: dict[str, list[tuple[Enterprise, Firm]]] = defaultdict(list)  # by how the brand begins
        self._behind_two: dict[str, list[tuple[Enterprise, Firm]]] = defaultdict(list)
        self._firms: dict[int, list[Firm]] = defaultdict(list)  # by id() of the row: what it is called
        super().__init__(district, names)

    def index(self, row, name: str) -> None:
        firm = firm_of(name, self.places)
        self._firms[id(row)].append(firm)
        self._by_pair[firm.core[:2]].append((row, firm))
        for start in (2, 3):  # behind a place that no table knows
            self._behind_two[firm.core[start : start + 2]].append((row, firm))

    def otherwise(self, name: str) -> Match | None:
        printed = firm_of(name, self.places)
        best: dict[int, tuple[Likeness, Enterprise]] = {}
        for row, firm in self._by_pair.get(printed.core[:2], ()):
            found = min(likeness(printed, firm), self._of_legal_names(row, printed))
            if found > best.get(id(row), (Likeness.NONE,))[0]:
                best[id(row)] = found, row
        rows = [row for _, row in best.values()]
        if len(rows) == 1 and best[id(rows[0])][0] >= Likeness.SHORT:
            reason = "同一企业名称的不同写法" if best[id(rows[0])][0] is Likeness.SAME else "一方是另一方的简称"
            return Match(Outcome.MATCHED, reason, rows[0], tuple(rows), learn=True)
        if not rows:
            behind = self._behind_two.get(printed.core[:2], ())
            far = distinct(row for row, firm in behind if may_follow_a_place(printed, firm))
            return ambiguous(far, "可能是省去地名的简称", [_LIKE[Likeness.WEAK]] * len(far)) if far else None
        told = "可能是简称,或法定名称只差行政区、组织形式"
        return ambiguous(rows, f"{told}的有 {len(rows)} 个", [_LIKE[found] for found, _ in best.values()])

    def _of_legal_names(self, row: Enterprise, printed: Firm) -> Likeness:
        """How far a legal name can be that of a row with a legal name of its own; without one nothing is in its way."""
        legal = [firm for firm in self._firms[id(row)] if firm.is_legal] if printed.is_legal else []
        return max((likeness(printed, firm) for firm in legal), default=Likeness.SAME)

    def nearby(self, names: list[str]) -> tuple[set[str], set[str]]:
        heads = {firm_of(name, self.places).core[:2] for name in names}
        heads = {head for head in heads if len(head) == 2 and not set(head) & set("%_\\")}
        return set(), {f"%{form}%" for head in heads for form in (head, _full_width(head))}


_LIKE = {Likeness.WEAK: "名称相近", Likeness.SHORT: "可能的简称", Likeness.SAME: "写法不同"}


def _full_width(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def match_officials(district: District, printed: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Match]:
    """Match (name, title as printed) pairs against the officials of a district, with candidates for a reviewer.

    One official of that name and no contradiction of title is matched; two different departments at one time
    contradict, 区领导 contradicts nothing. Several of one name are told apart by what only one of them holds.
    """
    pairs = set(printed)
    known = KnownOfficials(district, {name for name, _ in pairs})
    matches = {(name, title): known.match(name, title) for name, title in pairs}
    return suggest_officials(known, matches)


def match_organizations(district: District, names: Iterable[str]) -> dict[str, Match]:
    """Match printed unit names: exact, alias, or the same body in full, in short, with or without its place."""
    return match_all(KnownOrganizations, district, names)


def match_enterprises(district: District, names: Iterable[str]) -> dict[str, Match]:
    """Match printed enterprise names: exact, alias, another spelling, or one the short form of the other (青禾投控)."""
    return match_all(KnownEnterprises, district, names)


def match_all(known_names: type[KnownNames], district: District, names: Iterable[str]) -> dict[str, Match]:
    """Match printed names by a kind of KnownNames, all of one district at once, with candidates for a reviewer."""
    printed = set(names)
    known = known_names(district, printed)
    return suggest_names(known, {name: known.match(name) for name in printed})
