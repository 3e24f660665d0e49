"""The queue of the desk: who sees what, in which order, and what may be done with a row."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import ANALYST, DATA_ENTRY, OFFICIAL, REVIEWER, SYSTEM_ADMINISTRATOR
from articles.models import Reading
from desk import claims
from tests.desk import readings
from tests.factories import ArticleFactory, DistrictFactory, ReadingFactory, member_of
from tests.ledger.register import file_of

pytestmark = pytest.mark.django_db
QUEUE = reverse("desk:queue")


@pytest.fixture
def district():
    return DistrictFactory(name="青禾区")


@pytest.fixture
def zhou(district):
    return member_of(district, REVIEWER, full_name="周砚秋")


@pytest.fixture
def wu(district):
    return member_of(district, REVIEWER, full_name="吴疏影")


@pytest.fixture
def client(client, zhou):
    client.force_login(zhou)
    return client


def reading_of(district, title: str, *, day: int = 13, doubts: int = 0, **more) -> Reading:
    article = ArticleFactory(district=district, title=title, issue_date=datetime.date(2024, 5, day), outlet="青禾日报")
    return ReadingFactory(article=article, doubts=doubts, **more)


def titles(client, **query) -> list[str]:
    return [cells[0].text for cells in client.get(QUEUE, query).context["cells"]]


def acted(client, reading: Reading, act: str, **fields) -> str:
    """What the queue says after an act."""
    page = client.post(reverse("desk:queue-act", args=[reading.pk]), {"act": act} | fields, follow=True)
    return page.content.decode()


# --- what is shown


def test_each_tab_has_the_readings_of_its_state_and_all_counts(client, district, zhou, wu):
    waiting, held, returned, ignored = (
        reading_of(district, title) for title in ("待审篇", "在审篇", "退回篇", "忽略篇")
    )
    reading_of(district, "入库篇", state="recorded", recorded_by=zhou, recorded_at=timezone.now())
    claims.claim(held.pk, wu)
    claims.return_to_queue(returned.pk, wu, "日期不清")
    claims.ignore(ignored.pk, zhou, "是广告")
    page = client.get(QUEUE)
    assert [(label, count, chosen) for _, label, count, chosen in page.context["tabs"]] == [
        ("待审", 1, True),
        ("审核中", 1, False),
        ("已入库", 1, False),
        ("退回", 1, False),
        ("忽略", 1, False),
    ]
    assert titles(client) == ["待审篇"]
    assert titles(client, state="nonsense") == ["待审篇"]
    for state, title, shown in (
        ("in_review", "在审篇", ["吴疏影", "别人在审"]),
        ("recorded", "入库篇", ["周砚秋"]),
        ("returned", "退回篇", ["退回:日期不清", "吴疏影"]),
        ("ignored", "忽略篇", ["忽略:是广告", "周砚秋", "撤销忽略"]),
    ):
        assert titles(client, state=state) == [title]
        text = client.get(QUEUE, {"state": state}).content.decode()
        assert all(word in text for word in shown)


def test_facts_and_doubts_are_counted(client, district):
    article = ArticleFactory(district=district, text=readings.TEXT)
    ReadingFactory(article=article, content=readings.content(), doubts=4)
    (cells,) = client.get(QUEUE).context["cells"]
    shown = {cell.column.header: cell.text for cell in cells}
    assert (shown["事实"], shown["存疑"]) == ("11", "4")


def test_the_order_is_that_in_which_readings_are_taken_up(client, district):
    for title, day, doubts in (("新", 14, 9), ("旧而清", 13, 0), ("旧而疑", 13, 3)):
        reading_of(district, title, day=day, doubts=doubts)
    assert titles(client) == ["旧而疑", "旧而清", "新"]
    assert titles(client, sort="-doubts") == ["新", "旧而疑", "旧而清"]
    assert titles(client, doubts="none") == ["旧而清"]
    assert titles(client, date_from="2024-05-14") == ["新"]
    assert titles(client, text="旧而", outlet="青禾", district=district.pk) == ["旧而疑", "旧而清"]


def test_a_tab_keeps_the_filters_and_a_filter_the_tab(client, district):
    page = client.get(QUEUE, {"state": "returned", "text": "会"}).content.decode()
    assert '<input type="hidden" name="state" value="returned">' in page
    assert "text=%E4%BC%9A&amp;state=ignored" in page
    assert f'<a href="{QUEUE}?state=returned">清除全部条件</a>' in page
    assert client.get(QUEUE, {"state": "returned"}, headers={"HX-Request": "true"})["HX-Push-Url"].endswith(
        "?state=returned"
    )


def test_the_file_is_what_the_tab_shows(client, district, zhou):
    reading = reading_of(district, "退回篇")
    claims.return_to_queue(reading.pk, zhou, "日期不清")
    assert file_of(client, "desk:queue", state="returned")[1][:1] == ["退回篇"]
    assert len(file_of(client, "desk:queue")) == 1


def test_of_several_readings_of_an_article_the_newest_stands(client, district):
    old = reading_of(district, "同一篇")
    newer = ReadingFactory(article=old.article)
    page = client.get(QUEUE)
    assert [cells.pk for cells in page.context["cells"]] == [newer.pk]
    assert page.context["tabs"][0][2] == 1


@pytest.mark.parametrize("state", ["waiting", "in_review", "recorded", "returned", "ignored"])
def test_an_empty_tab_says_what_to_do_next(client, state):
    text = client.get(QUEUE, {"state": state}).content.decode()
    assert any(word in text for word in ("收稿", "审核"))
    assert "本台账还没有内容" not in text


def test_an_empty_desk_shows_the_form_open(client, district):
    assert '<details class="hx-card dk-intake d-print-none" open>' in client.get(QUEUE).content.decode()
    reading_of(district, "一篇")
    assert '<details class="hx-card dk-intake d-print-none">' in client.get(QUEUE).content.decode()


@pytest.mark.parametrize("number", [2, 30])
def test_a_queue_costs_the_same_for_few_rows_and_many(client, district, zhou, number, django_assert_num_queries):
    for n in range(number):
        claims.return_to_queue(ReadingFactory(article__district=district).pk, zhou, f"第{n}处日期不清")
    client.get(QUEUE)
    with django_assert_num_queries(12):
        client.get(QUEUE, {"state": "returned"})


# --- who


@pytest.mark.parametrize("role", [OFFICIAL, ANALYST, SYSTEM_ADMINISTRATOR])
def test_who_does_not_review_has_no_desk(client, district, role):
    client.force_login(member_of(district, role))
    reading = reading_of(district, "篇")
    assert client.get(QUEUE).status_code == 403
    assert client.get(reverse("desk:queue-csv")).status_code == 403
    assert client.post(reverse("desk:next")).status_code == 403
    assert client.post(reverse("desk:queue-act", args=[reading.pk]), {"act": "reopen"}).status_code == 403
    assert "审读台" not in client.get("/").content.decode()


@pytest.mark.parametrize("role", [DATA_ENTRY, REVIEWER])
def test_who_reviews_finds_the_desk_in_the_navigation(client, district, role):
    client.force_login(member_of(district, role))
    assert f'<a class="nav-link" href="{QUEUE}">审读台</a>' in client.get("/").content.decode()
    assert client.get(QUEUE).status_code == 200


def test_readings_of_another_district_are_not_there(client):
    hidden = reading_of(DistrictFactory(), "别区")
    assert titles(client) == []
    for act in ("ignore", "return", "reopen", "release"):
        answer = client.post(reverse("desk:queue-act", args=[hidden.pk]), {"act": act, "reason": "不是我区"})
        assert answer.status_code == 404
    hidden.refresh_from_db()
    assert hidden.state == "waiting"


# --- what may be done


def test_a_row_is_returned_ignored_and_reopened_with_its_reason(client, district):
    reading = reading_of(district, "某篇")
    assert "“某篇”已退回。" in acted(client, reading, "return", reason="日期不清")
    assert "“某篇”已忽略。" in acted(client, reading, "ignore", reason="是广告")
    assert "没有被忽略" not in acted(client, reading, "reopen")
    reading.refresh_from_db()
    assert reading.state == "waiting"
    said = list(reading.history.order_by("history_id").values_list("history_change_reason", flat=True))
    assert said[1:] == ["退回:日期不清", "忽略:是广告", "撤销忽略"]


def test_what_cannot_be_done_is_told_and_changes_nothing(client, district, wu):
    reading = reading_of(district, "某篇")
    assert "须写明原因" in acted(client, reading, "ignore", reason=" ")
    claims.claim(reading.pk, wu)
    assert "吴疏影正在审核" in acted(client, reading, "return", reason="日期不清")
    assert "没有被忽略" in acted(client, reading, "reopen")
    reading.refresh_from_db()
    assert (reading.state, reading.claimed_by) == ("in_review", wu)
    assert client.post(reverse("desk:queue-act", args=[reading.pk]), {"act": "delete"}).status_code == 404


def test_one_s_own_claim_is_given_back(client, district, zhou):
    reading = reading_of(district, "某篇")
    claims.claim(reading.pk, zhou)
    assert 'value="release"' in client.get(QUEUE, {"state": "in_review"}).content.decode()
    assert "已放回队列" in acted(client, reading, "release")
    assert titles(client) == ["某篇"]


def test_a_claim_that_has_run_out_is_marked_and_open(client, district, wu):
    reading = reading_of(district, "某篇")
    claims.claim(reading.pk, wu)
    Reading.objects.update(claimed_until=timezone.now() - datetime.timedelta(minutes=1))
    text = client.get(QUEUE, {"state": "in_review"}).content.decode()
    assert "占用已过期" in text
    assert "别人在审" not in text


@pytest.mark.parametrize(
    ("back", "to"),
    [(f"{QUEUE}?state=returned", f"{QUEUE}?state=returned"), ("https://example.com/", QUEUE), ("", QUEUE)],
)
def test_after_an_act_one_is_where_one_was(client, district, back, to):
    reading = reading_of(district, "某篇")
    address = reverse("desk:queue-act", args=[reading.pk])
    assert client.post(address, {"act": "ignore", "reason": "是广告", "next": back}).headers["Location"] == to


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_next_one_is_claimed_and_shown(client, district, zhou, method):
    reading = reading_of(district, "某篇")
    assert client.head(reverse("desk:next")).status_code == 405
    assert getattr(client, method)(reverse("desk:next")).status_code == 302
    reading.refresh_from_db()
    assert (reading.state, reading.claimed_by) == ("in_review", zhou)
    assert "没有可审核的报道了" in client.post(reverse("desk:next"), follow=True).content.decode()
