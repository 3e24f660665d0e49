"""The names a reading prints beside the register: linked, new or ambiguous, with the reason, and what a reviewer chose."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from desk.facts import Fact, name_key
from desk.models import Verdict
from desk.reviewing import Choice, Choices, standing
from ledger.name_search import resembles
from people.known_names import Match, Outcome
from people.matching import match_enterprises, match_officials, match_organizations
from people.models import District, Official, Post
from people.title_text import is_enterprise_title
from projects.matching import match_projects

MOST_FOUND = 9


@dataclass(frozen=True)
class PrintedName:
    """One name as printed. `candidates` are (primary key, how it is called) of the rows that it may be."""

    key: str
    kind: str
    name: str
    match: Match
    choice: Choice | None
    candidates: tuple[tuple[int, str], ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether a person has to decide whom it stands for."""
        return self.choice is None and self.match.outcome is Outcome.AMBIGUOUS

    @property
    def is_left_open(self) -> bool:
        return self.choice is not None and self.choice.verdict == Verdict.OPEN

    @property
    def row(self) -> Any:
        """The row of the register it stands for by now; None for a new one, and for one that is open."""
        return self.choice.row if self.choice else self.match.row

    @property
    def is_new(self) -> bool:
        return self.choice.verdict == Verdict.NEW if self.choice else self.match.outcome is Outcome.NEW

    @property
    def may_be_new(self) -> bool:
        """Whether a row of this name can be made: of officials there may be two of one name, of nothing else."""
        return self.kind == "person" or all(row.name != self.name for row in self.match.candidates)


def names_of_fact(fact: Fact) -> tuple[str, str, str] | None:
    """(kind, name, title) of the name that a fact prints and the register may hold; None where it prints none.

    A company's man is his company's: he is no official.
    """
    content = fact.content
    if fact.kind == "person":
        title = content.get("position") or ""
        return None if is_enterprise_title(title) else ("person", content["name"], title)
    if fact.kind in ("unit", "enterprise", "project"):
        return fact.kind, content["name"], ""
    if fact.kind == "demand" and content.get("enterprise"):
        return "enterprise", content["enterprise"], ""
    return None


def printed_names(district: District, facts: Iterable[Fact], choices: Choices) -> dict[str, PrintedName]:
    """The names of the facts that will be recorded, by key (`facts.name_key`). A fixed number of queries."""
    printed = {name for fact in standing(list(facts)) if (name := names_of_fact(fact))}
    matches: dict[tuple[str, str, str], Match] = {}
    people = match_officials(district, [(name, title) for kind, name, title in printed if kind == "person"])
    matches |= {("person", *pair): match for pair, match in people.items()}
    for kind, match in (("unit", match_organizations), ("enterprise", match_enterprises), ("project", match_projects)):
        found = match(district, [name for its_kind, name, _ in printed if its_kind == kind])
        matches |= {(kind, name, ""): its_match for name, its_match in found.items()}
    chosen = {name: choices.get(name_key(*name)) for name in printed}
    rows = {name: _rows(matches[name], chosen[name]) for name in printed}
    titles = _titles([row.pk for some in rows.values() for row, _ in some if isinstance(row, Official)])
    return {
        name_key(*name): PrintedName(
            name_key(*name),
            name[0],
            name[1],
            matches[name],
            chosen[name],
            tuple((row.pk, called(row, titles.get(row.pk, []), why)) for row, why in rows[name]),
        )
        for name in sorted(printed)
    }


def rows_like(district: District, model: type[Model], text: str) -> list[tuple[int, str]]:
    """(primary key, how it is called) of at most MOST_FOUND rows of a district whose name or alias holds `text`.

    Names may be typed by the initials of their pinyin.
    """
    rows = model._default_manager.filter(district=district)
    aliases = "aliases__name" if hasattr(model, "aliases") else ""
    found = list(rows.filter(resembles(rows, text, aliases=aliases))[:MOST_FOUND])
    titles = _titles([row.pk for row in found]) if model is Official else {}
    return [(row.pk, called(row, titles.get(row.pk, []))) for row in found]


def _rows(match: Match, choice: Choice | None) -> list[tuple[Any, str]]:
    """The rows a name may be, each with what speaks for it: the candidates, and the one it is linked to."""
    rows = dict(zip(match.candidates, [*match.why, *[""] * len(match.candidates)], strict=False))
    for row in (match.row, choice and choice.row):
        if row is not None:
            rows.setdefault(row, "")
    return list(rows.items())


def _titles(officials: list[int]) -> dict[int, list[str]]:
    """The posts that officials hold, by official."""
    titles: dict[int, list[str]] = {}
    for official, title in Post.objects.filter(official__in=officials, end_date=None).values_list("official", "title"):
        titles.setdefault(official, []).append(title)
    return titles


def called(row, titles: Iterable[str] = (), why: str = "") -> str:
    """What a row is called among others that it could be taken for: an official with his posts, and what speaks for it."""
    held = "、".join(titles)
    notes = [held, *([why] if why not in (held, "") else [])]
    told = ";".join(note for note in notes if note)
    return f"{row}({told})" if told else str(row)
