"""Printed project names against the register: matched, ambiguous or new, with the reason, never a guess."""

import re
from collections.abc import Iterable

from people.matching import KnownNames, Match, match_all, one_or_ambiguous
from people.models import District
from projects.models import Project

_MARKS = re.compile(r"[“”\"'‘’《》「」\s]")


def project_key(name: str) -> str:
    """A project's name without quotation marks, spaces and a closing 项目: what two printings of it share."""
    return _MARKS.sub("", name).removesuffix("项目") or name


class KnownProjects(KnownNames):
    """Projects, matched also where names differ by marks and a closing 项目 alone."""

    model = Project

    def forms(self, name: str) -> set[str]:
        key = project_key(name)
        return {name, key, f"{key}项目", f"“{key}”", f"“{key}”项目"}

    def otherwise(self, name: str) -> Match | None:
        others = sorted(self.forms(name) - {name})
        return one_or_ambiguous(self.named(others), "仅差引号或“项目”二字", learn=True) or one_or_ambiguous(
            self.called(others), "与别名仅差引号或“项目”二字", learn=True
        )


def match_projects(district: District, names: Iterable[str]) -> dict[str, Match]:
    """Match printed project names: exact, alias, or equal but for marks and a closing 项目."""
    return match_all(KnownProjects, district, names)
