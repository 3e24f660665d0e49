"""Whose body a name or title means: the district's own, one of a division above it, or another's."""

import re
from typing import NamedTuple

from people.models import District

OWN = ""
_LEVELS = "省市区县旗"
# 市场监管局, 市容, 市政工程 and 区域 begin with a level's character and name none.
_NO_LEVEL = re.compile(r"市场|市容|市政(?![府协法务])|市民中心|区域|区块|区间|县域|省际|市际|市辖")
_ELSEWHERE = re.compile(r"(?:[一-龥]{2,6}?(?:省|自治区|(?<!城)市|自治州|自治县|县|(?<![社园景小开新发校厂])区|旗))+")


class Scope(NamedTuple):
    """What stands before the body: `of` is "" for the district's own, its level above (市, 省), another's name; None if bare."""

    of: str | None
    rest: str


class Places:
    """A district and the divisions it lies in, as they are printed before the names of bodies."""

    def __init__(self, name: str, above: tuple[str, ...] = ()):
        """`above`: the divisions the district lies in, the nearest first."""
        self.name = name
        self.short = name[:-1] if len(name) > 2 else name
        self.level = name[-1]
        self.above = above

    @classmethod
    def of(cls, district: District) -> "Places":
        """Asks for the divisions above `district` once; they stay with the instance."""
        above = []
        while (district_above := (above[-1] if above else district).parent) is not None and len(above) < 4:
            above.append(district_above)
        return cls(district.name, tuple(one.name for one in above))

    def split(self, text: str) -> Scope:
        """`text` without the places before it: 云州市青禾区商务局, 区商务局 → own, 商务局; 市商务局 → 市; 商务局 → bare."""
        of, rest = None, text.removeprefix("中共")
        if rest[:1] in "我本全" and rest[1:2] == self.level:
            rest = rest[1:]
        for name in (*reversed(self.above), self.name):
            if rest.startswith(name) and len(rest) > len(name):
                of, rest = (OWN if name == self.name else name[-1]), rest[len(name) :]
        if of is None and rest.startswith(("国家", "全国", "中央")):
            return Scope("国家", rest[2:])
        has_level = len(rest) > 1 and rest[0] in _LEVELS and not _NO_LEVEL.match(rest)
        if of != OWN and not (has_level and of is None) and (elsewhere := self._elsewhere(rest)):
            return Scope(elsewhere, rest[len(elsewhere) :])
        if has_level and (of is None or rest[0] == self.level):  # 青禾区区长: the level once more
            of, rest = (OWN if rest[0] == self.level else rest[0]), rest[1:]
        return Scope(of, rest)

    def _elsewhere(self, text: str) -> str:
        """Another division's full name at the head of `text` (江城区商务局 → 江城区)."""
        found = _ELSEWHERE.match(text)
        if not found or _NO_LEVEL.match(text):
            return ""
        name = found[0]
        # 副区长, 和区委: no name; and what follows a division's name is a body or a post.
        if name.startswith(("副", "代", "常务", "原", "时任", "党")) or len(name) == len(text):
            return ""
        return name

    def own_prefixes(self) -> tuple[str, ...]:
        """What may stand before the name of one of the district's own bodies, the usual first."""
        chain = [self.name]
        for name in self.above:
            chain.append(name + chain[-1])
        return (self.level, self.name, *chain[1:], "")

    def prefixes(self, of: str | None) -> tuple[str, ...]:
        """What may stand before the name of a body of `of`, as `split` tells it."""
        if of is None or of == OWN:
            return self.own_prefixes()
        for place, name in enumerate(self.above):
            if name[-1] == of:
                return (of, name, *("".join(reversed(self.above[place : place + n])) for n in (2, 3)))
        return (of,)
