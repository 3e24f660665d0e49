from meetings.models import Role
from tests.factories import AttendanceFactory, MeetingFactory, OfficialFactory
from tests.pages.html import links_of, section_of, words_of


def address(official):
    return f"/officials/{official.pk}/"


def test_posts_show_term_and_when_they_were_printed(open_page, register):
    words = section_of(open_page(address(register.secretary)), "posts")
    assert "区委书记 · 清河区委 2023年3月1日任职 见报:2024年11月2日至2025年4月9日" in words
    words = section_of(open_page(address(register.vice_mayor)), "posts")
    assert "区委常委、副区长 任职日期未载 见报:2025年4月10日至2025年4月10日" in words


def test_meetings_stand_by_role_with_the_title_of_that_day(open_page, register):
    words = section_of(open_page(address(register.vice_mayor)), "meetings")
    assert words.startswith("会议活动(2) 带队(1) 走访调研:槐荫镇、麦香坊、青禾乳业 2025年4月10日上午")
    assert "当日职务:区委常委、副区长" in words
    assert "参加(1) 北岸智造谷项目推进会" in words
    assert "当日职务:区领导" in words


def test_requirements_he_issued_name_the_meeting(open_page, register):
    response = open_page(address(register.secretary))
    words = section_of(response, "requirements")
    assert words.startswith("提出的工作要求(1) 要压实责任,建立周调度机制")
    assert "2025年4月9日下午 · 北岸智造谷项目推进会" in words
    assert links_of(response)["北岸智造谷"] == f"/projects/{register.valley.pk}/"


def test_projects_he_leads_are_listed(open_page, register):
    words = section_of(open_page(address(register.secretary)), "projects")
    assert "包联项目(1) 北岸智造谷 阶段:签约 · 产业发展 · 槐荫镇 · 总投资 35.6 亿元" in words


def test_namesake_has_a_page_of_his_own(open_page, register):
    namesake = OfficialFactory(district=register.district, name="程砚秋", note="原交通局")
    words = words_of(open_page(address(namesake)))
    assert "程砚秋 原交通局" in words
    assert "没有记录参加会议活动" in words


def test_meeting_of_another_district_is_not_shown(open_page, register):
    elsewhere = MeetingFactory(name="外区会议")
    AttendanceFactory(meeting=elsewhere, official=register.secretary, role=Role.SPEAK)
    assert "外区会议" not in words_of(open_page(address(register.secretary)))


def test_official_of_another_district_is_not_found(open_page):
    assert open_page(address(OfficialFactory())).status_code == 404
