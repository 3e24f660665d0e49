"""Printed project names against the register: matched, ambiguous or new, with the reason, never a guess."""

import re
from collections.abc import Iterable

from people.matching import Match, new, one_or_ambiguous
from people.models import District
from projects.models import Project

_MARKS = re.compile(r"[“”\"'‘’《》「」\s]")


def project_key(name: str) -> str:
    """A project's name without quotation marks, spaces and a closing 项目: what two printings of it share."""
    return _MARKS.sub("", name).removesuffix("项目") or name


def match_projects(district: District, names: Iterable[str]) -> dict[str, Match]:
    """Match printed project names: exact, alias, or equal but for marks and a closing 项目."""
    rows = Project.objects.filter(district=district)
    matches = {}
    for name in set(names):
        key = project_key(name)
        variants = {key, f"{key}项目", f"“{key}”", f"“{key}”项目"} - {name}
        matches[name] = (
            one_or_ambiguous(rows.filter(name=name), "名称一致")
            or one_or_ambiguous(rows.filter(aliases__name=name), "与别名一致")
            or one_or_ambiguous(rows.filter(name__in=variants), "仅差引号或“项目”二字", learn=True)
            or one_or_ambiguous(rows.filter(aliases__name__in=variants), "与别名仅差引号或“项目”二字", learn=True)
            or new()
        )
    return matches
