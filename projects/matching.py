"""Printed project names against the register: matched, ambiguous or new, with the reason, never a guess."""

import re
from collections import defaultdict
from collections.abc import Iterable

from people.known_names import KnownNames, Match, ambiguous, distinct, one_or_ambiguous
from people.matching import match_all
from people.models import District
from people.spelling import unquoted
from projects.models import Project
from projects.project_names import ProjectName, is_same, may_be_elsewhere, may_be_part, project_name

_HEAD = re.compile(r"[一-龥]{2,4}")


class KnownProjects(KnownNames):
    """Projects, matched also where names differ by place, marks and a closing 项目 or 工程 alone; never by phase."""

    model = Project

    def __init__(self, district: District, names: Iterable[str]):
        self._by_head: dict[str, list[tuple[Project, ProjectName]]] = defaultdict(list)  # by how the core begins
        super().__init__(district, names)

    def index(self, row, name: str) -> None:
        parsed = project_name(name, self.places)
        for core in self._cores(parsed):
            self._by_head[core.core[:2]].append((row, core))

    def otherwise(self, name: str) -> Match | None:
        same, elsewhere, parts = [], [], []
        for printed in self._cores(project_name(name, self.places)):
            for row, known in self._by_head.get(printed.core[:2], ()):
                if is_same(printed, known):
                    same.append(row)
                elif may_be_elsewhere(printed, known):
                    elsewhere.append(row)
                elif may_be_part(printed, known):
                    parts.append(row)
        if rows := distinct([*same, *elsewhere]):
            if same and len(rows) == 1:
                return one_or_ambiguous(rows, "仅差地名、引号或“项目”“工程”等字", learn=True)
            return ambiguous(rows, f"名称相同、地点或建设单位没有写明的有 {len(rows)} 个")
        if rows := distinct(parts):
            return ambiguous(rows, f"没有写明是哪一期、哪一段:有 {len(rows)} 个")
        return None

    def _cores(self, parsed: ProjectName) -> list[ProjectName]:
        """The name as it is, and without 青禾 before a core of its own."""
        short = self.places.short
        if parsed.core.startswith(short) and len(parsed.core) >= len(short) + 3:
            shorter = parsed._replace(core=parsed.core.removeprefix(short))
            if shorter.is_distinct:
                return [parsed, shorter]
        if parsed.is_own:
            return [parsed, parsed._replace(core=short + parsed.core)]
        return [parsed]

    def nearby(self, names: list[str]) -> tuple[set[str], set[str]]:
        heads = set()
        for name in names:
            parsed = project_name(name, self.places)
            if found := _HEAD.search(parsed.core.removeprefix(self.places.short) or parsed.core):
                # What stands together in the core may be parted by a bracket in the name.
                heads.add(found[0] if found[0] in unquoted(name) else found[0][:2])
        return set(), {f"%{head}%" for head in heads}


def match_projects(district: District, names: Iterable[str]) -> dict[str, Match]:
    """Match printed project names: exact, alias, or equal but for place, marks and a closing 项目 or 工程."""
    return match_all(KnownProjects, district, names)
