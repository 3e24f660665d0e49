import datetime

import pytest
from django.utils import timezone

from articles.models import Reading
from meetings.models import DemandState, Meeting
from pages.cockpit import month_shown
from tests.factories import (
    DemandFactory,
    DistrictFactory,
    MeetingFactory,
    ProjectFactory,
    UserFactory,
    member_of,
)
from tests.pages.html import links_of, section_of, words_of


def test_counts_are_those_of_the_users_district(open_page, register):
    MeetingFactory()
    ProjectFactory()
    words = words_of(open_page("/"))
    for said in ("3 会议活动", "2 重点项目", "3 领导干部", "2 单位", "3 企业", "1 未解决诉求", "4 报道"):
        assert said in words


def test_open_demands_are_those_not_solved(open_page, register):
    DemandFactory(meeting=register.visit, text="用工紧张", state=DemandState.UNSOLVABLE)
    DemandFactory(meeting=register.visit, text="证照已办", state=DemandState.SOLVED)
    response = open_page("/")
    demands = section_of(response, "demands")
    assert "待交办 厂区门前道路夜间照明" in demands
    assert "青禾乳业" in demands
    assert "无法解决 用工紧张" in demands
    assert "证照已办" not in demands
    assert "2 未解决诉求" in words_of(response)


def test_month_of_the_newest_meeting_is_shown_and_named_when_this_one_has_none(open_page, register):
    month = section_of(open_page("/"), "month")
    assert month.startswith("2025年4月的会议活动 本月还没有会议活动,以下为最近有记录的月份。")
    assert month.index("走访调研") < month.index("北岸智造谷项目推进会") < month.index("季度重点项目观摩")
    assert "近日(具体日期未载) 推定 2025年4月1日至2025年4月14日之间" in month


def test_this_months_meetings_are_shown_without_excuse(open_page, register):
    today = timezone.localdate()
    MeetingFactory(district=register.district, name="今天的会", held_date=today)
    month = section_of(open_page("/"), "month")
    assert month.startswith(f"{today.year}年{today.month}月的会议活动 今天的会")
    assert "本月还没有" not in month


@pytest.mark.django_db
def test_month_shown_reaches_from_its_first_to_its_last_day():
    district = DistrictFactory()
    days = [
        datetime.date(2025, 1, 31),
        datetime.date(2025, 2, 1),
        datetime.date(2025, 2, 28),
        datetime.date(2025, 3, 1),
    ]
    for day in days:
        MeetingFactory(district=district, held_date=day)
    MeetingFactory(district=district, held_date=None, latest_date=datetime.date(2025, 2, 14))
    month, meetings = month_shown(Meeting.objects.all(), datetime.date(2025, 2, 10))
    assert month == datetime.date(2025, 2, 1)
    assert [meeting.held_date for meeting in meetings] == [days[2], days[1], None]
    assert month_shown(Meeting.objects.all(), datetime.date(2024, 6, 1))[0] == datetime.date(2024, 6, 1)
    assert month_shown(Meeting.objects.all(), datetime.date(2026, 6, 1))[0] == datetime.date(2025, 3, 1)


def test_projects_are_counted_by_stage_the_unfilled_too(open_page, register):
    stages = section_of(open_page("/"), "stages")
    assert "签约 1" in stages
    assert "投产 0" in stages
    assert "未填 1" in stages


def test_waiting_readings_and_newest_articles_are_shown(open_page, register):
    response = open_page("/")
    assert "待审 1 篇" in words_of(response)
    assert "清河日报《清河区开展消防演练》2025年4月14日" in section_of(response, "articles")
    assert links_of(response)["清河日报《沈一帆到槐荫镇走访食品企业》2025年4月14日"] == (
        f"/articles/{register.visit_article.pk}/"
    )
    Reading.objects.filter(state="waiting").delete()
    assert "待审" not in words_of(open_page("/"))


@pytest.mark.django_db
def test_empty_register_says_what_to_do_next(client):
    client.force_login(member_of(DistrictFactory(), is_staff=True))
    response = client.get("/")
    assert "台账还是空的" in words_of(response)
    assert "import_articles" in words_of(response)
    assert links_of(response)["后台"] == "/admin/"


@pytest.mark.django_db
def test_user_without_a_district_is_told_why_he_sees_nothing(client):
    client.force_login(UserFactory())
    assert "您的账号还没有所属行政区" in words_of(client.get("/"))


def test_long_lists_are_cut_and_say_so(open_page, register, monkeypatch):
    monkeypatch.setattr("pages.cockpit.MOST_MEETINGS", 1)
    monkeypatch.setattr("pages.cockpit.MOST_DEMANDS", 1)
    DemandFactory(meeting=register.visit, text="用工紧张")
    response = open_page("/")
    assert "该月另有 2 项未列出" in section_of(response, "month")
    assert "另有 1 条未列出" in section_of(response, "demands")
