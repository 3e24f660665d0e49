import datetime
from decimal import Decimal

import pytest

from projects.models import StageChange
from projects.stages import change_stage
from tests.constraints import Case, assert_accepts, assert_complete, assert_refuses, cited_cases
from tests.factories import (
    AnnualPlanFactory,
    ArticleFactory,
    FigureFactory,
    ProjectAliasFactory,
    ProjectFactory,
    StageChangeFactory,
    TagFactory,
)

pytestmark = pytest.mark.django_db
MARCH_1 = datetime.date(2024, 3, 1)
MAY_6 = datetime.date(2024, 5, 6)

CASES = [
    Case(
        "tag_unique_name",
        TagFactory,
        accepts=[lambda row: {"name": TagFactory().name}],
        refuses=[lambda row: {"name": TagFactory(district=row.district).name}],
    ),
    Case("tag_name_given", TagFactory, accepts=[{"name": "三个一批"}], refuses=[{"name": ""}]),
    Case(
        "project_unique_name",
        ProjectFactory,
        accepts=[lambda row: {"name": ProjectFactory().name}],
        refuses=[lambda row: {"name": ProjectFactory(district=row.district).name}],
    ),
    Case(
        "project_unique_code",
        ProjectFactory,
        accepts=[
            lambda row: {"project_code": ProjectFactory(project_code="").project_code},
            lambda row: {"project_code": ProjectFactory(project_code="2405-410103-04-01-000001").project_code + "0"},
        ],
        refuses=[lambda row: {"project_code": ProjectFactory(project_code="2405-410103-04-01-000002").project_code}],
    ),
    Case("project_name_given", ProjectFactory, accepts=[{"name": "科创城"}], refuses=[{"name": ""}]),
    Case(
        "project_investment_not_negative",
        ProjectFactory,
        accepts=[{"total_investment": None}, {"total_investment": 0}, {"total_investment": Decimal("1.50")}],
        refuses=[{"total_investment": Decimal("-0.01")}],
    ),
    Case(
        "project_stage_valid",
        ProjectFactory,
        accepts=[{"stage": ""}, {"stage": "at_full_effect"}],
        refuses=[{"stage": "在建"}],
    ),
    Case(
        "project_category_valid",
        ProjectFactory,
        accepts=[{"category": ""}, {"category": "ecology"}],
        refuses=[{"category": "生态环保"}],
    ),
    Case(
        "project_alias_unique",
        ProjectAliasFactory,
        accepts=[lambda row: {"name": ProjectAliasFactory().name}],
        refuses=[lambda row: {"name": ProjectAliasFactory(project=row.project).name}],
    ),
    Case("project_alias_given", ProjectAliasFactory, accepts=[{"name": "科创城"}], refuses=[{"name": ""}]),
    *cited_cases(StageChangeFactory),
    Case(
        "stage_change_unique",
        StageChangeFactory,
        accepts=[lambda row: {"changed_date": StageChangeFactory().changed_date}, {"stage": "started"}],
        refuses=[lambda row: {"changed_date": StageChangeFactory(project=row.project).changed_date}],
    ),
    Case("stage_change_stage_valid", StageChangeFactory, accepts=[{"stage": "planning"}], refuses=[{"stage": ""}]),
    Case(
        "annual_plan_unique",
        AnnualPlanFactory,
        accepts=[lambda row: {"year": AnnualPlanFactory(project=row.project, year=2025).year + 1}],
        refuses=[lambda row: {"year": AnnualPlanFactory(project=row.project, year=2025).year}],
    ),
    Case(
        "annual_plan_year_valid",
        AnnualPlanFactory,
        accepts=[{"year": 1990}, {"year": 2100}],
        refuses=[{"year": 1989}, {"year": 2101}, {"year": 24}],
    ),
    Case(
        "annual_plan_not_negative",
        AnnualPlanFactory,
        accepts=[{"annual_planned_investment": 0}],
        refuses=[{"annual_planned_investment": -1}],
    ),
    *cited_cases(FigureFactory),
    Case("figure_label_given", FigureFactory, accepts=[{"label": "开工率"}], refuses=[{"label": ""}]),
    Case(
        "figure_bound_valid",
        FigureFactory,
        accepts=[{"bound": ""}, {"bound": "nearly"}],
        refuses=[{"bound": "近"}],
    ),
    Case(
        "figure_period_whole",
        FigureFactory,
        accepts=[{"period_start": MARCH_1, "period_end": MAY_6}, {"period_start": MAY_6, "period_end": MAY_6}],
        refuses=[
            {"period_start": MAY_6, "period_end": MARCH_1},
            {"period_start": MAY_6},
            {"period_end": MAY_6},
        ],
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_constraint_accepts(case):
    assert_accepts(case)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_constraint_refuses_in_chinese(case):
    assert_refuses(case)


def test_every_constraint_is_tried():
    assert_complete("projects", CASES)


def test_a_project_shows_the_stage_of_its_latest_change():
    project = ProjectFactory()

    change_stage(project, "started", MAY_6)
    change_stage(project, "signed", MARCH_1)
    change_stage(project, "signed", MARCH_1)

    project.refresh_from_db()
    assert project.stage == "started"
    assert list(StageChange.objects.values_list("stage", "changed_date")) == [("started", MAY_6), ("signed", MARCH_1)]


def test_a_stage_change_keeps_its_sentence():
    article = ArticleFactory(text="5月6日,该项目正式开工。")

    change = change_stage(ProjectFactory(), "started", MAY_6, article=article, span=(5, 12))

    assert (change.quote, change.article) == ("该项目正式开工", article)
