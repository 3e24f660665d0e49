import datetime
import random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Reading
from articles.texts import text_sha256
from benches.composed_news import ComposedArticle, composed_news, retold
from desk.importing import import_pages
from desk.models import ImportedArticle
from desk.recording import record
from desk.same_news import ALIKE, containment, meetings_told_of, shingles_of
from meetings.models import Attendance, Meeting, MeetingArticle
from projects.models import Figure
from tests.desk.archives import district as composed_district
from tests.desk.archives import recorder, write_jsonl
from tests.factories import ArticleFactory, DistrictFactory, MeetingArticleFactory, MeetingFactory, ReadingFactory

LEAD = "6月3日上午，区委书记林知远在区政务中心主持召开云帆数谷项目推进会。区领导苏见山、顾南枝参加会议。"
BODY = (
    "会议听取了区商务局、区住建局等9家单位关于云帆数谷、云岭产业园等12个项目进展情况的汇报，研究解决存在的问题。"
    "林知远强调，要抢抓工期，确保年内完成投资3.5亿元；要加强调度，每周通报一次进度；要守牢安全底线，常态化开展隐患排查。"
)
TEXT = f"青禾区召开云帆数谷项目推进会\n本报讯 {LEAD}\n{BODY}"
RETOLD = (
    "云帆数谷又有新进展\n本台消息 6月3日，区委书记林知远主持召开云帆数谷项目推进会，苏见山、顾南枝出席。\n"
    "会议听取了区商务局、区住建局等9家单位关于云帆数谷、云岭产业园等12个项目进展情况的汇报。"
    "林知远指出，要抢抓工期，确保年内完成投资3.5亿元；要加强调度，每周通报一次进度。"
)
ISSUE = datetime.date(2024, 6, 5)


@pytest.fixture
def district(db):
    return DistrictFactory(name="青禾区")


def event(text: str = TEXT, **changes) -> dict:
    """The meeting as the reader would read it out of one of the texts above."""
    named = lambda *names: [{"name": name, "role": "attend", "evidence": None} for name in names]  # noqa: E731
    sentence = text.split("\n")[1]
    start = text.index(sentence)
    return {
        "kind": "meeting",
        "name": "云帆数谷项目推进会",
        "date": "2024-06-03",
        "evidence": [start, start + len(sentence)],
        "people": [{**person, "position": "区领导"} for person in named("林知远", "苏见山", "顾南枝")],
        "organizations": named("区商务局", "区住建局"),
        "projects": named("云帆数谷", "云岭产业园"),
        **changes,
    }


def staged(district, text: str, *events: dict, issued: datetime.date = ISSUE, **content) -> Reading:
    article = ArticleFactory(district=district, text=text, text_sha256=text_sha256(text), issue_date=issued)
    return ReadingFactory(article=article, content={"events": list(events), "figures": [], **content})


@pytest.fixture
def user(district):
    return recorder(district)


@pytest.fixture
def told(district, user) -> Meeting:
    """The meeting that one article has told of."""
    record(staged(district, TEXT, event()), by=user)
    return Meeting.objects.get()


def record_retold(district, user, *events, text: str = RETOLD, issued: datetime.date = ISSUE):
    return record(staged(district, text, *(events or [event(text)]), issued=issued), by=user)


def test_the_second_outlets_article_is_a_second_source_and_nothing_else(told, district, user):
    before = Attendance.objects.count()
    figure = {"label": "投资", "value": 3.5, "unit": "亿元", "evidence": None}
    recorded = record(staged(district, RETOLD, event(RETOLD), figures=[figure]), by=user)
    assert recorded.is_same_news
    assert Meeting.objects.get() == told
    assert (Attendance.objects.count(), Figure.objects.count()) == (before, 0)
    second = told.sources.last()
    assert second.quote == RETOLD.split("\n")[1] == second.article.text[second.span_start : second.span_end]
    assert recorded.made == {"meetings.meetingarticle": [second.pk]}
    reading = second.article.readings.get()
    assert (reading.state, reading.made) == ("recorded", recorded.made)
    assert second.history.get().history_user == user


def test_the_pages_of_the_meeting_and_of_both_articles_show_both_sources(told, district, user, client):
    record_retold(district, user)
    client.force_login(user)
    first, second = (source.article for source in told.sources.all())
    page = client.get(f"/meetings/{told.pk}/").content.decode()
    assert f"/articles/{first.pk}/" in page
    assert f"/articles/{second.pk}/" in page
    for article in (first, second):
        shown = client.get(f"/articles/{article.pk}/").content.decode()
        assert f"/meetings/{told.pk}/" in shown


@pytest.mark.parametrize(
    "change",
    [
        {"date": "2024-06-04"},
        {"kind": "visit"},
        {"people": [], "organizations": [], "projects": [{"name": name, "evidence": None} for name in "甲乙丙"]},
    ],
    ids=["another day", "another kind", "other names"],
)
def test_a_meeting_of_another_day_kind_or_names_is_one_of_its_own(told, district, user, change):
    assert not record_retold(district, user, event(RETOLD, **change)).is_same_news
    assert Meeting.objects.count() == 2


OTHER = (
    "青禾区部署防汛工作\n本报讯 6月3日下午，区委书记林知远主持召开防汛工作会。区领导苏见山、顾南枝参加会议。\n"
    "会议通报了近期雨情水情，安排部署水库、河道、低洼片区的值守和排查。林知远要求，各镇街干部下沉一线，"
    "备足抢险物资，重点盯防老旧小区和在建工地，遇有险情先转移群众，后处置工程。"
)


@pytest.mark.parametrize(("words", "is_same"), [(ALIKE, False), (0.0, True)], ids=["as it is", "words not compared"])
def test_another_meeting_of_the_same_people_on_the_same_day_is_told_by_its_words(
    told, district, user, monkeypatch, words, is_same
):
    monkeypatch.setattr("desk.same_news.ALIKE", words)
    flood = event(OTHER, name="防汛工作会", organizations=[], projects=[])
    assert record_retold(district, user, flood, text=OTHER).is_same_news is is_same


def test_all_events_must_find_their_meeting(told, district, user):
    other = event(RETOLD, kind="visit", name="", evidence=None)
    assert not record_retold(district, user, event(RETOLD), other).is_same_news
    assert Meeting.objects.count() == 3


def test_two_events_are_two_meetings_each_told_by_its_name(district, user):
    second = event(name="云帆数谷讲评会", evidence=None)
    record(staged(district, TEXT, event(), second), by=user)
    meetings = {meeting.name: meeting for meeting in Meeting.objects.all()}
    recorded = record_retold(district, user, event(RETOLD, name="云帆数谷讲评会"), event(RETOLD, evidence=None))
    assert recorded.is_same_news
    article = Article.objects.get(text=RETOLD)
    assert {source.meeting.name: bool(source.quote) for source in article.meeting_sources.all()} == {
        "云帆数谷讲评会": True,
        "云帆数谷项目推进会": False,
    }
    assert Meeting.objects.count() == len(meetings) == 2


def test_an_article_that_tells_more_events_than_there_are_meetings_is_its_own(told, district, user):
    assert not record_retold(district, user, event(RETOLD), event(RETOLD, evidence=None)).is_same_news


def test_never_across_districts(told, user):
    other = DistrictFactory(name="邻州区")
    assert not record_retold(other, user).is_same_news
    assert Meeting.objects.filter(district=other).count() == 1


@pytest.mark.parametrize(
    ("first", "second", "is_same"),
    [
        (None, "2024-06-03", True),  # 近日 in the first outlet, the day in the second
        ("2024-06-03", None, True),
        (None, None, True),
        (None, "2024-06-06", False),  # after the issue that told of it
        ("2024-05-20", None, False),  # too long before
    ],
)
def test_a_day_that_is_not_printed_may_be_the_others(district, user, first, second, is_same):
    record(staged(district, TEXT, event(date=first)), by=user)
    assert record_retold(district, user, event(RETOLD, date=second)).is_same_news is is_same


def test_news_without_a_day_is_compared_within_a_week(district, user):
    record(staged(district, TEXT, event(date=None)), by=user)
    late = ISSUE + datetime.timedelta(days=8)
    assert not record_retold(district, user, event(RETOLD, date=None), issued=late).is_same_news


def test_a_third_outlet_finds_the_meeting_by_either_source(told, district, user):
    record_retold(district, user)
    third = RETOLD.replace("本台消息", "本网讯").replace("又有新进展", "加快建设")
    assert record_retold(district, user, event(third), text=third).is_same_news
    assert told.sources.count() == 3


@pytest.mark.parametrize(("text", "is_same"), [(RETOLD, False), (TEXT.replace("本报讯", "本网讯"), True)])
def test_without_names_to_compare_the_words_must_be_nearly_the_same(district, user, text, is_same):
    """A meeting typed by hand, with an article as its source and nobody who took part."""
    article = ArticleFactory(district=district, text=TEXT, text_sha256=text_sha256(TEXT), issue_date=ISSUE)
    meeting = MeetingFactory(district=district, name="推进会", held_date=datetime.date(2024, 6, 3))
    MeetingArticleFactory(meeting=meeting, article=article)
    cut = text.replace("会议听取了", "").replace("研究解决存在的问题", "") if not is_same else text
    assert record_retold(district, user, event(cut), text=cut).is_same_news is is_same
    assert meeting.sources.count() == 1 + is_same


def test_an_article_without_events_or_with_hardly_a_word_is_always_news(told, district):
    def told_of(text: str, events: list[dict]):
        return meetings_told_of(Article(district=district, text=text, issue_date=ISSUE), events)

    assert told_of(RETOLD, []) is None
    assert told_of(LEAD[:40], [event()]) is None
    assert told_of(RETOLD, [event(RETOLD)]) == [told.pk]


def test_looking_costs_one_query_and_a_second_where_words_are_alike(told, district, user):
    def queries(text: str) -> int:
        article = Article(district=district, text=text, issue_date=ISSUE)
        with CaptureQueriesContext(connection) as captured:
            meetings_told_of(article, [event(text)] * 3)
        return len(captured)

    assert queries(OTHER) == 1
    assert queries(RETOLD) == 2


def test_likeness_is_of_words_alone():
    assert shingles_of("6月3日,召开 会议。") == shingles_of("６月3日 召开\n会议")
    one, other = shingles_of("青禾区" * 3 + TEXT), shingles_of(TEXT)
    assert containment(one, other) == containment(other, one) == 1.0
    assert containment(shingles_of("短"), other) == 0.0


@pytest.fixture(scope="module")
def composed() -> list[ComposedArticle]:
    return list(composed_news(160, seed=11))


def imported(tmp_path, articles: list[ComposedArticle]) -> dict[str, str]:
    """The outcome of each text, imported and recorded in one batch."""
    district = composed_district()
    import_pages([write_jsonl(tmp_path / "archive.jsonl", articles)], district=district, record_by=recorder(district))
    return dict(ImportedArticle.objects.values_list("article__text", "outcome"))


@pytest.mark.django_db
def test_of_composed_news_the_retold_ones_are_recognised_and_no_two_others(tmp_path, composed):
    chance = random.Random(2)
    second_outlet = [retold(article, chance, paragraphs_cut=number % 3) for number, article in enumerate(composed)]
    outcomes = imported(tmp_path, [*composed, *second_outlet])
    assert [outcomes[article.text] for article in composed] == ["recorded"] * len(composed)
    # Statistics tell of no event: two articles of them are two.
    without_events = set(Article.objects.filter(meeting_sources=None).values_list("text", flat=True))
    merged = [outcomes[article.text] for article in second_outlet if article.text not in without_events]
    assert merged == ["same_news"] * len(merged)
    assert len(merged) > 100


@pytest.mark.django_db
def test_without_comparing_names_different_meetings_of_one_day_are_taken_for_one(tmp_path, composed, monkeypatch):
    monkeypatch.setattr("desk.same_news.SAME_NAMES", 0.0)
    outcomes = imported(tmp_path, composed)
    assert "same_news" in outcomes.values()
    assert MeetingArticle.objects.count() > Meeting.objects.count()
