"""The ledgers of projects and figures, and the suggestions of project names and tags."""

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from articles.views import article_columns
from ledger.columns import Column, Link, label_of
from ledger.names import NamesOf
from ledger.views import LedgerView, SuggestView
from people.views import DISTRICT, ENTERPRISE, OFFICIAL, ORGANIZATION
from projects.filters import FigureFilterSet, ProjectFilterSet
from projects.models import (
    AnnualPlan,
    Figure,
    FigureBound,
    Project,
    ProjectAlias,
    ProjectCategory,
    ProjectStage,
    StageChange,
    Tag,
)

PROJECT = "projects:project-detail"
LATEST_PLAN = AnnualPlan.objects.filter(project=OuterRef("pk")).order_by("-year")
LATEST_CHANGE = StageChange.objects.filter(project=OuterRef("pk")).order_by("-changed_date", "-pk")


class ProjectLedger(LedgerView):
    rows = Project.objects
    filterset_class = ProjectFilterSet
    title = "重点项目台账"
    measure = "个项目"
    name = "projects:project-list"
    default_order = ("name_pinyin",)
    columns = [
        Column("name", "项目名称", "name", link=Link(PROJECT), order="name_pinyin", main=True),
        Column("code", "项目代码", "project_code", default_shown=False),
        Column("category", "项目类别", "category", "choice", choices=ProjectCategory.choices),
        Column("industry", "行业", "industry"),
        Column("stage", "项目阶段", "stage", "choice", choices=ProjectStage.choices),
        Column("stage_date", "进入阶段日期", Subquery(LATEST_CHANGE.values("changed_date")[:1]), "date"),
        Column("township", "属地镇办", "township__name"),
        Column("location", "建设地点", "location"),
        Column("total_investment", "总投资(万元)", "total_investment", "money"),
        Column("plan_year", "计划年度", Subquery(LATEST_PLAN.values("year")[:1]), "number"),
        Column("plan", "年度计划投资(万元)", Subquery(LATEST_PLAN.values("annual_planned_investment")[:1]), "money"),
        Column(
            "leader",
            "包联领导",
            "responsible_leader__name",
            link=Link(OFFICIAL, "responsible_leader"),
            order="responsible_leader__name_pinyin",
        ),
        Column("unit", "责任单位", "responsible_unit__name", link=Link(ORGANIZATION, "responsible_unit")),
        Column("owner", "建设单位", "owner_enterprise__name", link=Link(ENTERPRISE, "owner_enterprise")),
        Column(
            "tags",
            "标签",
            NamesOf(Project.tags.through.objects.filter(project=OuterRef("pk")), "tag__name", by="tag__name"),
        ),
        Column("alias", "别名", NamesOf(ProjectAlias.objects.filter(project=OuterRef("pk")), "name", by="name")),
        Column("scope", "建设规模及内容", "scope", default_shown=False, long=True),
        DISTRICT,
    ]


class FigureLedger(LedgerView):
    rows = Figure.objects
    filterset_class = FigureFilterSet
    title = "数据台账"
    name = "projects:figure-list"
    default_order = (F("article__issue_date").desc(nulls_last=True), "article", "span_start")
    columns = [
        Column("label", "指标", "label", main=True),
        Column("value", "数值", "value", "number"),
        Column("unit", "计量单位", "unit"),
        Column("bound", "界限", "bound", "choice", choices=FigureBound.choices),
        Column("scope", "统计范围", "scope"),
        Column("year", "年度", "year", "number"),
        Column("period_start", "期间起", "period_start", "date"),
        Column("period_end", "期间止", "period_end", "date"),
        Column("as_of_date", "截至日期", "as_of_date", "date"),
        Column("project", "项目", "project__name", link=Link(PROJECT, "project"), order="project__name_pinyin"),
        *article_columns(),
        DISTRICT,
    ]


class ProjectSuggestions(SuggestView):
    rows = Project.objects
    aliases = "aliases__name"
    note = Coalesce(label_of("stage", ProjectStage.choices), "industry")


class TagSuggestions(SuggestView):
    rows = Tag.objects
