"""What a reviewer decided is what is recorded: facts, whom names stand for, which meeting an event is."""

import datetime

import pytest

from articles.models import ReadingState
from articles.texts import text_sha256
from desk.claims import ClaimLost, claim
from desk.deciding import accept, add, choose, correct, drop
from desk.facts import fact_key, facts_read, meeting_key, name_key
from desk.models import Decision
from desk.recording import record, record_reviewed
from desk.reviewing import StillOpen
from meetings.models import Attendance, Discussion, Meeting, MeetingArticle, Requirement
from people.models import Enterprise, EnterpriseAlias, Official, Organization, OrganizationAlias, Post
from projects.models import Figure, Project, ProjectAlias
from tests.desk.readings import TEXT, content, span
from tests.factories import (
    ArticleFactory,
    DistrictFactory,
    EnterpriseFactory,
    MeetingArticleFactory,
    MeetingFactory,
    OfficialFactory,
    OrganizationFactory,
    PostFactory,
    ProjectFactory,
    ReadingFactory,
    member_of,
)

pytestmark = pytest.mark.django_db
EVENT = facts_read(content())[0].key
SECRETARY = fact_key("person", span("林知远"))
LEADER = name_key("person", "苏见山", "区领导")
UNIT = name_key("unit", "区商务局")
FIRM = name_key("enterprise", "云帆投控")


@pytest.fixture
def district():
    return DistrictFactory(name="青禾区")


@pytest.fixture
def reviewer(district):
    return member_of(district, "审核员")


@pytest.fixture
def staged(district, reviewer):
    """A reading of TEXT, claimed; further ones have another text."""

    def staged(text=TEXT, by=reviewer, **changes):
        article = ArticleFactory(
            district=district, text=text, text_sha256=text_sha256(text), issue_date=datetime.date(2024, 6, 4)
        )
        made = ReadingFactory(article=article, content={**content(), **changes}, state=ReadingState.WAITING)
        return claim(made.pk, by)

    return staged


@pytest.fixture
def reading(staged):
    return staged()


def test_undecided_sure_facts_count_as_accepted(reading, reviewer):
    recorded = record_reviewed(reading, by=reviewer)
    reading.refresh_from_db()
    assert (reading.state, reading.recorded_by, reading.recorded_in_bulk) == ("recorded", reviewer, False)
    assert (reading.claimed_by, reading.claimed_until) == (None, None)
    assert reading.made == recorded.made
    assert Attendance.objects.count() == 4
    assert not Decision.objects.exists()


def test_the_rows_are_those_of_the_decisions(reading, reviewer):
    drop(reading, fact_key("figure", span("总投资12.5亿元")), by=reviewer)
    correct(reading, SECRETARY, {"name": "林知还", "role": "lead", "evidence": span("书记林知远")}, by=reviewer)
    correct(reading, EVENT, {"venue": "区政务中心", "day_part": "下午"}, by=reviewer)
    project = {"name": "数谷", "manner": "visited", "evidence": span("数谷")}
    add(reading, "project", EVENT, project, by=reviewer)
    record_reviewed(reading, by=reviewer)
    meeting = Meeting.objects.get()
    assert (meeting.venue, meeting.day_part, meeting.entered_by) == ("区政务中心", "afternoon", reviewer)
    secretary = Attendance.objects.get(printed_name="林知还")
    assert (secretary.role, secretary.quote, secretary.official.name) == ("lead", "书记林知远", "林知还")
    assert Requirement.objects.get(parent=None).issued_by == secretary.official
    assert not Figure.objects.exists()
    assert set(Discussion.objects.values_list("printed_name", "manner")) == {
        ("云帆数谷", "discussed"),
        ("数谷", "visited"),
    }


def test_a_doubtful_fact_blocks_until_it_is_decided(staged, reviewer):
    event = content()["events"][0]
    event["people"][0]["confidence"] = 0.5
    reading = staged(events=[event])
    with pytest.raises(StillOpen, match="人员“林知远”存疑") as refusal:
        record_reviewed(reading, by=reviewer)
    assert len(refusal.value.items) == 1
    assert not Meeting.objects.exists()
    accept(reading, SECRETARY, by=reviewer)
    assert record_reviewed(reading, by=reviewer).is_new


def test_ambiguous_names_block_until_each_is_decided(reading, reviewer, district):
    one, _ = OfficialFactory.create_batch(2, district=district, name="苏见山")
    ProjectFactory(district=district, name="“云帆数谷”")
    ProjectFactory(district=district, name="云帆数谷项目")
    with pytest.raises(StillOpen) as refusal:
        record_reviewed(reading, by=reviewer)
    assert [item.split(":")[0] for item in refusal.value.items] == ["云帆数谷", "区领导苏见山"]
    choose(reading, LEADER, "link", by=reviewer, target=one)
    choose(reading, name_key("project", "云帆数谷"), "open", by=reviewer)
    record_reviewed(reading, by=reviewer)
    assert Attendance.objects.get(printed_name="苏见山").official == one
    assert Discussion.objects.get().project is None
    assert (Official.objects.count(), Project.objects.count()) == (3, 2)


def test_a_chosen_link_teaches_the_alias_once(reading, reviewer, district, staged):
    firm = EnterpriseFactory(district=district, name="青禾城市运营集团有限公司")
    unit = OrganizationFactory(district=district, name="青禾区商务和投资促进局")
    project = ProjectFactory(district=district, name="数字产业谷")
    for key, row in ((FIRM, firm), (UNIT, unit), (name_key("project", "云帆数谷"), project)):
        choose(reading, key, "link", by=reviewer, target=row)
    made = record_reviewed(reading, by=reviewer).made
    assert {
        row.printed_name: row.enterprise or row.organization for row in Attendance.objects.all() if not row.official
    } == {
        "区商务局": unit,
        "云帆投控": firm,
    }
    aliases = [EnterpriseAlias.objects.get(), OrganizationAlias.objects.get(), ProjectAlias.objects.get()]
    assert [alias.name for alias in aliases] == ["云帆投控", "区商务局", "云帆数谷"]
    assert made["people.enterprisealias"] == [aliases[0].pk]
    again = staged(text=TEXT + "续", events=[content()["events"][0] | {"name": "云帆数谷现场会"}])
    choose(again, FIRM, "link", by=reviewer, target=firm)
    choose(again, meeting_key(EVENT), "new", by=reviewer)
    record_reviewed(again, by=reviewer)
    assert EnterpriseAlias.objects.get().enterprise == firm
    assert Enterprise.objects.count() == 1


def test_a_name_may_be_made_new_beside_its_match(reading, reviewer, district):
    namesake = OfficialFactory(district=district, name="苏见山")
    similar = EnterpriseFactory(district=district, name="河南云帆投资控股集团有限公司")
    OrganizationFactory(district=district, name="区商务局")
    for key in (LEADER, FIRM, UNIT):
        choose(reading, key, "new", by=reviewer)
    record_reviewed(reading, by=reviewer)
    attendance = Attendance.objects.get(printed_name="苏见山")
    assert attendance.official != namesake
    assert Official.objects.filter(name="苏见山").count() == 2
    assert Attendance.objects.get(printed_name="云帆投控").enterprise != similar
    assert Organization.objects.count() == 1  # of one name a district has one unit


def test_one_new_namesake_of_an_article_is_one_official(staged, reviewer, district):
    OfficialFactory(district=district, name="苏见山")
    first, second = content()["events"][0], content()["events"][0] | {"name": "云帆数谷现场会", "date": "2024-06-04"}
    second["people"] = [{"name": "苏见山", "role": "lead", "position": "青禾区副区长", "evidence": span("苏见山")}]
    reading = staged(events=[first, second])
    for title in ("区领导", "青禾区副区长"):
        choose(reading, name_key("person", "苏见山", title), "new", by=reviewer)
    record_reviewed(reading, by=reviewer)
    assert Official.objects.filter(name="苏见山").count() == 2
    assert len(set(Attendance.objects.filter(printed_name="苏见山").values_list("official", flat=True))) == 1


def test_a_link_to_an_official_of_another_name_widens_his_post(reading, reviewer, district):
    official = OfficialFactory(district=district, name="林之远")
    post = PostFactory(official=official, title="区委书记")
    choose(reading, name_key("person", "林知远", "青禾区委书记"), "link", by=reviewer, target=official)
    record_reviewed(reading, by=reviewer)
    post.refresh_from_db()
    assert post.last_seen_date == datetime.date(2024, 6, 3)
    assert Post.objects.count() == 1
    assert Attendance.objects.get(printed_name="林知远").official == official


def test_an_event_that_may_be_a_known_meeting_blocks_until_it_is_decided(reading, reviewer, district):
    known = MeetingFactory(district=district, name="云帆数谷项目推进会", held_date=datetime.date(2024, 6, 3))
    with pytest.raises(StillOpen, match="可能已在台账中"):
        record_reviewed(reading, by=reviewer)
    choose(reading, meeting_key(EVENT), "link", by=reviewer, target=known)
    recorded = record_reviewed(reading, by=reviewer)
    assert recorded.is_same_news
    source = MeetingArticle.objects.get()
    assert (source.meeting, source.article, source.quote) == (known, reading.article, TEXT[4:34])
    assert set(recorded.made) == {"meetings.meetingarticle"}


def test_an_event_may_be_news_although_it_is_like_another(reading, reviewer, district):
    MeetingFactory(district=district, name="云帆数谷项目推进会", held_date=datetime.date(2024, 6, 3))
    choose(reading, meeting_key(EVENT), "new", by=reviewer)
    record_reviewed(reading, by=reviewer)
    assert Meeting.objects.count() == 2


def test_one_event_is_news_and_the_other_is_not(staged, reviewer, district):
    known = MeetingFactory(district=district)
    visit = {"kind": "visit", "name": None, "date": "2024-06-03", "evidence": span("据了解")}
    reading = staged(events=[content()["events"][0], visit])
    MeetingArticleFactory(meeting=known, article=reading.article)
    choose(reading, meeting_key(EVENT), "link", by=reviewer, target=known)
    assert not record_reviewed(reading, by=reviewer).is_same_news
    assert MeetingArticle.objects.filter(meeting=known).count() == 1  # it was a source already
    assert Meeting.objects.exclude(pk=known.pk).get().kind == "visit"


def test_of_two_who_record_one_is_told(reading, reviewer, district):
    other = member_of(district, "审核员")
    with pytest.raises(ClaimLost):
        record_reviewed(reading, by=other)
    record_reviewed(reading, by=reviewer)
    with pytest.raises(ClaimLost):
        record_reviewed(reading, by=reviewer)
    assert Meeting.objects.count() == 1


def test_nothing_is_written_when_a_rule_is_broken(reading, reviewer):
    correct(reading, SECRETARY, {"role": "boss"}, by=reviewer)
    with pytest.raises(Exception, match="attendance_role_valid"):
        record_reviewed(reading, by=reviewer)
    assert not Meeting.objects.exists()
    reading.refresh_from_db()
    assert reading.state == ReadingState.IN_REVIEW


def test_an_unreviewed_recording_leaves_an_ambiguous_name_open_as_before(reading, reviewer, district):
    OfficialFactory.create_batch(2, district=district, name="苏见山")
    record(reading, by=reviewer)
    assert Attendance.objects.get(printed_name="苏见山").official is None
