from meetings.models import DemandState
from tests.factories import DemandFactory, EnterpriseFactory
from tests.pages.html import section_of, words_of


def address(enterprise):
    return f"/enterprises/{enterprise.pk}/"


def test_head_gives_aliases_and_says_what_is_not_filled(open_page, register):
    words = words_of(open_page(address(register.builder)))
    assert "企业类别 平台公司" in words
    assert "行业 未填" in words
    assert "见报别名 清河城投" in words


def test_visits_and_meetings_show_the_role(open_page, register):
    words = section_of(open_page(address(register.dairy)), "meetings")
    assert words.startswith("走访和会议(1) 走访调研:槐荫镇、麦香坊、青禾乳业 2025年4月10日上午")
    assert "承办接待 见报名称:青禾乳业" in words


def test_open_demands_come_first_and_solved_ones_are_not_counted_open(open_page, register):
    DemandFactory(
        meeting=None, enterprise=register.dairy, text="牧草运输车证办理", state=DemandState.SOLVED, handling="现场交办"
    )
    words = section_of(open_page(address(register.dairy)), "demands")
    assert words.startswith("诉求(2,未解决 1)")
    assert words.index("待交办 厂区门前道路夜间照明") < words.index("已解决 牧草运输车证办理")
    assert "2025年4月10日上午 · 走访调研:槐荫镇、麦香坊、青禾乳业" in words


def test_projects_it_builds_are_listed(open_page, register):
    assert "建设的项目(1) 北岸智造谷 阶段:签约" in section_of(open_page(address(register.builder)), "projects")


def test_enterprise_of_another_district_is_not_found(open_page):
    assert open_page(address(EnterpriseFactory())).status_code == 404
