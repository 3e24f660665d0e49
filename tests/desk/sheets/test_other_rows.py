"""Rows of enterprises, of officials with their posts, and of annual plans held against the register."""

import datetime

import pytest

from people.models import Enterprise, Official, Post
from projects.models import AnnualPlan
from tests.desk.sheets.planning import changes, plan, problems, states, write
from tests.factories import (
    DistrictFactory,
    EnterpriseFactory,
    OfficialFactory,
    OrganizationFactory,
    PostFactory,
    ProjectFactory,
)

pytestmark = pytest.mark.django_db
USCC = "91410103MA3X4Y5N6W"


@pytest.fixture
def district():
    return DistrictFactory(name="青禾区")


# --- enterprises


def test_an_enterprise_is_made_and_the_second_time_known(district):
    rows = [
        ["企业名称", "统一社会信用代码", "行业", "企业性质"],
        ["青禾水务有限公司", USCC.lower(), "供水", "国有企业"],
    ]
    write(district, rows)
    firm = Enterprise.objects.get()
    assert (firm.uscc, firm.industry, firm.kind) == (USCC, "供水", "state_owned")
    assert states(plan(district, rows)) == ["unchanged"]


def test_an_enterprise_is_found_by_its_code_and_renamed(district):
    firm = EnterpriseFactory(district=district, name="青禾水务公司", uscc=USCC)
    write(district, [["企业名称", "信用代码"], ["青禾水务集团有限公司", USCC]])
    firm.refresh_from_db()
    assert firm.name == "青禾水务集团有限公司"
    assert firm.name_pinyin.startswith("qinghe")


def test_an_enterprise_found_by_name_gets_its_code(district):
    EnterpriseFactory(district=district, name="青禾水务有限公司")
    made = plan(district, [["企业名称", "信用代码"], ["青禾水务有限公司", USCC]])
    assert changes(made) == [("统一社会信用代码", "", USCC)]


@pytest.mark.parametrize(
    ("code", "why"),
    [("9141", "18 位"), ("91410103MA3X4Y5N60", "信用代码是"), ("91410103MA3X4Y5N61", "已被使用")],
)
def test_a_wrong_code_is_refused(district, code, why):
    EnterpriseFactory(district=district, name="青禾水务有限公司", uscc=USCC)
    EnterpriseFactory(district=DistrictFactory(), uscc="91410103MA3X4Y5N61")
    (problem,) = problems(plan(district, [["企业名称", "信用代码"], ["青禾水务有限公司", code]]))
    assert problem.startswith("项目台账!B2(信用代码)")
    assert why in problem


def test_an_enterprise_may_stand_in_one_row_only(district):
    rows = [["企业名称", "信用代码"], ["青禾水务有限公司", USCC], ["青禾水务有限公司", ""], ["青禾供水有限公司", USCC]]
    assert states(plan(district, rows)) == ["new", "refused", "refused"]


# --- officials


def test_officials_are_made_with_their_posts_one_a_row(district):
    OrganizationFactory(district=district, name="区水务局")
    rows = [
        ["姓名", "现任职务", "工作单位", "任职时间", "备注"],
        ["任 远", "区水务局局长", "区水务局", "2023年3月", ""],
        ["任远", "区水务局党组书记", "", "", ""],
        ["邵静", "青禾区委书记", "", "", "分管工业"],
    ]
    made = plan(district, rows)
    assert states(made) == ["new", "new", "new"]
    write(district, rows)
    assert set(Official.objects.values_list("name", "note")) == {("任远", ""), ("邵静", "分管工业")}
    assert set(Post.objects.values_list("official__name", "title", "organization__name", "start_date")) == {
        ("任远", "区水务局局长", "区水务局", datetime.date(2023, 3, 1)),
        ("任远", "区水务局党组书记", None, None),
        ("邵静", "区委书记", None, None),
    }
    assert Post.history.count() == 3
    assert states(plan(district, rows)) == ["unchanged", "unchanged", "unchanged"]


def test_a_post_is_ended_and_the_second_time_known(district):
    official = OfficialFactory(district=district, name="任远")
    PostFactory(official=official, title="区水务局局长", start_date=datetime.date(2023, 3, 1))
    rows = [["姓名", "职务", "离任日期"], ["任远", "区水务局局长", "2024年4月"]]
    assert changes(plan(district, rows)) == [("离任日期", "", "2024-04-30")]
    write(district, rows)
    assert official.posts.get().end_date == datetime.date(2024, 4, 30)
    assert states(plan(district, rows)) == ["unchanged"]


def test_a_post_that_ended_begins_again_only_with_a_day(district):
    official = OfficialFactory(district=district, name="任远")
    PostFactory(official=official, title="区水务局局长", end_date=datetime.date(2024, 4, 30))
    assert "已于 2024-04-30 离任" in problems(plan(district, [["姓名", "职务"], ["任远", "区水务局局长"]]))[0]
    rows = [["姓名", "职务", "任职日期"], ["任远", "区水务局局长", "2024-05-06"]]
    assert changes(plan(district, rows)) == [("职务", "", "区水务局局长"), ("任职日期", "", "2024-05-06")]


def test_a_term_that_ends_before_it_begins_is_refused(district):
    rows = [["姓名", "职务", "任职日期", "离任日期"], ["任远", "区水务局局长", "2024-05-06", "2024-05-01"]]
    assert "早于任职日期" in problems(plan(district, rows))[0]


def test_a_namesake_of_another_department_is_not_taken_for_the_one_known(district):
    PostFactory(official=OfficialFactory(district=district, name="任远"), title="区水务局局长")
    (problem,) = problems(plan(district, [["姓名", "职务"], ["任远", "区商务局局长"]]))
    assert "区水务局局长" in problem


def test_namesakes_are_told_apart_by_their_notes(district):
    first, second = (OfficialFactory(district=district, name="任远", note=note) for note in ("原水务局", "原商务局"))
    rows = [
        ["姓名", "职务", "备注"],
        ["任远", "副区长", "原商务局"],
        ["任远", "区统计局局长", "原统计局"],
        ["任远", "区委书记", ""],
    ]
    made = plan(district, rows)
    assert states(made) == ["changed", "new", "refused"]
    assert [row.key for row in made.rows[:2]] == [second.pk, None]
    assert first.pk not in [row.key for row in made.rows[:2]]


@pytest.mark.parametrize(("title", "why"), [("", "须填职务"), ("区领导", "不是一项职务")])
def test_an_official_needs_an_office(district, title, why):
    assert why in problems(plan(district, [["姓名", "职务"], ["任远", title]]))[0]


def test_the_same_post_may_stand_in_one_row_only(district):
    rows = [["姓名", "职务"], ["任远", "副区长"], ["任远", "副区长"]]
    assert states(plan(district, rows)) == ["new", "refused"]


def test_posts_as_our_own_ledger_lists_them_are_known(district):
    official = OfficialFactory(district=district, name="任远")
    for title in ("副区长", "区水务局局长"):
        PostFactory(official=official, title=title)
    assert states(plan(district, [["姓名", "现任职务"], ["任远", "副区长、区水务局局长"]])) == ["unchanged"]


# --- annual plans


def test_plans_are_made_and_changed_and_the_second_time_known(district):
    ProjectFactory(district=district, name="河湾水厂", project_code="2405-1")
    ProjectFactory(district=district, name="麦田数谷")
    rows = [
        ["项目名称", "项目代码", "年度", "年度计划投资(亿元)"],
        ["河湾水厂", "2405-1", 2024, 0.5],
        ["河湾水厂", "", 2025, 0.8],
        ["麦田数谷", "", 2024, 1],
    ]
    assert states(plan(district, rows)) == ["new", "new", "new"]
    write(district, rows)
    assert AnnualPlan.objects.count() == AnnualPlan.history.count() == 3
    assert states(plan(district, rows)) == ["unchanged"] * 3
    rows[1][3] = 0.6
    assert changes(plan(district, rows)) == [("2024 年计划投资(万元)", "5,000", "6,000")]


def test_a_plan_of_a_project_that_is_not_there_is_refused(district):
    (problem,) = problems(plan(district, [["项目名称", "2024年计划投资(万元)"], ["云仓", 5]]))
    assert "没有项目“云仓”" in problem


def test_a_plan_may_stand_in_one_row_only(district):
    ProjectFactory(district=district, name="河湾水厂")
    rows = [["项目名称", "2024年计划投资(万元)"], ["河湾水厂", 5], ["河湾水厂", 6]]
    assert states(plan(district, rows)) == ["new", "refused"]
