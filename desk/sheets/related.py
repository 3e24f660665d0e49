"""Names in a row that stand for other rows: units, enterprises, officials, towns. Matched, or said why not, never guessed."""

import re
import unicodedata
from collections.abc import Iterable

from desk.sheets.rows import name_and_title
from desk.sheets.values import shown
from people.known_names import KnownNames, Match, Outcome
from people.known_officials import KnownOfficials
from people.matching import KnownEnterprises, KnownOrganizations
from people.models import District, DistrictLevel, Enterprise, Official, Organization, Post
from people.title_text import is_enterprise_title, names_no_post, post_title

_SEVERAL = re.compile(r"[、,;/]|[一-龥] [一-龥]")


class NotFound(ValueError):
    """A name that stands for no row, or for several. `str()` is one sentence in Chinese."""


class Related:
    """The rows that the names of an import stand for, read in a few queries however many names.

    With `make_new` a name nobody has is a new row, once for all cells that print it; the new ones are gathered here.
    """

    def __init__(
        self,
        district: District,
        *,
        organizations: Iterable[str] = (),
        enterprises: Iterable[str] = (),
        officials: Iterable[str] = (),
        townships: Iterable[str] = (),
        make_new: bool = False,
    ):
        self.district = district
        self.make_new = make_new
        self.organizations = KnownOrganizations(district, set(organizations))
        self.enterprises = KnownEnterprises(district, set(enterprises))
        self.officials = KnownOfficials(district, {name_and_title(printed)[0] for printed in officials})
        towns = District.objects.filter(parent=district, level=DistrictLevel.TOWNSHIP) if set(townships) else ()
        self._towns: dict[str, list[District]] = {}
        for town in towns:
            self._towns.setdefault(_town_key(town.name), []).append(town)
        self.new_organizations: list[Organization] = []
        self.new_enterprises: list[Enterprise] = []
        self.new_officials: list[Official] = []
        self.new_posts: list[Post] = []

    def organization(self, printed: str) -> tuple[Organization, str]:
        """The unit, and what is to be said about how it was found. Raises NotFound."""
        return self._named(printed, self.organizations, self.new_organizations, "单位")

    def enterprise(self, printed: str) -> tuple[Enterprise, str]:
        """The enterprise, and what is to be said about how it was found. Raises NotFound."""
        return self._named(printed, self.enterprises, self.new_enterprises, "企业")

    def official(self, printed: str) -> tuple[Official, str]:
        """The official of a name, with or without a title: 王潜(区长). Raises NotFound.

        A new one is made only with a title that is an office (ADR 5).
        """
        name, title = name_and_title(printed)
        _refuse_several(name)
        match = self.officials.match(name, title)
        if match.outcome is Outcome.MATCHED:
            return match.row, "" if match.row.pk else f"新建领导干部“{name}”"
        if match.outcome is Outcome.AMBIGUOUS:
            raise NotFound(_ambiguous(printed, match, "写成“姓名(职务)”"))
        if not self.make_new:
            raise NotFound(f"台账里没有领导干部“{shown(name)}”;请改正,先导入领导干部,或勾选“新建台账里没有的…”")
        if names_no_post(title) or is_enterprise_title(title):
            raise NotFound(f"台账里没有领导干部“{shown(name)}”;没有职务不能新建,请写成“姓名(职务)”或先导入领导干部")
        official = Official(district=self.district, name=name)
        post = Post(official=official, title=post_title(title, self.district.name)[:100])
        self.new_officials.append(official)
        self.new_posts.append(post)
        self.officials.add(official)
        self.officials.hold(official, post)
        return official, f"新建领导干部“{name}”({post.title})"

    def township(self, printed: str) -> tuple[District, str]:
        """The town of the district, with or without 办事处 and the like. Raises NotFound; towns are never made here."""
        found = self._towns.get(_town_key(printed), [])
        if len(found) == 1:
            return found[0], ""
        known = "、".join(town.name for towns in self._towns.values() for town in towns)
        if not known:
            raise NotFound(
                f"台账里没有镇、街道“{shown(printed)}”,{self.district.name}还没有录入镇、街道(由系统管理员录入)"
            )
        raise NotFound(f"台账里没有镇、街道“{shown(printed)}”;已有:{shown(known)}")

    def _named(self, printed: str, known: KnownNames, fresh: list, what: str):
        match = known.match(printed)
        if match.outcome is Outcome.MATCHED:
            if match.row.pk is None:
                return match.row, f"新建{what}“{match.row.name}”"
            differs = match.row.name != printed
            return match.row, f"“{printed}”即台账中的“{match.row.name}”({match.reason})" if differs else ""
        if match.outcome is Outcome.AMBIGUOUS:
            raise NotFound(_ambiguous(printed, match, "改成全称"))
        _refuse_several(printed)
        if not self.make_new:
            raise NotFound(f"台账里没有{what}“{shown(printed)}”;请改正,或勾选“新建台账里没有的…”")
        row = known.model(district=self.district, name=printed)
        fresh.append(row)
        known.add(row)
        return row, f"新建{what}“{printed}”"


def _refuse_several(printed: str) -> None:
    if _SEVERAL.search(unicodedata.normalize("NFKC", printed)):
        raise NotFound(f"“{shown(printed)}”像是几个名称,只能填一个")


def _ambiguous(printed: str, match: Match, advice: str) -> str:
    candidates = "、".join(str(row) for row in match.candidates[:5])
    return f"“{shown(printed)}”不能确定是谁:{match.reason}({candidates});请{advice}"


def _town_key(name: str) -> str:
    """侯寨街道办事处, 侯寨街道办 and 侯寨街道 are one; so are a town and its government."""
    for ending in ("人民政府", "办事处", "办", "政府"):
        if name.endswith(ending) and len(name) > len(ending) + 1:
            name = name.removesuffix(ending)
    return name
