"""A list of those who took part, typed or pasted as one text: 区委书记王大有、李明、区商务局 → rows of attendance."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from articles.reader.people import find_people
from articles.reader.titles import is_group, titles_in
from meetings.models import Role
from meetings.titles import titles_on
from people.known_names import Match, Outcome, new
from people.matching import match_enterprises, match_officials, match_organizations
from people.models import District, Enterprise, Official, Organization

_PART = re.compile(r"[^、，;；\s]+")
_ROLE = re.compile(rf"\s*({'|'.join(Role.labels)})(?:人|人员|领导|单位)?[:：]")
_SPACES = re.compile(r"[ \t\u3000]+")
_CODES = {label: code for code, label in Role.choices}
_LINKS = {Official: "official", Organization: "organization", Enterprise: "enterprise"}
LONGEST_NAME = 100  # of Attendance.printed_name


@dataclass(frozen=True)
class Named:
    """One name of a list with the title typed before it, which may be empty; `role` is a Role code, or "" for the list's."""

    name: str
    title: str = ""
    role: str = ""


@dataclass(frozen=True)
class Attendee:
    """One row to be: what was typed, what it stands for in the register, and the title of the day."""

    named: Named
    match: Match
    title: str

    @property
    def is_linked(self) -> bool:
        return self.match.outcome is Outcome.MATCHED

    @property
    def is_ambiguous(self) -> bool:
        return self.match.outcome is Outcome.AMBIGUOUS

    @property
    def told(self) -> str:
        """What becomes of the name, in words."""
        state = {Outcome.MATCHED: "已关联", Outcome.AMBIGUOUS: "未关联", Outcome.NEW: "新名称"}[self.match.outcome]
        return f"{self.named.name}({state}:{self.match.reason})"

    def as_row(self, role: str) -> dict[str, object]:
        """The fields of its attendance; only a match is linked."""
        row = {"role": self.named.role or role, "printed_name": self.named.name, "printed_title": self.title}
        if self.is_linked:
            row[_LINKS[type(self.match.row)]] = self.match.row.pk
        return row


def read_list(text: str) -> list[Named]:
    """The names of a list in their order, each once. Names are parted by 、 , ; spaces or line ends.

    A title before a name is parted from it as the reader of news does, and only where title and name fill the place
    between two marks; whatever else stands there is taken as a name as it is. A line may begin with a role: 主持:王大有.
    """
    found: dict[tuple[str, str], Named] = {}
    for line in text.splitlines():
        role = ""
        if told := _ROLE.match(line):
            role, line = _CODES[told[1]], line[told.end() :]
        for named in _names_of(_closed_up(line.replace(",", "，")), role):
            found.setdefault((named.name, named.title), named)
    return list(found.values())


def _closed_up(line: str) -> str:
    """The line without spaces that part no names: within 李 明, and between a title and its name."""
    kept = ""
    for word in _SPACES.split(line.strip()):
        last = re.split("[、，;；]", kept)[-1].split(" ")[-1]
        joins = (len(last) == 1 and len(re.match("[^、，;；]*", word)[0]) == 1) or _is_title(last)
        kept += word if joins or not kept else f" {word}"
    return kept


def _is_title(word: str) -> bool:
    return any(title.start == 0 and title.end == len(word) for title in titles_in(word + "。"))


def _names_of(line: str, role: str) -> Iterable[Named]:
    parts = [match.span() for match in _PART.finditer(line)]
    starts, ends = {start for start, _ in parts}, {end for _, end in parts}
    titled = {}
    for mention in find_people(line + "。"):
        if not mention.position:
            continue
        title = line[slice(*mention.position)]
        is_own = mention.start == mention.position[1] or mention.end == mention.position[0]
        start, end = min(mention.lead, mention.start), max(mention.end, mention.position[1] if is_own else 0)
        # 区领导 is every name's of its list, 区委书记 only of the name beside it.
        if (is_own or is_group(title)) and start in starts and end in ends:
            titled[start] = (end, Named(mention.name, title, role))
    done = 0
    for start, end in parts:
        if start < done:
            continue
        if start in titled:
            done, named = titled[start]
            yield named
        else:
            yield Named(line[start:end].removesuffix("同志")[:LONGEST_NAME], "", role)


def match_list(district: District, day: date | None, names: list[Named]) -> list[Attendee]:
    """What each name stands for in the register of `district`; titles left out are the posts held on `day`."""
    officials = match_officials(district, [(named.name, named.title) for named in names])
    untitled = [named.name for named in names if not named.title]
    units = match_organizations(district, untitled)
    firms = match_enterprises(district, untitled)
    matches = [
        _one_of([officials[who.name, who.title], *([] if who.title else [units[who.name], firms[who.name]])])
        for who in names
    ]
    titles = titles_on(day, [match.row for match in matches if _is_official(match)])
    return [
        Attendee(named, match, named.title or (titles.get(match.row.pk, "") if _is_official(match) else ""))
        for named, match in zip(names, matches, strict=True)
    ]


def _is_official(match: Match) -> bool:
    return match.outcome is Outcome.MATCHED and isinstance(match.row, Official)


def _one_of(matches: list[Match]) -> Match:
    """The one kind of row a name may stand for; of two kinds none is chosen."""
    known = [match for match in matches if match.outcome is not Outcome.NEW]
    if len(known) > 1:
        kinds = "、".join(
            kind._meta.verbose_name for kind, match in zip(_LINKS, matches, strict=True) if match in known
        )
        candidates = tuple(row for match in known for row in match.candidates)
        return Match(Outcome.AMBIGUOUS, f"{kinds}中都有这个名称", None, candidates)
    if known:
        return known[0]
    return matches[0] if len(matches) == 1 else new("领导干部、单位、企业中都没有这个名称")
