"""Candidates for a reviewer where a printed name is not matched: 同音, 一字之差, 同职务. They are shown, never linked."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from people.known_names import KnownNames, Match, Outcome
from people.known_officials import KnownOfficials
from people.models import Official, Post
from people.offices import ONE, share
from people.person_names import is_no_name, surname_of
from people.pinyin import pinyin_of
from people.spelling import plain, unquoted

MOST = 5  # candidates shown for one name
ALIKE = 70  # of 100, by rapidfuzz: under this two names of units, firms or projects are not alike


class Alike:
    """The rows of a district, to be searched for names that sound or look like a printed one."""

    def __init__(self, rows: Iterable, *, of_people: bool = False):
        self._of_people = of_people
        self._rows = list(rows)
        self._names = [plain(row.name) if of_people else unquoted(row.name) for row in self._rows]
        self._by_sound = defaultdict(list)
        for row in self._rows:
            self._by_sound[row.name_pinyin.partition(" ")[0]].append(row)

    def to(self, name: str) -> list[tuple[object, str]]:
        """Rows with what speaks for each, the likeliest first."""
        name = plain(name) if self._of_people else unquoted(name)
        found = {id(row): (row, "同音") for row in self._by_sound.get(self._sound(name), ())}
        if len(name) > 2:
            near = process.extract(name, self._names, scorer=Levenshtein.distance, score_cutoff=1, limit=MOST)
            for _, _, place in near:
                found.setdefault(id(self._rows[place]), (self._rows[place], "一字之差"))
        if not self._of_people and len(found) < MOST:
            near = process.extract(name, self._names, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=MOST)
            for _, _, place in near:
                found.setdefault(id(self._rows[place]), (self._rows[place], "名称相近"))
        return list(found.values())[:MOST]

    def _sound(self, name: str) -> str:
        return pinyin_of(name, person=self._of_people).partition(" ")[0]


def suggest_names(known: KnownNames, matches: dict[str, Match]) -> dict[str, Match]:
    """`matches` with candidates for what is new. Asks for the names of the district once, where they are not read yet."""
    lacking = [name for name, match in matches.items() if match.outcome is Outcome.NEW]
    if lacking:
        rows = known.rows() if known.is_whole else known.model._default_manager.filter(district=known.district)
        alike = Alike(rows)
        for name in lacking:
            matches[name] = _with(matches[name], alike.to(name))
    return matches


def suggest_officials(known: KnownOfficials, matches: dict[tuple[str, str], Match]) -> dict[tuple[str, str], Match]:
    """`matches` with candidates for who is new, and for who is printed by surname and office alone (李局长)."""
    lacking = [pair for pair, match in matches.items() if match.outcome is not Outcome.MATCHED and not match.candidates]
    if not lacking:
        return matches
    officials = known.rows() if known.is_whole else list(Official.objects.filter(district=known.district))
    titles: dict[int, list[str]] = defaultdict(list)
    posts = Post.objects.filter(official__district=known.district, end_date=None).order_by()
    for official, title in posts.values_list("official_id", "title"):
        titles[official].append(title)
    alike = Alike(officials, of_people=True)
    for name, title in lacking:
        found = [] if is_no_name(name) else alike.to(name)
        found += _in_office(name, title, officials, titles, known)
        matches[name, title] = _with(matches[name, title], found)
    return matches


def _in_office(name: str, title: str, officials: list[Official], titles: dict, known: KnownOfficials) -> list:
    """Who holds the office of a printed title; under an address those of the surname alone."""
    is_address = is_no_name(name)
    title = title or (plain(name)[len(surname_of(name)) :] if is_address else "")
    if not title:
        return []
    return [
        (official, "同姓同职务" if is_address else "同职务")
        for official in officials
        if (not is_address or surname_of(official.name) == surname_of(name))
        and titles[official.pk]
        and (
            share(title, titles[official.pk], known.places) >= ONE
            or (is_address and any(held.endswith(title) for held in titles[official.pk]))
        )
    ]


def _with(match: Match, found: list[tuple[object, str]]) -> Match:
    told = {id(row): (row, why) for row, why in reversed(found)}
    found = list(reversed(told.values()))[:MOST]
    if not found:
        return match
    names = "、".join(f"{row.name}({why})" for row, why in found)
    return replace(
        match,
        reason=f"{match.reason};相近的有:{names}",
        candidates=tuple(row for row, _ in found),
        why=tuple(why for _, why in found),
    )
