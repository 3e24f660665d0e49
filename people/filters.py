"""What the ledgers of officials, units and enterprises can be filtered by, and names by suggestion for every room."""

from functools import partial

from django.db.models import Q

from ledger.filters import LedgerFilterSet, NamedFilter, OneOf, TextFilter
from ledger.name_search import resembles
from people.models import District, Enterprise, EnterpriseKind, Official, Organization, OrganizationKind, Post

OfficialNamed = partial(NamedFilter, Official.objects, suggestions="people:official-suggest")
OrganizationNamed = partial(
    NamedFilter, Organization.objects, suggestions="people:organization-suggest", aliases="aliases__name"
)
EnterpriseNamed = partial(
    NamedFilter, Enterprise.objects, suggestions="people:enterprise-suggest", aliases="aliases__name"
)
TownshipNamed = partial(
    NamedFilter,
    District.objects.filter(level="township"),
    suggestions="people:township-suggest",
    label="属地镇办",
)


def of_posts(rows, text: str) -> Q:
    """Officials who hold or held a post in one of the units, or one whose title names it."""
    return Q(pk__in=Post.objects.filter(Q(organization__in=rows) | Q(title__icontains=text)).values("official"))


class OfficialFilterSet(LedgerFilterSet):
    text = TextFilter(
        lambda word: resembles(Official.objects, word) | Q(note__icontains=word), label="姓名", hint="可用拼音首字母"
    )
    organization = OrganizationNamed(of_posts, label="任职单位")
    title = TextFilter(
        lambda word: Q(pk__in=Post.objects.filter(title__icontains=word).values("official")), label="职务"
    )

    primary = ("text", "organization", "title")


class OrganizationFilterSet(LedgerFilterSet):
    text = TextFilter(
        lambda word: resembles(Organization.objects, word, aliases="aliases__name"),
        label="单位名称、别名",
        hint="可用拼音首字母",
    )
    kind = OneOf(OrganizationKind.choices, label="单位类别")

    primary = ("text", "kind")


# Lookups into a higher room, listed in docs/adr/0003.
WITH_DEMANDS = Enterprise.objects.filter(demands__isnull=False).values("pk")
WITH_OPEN_DEMANDS = Enterprise.objects.filter(demands__state__in=["pending", "in_progress", "long_term", "unsolvable"])


class EnterpriseFilterSet(LedgerFilterSet):
    text = TextFilter(
        lambda word: resembles(Enterprise.objects, word, aliases="aliases__name") | Q(uscc__istartswith=word),
        label="企业名称、别名、信用代码",
        hint="可用拼音首字母",
    )
    industry = TextFilter(lambda word: Q(industry__icontains=word), label="行业")
    kind = OneOf(EnterpriseKind.choices, label="企业类别")
    demands = OneOf(
        [("any", "有诉求"), ("open", "有未解决的诉求"), ("none", "没有诉求")],
        conditions={
            "any": Q(pk__in=WITH_DEMANDS),
            "open": Q(pk__in=WITH_OPEN_DEMANDS.values("pk")),
            "none": ~Q(pk__in=WITH_DEMANDS),
        },
        label="诉求",
    )

    primary = ("text", "industry", "kind", "demands")
