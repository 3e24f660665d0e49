"""An intake taken back: while nothing of it is touched, and whole or not at all."""

import datetime

import pytest
from django.urls import reverse

from accounts.roles import DATA_ENTRY, REVIEWER
from articles.models import Article, Reading
from desk import claims
from desk.batches import GivenFile
from desk.intake import take_in
from desk.models import ImportBatch
from desk.recording import record
from desk.withdrawing import NotWithdrawable, withdraw
from tests.desk.composed_news import TEXT
from tests.factories import ArticleFactory, DistrictFactory, MeetingArticleFactory, member_of

pytestmark = pytest.mark.django_db
SECOND = "# 青禾区领导走访企业\n本报讯 6月4日，青禾区区长苏见山走访云帆投控，了解生产经营情况。\n记者 方小舟\n"


@pytest.fixture(autouse=True)
def time_enough(monkeypatch):
    """However slow the machine, a small intake is read within the request."""
    monkeypatch.setattr("desk.intake.SECONDS_HERE", 300.0)


@pytest.fixture
def district():
    return DistrictFactory(name="青禾区")


@pytest.fixture
def clerk(district):
    return member_of(district, DATA_ENTRY)


@pytest.fixture
def batch(district, clerk):
    return handed_in(clerk, district, f"# {TEXT}\n{SECOND}")


def handed_in(clerk, district, text: str) -> ImportBatch:
    file = GivenFile("版面.txt", text.encode())
    batch = take_in([file], by=clerk, district=district, published=datetime.date(2024, 6, 5))
    batch.refresh_from_db()
    assert batch.state == "finished"
    return batch


def test_what_an_intake_brought_is_gone_and_its_report_says_so(batch, clerk):
    readings = sorted(Reading.objects.values_list("pk", flat=True))
    assert withdraw(batch.pk, clerk) == 2
    assert not Article.objects.exists()
    assert not Reading.objects.exists()
    batch.refresh_from_db()
    assert batch.state == "withdrawn"
    assert {(row.outcome, row.reason) for row in batch.articles.all()} == {("refused", "收稿已撤回。")}
    gone = Reading.history.filter(history_type="-")
    assert sorted(gone.values_list("id", flat=True)) == readings
    assert {(row.history_user, row.history_change_reason) for row in gone} == {(clerk, f"撤回收稿({batch})")}
    assert Article.history.filter(history_type="-", history_user=clerk).count() == 2


def test_what_was_known_before_stays(district, clerk):
    first = handed_in(clerk, district, TEXT)
    second = handed_in(clerk, district, f"# {TEXT}\n{SECOND}")
    assert withdraw(second.pk, clerk) == 1
    assert Article.objects.count() == 1
    assert first.articles.get().article is not None


def test_the_same_page_may_be_handed_in_again(batch, clerk, district):
    withdraw(batch.pk, clerk)
    again = handed_in(clerk, district, f"# {TEXT}\n{SECOND}")
    assert again.pk != batch.pk
    assert Article.objects.count() == 2


TOUCHES = {
    "claimed": lambda reading, user: claims.claim(reading.pk, user),
    "returned": lambda reading, user: claims.return_to_queue(reading.pk, user, "日期不清"),
    "ignored": lambda reading, user: claims.ignore(reading.pk, user, "广告"),
    "recorded": lambda reading, user: record(reading, by=user),
    "cited": lambda reading, user: MeetingArticleFactory(article=reading.article),
    "handed in again": lambda reading, user: handed_in(user, reading.article.district, reading.article.text),
}


@pytest.mark.parametrize("touch", TOUCHES)
def test_once_one_article_is_touched_nothing_is_taken_back(batch, clerk, district, touch):
    reading = Reading.objects.select_related("article__district").order_by("pk")[1]
    TOUCHES[touch](reading, member_of(district, REVIEWER))
    history = Reading.history.count()
    with pytest.raises(NotWithdrawable, match="青禾区领导走访企业"):
        withdraw(batch.pk, clerk)
    assert (Article.objects.count(), Reading.objects.count(), Reading.history.count()) == (2, 2, history)
    batch.refresh_from_db()
    assert batch.state == "finished"
    assert batch.articles.filter(outcome="new", article__isnull=False).count() == 2


def test_only_who_handed_it_in_takes_it_back_and_only_once(batch, clerk, district, client):
    other = member_of(district, REVIEWER)
    client.force_login(other)
    address = reverse("desk:intake-withdraw", args=[batch.pk])
    assert "撤回这次收稿" not in client.get(reverse("desk:intake-detail", args=[batch.pk])).content.decode()
    assert "只有收稿人本人" in client.post(address, follow=True).content.decode()
    assert Article.objects.count() == 2
    client.force_login(clerk)
    assert "撤回这次收稿" in client.get(reverse("desk:intake-detail", args=[batch.pk])).content.decode()
    assert "新收的 2 篇报道已删去" in client.post(address, follow=True).content.decode()
    assert "只有收稿人本人" in client.post(address, follow=True).content.decode()
    client.force_login(member_of(DistrictFactory(), REVIEWER))
    assert client.post(address).status_code == 404


def test_an_import_under_way_or_recorded_at_once_is_not_taken_back(batch, clerk):
    ImportBatch.objects.update(to_record=True)
    with pytest.raises(NotWithdrawable):
        withdraw(batch.pk, clerk)
    ImportBatch.objects.update(to_record=False, state="running", finished_at=None)
    with pytest.raises(NotWithdrawable):
        withdraw(batch.pk, clerk)
    ArticleFactory(district=batch.district)
    assert Article.objects.count() == 3
