"""The names of an event in the register: matched, or made new under a lock, and what the matching learns."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from articles.models import Article
from people.matching import Match, Outcome, contradicts, match_enterprises, match_officials, match_organizations
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
from projects.matching import match_projects, project_key
from projects.models import Project, ProjectAlias


@dataclass(frozen=True)
class EventNames:
    """The rows that an event's printed names stand for; None where a name is ambiguous."""

    people: dict[tuple[str, str], dict]  # (name, position) → the link of its Attendance: {"official": …} or {}
    speakers: dict[str, Official | None]
    organizations: dict[str, Organization | None]
    enterprises: dict[str, Enterprise | None]
    projects: dict[str, Project | None]


class NamesInRegister:
    """Finds or makes the rows of printed names, for one article, inside the transaction of its recording."""

    def __init__(self, article: Article, make: Callable[[list], list]):
        self.article = article
        self.district = article.district
        self.make = make

    def lock(self, events: list[dict]) -> None:
        """Lock all names of an article at once: taken event by event, two recorders could wait for each other."""
        names = set()
        for event in events:
            units, firms, projects, people = _printed(event)
            names |= units | firms | {project_key(project) for project in projects} | {name for name, _ in people}
        lock_names(self.district.pk, names)

    def of_event(self, event: dict) -> EventNames:
        """Match all names of an event, make what is new, learn new aliases, widen the posts that were seen."""
        units, firms, projects, people = _printed(event)
        organizations = self._rows(
            match_organizations(self.district, units), Organization, OrganizationAlias, "organization"
        )
        enterprises = self._rows(match_enterprises(self.district, firms), Enterprise, EnterpriseAlias, "enterprise")
        project_rows = self._rows(match_projects(self.district, projects), Project, ProjectAlias, "project")
        links = self._people(people, enterprises, event.get("date") or None)
        speakers = {}
        for (name, _), link in links.items():
            official = link.get("official")
            # Two people of one name: who of them spoke is not for us to guess.
            speakers[name] = official if speakers.get(name, official) == official else None
        return EventNames(links, speakers, organizations, enterprises, project_rows)

    def _rows(self, matches: dict[str, Match], model, alias_model, owner: str) -> dict:
        """The row of each printed name: the matched one, a new one, or None when ambiguous."""
        fresh = [
            model(district=self.district, name=name)
            for name, match in sorted(matches.items())
            if match.outcome is Outcome.NEW
        ]
        made = {row.name: row for row in self.make(fresh)}
        self.make(
            [
                alias_model(**{owner: match.row, "name": name})
                for name, match in sorted(matches.items())
                if match.outcome is Outcome.MATCHED and match.learn
            ]
        )
        return {name: made.get(name, match.row) for name, match in matches.items()}

    def _people(self, people: set[tuple[str, str]], enterprises: dict, held_date) -> dict:
        """The link of each person. Only who holds an office becomes an official; a company's man shows his company."""
        links = {}
        officials = {pair for pair in people if not is_enterprise_title(pair[1])}
        for name, title in people - officials:
            named = [printed for printed in enterprises if printed in title]
            employer = enterprises[max(named, key=len)] if named else None  # 甲集团乙公司 is 乙's man, not 甲's
            links[name, title] = {"enterprise": employer} if employer else {}
        matches = match_officials(self.district, officials)
        fresh, titles, apart = {}, {}, set()
        for (name, title), match in sorted(matches.items(), key=lambda item: item[0]):
            if match.outcome is not Outcome.NEW:
                continue
            if name in fresh and contradicts(title, titles[name]):
                apart.add((name, title))  # a namesake of the same event: kept as printed, linked by a person
            elif title:
                # Without a title nothing says that a new name holds an office.
                fresh.setdefault(name, Official(district=self.district, name=name))
                titles.setdefault(name, []).append(title)
        self.make(list(fresh.values()))
        for (name, title), match in matches.items():
            is_new = match.outcome is Outcome.NEW and (name, title) not in apart
            official = match.row or (fresh.get(name) if is_new else None)
            links[name, title] = {"official": official} if official else {}
        self._see_posts(
            {(link["official"], title) for (_, title), link in links.items() if link.get("official")}, held_date
        )
        return links

    def _see_posts(self, seen: set[tuple[Official, str]], held_date: str | None) -> None:
        """Widen when a post was first and last seen; never its start or end. 区领导 makes no post."""
        seen_date = _date(held_date) or self.article.issue_date
        held = {
            (official, post_title(title, self.district.name)[:100])
            for official, title in seen
            if not names_no_post(title)
        }
        fresh = []
        for official, title in sorted(held, key=lambda item: (item[0].pk, item[1])):
            post = Post.objects.select_for_update().filter(official=official, title=title, end_date=None).first()
            if post is None:
                fresh.append(Post(official=official, title=title, first_seen_date=seen_date, last_seen_date=seen_date))
                continue
            first = min(post.first_seen_date or seen_date, seen_date)
            last = max(post.last_seen_date or seen_date, seen_date)
            if (first, last) != (post.first_seen_date, post.last_seen_date):
                post.first_seen_date, post.last_seen_date = first, last
                post.save()
        self.make(fresh)


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
