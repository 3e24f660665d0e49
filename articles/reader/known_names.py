"""Names a register holds already: they sharpen where names in a text begin and end, and what an unmarked name is.

The reader stands alone without them. A set is frozen and has a version, so that the same text read with the same
version gives the same reading whoever reads it.
"""

from dataclasses import dataclass
from functools import cached_property

from .lexicon import common_words

_SHORTEST = 2
_KEY = 2  # characters by which names are looked up


@dataclass(frozen=True)
class KnownNames:
    """Full and short names by kind; `version` tells one set from another."""

    version: str = ""
    people: frozenset[str] = frozenset()
    organizations: frozenset[str] = frozenset()
    enterprises: frozenset[str] = frozenset()
    projects: frozenset[str] = frozenset()

    @cached_property
    def _enterprises(self) -> "NameIndex":
        return NameIndex(self.enterprises)

    @cached_property
    def _organizations(self) -> "NameIndex":
        return NameIndex(self.organizations)

    @cached_property
    def _projects(self) -> "NameIndex":
        return NameIndex(self.projects)

    def enterprises_in(self, text: str) -> list[tuple[int, int]]:
        """Where enterprises of the register are named in `text`, the longest name at each place."""
        return self._enterprises.find(text)

    def organizations_in(self, text: str) -> list[tuple[int, int]]:
        """Where bodies of the register are named in `text`, the longest name at each place."""
        return self._organizations.find(text)

    def projects_in(self, text: str) -> list[tuple[int, int]]:
        """Where projects of the register are named in `text`, the longest name at each place."""
        return self._projects.find(text)


class NameIndex:
    """Finds the longest of many names at every place of a text, in time in proportion to the text."""

    def __init__(self, names: frozenset[str]):
        self._by_key: dict[str, tuple[int, ...]] = {}
        self._names = frozenset(name for name in names if _tells(name))
        lengths: dict[str, set[int]] = {}
        for name in self._names:
            lengths.setdefault(name[:_KEY], set()).add(len(name))
        self._by_key = {key: tuple(sorted(found, reverse=True)) for key, found in lengths.items()}

    def find(self, text: str) -> list[tuple[int, int]]:
        """[start, end) of every name, from left to right, none within another."""
        found: list[tuple[int, int]] = []
        at = 0
        while at < len(text) - 1:
            size = next((n for n in self._by_key.get(text[at : at + _KEY], ()) if text[at : at + n] in self._names), 0)
            if size:
                found.append((at, at + size))
            at += size or 1
        return found


def _tells(name: str) -> bool:
    """Whether a name can be looked for: an everyday word (小米, 中原) says nothing by standing in a text."""
    return len(name) >= _SHORTEST and name not in common_words()
