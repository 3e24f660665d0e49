import datetime

import pytest
from django.db import connection
from django.db.models.functions import Now

import desk.page_reading as page_reading
from articles.models import Article, Reading
from desk.batches import make_batch
from desk.models import ImportedArticle, ImportPage, PageState
from desk.own_process import this_process
from desk.page_reading import (
    MOST_CLAIMS,
    ClaimLost,
    claim_page,
    give_back,
    read_claimed,
)
from desk.working import work_on
from tests.desk.composed_news import TEXT, TITLE
from tests.desk.test_own_process import ended_process
from tests.factories import DistrictFactory, ImportBatchFactory, ImportPageFactory, NameTableFactory

pytestmark = pytest.mark.django_db
ISSUE = datetime.date(2024, 6, 5)
JUNE = [datetime.date(2024, 6, day) for day in range(1, 5)]


@pytest.fixture
def batch():
    return ImportBatchFactory(district=DistrictFactory(name="青禾区"), published=ISSUE)


def page_of(batch, text: str = TEXT, **values) -> ImportPage:
    return ImportPageFactory(batch=batch, raw=text.encode(), **values)


def test_pages_of_unknown_date_are_claimed_first_then_the_others_in_order(batch):
    second, first = page_of(batch, issue_date=JUNE[1]), page_of(batch, issue_date=JUNE[0])
    third, unknown = page_of(batch, issue_date=JUNE[1]), page_of(batch)
    assert [claim_page(batch) for _ in range(5)] == [unknown, first, second, third, None]


def test_a_claimed_page_is_nobody_elses_until_the_claim_runs_out(batch):
    page = page_of(batch)
    assert claim_page(batch) == page
    assert claim_page(batch) is None
    ImportPage.objects.update(worker="another-host/1/2/3")
    assert claim_page(batch) is None
    ImportPage.objects.update(claimed_until=Now() - datetime.timedelta(seconds=1))
    assert claim_page(batch) == page
    page.refresh_from_db()
    assert (page.worker, page.claims, page.claimed_until is None) == (this_process(), 2, False)


def test_the_page_of_a_process_that_has_ended_is_taken_at_once(batch):
    page = page_of(batch)
    claim_page(batch)
    ImportPage.objects.update(worker=this_process())
    assert claim_page(batch) is None
    ImportPage.objects.update(worker=ended_process())
    assert claim_page(batch) == page


def test_a_page_given_back_is_free_and_counts_only_when_it_failed(batch):
    page = page_of(batch)
    give_back(claim_page(batch), counts=False)
    page.refresh_from_db()
    assert (page.state, page.worker, page.claims) == (PageState.WAITING, "", 0)
    give_back(claim_page(batch), counts=True)
    page.refresh_from_db()
    assert page.claims == 1


def test_what_was_read_waits_in_the_batch_and_nothing_is_in_the_register(batch):
    page_of(batch, f"# {TITLE}一\n\n{TEXT}\n# {TITLE}二\n\n{TEXT}")
    page = claim_page(batch)
    read_claimed(page, batch)
    first, second = ImportedArticle.objects.order_by("place")
    assert (first.outcome, first.title, first.line, first.issue_date) == ("pending", f"{TITLE}一", 1, ISSUE)
    assert (second.title, second.line) == (f"{TITLE}二", 9)
    assert second.staged["article"]["page_offset"] > 0
    assert first.staged["reading"]["events"]
    page.refresh_from_db()
    assert (page.state, page.worker, page.claimed_until) == ("read", this_process(), None)
    assert not Article.objects.exists()


def test_a_page_that_another_process_has_taken_over_is_not_written(batch):
    page = page_of(batch)
    late = claim_page(batch)
    ImportPage.objects.update(worker="another-host/1/2/3")
    with pytest.raises(ClaimLost):
        read_claimed(late, batch)
    assert not ImportedArticle.objects.exists()
    page.refresh_from_db()
    assert page.worker == "another-host/1/2/3"


def test_a_long_page_renews_its_claim(batch, monkeypatch):
    monkeypatch.setattr(page_reading, "_RENEWED_AFTER", 0.0)
    page_of(batch)
    page = claim_page(batch)
    ImportPage.objects.update(claimed_until=Now() - datetime.timedelta(seconds=1))
    seen = []
    monkeypatch.setattr(
        page_reading, "_renew", lambda page, renew=page_reading._renew: (renew(page), seen.append(claim_page(batch)))
    )
    read_claimed(page, batch)
    assert seen == [None]
    monkeypatch.setattr(page_reading, "_renew", lambda page: pytest.fail("renewed after it was read"))
    assert ImportPage.objects.get().state == "read"


def test_known_articles_are_not_read_again(batch, monkeypatch):
    page_of(batch)
    work_on(batch)
    monkeypatch.setattr(page_reading, "read_article", lambda *args, **named: pytest.fail("read again"))
    again = ImportBatchFactory(district=batch.district, published=ISSUE)
    page_of(again)
    read_claimed(claim_page(again), again)
    row = again.articles.get()
    assert (row.outcome, row.is_new, row.article, row.title) == ("known", False, Article.objects.get(), TITLE)


def test_an_older_readers_article_is_read_again(batch):
    page_of(batch)
    work_on(batch)
    Reading.objects.update(reader_version="0.1")
    again = ImportBatchFactory(district=batch.district, published=ISSUE)
    page_of(again)
    work_on(again)
    assert again.articles.get().outcome == "known"
    assert Reading.objects.count() == 2


def test_a_newer_reading_says_with_which_names_it_was_made(batch):
    page_of(batch)
    work_on(batch)
    Reading.objects.update(reader_version="0.1")
    names = NameTableFactory(district=batch.district)
    again = ImportBatchFactory(district=batch.district, published=ISSUE, name_table=names)
    page_of(again)
    work_on(again)
    assert list(Reading.objects.order_by("pk").values_list("gazetteer_version", flat=True)) == ["", names.version]


@pytest.mark.parametrize(
    ("text", "published", "reason"),
    [
        (TEXT, None, "版面上没有出版日期,请指明后再导入(命令用 --published 2024-05-13)。"),
        ("\ufeff ", ISSUE, "文件是空的。"),
        (TITLE + "。" + "会议要求加快进度。" * 30_000, ISSUE, "文章过长"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(batch, text, published, reason):
    batch.published = published
    page_of(batch, text)
    read_claimed(claim_page(batch), batch)
    row = ImportedArticle.objects.get()
    assert row.outcome == "refused"
    assert reason in row.reason


def test_a_text_that_breaks_the_reader_is_refused_and_the_others_are_read(batch, monkeypatch, caplog):
    read_article = page_reading.read_article
    monkeypatch.setattr(
        page_reading, "read_article", lambda text, *a, **k: 1 / 0 if "甲" in text else read_article(text, *a, **k)
    )
    page_of(batch, f"# 甲{TITLE}\n\n{TEXT}\n# 乙{TITLE}\n\n{TEXT}")
    read_claimed(claim_page(batch), batch)
    assert list(ImportedArticle.objects.order_by("place").values_list("outcome", flat=True)) == ["refused", "pending"]
    assert "ZeroDivisionError" in caplog.text


def test_a_page_that_breaks_its_reader_again_and_again_is_given_up(batch, monkeypatch, caplog):
    monkeypatch.setattr(page_reading, "split_page", lambda text: 1 / 0)
    page_of(batch)
    assert work_on(batch)
    row = ImportedArticle.objects.get()
    assert row.reason == f"读取时程序出错或中断了 {MOST_CLAIMS} 次,未读。"
    assert (row.page.state, row.page.claims) == ("refused", MOST_CLAIMS + 1)
    assert caplog.text.count("ZeroDivisionError") == MOST_CLAIMS


def test_a_page_costs_the_same_statements_for_few_articles_and_many(batch, django_assert_max_num_queries):
    page_of(batch, "\n".join(f"# {TITLE}{n}\n\n{TEXT}" for n in range(40)))
    page = claim_page(batch)
    with django_assert_max_num_queries(9 if connection.vendor == "sqlite" else 6):
        read_claimed(page, batch)
    assert ImportedArticle.objects.count() == 40


def test_a_batch_found_by_its_files_is_read(tmp_path):
    (tmp_path / "page.txt").write_text(TEXT, encoding="utf-8")
    batch, _ = make_batch([tmp_path], district=DistrictFactory(), published=ISSUE)
    assert work_on(batch)
    assert Article.objects.get().title == TITLE
