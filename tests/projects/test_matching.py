import pytest

from people import known_names
from people.known_names import Outcome
from people.models import DistrictLevel
from people.places import Places
from projects.matching import match_projects
from projects.project_names import is_same, may_be_elsewhere, may_be_part, project_key, project_name
from tests.factories import DistrictFactory, ProjectAliasFactory, ProjectFactory

HERE = Places("青禾区", ("云州市", "河南省"))


def named(name):
    return project_name(name, HERE)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("云帆数谷", "“云帆数谷”项目"),
        ("金溪河综合治理工程", "金溪河综合治理项目"),
        ("星澜产业园一期", "星澜产业园项目（一期）"),
        ("星澜产业园第二期", "星澜产业园Ⅱ期项目"),
        ("禾木第三小学", "禾木第3小学建设项目"),
        ("青禾大道（云岭路—望江路）道路工程", "青禾大道(云岭路至望江路)道路工程"),
        ("轨道交通8号线", "轨道交通八号线工程"),
        ("青禾区瑞川物流园", "云州市青禾区瑞川物流园项目"),
        ("禾木镇正源生物医药产业园", "正源生物医药产业园"),
        ("云州和新食品有限公司和新冷链物流基地项目", "和新冷链物流基地"),
    ],
)
def test_one_project_in_two_printings(one, other):
    assert is_same(named(one), named(other))
    assert is_same(named(other), named(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("星澜产业园一期", "星澜产业园二期"),
        ("星澜产业园", "星澜产业园二期"),
        ("星澜产业园三期", "星澜产业园十三期"),
        ("棚户区改造A地块", "棚户区改造B地块"),
        ("青溪镇污水处理厂", "禾木镇污水处理厂"),
        ("污水处理厂", "禾木镇污水处理厂"),
        ("城市书房", "禾木镇城市书房"),
        ("年产3万吨速冻食品项目", "云州磐安食品有限公司年产3万吨速冻食品项目"),
        ("江城区瑞川物流园", "青禾区瑞川物流园"),
        ("云岭路东段改造", "云岭路西段改造"),
        ("污水处理厂扩建工程", "污水处理厂"),
    ],
)
def test_a_phase_a_section_or_another_town_is_another_project(one, other):
    assert not is_same(named(one), named(other))
    assert not is_same(named(other), named(one))


def test_what_is_not_said_is_asked_about():
    assert may_be_part(named("星澜产业园"), named("星澜产业园一期"))
    assert may_be_part(named("棚户区改造项目"), named("棚户区改造A地块"))
    assert not may_be_part(named("星澜产业园二期"), named("星澜产业园"))
    assert may_be_elsewhere(named("污水处理厂项目"), named("青溪镇污水处理厂"))
    assert not may_be_elsewhere(named("望江镇污水处理厂"), named("青溪镇污水处理厂"))


def test_new_names_of_one_project_are_locked_alike_and_its_phases_apart():
    assert project_key("“云帆数谷”项目") == project_key("云帆数谷工程")
    assert project_key("云帆数谷一期") != project_key("云帆数谷二期")


@pytest.mark.django_db
@pytest.mark.parametrize("few", [0, 200])
def test_projects_match_by_name_alias_and_without_marks(monkeypatch, django_assert_max_num_queries, few):
    district = DistrictFactory(name="青禾区", parent=DistrictFactory(name="云州市", level=DistrictLevel.CITY))
    project = ProjectFactory(district=district, name="云帆数谷")
    ProjectAliasFactory(project=project, name="数谷一期")
    monkeypatch.setattr(known_names, "FEW_NAMES", few)  # of many names the whole district is read
    with django_assert_max_num_queries(3):
        matches = match_projects(district, ["云帆数谷", "数谷一期", "“云帆数谷”项目", "云帆数谷二期"])
    assert matches["云帆数谷"].row == project
    assert matches["数谷一期"].row == project
    assert (matches["“云帆数谷”项目"].row, matches["“云帆数谷”项目"].learn) == (project, True)
    assert matches["云帆数谷二期"].outcome is Outcome.NEW
    assert matches["云帆数谷二期"].candidates == (project,)


@pytest.mark.django_db
def test_a_project_known_by_its_phases_alone_is_asked_about():
    district = DistrictFactory(name="青禾区")
    first, second = (ProjectFactory(district=district, name=f"星澜产业园{phase}期") for phase in "一二")
    matches = match_projects(district, ["星澜产业园项目", "星澜产业园第二期"])
    assert matches["星澜产业园项目"].outcome is Outcome.AMBIGUOUS
    assert matches["星澜产业园第二期"].row == second
    whole = ProjectFactory(district=district, name="星澜产业园")
    assert match_projects(district, ["“星澜产业园”项目"])["“星澜产业园”项目"].row == whole


def test_numbers_printed_digit_by_digit_tell_projects_apart():
    keys = {project_key(name) for name in ("第一一号产业园", "第一二号产业园", "第十二号产业园", "12号产业园")}
    assert len(keys) == 3
