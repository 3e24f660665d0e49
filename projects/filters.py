"""What the ledgers of projects and figures can be filtered by."""

from functools import partial

from django.db.models import Q

from articles.filters import CitedFilterSet
from ledger.filters import DayRangeFilter, LedgerFilterSet, NamedFilter, OneOf, SomeOf, TextFilter, YearFilter, holding
from ledger.name_search import resembles
from people.filters import EnterpriseNamed, OfficialNamed, OrganizationNamed, TownshipNamed
from projects.models import Project, ProjectCategory, ProjectStage, Tag

ProjectNamed = partial(NamedFilter, Project.objects, suggestions="projects:project-suggest", aliases="aliases__name")
TagNamed = partial(NamedFilter, Tag.objects, suggestions="projects:tag-suggest", label="标签")


class ProjectFilterSet(LedgerFilterSet):
    text = TextFilter(
        lambda word: resembles(Project.objects, word, aliases="aliases__name") | Q(project_code__icontains=word),
        label="名称、别名、代码",
        hint="可用拼音首字母",
    )
    category = OneOf(ProjectCategory.choices, label="项目类别")
    industry = TextFilter(holding("industry"), label="行业")
    stage = SomeOf(ProjectStage.choices, with_none="未填", label="项目阶段")
    township = TownshipNamed(lambda rows, text: Q(township__in=rows))
    tag = TagNamed(lambda rows, text: Q(pk__in=Project.tags.through.objects.filter(tag__in=rows).values("project")))
    leader = OfficialNamed(lambda rows, text: Q(responsible_leader__in=rows), label="包联领导")
    unit = OrganizationNamed(lambda rows, text: Q(responsible_unit__in=rows), label="责任单位")
    owner = EnterpriseNamed(lambda rows, text: Q(owner_enterprise__in=rows), label="建设单位")

    primary = ("text", "category", "industry", "stage")


class FigureFilterSet(CitedFilterSet):
    text = TextFilter(holding("label", "scope", "quote"), label="指标、范围、原文")
    date = DayRangeFilter(field_name="article__issue_date", label="见报日期")
    label = TextFilter(holding("label"), label="指标")
    scope = TextFilter(holding("scope"), label="统计范围")
    year = YearFilter(label="年度")
    unit = TextFilter(holding("unit"), label="计量单位")
    project = ProjectNamed(lambda rows, text: Q(project__in=rows), label="项目")

    primary = ("text", "date", "year")
    dates = "date"
