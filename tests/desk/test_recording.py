import datetime

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from articles.models import Reading, ReadingState
from articles.texts import text_sha256
from desk.recording import AlreadyRecorded, record
from meetings.models import Attendance, Demand, Discussion, Headcount, Meeting, Requirement
from people.models import DistrictLevel, Enterprise, EnterpriseAlias, Official, Organization, Post
from projects.models import Figure, Project
from tests.desk.readings import TEXT, content
from tests.factories import (
    ArticleFactory,
    DistrictFactory,
    EnterpriseFactory,
    OfficialFactory,
    ReadingFactory,
    UserFactory,
)


@pytest.fixture
def district(db):
    return DistrictFactory(name="青禾区", parent=DistrictFactory(name="云州市", level=DistrictLevel.CITY))


@pytest.fixture
def reviewer(db):
    return UserFactory()


def staged(district, text=TEXT, **changes):
    article = ArticleFactory(
        district=district, text=text, text_sha256=text_sha256(text), issue_date=datetime.date(2024, 6, 4)
    )
    reading = {**content(), **changes}
    return ReadingFactory(article=article, content=reading, state=ReadingState.WAITING)


def test_a_reading_becomes_a_meeting_with_its_parts(district, reviewer):
    recorded = record(staged(district), by=reviewer)
    meeting = Meeting.objects.get()
    assert recorded.is_new
    assert (meeting.name, meeting.meeting_type, meeting.day_part) == ("云帆数谷项目推进会", "promotion", "morning")
    assert meeting.held_date == datetime.date(2024, 6, 3)
    assert [(a.printed_title + a.printed_name, a.role) for a in meeting.attendances.all()] == [
        ("青禾区委书记林知远", "chair"),
        ("区领导苏见山", "attend"),
        ("区商务局", "report"),
        ("云帆投控", "report"),
    ]
    assert (Headcount.objects.get().counted, Headcount.objects.get().number) == ("units", 3)
    assert Discussion.objects.get().project == Project.objects.get(name="云帆数谷")
    top = Requirement.objects.get(parent=None)
    assert (top.issued_by.name, top.heading) == ("林知远", "要建好机制,权责分明")
    assert [part.text for part in top.parts.all()] == ["要每月一会。"]
    assert list(top.projects.all()) == [Project.objects.get()]
    demand = Demand.objects.get()
    assert (demand.enterprise.name, demand.handling, demand.state) == ("云帆投控", "现场办公", "pending")
    assert (Figure.objects.get().label, Figure.objects.get().project.name) == ("总投资", "云帆数谷")


def test_every_fact_keeps_the_words_it_was_read_from(district, reviewer):
    record(staged(district), by=reviewer)
    for model in (Attendance, Headcount, Discussion, Requirement, Demand, Figure):
        for fact in model.objects.all():
            assert fact.quote == TEXT[fact.span_start : fact.span_end] != ""


def test_recording_twice_gives_the_same_rows(district, reviewer):
    reading = staged(district)
    first = record(reading, by=reviewer)
    second = record(reading, by=reviewer)
    assert not second.is_new
    assert second.made == first.made
    assert Meeting.objects.count() == 1


def test_a_group_title_makes_no_post_and_seen_dates_only_widen(district, reviewer):
    record(staged(district), by=reviewer)
    post = Post.objects.get()
    assert (post.official.name, post.title, post.start_date) == ("林知远", "区委书记", None)
    later = content()["events"][0] | {"date": "2024-07-01"}
    record(staged(district, text=TEXT + "续", events=[later]), by=reviewer)
    post.refresh_from_db()
    assert (post.first_seen_date, post.last_seen_date) == (datetime.date(2024, 6, 3), datetime.date(2024, 7, 1))
    assert Official.objects.count() == 2


def test_a_short_form_is_linked_and_learnt_as_an_alias(district, reviewer):
    firm = EnterpriseFactory(district=district, name="云州云帆投资控股集团有限公司")
    record(staged(district), by=reviewer)
    assert Enterprise.objects.get() == firm
    assert EnterpriseAlias.objects.get().name == "云帆投控"


def test_an_ambiguous_name_stays_as_printed_without_a_link(district, reviewer):
    OfficialFactory.create_batch(2, district=district, name="苏见山")
    record(staged(district), by=reviewer)
    attendance = Attendance.objects.get(printed_name="苏见山")
    assert attendance.official is None
    assert Official.objects.filter(name="苏见山").count() == 2


def test_a_companys_man_becomes_no_official(district, reviewer):
    event = content()["events"][0]
    event["people"].append({"name": "方旭东", "role": "report", "position": "云帆投控董事长", "evidence": [0, 3]})
    record(staged(district, events=[event]), by=reviewer)
    attendance = Attendance.objects.get(printed_name="方旭东")
    assert (attendance.official, attendance.enterprise.name) == (None, "云帆投控")


def test_an_event_without_a_date_is_bounded_by_the_issue_date(district, reviewer):
    event = content()["events"][0] | {"date": None, "date_note": "近日"}
    record(staged(district, events=[event]), by=reviewer)
    meeting = Meeting.objects.get()
    assert (meeting.held_date, meeting.latest_date, meeting.date_note) == (None, datetime.date(2024, 6, 4), "近日")


def test_a_second_reading_of_a_recorded_article_is_refused(district, reviewer):
    reading = staged(district)
    record(reading, by=reviewer)
    newer = ReadingFactory(article=reading.article, reader_version="99", content=content(), state=ReadingState.WAITING)
    with pytest.raises(AlreadyRecorded, match="已由另一份识别结果入库"):
        record(newer, by=reviewer)


def test_a_reading_that_breaks_a_rule_leaves_nothing_behind(district, reviewer):
    event = content()["events"][0]
    event["people"].append({"name": "", "role": "attend", "position": "", "evidence": None})
    reading = staged(district, events=[event])
    with pytest.raises(IntegrityError), transaction.atomic():
        record(reading, by=reviewer)
    assert not Meeting.objects.exists()
    assert not Official.objects.exists()
    assert Reading.objects.get().state == ReadingState.WAITING


def test_what_was_made_is_listed_and_every_row_has_its_history(district, reviewer):
    made = record(staged(district), by=reviewer).made
    assert set(made) >= {"meetings.meeting", "meetings.attendance", "people.official", "projects.project"}
    for model in (Meeting, Attendance, Official, Organization, Project, Requirement, Figure):
        for row in model.objects.all():
            newest = row.history.first()
            assert newest.history_user == reviewer
            for field in model._meta.concrete_fields:
                assert getattr(newest, field.attname) == getattr(row, field.attname), field


@pytest.mark.parametrize(("in_bulk", "reason"), [(True, "批量入库"), (False, None)])
def test_the_history_of_what_is_recorded_in_bulk_says_so(district, reviewer, in_bulk, reason):
    made = record(staged(district), by=reviewer, in_bulk=in_bulk).made
    assert len(made) >= 10
    for label, pks in made.items():
        past = apps.get_model(label).history
        assert set(past.values_list("history_change_reason", flat=True)) == {reason}, label
        assert set(past.values_list("id", flat=True)) == set(pks)


def test_two_namesakes_of_one_event_are_not_made_one_official(district, reviewer):
    event = content()["events"][0]
    event["people"] = [
        {"name": "苏见山", "role": "report", "position": "区教育局局长", "evidence": None},
        {"name": "苏见山", "role": "report", "position": "区水利局局长", "evidence": None},
    ]
    event["directives"][0]["by"] = "苏见山"
    record(staged(district, events=[event]), by=reviewer)
    assert Official.objects.filter(name="苏见山").count() == 1
    assert Attendance.objects.filter(printed_name="苏见山", official=None).count() == 1
    assert Post.objects.filter(official__name="苏见山").count() == 1
    assert Requirement.objects.filter(issued_by=None).count() == 2


def test_a_span_of_time_printed_backwards_is_left_out(district, reviewer):
    event = content()["events"][0] | {"end_date": "2024-05-01"}
    event["figures"][0] |= {"period": ["2024-03-31", "2024-01-01"]}
    record(staged(district, events=[event]), by=reviewer)
    assert Meeting.objects.get().end_date is None
    assert Figure.objects.get().period_start is None


def test_a_meeting_in_two_towns_lies_in_that_of_the_lower_code(district, reviewer):
    for code, name in (("410199002", "青溪镇"), ("410199001", "禾木镇")):
        DistrictFactory(township=True, code=code, name=name, parent=district)
    event = content()["events"][0] | {"places": ["青溪镇", "禾木镇"]}
    record(staged(district, events=[event]), by=reviewer)
    assert Meeting.objects.get().township.name == "禾木镇"


def test_the_text_of_a_reading_is_read_anew_when_it_is_recorded(district, reviewer):
    reading = staged(district)
    corrected = content()
    corrected["events"][0]["name"] = "云帆数谷调度会"
    Reading.objects.filter(pk=reading.pk).update(content=corrected)
    record(reading, by=reviewer)
    assert Meeting.objects.get().name == "云帆数谷调度会"


def test_a_reading_that_is_gone_is_not_recorded(district, reviewer):
    reading = staged(district)
    Reading.objects.all().delete()
    with pytest.raises(Reading.DoesNotExist):
        record(reading, by=reviewer)


def test_an_article_without_events_is_recorded_with_nothing_made(district, reviewer):
    recorded = record(staged(district, events=[], figures=[]), by=reviewer)
    assert (recorded.is_new, recorded.made) == (True, {})
    assert Reading.objects.get().state == ReadingState.RECORDED


def crowded(number: int) -> dict:
    """An event of 15 people, 3 units and 3 enterprises, some of them seen before, some not."""
    event = content()["events"][0]
    named = lambda *names: [{"name": name, "role": "attend", "evidence": None} for name in names]  # noqa: E731
    return event | {
        "name": f"第{number}次项目推进会",
        "people": [
            {"name": f"{surname}{given}", "role": "attend", "position": f"区{given}局局长", "evidence": None}
            for given in ("知远", "见山", f"望舒{number}")
            for surname in "林苏沈顾叶"
        ],
        "organizations": named("区商务局", "青禾区商务局", f"区第{number}局"),
        "enterprises": named("云帆投控", "云州云帆投资控股有限公司", f"星澜{number}食品"),
    }


@pytest.mark.parametrize("events", [1, 3])
def test_the_number_of_queries_does_not_grow_with_names_and_events(district, reviewer, events):
    record(staged(district, events=[crowded(0)]), by=reviewer)  # the names of PostgreSQL's sequences are asked for once
    reading = staged(district, text=TEXT + "续", events=[crowded(number) for number in range(1, events + 1)])
    with CaptureQueriesContext(connection) as queries:
        record(reading, by=reviewer)
    assert Meeting.objects.count() == events + 1
    assert (
        len([query for query in queries if "SAVEPOINT" not in query["sql"]])
        == {
            # The reading, the locks, whether its news is known (two: its words are), seven for the names, the keys, and
            # everything that is written.
            "postgresql": 13,
            "sqlite": 39,  # which is in this process: no locks, and each statement by itself
        }[connection.vendor]
    )
