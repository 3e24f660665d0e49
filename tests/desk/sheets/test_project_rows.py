import datetime

import pytest

from people.models import Official
from projects.models import Project
from projects.stages import change_stage
from tests.desk.sheets.planning import changes, plan, problems, states, write
from tests.factories import (
    AnnualPlanFactory,
    DistrictFactory,
    EnterpriseAliasFactory,
    EnterpriseFactory,
    OfficialFactory,
    OrganizationFactory,
    PostFactory,
    ProjectAliasFactory,
    ProjectFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def district():
    return DistrictFactory(name="青禾区")


@pytest.fixture
def project(district):
    return ProjectFactory(district=district, name="河湾水厂二期", project_code="2405-1", total_investment=500)


# --- which project a row speaks of


def test_a_project_is_found_by_its_code_and_takes_the_name_printed(district, project):
    write(district, [["项目名称", "项目代码"], ["河湾水厂二期扩建工程", "2405-1"]])
    project.refresh_from_db()
    assert (project.name, project.name_pinyin.split()[1]) == ("河湾水厂二期扩建工程", "hwsceqkjgc")


def test_a_project_found_by_its_code_keeps_its_name_where_the_sheet_prints_another_of_its_names(district, project):
    ProjectAliasFactory(project=project, name="水厂二期")
    assert states(plan(district, [["项目名称", "项目代码"], ["水厂二期", "2405-1"]])) == ["unchanged"]


@pytest.mark.parametrize("printed", ["河湾水厂二期", "“河湾水厂二期”项目", "水厂二期"])
def test_a_project_is_found_by_its_names(district, project, printed):
    ProjectAliasFactory(project=project, name="水厂二期")
    made = plan(district, [["项目名称", "总投资(万元)"], [printed, 600]])
    assert (made.rows[0].key, changes(made)) == (project.pk, [("总投资(万元)", "500", "600")])


def test_a_code_of_another_name_is_refused(district, project):
    ProjectFactory(district=district, name="麦田数谷")
    made = plan(district, [["项目名称", "项目代码"], ["麦田数谷", "2405-1"]])
    assert "名称却是另一个项目" in problems(made)[0]
    assert problems(plan(district, [["项目名称", "项目代码"], ["河湾水厂二期", "2405-9"]])) == [
        "项目台账!B2(项目代码):台账中“河湾水厂二期”的项目代码是 2405-1;请核对"
    ]


def test_a_code_that_another_district_has_is_refused_without_saying_whose(district):
    ProjectFactory(district=DistrictFactory(), name="隐帆数谷", project_code="2405-7")
    (problem,) = problems(plan(district, [["项目名称", "项目代码"], ["麦田数谷", "2405-7"]]))
    assert "项目代码已被使用" in problem
    assert "隐帆" not in problem


def test_a_name_of_several_projects_is_refused_with_them(district):
    for name in ("甲园", "乙园"):
        ProjectAliasFactory(project=ProjectFactory(district=district, name=name), name="产业园")
    (problem,) = problems(plan(district, [["项目名称", "行业"], ["产业园", "食品"]]))
    assert "甲园、乙园" in problem or "乙园、甲园" in problem


def test_a_project_may_stand_in_one_row_only(district):
    made = plan(district, [["项目名称", "行业"], ["麦田数谷", ""], ["“麦田数谷”项目", "食品"]])
    assert problems(made) == ["项目台账!A3(项目名称):与 项目台账!2 行是同一项目,一份台账里只能有一行"]


def test_a_row_without_a_name_is_refused(district):
    assert problems(plan(district, [["项目名称", "行业", "建设地点"], ["", "食品", "河湾路"]])) == [
        "项目台账!A2(项目名称):缺少项目名称"
    ]


def test_a_row_of_another_district_is_refused(district):
    made = plan(district, [["项目名称", "行政区"], ["麦田数谷", "北岭区"], ["河湾水厂", "青禾区"]])
    assert states(made) == ["refused", "new"]


# --- what changes


def test_a_blank_cell_and_a_word_for_nothing_change_nothing(district, project):
    made = plan(district, [["项目名称", "总投资(万元)", "行业", "责任单位"], ["河湾水厂二期", "", "待定", "/"]])
    assert states(made) == ["unchanged"]
    assert made.rows[0].notes == ["行业“待定”按空白处理", "责任单位“/”按空白处理"]


def test_each_field_is_shown_as_it_was_and_as_it_will_be(district, project):
    OrganizationFactory(district=district, name="区水务局")
    made = plan(
        district,
        [
            ["项目名称", "项目类别", "总投资(亿元)", "2024年计划投资(万元)", "责任单位"],
            ["河湾水厂二期", "基础设施类", 1.5, 300, "区水务局"],
        ],
    )
    assert changes(made) == [
        ("项目类别", "产业发展", "基础设施"),
        ("总投资(万元)", "500", "15,000"),
        ("责任单位", "", "区水务局"),
        ("2024 年计划投资(万元)", "", "300"),
    ]


def test_all_wrong_cells_of_a_row_are_told_at_once(district):
    made = plan(
        district,
        [["项目名称", "总投资(万元)", "项目阶段", "责任单位"], ["麦田数谷", "约5", "快了", "区某局"]],
    )
    assert [problem.split("(")[0] for problem in problems(made)] == ["项目台账!B2", "项目台账!C2", "项目台账!D2"]
    assert "读到“快了”,应为:谋划、在谈" in problems(made)[1]


# --- related rows


def test_units_and_enterprises_are_found_by_their_other_names(district):
    OrganizationFactory(district=district, name="青禾区水务局")
    firm = EnterpriseFactory(district=district, name="河南青禾水务有限公司")
    EnterpriseAliasFactory(enterprise=firm, name="青禾水务")
    made = plan(district, [["项目名称", "责任单位", "业主单位"], ["麦田数谷", "区水务局", "青禾水务"]])
    assert changes(made)[1:] == [("责任单位", "", "青禾区水务局"), ("建设单位", "", "河南青禾水务有限公司")]
    assert len(made.rows[0].notes) == 2


def test_a_name_of_several_is_refused_with_them(district):
    for name in ("青禾水务甲有限公司", "青禾水务乙有限公司"):
        EnterpriseAliasFactory(enterprise=EnterpriseFactory(district=district, name=name), name="青禾水务")
    (problem,) = problems(plan(district, [["项目名称", "建设单位"], ["麦田数谷", "青禾水务"]], make_new=True))
    assert "不能确定" in problem
    assert "青禾水务甲有限公司" in problem


def test_one_of_two_namesakes_is_told_by_his_title(district):
    for title in ("区水务局局长", "区商务局局长"):
        PostFactory(official=OfficialFactory(district=district, name="任远"), title=title)
    made = plan(
        district,
        [["项目名称", "包联领导"], ["甲项目", "任远"], ["乙项目", "任 远(区水务局局长)"]],
    )
    assert states(made) == ["refused", "new"]
    write(district, [["项目名称", "包联领导"], ["乙项目", "任远(区水务局局长)"]])
    assert Project.objects.get().responsible_leader.posts.get().title == "区水务局局长"


def test_an_official_is_made_only_with_an_office(district):
    rows = [["项目名称", "包联领导"], ["甲项目", "任远"], ["乙项目", "邵静(副区长)"], ["丙项目", "邵静"]]
    made = plan(district, rows, make_new=True)
    assert states(made) == ["refused", "new", "new"]
    assert "没有职务不能新建" in problems(made)[0]
    write(district, rows[:1] + rows[2:], make_new=True)
    assert list(Official.objects.values_list("name", "posts__title")) == [("邵静", "副区长")]
    assert Project.objects.filter(responsible_leader__name="邵静").count() == 2


@pytest.mark.parametrize("printed", ["任远、邵静", "任远,邵静", "任远 邵静", "任远\n邵静", "任远/邵静"])
def test_two_names_in_one_cell_are_refused(district, printed):
    for name in ("任远", "邵静"):
        OfficialFactory(district=district, name=name)
    (problem,) = problems(plan(district, [["项目名称", "包联领导"], ["甲项目", printed]], make_new=True))
    assert "像是几个名称" in problem


@pytest.mark.parametrize("printed", ["任远(区委常委、副区长)", "任远 副区长", "任　远"])
def test_one_name_with_its_title_is_one(district, printed):
    PostFactory(official=OfficialFactory(district=district, name="任远"), title="区委常委、副区长")
    assert states(plan(district, [["项目名称", "包联领导"], ["甲项目", printed]])) == ["new"]


def test_two_units_in_one_cell_are_refused_and_not_made(district):
    rows = [["项目名称", "责任单位"], ["甲项目", "区水务局 区商务局"], ["乙项目", "区水务局、区商务局"]]
    assert states(plan(district, rows, make_new=True)) == ["refused", "refused"]


@pytest.mark.parametrize("printed", ["柳林街道", "柳林街道办事处", "柳林街道办"])
def test_a_town_is_found_with_and_without_its_office(district, printed):
    town = DistrictFactory(name="柳林街道", level="township", parent=district)
    write(district, [["项目名称", "属地镇办"], ["甲项目", printed]])
    assert Project.objects.get().township == town


def test_a_town_that_is_not_there_is_refused_with_those_that_are(district):
    DistrictFactory(name="柳林街道", level="township", parent=district)
    (problem,) = problems(plan(district, [["项目名称", "乡镇"], ["甲项目", "北岭镇"]], make_new=True))
    assert "已有:柳林街道" in problem


# --- stages


def test_a_stage_is_entered_on_the_day_of_its_own_or_of_the_ledger(district):
    rows = [
        ["项目名称", "项目阶段", "进入阶段日期"],
        ["甲项目", "已开工", "2024.3.5"],
        ["乙项目", "续建", ""],
    ]
    write(district, rows)
    found = Project.objects.order_by("name").values_list("stage", "stage_changes__stage", "stage_changes__changed_date")
    assert sorted(found) == [
        ("started", "started", datetime.date(2024, 3, 5)),
        ("under_construction", "under_construction", datetime.date(2024, 5, 31)),
    ]
    assert states(plan(district, rows)) == ["unchanged", "unchanged"]


def test_a_later_stage_follows_and_both_are_kept(district, project):
    change_stage(project, "signed", datetime.date(2024, 1, 5))
    rows = [["项目名称", "项目阶段"], ["河湾水厂二期", "在建"]]
    assert changes(plan(district, rows)) == [("项目阶段", "签约", "在建(2024-05-31)")]
    write(district, rows)
    project.refresh_from_db()
    assert project.stage == "under_construction"
    assert project.stage_changes.count() == 2
    assert project.history.first().stage == "under_construction"


def test_a_stage_that_is_the_registers_own_changes_nothing(district, project):
    change_stage(project, "signed", datetime.date(2024, 1, 5))
    project.refresh_from_db()
    made = plan(district, [["项目名称", "项目阶段", "进入阶段日期"], ["河湾水厂二期", "签约", "2024-01-05"]])
    assert states(made) == ["unchanged"]


def test_an_older_ledger_does_not_set_a_stage_back(district, project):
    change_stage(project, "under_construction", datetime.date(2024, 5, 31))
    rows = [["项目名称", "项目阶段"], ["河湾水厂二期", "签约"]]
    made = plan(district, rows, as_of=datetime.date(2024, 4, 30))
    assert "晚于阶段截至日期 2024-04-30" in problems(made)[0]


def test_an_earlier_change_with_its_day_is_noted_and_leaves_the_stage(district, project):
    change_stage(project, "under_construction", datetime.date(2024, 5, 31))
    rows = [["项目名称", "项目阶段", "进入阶段日期"], ["河湾水厂二期", "签约", "2024-01-05"]]
    assert changes(plan(district, rows)) == [("补记阶段", "", "签约(2024-01-05),当前阶段不变")]
    write(district, rows)
    project.refresh_from_db()
    assert (project.stage, project.stage_changes.count()) == ("under_construction", 2)
    assert states(plan(district, rows)) == ["unchanged"]


def test_a_day_to_come_is_refused(district):
    rows = [["项目名称", "项目阶段", "进入阶段日期"], ["甲项目", "开工", "2024-12-31"]]
    assert "晚于今天" in problems(plan(district, rows))[0]


# --- annual plans


def test_plans_of_several_years_stand_beside_one_another(district, project):
    AnnualPlanFactory(project=project, year=2023, annual_planned_investment=100)
    rows = [["项目名称", "2023年计划投资(万元)", "2024年计划投资(万元)", "责任单位"], ["河湾水厂二期", 120, 300, ""]]
    assert changes(plan(district, rows)) == [
        ("2023 年计划投资(万元)", "100", "120"),
        ("2024 年计划投资(万元)", "", "300"),
    ]
    write(district, rows)
    assert dict(project.annual_plans.values_list("year", "annual_planned_investment")) == {2023: 120, 2024: 300}


@pytest.mark.parametrize(
    ("rows", "options"),
    [
        ([["项目名称", "行业", "年度", "年度计划投资(万元)"], ["甲项目", "", "2024年", 5]], {}),
        ([["2024年重点项目"], ["项目名称", "行业", "年度计划投资(万元)"], ["甲项目", "", 5]], {}),
        ([["项目名称", "行业", "年度计划投资(万元)"], ["甲项目", "", 5]], {"year": 2024}),
        ([["项目名称", "行业", "年度计划投资(万元)"], ["甲项目", "", 5]], {"file_name": "2024年台账.xlsx"}),
    ],
    ids=["column", "title", "chosen", "file name"],
)
def test_the_year_of_a_plan_is_where_it_is_written(district, rows, options):
    assert changes(plan(district, rows, **options))[1] == ("2024 年计划投资(万元)", "", "5")


def test_a_plan_without_a_year_is_refused(district):
    made = plan(district, [["项目名称", "行业", "年度计划投资(万元)"], ["甲项目", "", 5]])
    assert "不知道是哪一年" in problems(made)[0]
