"""The ledgers of officials, units and enterprises, and the suggestions of their names."""

from django.db.models import CharField, F, Max, Min, OuterRef, Subquery, Value
from django.db.models.functions import Concat

from ledger.columns import Column, Link, label_of
from ledger.names import CountOf, NamesOf
from ledger.views import LedgerView, SuggestView
from people.filters import EnterpriseFilterSet, OfficialFilterSet, OrganizationFilterSet
from people.models import (
    District,
    DistrictLevel,
    Enterprise,
    EnterpriseAlias,
    EnterpriseKind,
    Official,
    Organization,
    OrganizationAlias,
    OrganizationKind,
    Post,
)

OFFICIAL = "people:official-detail"
ORGANIZATION = "people:organization-detail"
ENTERPRISE = "people:enterprise-detail"
DISTRICT = Column("district", "行政区", "district__name", default_shown=False)

POSTS = Post.objects.filter(official=OuterRef("pk"))
CURRENT_POSTS = POSTS.filter(end_date=None)


def seen(extreme):
    """The first or last day on which an official's posts were printed."""
    days = POSTS.order_by().values("official").annotate(day=extreme).values("day")
    return Subquery(days)


class OfficialLedger(LedgerView):
    rows = Official.objects
    filterset_class = OfficialFilterSet
    title = "领导干部台账"
    measure = "人"
    name = "people:official-list"
    default_order = ("name_pinyin",)
    columns = [
        Column("name", "姓名", "name", link=Link(OFFICIAL), order="name_pinyin", main=True),
        Column("note", "备注", "note"),
        Column("title", "现任职务", NamesOf(CURRENT_POSTS, "title"), long=True),
        Column(
            "organization",
            "任职单位",
            NamesOf(CURRENT_POSTS.filter(organization__isnull=False), "organization__name", key="organization"),
            "names",
            link=Link(ORGANIZATION),
        ),
        Column("former", "曾任职务", NamesOf(POSTS.filter(end_date__isnull=False), "title", by="end_date")),
        Column("first_seen", "最早见报日期", seen(Min("first_seen_date")), "date"),
        Column("last_seen", "最近见报日期", seen(Max("last_seen_date")), "date"),
        DISTRICT,
    ]


class OrganizationLedger(LedgerView):
    rows = Organization.objects
    filterset_class = OrganizationFilterSet
    title = "单位台账"
    measure = "个单位"
    name = "people:organization-list"
    default_order = ("name_pinyin",)
    columns = [
        Column("name", "单位名称", "name", link=Link(ORGANIZATION), order="name_pinyin", main=True),
        Column("kind", "单位类别", "kind", "choice", choices=OrganizationKind.choices),
        Column("parent", "上级单位", "parent__name", link=Link(ORGANIZATION, "parent"), order="parent__name_pinyin"),
        Column(
            "alias", "别名", NamesOf(OrganizationAlias.objects.filter(organization=OuterRef("pk")), "name", by="name")
        ),
        Column(
            "officials",
            "任职干部",
            NamesOf(
                Post.objects.filter(organization=OuterRef("pk"), end_date=None),
                "official__name",
                key="official",
                by="official__name_pinyin",
            ),
            "names",
            link=Link(OFFICIAL),
            long=True,
        ),
        Column(
            "posts",
            "在任职务数",
            CountOf(Post.objects.filter(organization=OuterRef("pk"), end_date=None), "organization"),
            "number",
        ),
        DISTRICT,
    ]


class EnterpriseLedger(LedgerView):
    rows = Enterprise.objects
    filterset_class = EnterpriseFilterSet
    title = "企业台账"
    measure = "家"
    name = "people:enterprise-list"
    default_order = ("name_pinyin",)
    columns = [
        Column("name", "企业名称", "name", link=Link(ENTERPRISE), order="name_pinyin", main=True),
        Column("uscc", "统一社会信用代码", "uscc"),
        Column("industry", "行业", "industry"),
        Column("kind", "企业类别", "kind", "choice", choices=EnterpriseKind.choices),
        Column(
            "alias",
            "别名",
            NamesOf(EnterpriseAlias.objects.filter(enterprise=OuterRef("pk")), "name", by="name"),
            long=True,
        ),
        DISTRICT,
    ]


class OfficialSuggestions(SuggestView):
    rows = Official.objects
    # Two officials may share a name: their titles tell them apart.
    note = Concat("note", Value(" "), NamesOf(CURRENT_POSTS, "title"), output_field=CharField())


class OrganizationSuggestions(SuggestView):
    rows = Organization.objects
    aliases = "aliases__name"
    note = label_of("kind", OrganizationKind.choices)


class EnterpriseSuggestions(SuggestView):
    rows = Enterprise.objects
    aliases = "aliases__name"
    note = F("industry")


class TownshipSuggestions(SuggestView):
    rows = District.objects.filter(level=DistrictLevel.TOWNSHIP)
    note = F("parent__name")
