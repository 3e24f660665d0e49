import pytest

from pages.citing import Citations
from tests.factories import ArticleFactory, AttendanceFactory, MeetingFactory, member_of, quoted

pytestmark = pytest.mark.django_db


@pytest.fixture
def fact():
    meeting = MeetingFactory()
    article = ArticleFactory(
        district=meeting.district, text="开头一句。韩立主持会议。最后一句。", outlet="区报", title="题"
    )
    return AttendanceFactory(meeting=meeting, **quoted(article, "韩立"))


def test_sentence_holds_the_words_about_the_span_and_its_place(fact):
    sentence = Citations(member_of(fact.meeting.district), [fact]).of(fact)
    assert (sentence.before, sentence.quote, sentence.after) == ("", "韩立", "主持会议。")
    assert sentence.source == "区报《题》2024年5月13日"
    assert sentence.address == f"/articles/{fact.article_id}/#c5"


def test_typed_fact_has_no_sentence():
    typed = AttendanceFactory()
    assert Citations(member_of(typed.meeting.district), [typed]).of(typed) is None


def test_article_of_another_district_shows_only_the_quote(fact):
    sentence = Citations(member_of(MeetingFactory().district), [fact]).of(fact)
    assert (sentence.before, sentence.quote, sentence.after, sentence.address) == ("", "韩立", "", "")


def test_quote_that_is_not_at_its_place_is_shown_without_a_context_that_is_not_its_own(fact):
    fact.span_start, fact.span_end = 0, 2
    sentence = Citations(member_of(fact.meeting.district), [fact]).of(fact)
    assert (sentence.before, sentence.quote, sentence.after) == ("", "韩立", "")
