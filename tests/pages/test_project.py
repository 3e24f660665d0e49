import datetime

from meetings.models import Manner
from tests.factories import (
    DiscussionFactory,
    FigureFactory,
    MeetingFactory,
    ProjectFactory,
    RequirementFactory,
)
from tests.pages.html import links_of, section_of, words_of


def address(project):
    return f"/projects/{project.pk}/"


def test_head_gives_stage_money_with_its_unit_and_who_answers(open_page, register):
    words = words_of(open_page(address(register.valley)))
    for said in (
        "项目阶段 签约",
        "项目类别 产业发展",
        "总投资 35.6 亿元",
        "包联领导 程砚秋",
        "责任单位 区工信局",
        "建设单位 清河城市建设投资有限公司",
        "属地镇办 槐荫镇",
        "见报别名 智造谷",
    ):
        assert said in words


def test_what_is_not_known_is_said_to_be_unfilled(open_page, register):
    words = words_of(open_page(address(ProjectFactory(district=register.district, category="", total_investment=None))))
    assert "项目阶段 未填" in words
    assert "总投资 未填" in words
    assert "没有会议活动涉及本项目" in words


def test_meetings_stand_newest_first_undated_last_with_manner_and_sentence(open_page, register):
    later = MeetingFactory(district=register.district, name="集中签约", held_date=datetime.date(2025, 6, 1))
    DiscussionFactory(meeting=later, project=register.valley, printed_name="智造谷", manner=Manner.SIGNED)
    words = section_of(open_page(address(register.valley)), "meetings")
    assert words.startswith("会议活动(3)")
    assert words.index("集中签约") < words.index("北岸智造谷项目推进会") < words.index("季度重点项目观摩")
    assert "签约 见报名称:智造谷 手工录入" in words
    assert "察看 见报名称:北岸智造谷" in words
    assert "先后来到北岸智造谷、南湾冷链物流园等12个项目。" in words


def test_instructions_that_name_the_project_come_before_the_others_of_those_meetings(open_page, register):
    response = open_page(address(register.valley))
    own, others = section_of(response, "instructions"), section_of(response, "other-instructions")
    assert "要压实责任,建立周调度机制 提出:程砚秋" in own
    assert "要明确专人跟进北岸智造谷用地报批" in own
    assert "要优化服务" not in own
    assert "要优化服务,主动上门对接企业。对企业反映的事项限时答复。 提出:会议" in others
    assert words_of(response).index("要压实责任") < words_of(response).index("要优化服务")


def test_linked_part_brings_its_whole(open_page, register):
    whole = RequirementFactory(meeting=register.tour, number=1, heading="要抓进度", text="要抓进度。要逐月核对。")
    part = RequirementFactory(meeting=register.tour, parent=whole, number=1, heading="", text="要逐月核对。")
    part.projects.add(register.valley)
    own = section_of(open_page(address(register.valley)), "instructions")
    assert "要抓进度" in own
    assert "要逐月核对。" in own


def test_requirement_links_a_meeting_that_did_not_discuss_the_project(open_page, register):
    elsewhere = MeetingFactory(district=register.district, name="全区经济运行会")
    RequirementFactory(meeting=elsewhere, heading="要盯住智造谷").projects.add(register.valley)
    response = open_page(address(register.valley))
    assert "全区经济运行会" in section_of(response, "meetings")
    assert "要盯住智造谷" in section_of(response, "instructions")


def test_people_units_and_enterprises_around_it_are_counted_by_meeting(open_page, register):
    second = MeetingFactory(district=register.district)
    DiscussionFactory(meeting=second, project=register.valley)
    second.attendances.create(role="chair", printed_name="程砚秋", official=register.secretary)
    second.attendances.create(role="speak", printed_name="程砚秋", official=register.secretary)
    response = open_page(address(register.valley))
    assert section_of(response, "around-1").startswith("相关领导干部 程砚秋 2 次")
    assert "区工信局 1 次" in section_of(response, "around-2")
    assert "清河城市建设投资有限公司 1 次" in section_of(response, "around-3")
    assert links_of(response)["沈一帆"] == f"/officials/{register.vice_mayor.pk}/"


def test_stage_changes_plans_figures_and_sources_are_listed(open_page, register):
    FigureFactory(district=register.district, project=register.valley, label="到位资金", value="3.5", bound="about")
    response = open_page(address(register.valley))
    assert "2025年4月9日 进入 签约 手工录入" in section_of(response, "stages")
    assert "2025年:9,000 万元" in section_of(response, "plans")
    assert "到位资金 约 3.5 亿元" in section_of(response, "figures")
    assert "《清河区组织季度重点项目观摩》" in section_of(response, "sources")


def test_long_history_is_cut_and_says_so(open_page, register, monkeypatch):
    monkeypatch.setattr("pages.project.MOST", 1)
    words = section_of(open_page(address(register.valley)), "meetings")
    assert words.startswith("会议活动(2)")
    assert "另有较早的 1 项未列出" in words


def test_project_of_another_district_is_not_found(open_page):
    assert open_page(address(ProjectFactory())).status_code == 404
