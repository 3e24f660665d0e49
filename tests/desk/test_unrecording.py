"""A recording is taken back: exactly its rows, but for what was edited or is used, and history tells all of it."""

import datetime

import pytest
from django.apps import apps
from simple_history.models import HistoricalChanges

from accounts.history import has_history
from articles.models import ReadingState
from articles.texts import text_sha256
from desk.claims import claim
from desk.deciding import choose, correct, drop
from desk.facts import fact_key, facts_read, meeting_key, name_key
from desk.models import Decision
from desk.recording import record, record_new, record_reviewed
from desk.unrecording import EDITED, OF_A_MEETING_THAT_STAYS, NotRecorded, unrecord
from meetings.models import Attendance, Demand, Meeting, MeetingArticle, Requirement
from people.models import Enterprise, EnterpriseAlias, Official, Organization, Post
from projects.models import Figure, Project
from tests.desk.readings import TEXT, content, span
from tests.factories import (
    ArticleFactory,
    AttendanceFactory,
    DistrictFactory,
    EnterpriseFactory,
    OfficialFactory,
    PostFactory,
    ReadingFactory,
    member_of,
)

pytestmark = pytest.mark.django_db
ROOMS = ["people", "projects", "articles", "meetings", "desk"]
EVENT = facts_read(content())[0].key
FIRM = name_key("enterprise", "云帆投控")


@pytest.fixture
def district():
    return DistrictFactory(name="青禾区")


@pytest.fixture
def reviewer(district):
    return member_of(district, "审核员")


@pytest.fixture
def staged(district, reviewer):
    def staged(text=TEXT, **changes):
        article = ArticleFactory(
            district=district, text=text, text_sha256=text_sha256(text), issue_date=datetime.date(2024, 6, 4)
        )
        made = ReadingFactory(article=article, content={**content(), **changes}, state=ReadingState.WAITING)
        return claim(made.pk, reviewer)

    return staged


def live_rows() -> dict[str, list]:
    """Every row of the register, by model, but for the readings themselves."""
    models = [model for room in ROOMS for model in apps.get_app_config(room).get_models(include_auto_created=True)]
    return {
        model._meta.label: sorted(model._base_manager.values_list(), key=str)
        for model in models
        if not issubclass(model, HistoricalChanges) and model._meta.label != "articles.Reading"
    }


def assert_newest_history_is_the_row() -> None:
    """The newest history row of each live row equals the live row; of a row that is gone it tells the deletion."""
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models():
            if issubclass(model, HistoricalChanges) or not has_history(model):
                continue
            live = {row.pk: row for row in model._base_manager.all()}
            newest = {}
            for past in model.history.order_by("history_id"):
                newest[past.id] = past
            for pk, past in newest.items():
                if pk not in live:
                    assert past.history_type == "-", past
                    continue
                for field in past.tracked_fields:
                    assert getattr(past, field.attname) == getattr(live[pk], field.attname), (past, field)
            assert set(live) <= set(newest), model


def test_review_record_and_unrecord_leave_the_register_as_it_was(staged, reviewer, district):
    reading = staged()
    firm = EnterpriseFactory(district=district, name="青禾城市运营集团有限公司")
    drop(reading, fact_key("unit", span("区商务局")), by=reviewer)
    correct(reading, fact_key("person", span("林知远")), {"role": "lead"}, by=reviewer)
    choose(reading, FIRM, "link", by=reviewer, target=firm)
    before = live_rows()
    made = record_reviewed(reading, by=reviewer).made
    assert live_rows() != before
    taken_back = unrecord(reading, by=reviewer)
    assert live_rows() == before
    assert (taken_back.removed, taken_back.kept) == (sum(map(len, made.values())), [])
    reading.refresh_from_db()
    assert (reading.state, reading.recorded_by, reading.recorded_at, reading.made) == ("waiting", None, None, {})
    assert Decision.objects.count() == 3
    assert_newest_history_is_the_row()


def test_what_went_is_told_in_history_with_who_and_why(staged, reviewer):
    reading = staged()
    record_reviewed(reading, by=reviewer)
    pk = Meeting.objects.get().pk
    unrecord(reading, by=reviewer)
    newest = Meeting.history.filter(id=pk).order_by("-history_id").first()
    assert (newest.history_type, newest.history_user, newest.history_change_reason) == ("-", reviewer, "撤销入库")
    newest = reading.history.order_by("-history_id").first()
    assert (newest.state, newest.history_user, newest.history_change_reason) == ("waiting", reviewer, "撤销入库")


def test_recorded_again_it_makes_the_same_rows_again(staged, reviewer):
    reading = staged()
    correct(reading, fact_key("person", span("林知远")), {"name": "林知还"}, by=reviewer)
    first = record_reviewed(reading, by=reviewer).made
    unrecord(reading, by=reviewer)
    claim(reading.pk, reviewer)
    again = record_reviewed(reading, by=reviewer).made
    assert {label: len(pks) for label, pks in again.items()} == {label: len(pks) for label, pks in first.items()}
    assert Attendance.objects.get(role="chair").printed_name == "林知还"
    assert_newest_history_is_the_row()


def test_an_edited_row_stays_and_what_it_needs(staged, reviewer):
    reading = staged()
    record_reviewed(reading, by=reviewer)
    attendance = Attendance.objects.get(printed_name="苏见山")
    attendance.printed_title = "区委常委"
    attendance.save()
    kept = unrecord(reading, by=reviewer).kept
    assert {row.words.split("“")[0]: row.reason for row in kept} == {
        "参加人员和单位": EDITED,
        "会议活动": f"还被参加人员和单位“{attendance}”引用",
        "领导干部": f"还被参加人员和单位“{attendance}”引用",
    }
    assert [row.printed_name for row in Attendance.objects.all()] == ["苏见山"]
    assert (Meeting.objects.count(), Official.objects.count(), Post.objects.count()) == (1, 1, 0)
    assert not Requirement.objects.exists()
    assert_newest_history_is_the_row()


def test_names_that_another_article_uses_stay(staged, reviewer):
    first, second = staged(), staged(text=TEXT + "续", events=[content()["events"][0] | {"date": "2024-06-04"}])
    choose(second, meeting_key(EVENT), "new", by=reviewer)
    record_reviewed(first, by=reviewer)
    record_reviewed(second, by=reviewer)
    kept = unrecord(first, by=reviewer).kept
    assert {row.words.split("“")[0] for row in kept} == {"单位", "企业", "重点项目", "领导干部", "任职"}
    assert Meeting.objects.count() == 1
    assert [Official.objects.count(), Organization.objects.count(), Enterprise.objects.count()] == [2, 1, 1]
    assert Post.objects.get().last_seen_date == datetime.date(2024, 6, 4)
    assert next(row.reason for row in kept if row.words.startswith("任职")) == EDITED  # the second recording widened it
    assert unrecord(second, by=reviewer).kept == []
    assert_newest_history_is_the_row()


def test_a_project_that_another_requirement_concerns_stays(staged, reviewer, district):
    reading = staged()
    record_reviewed(reading, by=reviewer)
    other = Requirement.objects.create(meeting=AttendanceFactory(meeting__district=district).meeting, text="要提速")
    other.projects.add(Project.objects.get())
    kept = unrecord(reading, by=reviewer).kept
    assert [(row.words, row.reason) for row in kept] == [("重点项目“云帆数谷”", "还被工作要求“要提速”引用")]
    assert list(other.projects.all()) == [Project.objects.get()]


def test_a_meeting_that_another_article_tells_of_stays_whole(staged, reviewer):
    first, second = staged(), staged(text=TEXT + "续")
    record_reviewed(first, by=reviewer)
    choose(second, meeting_key(EVENT), "link", by=reviewer, target=Meeting.objects.get())
    record_reviewed(second, by=reviewer)
    kept = unrecord(first, by=reviewer).kept
    assert MeetingArticle.objects.count() == 2
    assert (Attendance.objects.count(), Requirement.objects.count(), Demand.objects.count()) == (4, 2, 1)
    assert {row.reason for row in kept} >= {OF_A_MEETING_THAT_STAYS}
    assert not Figure.objects.exists()
    unrecord(second, by=reviewer)
    assert MeetingArticle.objects.count() == 1


def test_a_row_that_a_decision_links_to_stays(staged, reviewer):
    first, second = staged(), staged(text=TEXT + "续")
    record_reviewed(first, by=reviewer)
    choose(second, FIRM, "link", by=reviewer, target=Enterprise.objects.get())
    (kept,) = unrecord(first, by=reviewer).kept
    assert kept.reason.startswith("还被审核决定“关联:")
    assert Enterprise.objects.get().decisions.get().reading == second


def test_a_learnt_alias_goes_and_the_row_that_was_there_stays(staged, reviewer, district):
    official = OfficialFactory(district=district, name="林知远")
    post = PostFactory(official=official, title="区委书记", last_seen_date=datetime.date(2024, 5, 1))
    firm = EnterpriseFactory(district=district, name="河南云帆投资控股集团有限公司")
    reading = staged()
    record_reviewed(reading, by=reviewer)
    assert EnterpriseAlias.objects.get().enterprise == firm
    unrecord(reading, by=reviewer)
    assert not EnterpriseAlias.objects.exists()
    assert (Official.objects.get(), Enterprise.objects.get()) == (official, firm)
    post.refresh_from_db()
    assert post.last_seen_date == datetime.date(2024, 6, 3)  # seen is seen


def test_two_events_that_widen_one_new_post_are_no_edit(staged, reviewer):
    second = content()["events"][0] | {"date": "2024-06-04", "name": "云帆数谷现场会"}
    reading = staged(events=[content()["events"][0], second])
    record_reviewed(reading, by=reviewer)
    assert Post.objects.get().last_seen_date == datetime.date(2024, 6, 4)
    assert unrecord(reading, by=reviewer).kept == []
    assert not Post.objects.exists()


@pytest.mark.parametrize("is_new", [True, False])
def test_what_was_recorded_in_bulk_is_taken_back_too(staged, reviewer, district, is_new):
    second = content()["events"][0] | {"date": "2024-06-04", "name": "云帆数谷现场会"}
    changes = {"events": [content()["events"][0], second]}
    if is_new:
        article = ArticleFactory.build(district=district, text=TEXT, text_sha256=text_sha256(TEXT))
        reading = ReadingFactory.build(article=article, content={**content(), **changes})
        record_new(article, reading, by=reviewer)
    else:
        reading = staged(**changes)
        record(reading, by=reviewer, in_bulk=True)
    assert unrecord(reading, by=reviewer).kept == []
    assert not Meeting.objects.exists()
    assert not Official.objects.exists()
    reading.refresh_from_db()
    assert not reading.recorded_in_bulk


def test_a_row_that_is_gone_already_is_no_hindrance(staged, reviewer):
    reading = staged()
    record_reviewed(reading, by=reviewer)
    Demand.objects.get().delete()
    assert unrecord(reading, by=reviewer).kept == []


def test_what_is_not_recorded_is_not_taken_back(staged, reviewer):
    reading = staged()
    with pytest.raises(NotRecorded, match="没有入库"):
        unrecord(reading, by=reviewer)
    record_reviewed(reading, by=reviewer)
    unrecord(reading, by=reviewer)
    with pytest.raises(NotRecorded):
        unrecord(reading, by=reviewer)
