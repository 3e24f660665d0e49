"""Names a register holds already: they sharpen where names in a text begin and end, and what an unmarked name is.

The reader stands alone without them. A set is frozen and has a version, so that the same text read with the same
version gives the same reading whoever reads it.
"""

from dataclasses import dataclass
from functools import cached_property

from .lexicon import NameIndex, common_words

_SHORTEST = 2


@dataclass(frozen=True)
class Gazetteer:
    """Full and short names by kind; `version` tells one set from another."""

    version: str = ""
    people: frozenset[str] = frozenset()
    organizations: frozenset[str] = frozenset()
    enterprises: frozenset[str] = frozenset()
    projects: frozenset[str] = frozenset()

    @cached_property
    def _index(self) -> NameIndex:
        names = self.organizations | self.enterprises | self.projects
        return NameIndex(name for name in names if _tells(name))

    def named_in(self, text: str) -> list[tuple[int, int]]:
        """Where bodies, enterprises and projects of the register are named in `text`, the longest name at each place."""
        return self._index.find(text)


def _tells(name: str) -> bool:
    """Whether a name can be looked for: an everyday word (小米, 中原) says nothing by standing in a text."""
    return len(name) >= _SHORTEST and name not in common_words()
