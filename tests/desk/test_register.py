"""The main job on real input: a newspaper page becomes the register it should, on the sample and on the real page."""

import datetime
import os
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings

from articles.models import Article
from desk.first_run import SAMPLE_ISSUE_DATE, SAMPLE_PAGE
from desk.importing import import_pages
from meetings.models import Attendance, Demand, Discussion, Headcount, Meeting, Requirement
from people.models import Enterprise, Post
from projects.arithmetic import rate_checks
from projects.models import Figure, Project
from tests.factories import DistrictFactory, UserFactory

SHARED = Path(os.environ.get("HUIXIANG_SHARED", settings.BASE_DIR.parent / "shared"))
REAL_PAGE = SHARED / "articles" / "erqi-2024-05.txt"
pytestmark = pytest.mark.django_db


@pytest.fixture(
    params=[
        pytest.param(SAMPLE_PAGE, id="sample"),
        pytest.param(REAL_PAGE, id="real page", marks=pytest.mark.shared),
    ]
)
def register(request):
    """The register after the page was imported and recorded."""
    report = import_pages(
        [request.param],
        district=DistrictFactory(name="二七区"),
        published=SAMPLE_ISSUE_DATE,
        record_by=UserFactory(),
    )
    assert report.errors == []
    assert (report.new, report.recorded) == (6, 6)


def test_every_event_of_the_page_is_a_row(register):
    may = lambda day: datetime.date(2024, 5, day)  # noqa: E731
    assert Counter(Meeting.objects.values_list("kind", "held_date")) == {
        ("meeting", may(6)): 1,
        ("meeting", may(7)): 1,
        ("visit", may(7)): 1,
        ("meeting", may(10)): 1,
        ("training", None): 1,
        ("tour", None): 1,
        ("meeting", None): 1,
    }
    assert Meeting.objects.get(held_date=may(6)).meeting_type == "promotion"
    assert Meeting.objects.get(kind="meeting", held_date=None).meeting_type == "review"


def test_people_keep_the_role_and_title_of_the_day(register):
    roles = Attendance.objects.values_list("official__name", "role")
    assert Counter(role for name, role in roles if name == "樊惠林") == {"chair": 2}
    assert Counter(role for name, role in roles if name == "王潜") == {"attend": 2, "lead": 1}
    titles = dict(
        Attendance.objects.filter(official__name="虎荣鑫").values_list("meeting__meeting_type", "printed_title")
    )
    assert titles == {"promotion": "区领导", "review": "区委副书记、区长"}
    assert not Post.objects.filter(title="区领导").exists()
    assert Attendance.objects.filter(role="chair").count() == 3


def test_one_person_is_one_official(register):
    assert not Attendance.objects.filter(official=None, organization=None, enterprise=None).exists()
    assert Attendance.objects.exclude(official=None).values("official").distinct().count() == 8


def test_enterprises_are_those_named_and_at_most_the_doubtful_ones(register):
    names = set(Enterprise.objects.values_list("name", flat=True))
    sure = {"二七投控", "河南楷林置业有限公司", "顶益食品", "花花牛"}
    assert sure <= names <= sure | {"比亚迪", "杉杉奥特莱斯广场二七店", "郑投科技产业园", "海一云商"}


def test_projects_are_linked_to_the_event_that_dealt_with_them(register):
    assert Discussion.objects.get(meeting__held_date=datetime.date(2024, 5, 6)).project.name == "中部数字科创城"
    tour = Meeting.objects.get(kind="tour")
    assert tour.discussions.count() == 5
    assert Project.objects.count() == 6
    assert Headcount.objects.get(meeting=tour, counted="projects").number == 17


def test_units_that_report_come_with_their_printed_number(register):
    meeting = Meeting.objects.get(attendances__organization__name="区商务局")
    assert meeting.attendances.get(organization__name="区商务局").role == "report"
    assert [(h.counted, h.number) for h in meeting.headcounts.all()] == [("units", 9)]


def test_demands_are_kept_and_none_counts_as_solved(register):
    demands = set(Demand.objects.values_list("enterprise__name", "text"))
    assert demands == {("顶益食品", "链主企业政策"), ("花花牛", "路口红绿灯")}
    assert {(d.handling, d.state) for d in Demand.objects.all()} == {("现场办公", "pending")}


def test_requirements_have_their_speaker_and_their_unfolding(register):
    tops = Requirement.objects.filter(parent=None)
    by_meeting = Counter((str(r.meeting.held_date), r.printed_speaker) for r in tops.select_related("meeting"))
    assert by_meeting == {
        ("2024-05-06", "樊惠林"): 3,
        ("2024-05-07", "王潜"): 2,
        ("2024-05-07", "樊惠林"): 4,
        ("None", "虎荣鑫"): 4,
        ("2024-05-10", "会议"): 1,
    }
    assert [r.printed_speaker for r in tops.filter(issued_by=None)] == ["会议"]
    assert Requirement.objects.filter(parent__meeting__held_date=datetime.date(2024, 5, 6)).count() >= 3
    assert set(tops.filter(projects__name="中部数字科创城").values_list("meeting__held_date", flat=True)) == {
        datetime.date(2024, 5, 6)
    }


def test_figures_have_their_scope_and_what_is_printed_of_time(register):
    as_of = datetime.date(2024, 4, 30)
    quarter = datetime.date(2024, 1, 1), datetime.date(2024, 3, 31)
    large, key = "投资1000万元以上重大项目", "省市重点建设项目"
    expected = {
        (large, Decimal(309), "个", 2024, None, None, None),
        (large, Decimal(2493), "亿元", 2024, None, None, None),
        (large, Decimal(412), "亿元", 2024, None, None, None),
        (key, Decimal(25), "个", 2024, None, None, None),
        (key, Decimal(303), "亿元", 2024, None, None, None),
        (key, Decimal("91.3"), "亿元", 2024, None, None, None),
        (key, Decimal("35.6"), "亿元", None, None, None, as_of),
        (key, Decimal(39), "%", None, None, None, as_of),
        ("联审联批", Decimal(114), "项", None, None, None, None),
        ("联审联批", Decimal(100), "%", None, None, None, None),
        ("市内六区", Decimal(2), "名", None, *quarter, None),
    }
    printed = Figure.objects.values_list("scope", "value", "unit", "year", "period_start", "period_end", "as_of_date")
    assert {(row[0], row[1].normalize(), *row[2:]) for row in printed} == {
        (row[0], row[1].normalize(), *row[2:]) for row in expected
    }
    assert Figure.objects.count() == 11


def test_the_printed_rate_agrees_with_its_amounts_and_is_ahead_of_the_year(register):
    (check,) = rate_checks(Figure.objects.all())
    assert check.agrees
    assert (check.computed, check.ahead_points) == (Decimal("39.0"), Decimal("5.7"))


def test_every_fact_shows_its_words_in_the_article(register):
    for model in (Attendance, Headcount, Discussion, Requirement, Demand, Figure):
        assert model.objects.exists()
        for fact in model.objects.select_related("article"):
            assert fact.quote == fact.article.text[fact.span_start : fact.span_end] != "", fact
    for source in Article.objects.order_by("page_offset").first().meeting_sources.all():
        assert "5月6日" in source.quote
