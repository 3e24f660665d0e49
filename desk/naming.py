"""The names of an article in the register: matched or chosen, or made new under a lock, and what is learnt from it."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from accounts.bulk_writing import BulkWriting
from accounts.history import signed_in
from articles.models import Article
from desk.facts import name_key
from desk.models import Verdict
from desk.reviewing import Choice, Choices, StillOpen
from desk.same_news import kind_of
from people.known_names import KnownNames, Match, Outcome, new
from people.known_officials import KnownOfficials
from people.matching import KnownEnterprises, KnownOrganizations
from people.models import (
    Enterprise,
    EnterpriseAlias,
    Official,
    Organization,
    OrganizationAlias,
    Post,
)
from people.name_lock import lock_names
from people.title_text import is_enterprise_title, names_no_post, post_title
from projects.matching import KnownProjects
from projects.models import Project, ProjectAlias
from projects.project_names import project_key


@dataclass(frozen=True)
class EventNames:
    """The rows that an event's printed names stand for; None where a name is ambiguous."""

    people: dict[tuple[str, str], dict]  # (name, position) → the link of its Attendance: {"official": …} or {}
    speakers: dict[str, Official | None]
    organizations: dict[str, Organization | None]
    enterprises: dict[str, Enterprise | None]
    projects: dict[str, Project | None]


class NamesInRegister:
    """Finds the rows of printed names, or adds new ones to what is written: for one article, in its transaction.

    With the `choices` of a reviewer names are what he chose, and an ambiguous one he has not decided about raises
    StillOpen; without, it stays without a row.
    """

    def __init__(self, article: Article, writing: BulkWriting, choices: Choices | None = None):
        self.article = article
        self.district = article.district
        self.writing = writing
        self.choices = choices

    def lock(self, events: list[dict]) -> None:
        """Lock all names of an article at once: taken event by event, two recorders could wait for each other.

        The kind of each event is locked like a name: of two articles with the same news the second sees the first.
        """
        names = {f"kind:{kind_of(event)}" for event in events}
        for event in events:
            units, firms, projects, people = _printed(event)
            names |= units | firms | {project_key(project) for project in projects} | {name for name, _ in people}
        lock_names(self.district.pk, names)

    def of_events(self, events: list[dict]) -> list[EventNames]:
        """Match the names of an article's events, make what is new, learn new aliases, widen the posts that were seen.

        The register is read once and written once: an event's names are matched against what the register held
        before the article and what the events before this one add to it.
        """
        printed = [_printed(event) for event in events]
        units, firms, projects, people = (
            (set().union(*kind) for kind in zip(*printed, strict=True)) if events else [()] * 4
        )
        chosen = _Chosen(self.choices)
        organizations = _Names("unit", KnownOrganizations(self.district, units), OrganizationAlias, chosen)
        enterprises = _Names("enterprise", KnownEnterprises(self.district, firms), EnterpriseAlias, chosen)
        of_projects = _Names("project", KnownProjects(self.district, projects), ProjectAlias, chosen)
        officials = _Officials(self.district, people, chosen)
        found = []
        for event, (units, firms, projects, people) in zip(events, printed, strict=True):
            here = organizations.rows(units), enterprises.rows(firms), of_projects.rows(projects)
            links = officials.links(people, here[1], _date(event.get("date")) or self.article.issue_date)
            found.append(EventNames(links, _speakers(links), *here))
        if chosen.missing:
            raise StillOpen(list(dict.fromkeys(chosen.missing)))
        for names in (organizations, enterprises, of_projects):
            self.writing.create(names.fresh)
            self.writing.create(names.aliases)
        self.writing.create(officials.fresh)
        self.writing.create(officials.fresh_posts)
        for changes in officials.widenings():
            self.writing.change(changes, author=signed_in())
        return found


class _Chosen:
    """What a reviewer chose for names; `missing` collects the ambiguous ones that he has still to decide about."""

    def __init__(self, choices: Choices | None):
        self._is_reviewed = choices is not None
        self._choices = choices or {}
        self.missing: list[str] = []

    def of(self, kind: str, name: str, match: Match, title: str = "") -> Choice | None:
        """The choice for a printed name whose match is `match`; None where it is as matched."""
        choice = self._choices.get(name_key(kind, name, title))
        if choice is None and self._is_reviewed and match.outcome is Outcome.AMBIGUOUS:
            self.missing.append(f"{title}{name}:{match.reason}")
        return choice

    def names_of_linked(self, kind: str) -> set[str]:
        """What the rows are called that names of a kind were linked to."""
        start = name_key(kind, "")
        return {choice.row.name for key, choice in self._choices.items() if key.startswith(start) and choice.row}


_LEFT_OPEN = Match(Outcome.AMBIGUOUS, "留待查明")


class _Names:
    """The printed names of one kind: those known, and the rows and aliases that an article adds."""

    def __init__(self, kind: str, known: KnownNames, alias_model, chosen: _Chosen):
        self.kind = kind
        self.known = known
        self.alias_model = alias_model
        self.owner = known.model._meta.model_name
        self.chosen = chosen
        self.fresh: list = []
        self.aliases: list = []

    def rows(self, names: set[str]) -> dict:
        """The row of each name that one event prints: the matched one, a new one, or None when ambiguous."""
        matches = {name: self._as_chosen(name, self.known.match(name)) for name in sorted(names)}
        rows = {}
        for name, match in matches.items():
            rows[name] = match.row
            if match.outcome is Outcome.NEW:
                rows[name] = self.known.model(district=self.known.district, name=name)
                self.fresh.append(rows[name])
                self.known.add(rows[name])
            elif match.outcome is Outcome.MATCHED and match.learn:
                self.aliases.append(self.alias_model(**{self.owner: match.row, "name": name}))
                self.known.learn(match.row, name)
        return rows

    def _as_chosen(self, name: str, match: Match) -> Match:
        """What a printed name stands for: as its reviewer chose, else as the register says."""
        choice = self.chosen.of(self.kind, name, match)
        if choice is None:
            return match
        if choice.verdict == Verdict.LINK:
            row = next((row for row in self.known.rows() if row.pk == choice.row.pk), choice.row)
            return Match(Outcome.MATCHED, "", row, learn=name != row.name and not self._is_alias(row, name))
        if choice.verdict == Verdict.NEW:
            there = [row for row in self.known.rows() if row.name == name]  # no two rows of a district have one name
            return Match(Outcome.MATCHED, "", there[0]) if there else new()
        return _LEFT_OPEN

    def _is_alias(self, row, name: str) -> bool:
        learnt = any(alias.name == name and getattr(alias, self.owner) == row for alias in self.aliases)
        return learnt or self.alias_model.objects.filter(**{self.owner: row.pk}, name=name).exists()


class _Officials:
    """The people of an article: the officials known, those it adds, and the posts it shows them in."""

    def __init__(self, district, people: Iterable[tuple[str, str]], chosen: _Chosen):
        self.district = district
        self.chosen = chosen
        names = {name for name, title in people if not is_enterprise_title(title)}
        names |= chosen.names_of_linked("person")
        self.known = KnownOfficials(district, names, lock_posts=True)
        self.fresh: list[Official] = []
        self.fresh_posts: list[Post] = []
        self._apart: dict[str, tuple[Official, list[str]]] = {}  # made because a reviewer said so, and their titles
        self._seen: dict[int, tuple[Post, list]] = {}  # by id() of the post: it, and its seen dates one after another

    def links(self, people: set[tuple[str, str]], enterprises: dict, day: datetime.date) -> dict:
        """The link of each person of one event, on the `day` of which their posts were seen.

        Only who holds an office becomes an official; a company's man shows his company.
        """
        links = {}
        officials = sorted(pair for pair in people if not is_enterprise_title(pair[1]))
        for name, title in people.difference(officials):
            named = [printed for printed in enterprises if printed in title]
            employer = enterprises[max(named, key=len)] if named else None  # 甲集团乙公司 is 乙's man, not 甲's
            links[name, title] = {"enterprise": employer} if employer else {}
        matches = {pair: self.known.match(*pair, day) for pair in officials}
        matches = {pair: self._as_chosen(*pair, match) for pair, match in matches.items()}
        fresh, titles, apart = {}, {}, set()
        for (name, title), match in matches.items():
            if match.outcome is not Outcome.NEW:
                continue
            if name in fresh and self.known.contradicts(title, titles[name]):
                apart.add((name, title))  # a namesake of the same event: kept as printed, linked by a person
            elif title:
                # Without a title nothing says that a new name holds an office.
                fresh.setdefault(name, Official(district=self.district, name=name))
                titles.setdefault(name, []).append(title)
        for pair, match in matches.items():
            is_new = match.outcome is Outcome.NEW and pair not in apart
            official = match.row or (fresh.get(pair[0]) if is_new else None)
            links[pair] = {"official": official} if official else {}
        for official in fresh.values():
            self.fresh.append(official)
            self.known.add(official)
        self._see(links, day)
        return links

    def _as_chosen(self, name: str, title: str, match: Match) -> Match:
        """Who a printed name with its title is: as its reviewer chose, else as the register says."""
        choice = self.chosen.of("person", name, match, title)
        if choice is None:
            return match
        if choice.verdict == Verdict.LINK:
            known = self.known.rows()
            return Match(Outcome.MATCHED, "", next((row for row in known if row.pk == choice.row.pk), choice.row))
        if choice.verdict == Verdict.NEW:
            return Match(Outcome.MATCHED, "", self._new_namesake(name, title))
        return _LEFT_OPEN

    def _new_namesake(self, name: str, title: str) -> Official:
        """An official made because a reviewer said so: one of a name in an article, unless two titles contradict."""
        official, titles = self._apart.get(name, (None, []))
        if official is None or self.known.contradicts(title, titles):
            official, titles = Official(district=self.district, name=name), []
            self._apart[name] = official, titles
            self.fresh.append(official)
            self.known.add(official)
        if not names_no_post(title):
            titles.append(title)
        return official

    def _see(self, links: dict, day: datetime.date) -> None:
        """Widen when the posts that one event shows were first and last seen, never their start or end.

        区领导 makes no post.
        """
        held = {
            (id(link["official"]), post_title(title, self.district.name)[:100]): link["official"]
            for (_, title), link in links.items()
            if link.get("official") and not names_no_post(title)
        }
        for (_, title), official in sorted(held.items(), key=lambda item: (self._place(item[1]), item[0][1])):
            post = self.known.post(official, title)
            if post is None:
                post = Post(official=official, title=title, first_seen_date=day, last_seen_date=day)
                self.fresh_posts.append(post)
                self.known.hold(official, post)
            _, spans = self._seen.setdefault(id(post), (post, [(post.first_seen_date, post.last_seen_date)]))
            first, last = spans[-1]
            span = min(first or day, day), max(last or day, day)
            if span != (first, last):
                spans.append(span)

    def _place(self, official: Official) -> tuple[bool, int]:
        """Where an official stands among those of the article: by key, then the new ones in their order."""
        return official.pk is None, official.pk or next(n for n, new in enumerate(self.fresh) if new is official)

    def widenings(self) -> Iterator[list[tuple[Post, dict]]]:
        """What widened which posts. An event that widens a post gives it one more version: two events, two lists."""
        for step in range(1, max((len(spans) for _, spans in self._seen.values()), default=0)):
            yield [
                (post, dict(zip(("first_seen_date", "last_seen_date"), spans[step], strict=True)))
                for post, spans in self._seen.values()
                if len(spans) > step
            ]


def _speakers(links: dict) -> dict[str, Official | None]:
    """Who may have spoken under each name of an event: of two people of one name it is not for us to guess who."""
    speakers = {}
    for (name, _), link in links.items():
        official = link.get("official")
        speakers[name] = official if speakers.get(name, official) == official else None
    return speakers


def _printed(event: dict) -> tuple[set[str], set[str], set[str], set[tuple[str, str]]]:
    """The names an event prints: units, enterprises, projects, and (name, position) of people."""
    units = {unit["name"] for unit in event.get("organizations", [])}
    firms = {firm["name"] for firm in event.get("enterprises", [])}
    firms |= {demand["enterprise"] for demand in event.get("demands", []) if demand.get("enterprise")}
    projects = {project["name"] for project in event.get("projects", [])}
    people = {(person["name"], person.get("position") or "") for person in event.get("people", [])}
    return units, firms, projects, people


def _date(value: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(value) if value else None
