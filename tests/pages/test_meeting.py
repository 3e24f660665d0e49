import datetime

import pytest

from meetings.models import Counted, Role
from pages.meeting import count_in_words, inferred_range
from tests.factories import (
    AttendanceFactory,
    HeadcountFactory,
    MeetingFactory,
    OfficialFactory,
    RequirementFactory,
    member_of,
)
from tests.pages.html import links_of, section_of, words_of


def address(meeting):
    return f"/meetings/{meeting.pk}/"


def test_head_says_what_when_where_and_who_chaired(open_page, register):
    words = words_of(open_page(address(register.promotion)))
    assert "北岸智造谷项目推进会" in words
    assert "会议·项目推进会" in words
    assert "2025年4月9日下午" in words
    assert "区委二楼会议室" in words
    assert "主持 程砚秋 清河区委书记" in words


def test_unprinted_date_stays_unprinted_and_its_range_is_marked(open_page, register):
    words = words_of(open_page(address(register.tour)))
    assert "近日(具体日期未载) 推定 2025年4月1日至2025年4月14日之间" in words


def test_meeting_is_marked_unchecked_until_somebody_else_checks_it(open_page, register):
    meeting = register.promotion
    assert "未核" in words_of(open_page(address(meeting)))
    meeting.checked_by = register.user
    meeting.checked_at = datetime.datetime(2025, 4, 20, 9, tzinfo=datetime.UTC)
    meeting.save()
    words = words_of(open_page(address(meeting)))
    assert "未核" not in words
    assert "读者,2025年4月20日" in words


def test_people_stand_under_their_role_with_the_title_as_printed(open_page, register):
    people = section_of(open_page(address(register.promotion)), "people")
    assert people.index("主持") < people.index("清河区委书记") < people.index("参加") < people.index("陆远 区领导")


def test_units_and_enterprises_show_their_printed_name_and_lead_to_their_rows(open_page, register):
    response = open_page(address(register.promotion))
    assert links_of(response)["区工信局"] == f"/organizations/{register.bureau.pk}/"
    assert links_of(response)["清河城投"] == f"/enterprises/{register.builder.pk}/"


def test_name_without_a_row_is_shown_without_a_link(open_page, register):
    AttendanceFactory(meeting=register.promotion, official=None, printed_name="韩某", printed_title="专家")
    AttendanceFactory(meeting=register.promotion, official=None, printed_name="某中心", printed_title="")
    response = open_page(address(register.promotion))
    assert "韩某 专家 未对应台账" in section_of(response, "people")
    assert "韩某" not in links_of(response)
    assert "其他列名(未对应台账)(1) 某中心" in words_of(response)


def test_company_man_stands_among_the_people_with_his_company(open_page, register):
    AttendanceFactory(
        meeting=register.promotion,
        official=None,
        enterprise=register.dairy,
        printed_name="高某",
        printed_title="青禾乳业总经理",
    )
    response = open_page(address(register.promotion))
    assert "高某 青禾乳业总经理 · 青禾乳业" in section_of(response, "people")
    assert "企业(1)" in words_of(response)


def test_counts_say_how_many_are_not_named(open_page, register):
    assert "6 家单位,列名 1 家,其余 5 家未列名" in words_of(open_page(address(register.promotion)))
    assert "见报 12 个项目,列名 2 个,其余 10 个未列名" in section_of(open_page(address(register.tour)), "projects")


@pytest.mark.parametrize(
    ("number", "named", "words"),
    [
        (9, 1, "9 家单位,列名 1 家,其余 8 家未列名"),
        (9, 0, "9 家单位,均未列名"),
        (2, 2, "2 家单位,列名 2 家"),
        (2, 3, "2 家单位,列名 3 家"),
    ],
)
def test_count_in_words(number, named, words):
    assert count_in_words(HeadcountFactory.build(meeting=None, counted=Counted.UNITS, number=number), named) == words


@pytest.mark.parametrize(
    ("earliest", "latest", "words"),
    [
        (None, None, ""),
        (datetime.date(2025, 4, 1), None, "不早于2025年4月1日"),
        (None, datetime.date(2025, 4, 14), "不晚于2025年4月14日"),
    ],
)
def test_inferred_range_has_as_many_ends_as_are_known(earliest, latest, words):
    meeting = MeetingFactory.build(district=None, held_date=None, earliest_date=earliest, latest_date=latest)
    assert inferred_range(meeting) == words


def test_known_day_needs_no_inference():
    meeting = MeetingFactory.build(district=None, latest_date=datetime.date(2025, 4, 14))
    assert inferred_range(meeting) == ""


def test_requirements_are_numbered_with_speaker_projects_and_parts(open_page, register):
    words = section_of(open_page(address(register.promotion)), "requirements")
    assert words.startswith("工作要求(2) 1. 要压实责任,建立周调度机制 提出:程砚秋 涉及项目:北岸智造谷")
    # The parts say what the whole says after its heading, once.
    assert words.count("要把问题清单交到牵头单位手中。") == words.count("要把问题清单交到牵头单位手中。 原文") + 2
    assert "2. 要优化服务,主动上门对接企业。对企业反映的事项限时答复。 提出:会议" in words


def test_speaker_that_is_not_printed_is_not_made_up(open_page, register):
    RequirementFactory(meeting=register.visit, printed_speaker="", issued_by=None)
    assert "提出:未载" in section_of(open_page(address(register.visit)), "requirements")


def test_demand_handled_on_the_spot_is_not_solved(open_page, register):
    words = section_of(open_page(address(register.visit)), "demands")
    assert "待交办 厂区门前道路夜间照明" in words
    assert "见报处理:现场办公" in words
    assert "已解决" not in words


def test_figures_of_its_articles_show_scope_time_and_the_check(open_page, register):
    words = section_of(open_page(address(register.tour)), "figures")
    assert "年度计划投资 80.5 亿元 省市重点项目 · 2025年" in words
    assert "完成投资 20.1 亿元 省市重点项目 · 截至2025年3月31日" in words
    assert "核算相符 20.1÷80.5=25.0%,见报 25%,相符" in words


def test_fact_shows_its_sentence_with_the_words_marked_and_the_way_to_the_article(open_page, register):
    html = open_page(address(register.promotion)).content.decode()
    start = register.promotion_article.text.index("陆远")
    assert "区领导<mark>陆远</mark>、沈一帆参会。" in html
    assert f'href="/articles/{register.promotion_article.pk}/#c{start}"' in html


def test_typed_fact_says_so(open_page, register):
    AttendanceFactory(meeting=register.promotion, printed_name="周某", role=Role.SPEAK)
    assert "周某 区领导 手工录入" in section_of(open_page(address(register.promotion)), "people")


def test_meeting_without_an_article_says_so(open_page, register):
    typed = MeetingFactory(district=register.district)
    assert "手工录入 没有关联报道" in section_of(open_page(address(typed)), "sources")


def test_sources_lead_to_the_article(open_page, register):
    response = open_page(address(register.promotion))
    name = "清河日报《清河区召开北岸智造谷项目推进会》2025年4月14日"
    assert name in section_of(response, "sources")
    assert links_of(response)[name].startswith(f"/articles/{register.promotion_article.pk}/")


def test_official_of_another_district_is_named_but_not_linked(open_page, register):
    stranger = OfficialFactory(name="外区人")
    AttendanceFactory(meeting=register.promotion, official=stranger, printed_name="外区人", printed_title="市领导")
    response = open_page(address(register.promotion))
    assert "外区人 市领导" in words_of(response)
    assert "外区人" not in links_of(response)


def test_meeting_of_another_district_is_not_found(open_page, register):
    assert open_page(address(MeetingFactory())).status_code == 404


def test_stranger_is_sent_to_the_sign_in_page(client, register):
    response = client.get(address(register.promotion))
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


def test_member_of_another_district_does_not_see_it(client, register):
    other = member_of(MeetingFactory().district)
    client.force_login(other)
    assert client.get(address(register.promotion)).status_code == 404


def test_hostile_text_is_shown_as_text(open_page, register):
    AttendanceFactory(
        meeting=register.promotion, official=None, printed_name="<script>alert(1)</script>", printed_title="专家"
    )
    html = open_page(address(register.promotion)).content.decode()
    assert "<script>alert(1)</script>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
