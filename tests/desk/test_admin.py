import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import (
    DistrictFactory,
    ImportBatchFactory,
    ImportedArticleFactory,
    ImportPageFactory,
    NameTableFactory,
    UserFactory,
    member_of,
)

pytestmark = pytest.mark.django_db
LIST = "/admin/desk/importbatch/"


@pytest.fixture
def district():
    return DistrictFactory()


@pytest.fixture
def clerk(district, client):
    user = member_of(district, "录入员")
    client.force_login(user)
    return user


@pytest.fixture
def batch(district):
    """Two pages, of which one is read; one article of each outcome that there is."""
    names = NameTableFactory(district=district, version="3f9c")
    batch = ImportBatchFactory(
        district=district, to_record=True, started_by=UserFactory(full_name="任立新"), name_table=names
    )
    page = ImportPageFactory(batch=batch, name="档案/要闻.txt", state="read")
    ImportPageFactory(batch=batch)
    for place, outcome in enumerate(("recorded", "same_news"), 1):
        ImportedArticleFactory(page=page, place=place, outcome=outcome, title=f"第{place}篇")
    ImportedArticleFactory(page=page, place=3, outcome="known", is_new=False)
    ImportedArticleFactory(
        page=page, place=4, line=9, title="", article=None, is_new=False, outcome="refused", reason="没有找到报道正文。"
    )
    return batch


def cells(client, address: str) -> str:
    return client.get(address).content.decode()


def test_the_list_shows_how_far_each_batch_has_come(client, clerk, batch):
    page = cells(client, LIST)
    assert "进行中" in page
    assert "1/2" in page
    shown = [page.split(f'field-{name}">')[1].split("<")[0] for name in ("new", "known", "recorded", "same_news")]
    assert shown == ["2", "1", "2", "1"]
    assert f"/imports/{batch.pk}/report.csv" in page


def test_the_list_costs_the_same_queries_for_many_batches(client, clerk, district):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(LIST)
        return len(captured)

    ImportedArticleFactory(page__batch__district=district)
    few = queries()
    for _ in range(5):
        ImportedArticleFactory(page__batch__district=district)
    assert queries() == few


def test_a_batch_leads_to_its_articles_and_pages(client, clerk, batch):
    page = cells(client, f"{LIST}{batch.pk}/change/")
    assert "任立新" in page
    articles = f"/admin/desk/importedarticle/?batch__id__exact={batch.pk}"
    assert articles in page
    assert "没有找到报道正文。" in cells(client, articles)
    assert "档案/要闻.txt" in cells(client, f"/admin/desk/importpage/?batch__id__exact={batch.pk}")
    assert f'<a href="/admin/desk/nametable/{batch.name_table.pk}/change/">3f9c</a>' in page


def test_the_names_that_a_batch_was_read_with_are_listed(client, clerk, batch):
    NameTableFactory(version="of another district")
    listed = cells(client, "/admin/desk/nametable/")
    assert "3f9c" in listed
    assert "of another district" not in listed
    page = cells(client, f"/admin/desk/nametable/{batch.name_table.pk}/change/")
    assert "1 个:樊建国" in page
    assert "1 个:金水湾食品" in page


def test_the_list_of_name_tables_does_not_fetch_the_names(client, clerk, batch):
    with CaptureQueriesContext(connection) as captured:
        client.get("/admin/desk/nametable/")
    asked = [query["sql"] for query in captured if "desk_nametable" in query["sql"]]
    assert asked
    assert [sql for sql in asked if '"names"' in sql] == []


@pytest.mark.parametrize("model", ["importbatch", "importpage", "importedarticle", "nametable"])
def test_imports_are_only_looked_at(client, clerk, batch, model):
    rows = {
        "importbatch": batch,
        "importpage": batch.pages.first(),
        "importedarticle": batch.articles.first(),
        "nametable": batch.name_table,
    }
    page = f"/admin/desk/{model}/{rows[model].pk}/change/"
    assert client.get(page).status_code == 200
    assert client.post(page, {"state": "finished"}).status_code == 403
    assert client.get(f"/admin/desk/{model}/add/").status_code == 403
    assert client.post(f"/admin/desk/{model}/{rows[model].pk}/delete/").status_code == 403


def test_the_report_names_every_article_its_outcome_and_why(client, clerk, batch):
    response = client.get(f"/imports/{batch.pk}/report.csv")
    assert response.streaming
    content = b"".join(response.streaming_content).decode("utf-8-sig")
    header, *rows = csv.reader(io.StringIO(content))
    assert header == ["文件", "行", "出版日期", "标题", "结果", "说明"]
    assert rows[0] == ["档案/要闻.txt", "1", "2024-05-13", "第1篇", "已入库", ""]
    assert rows[1][4] == "并为同一活动"
    assert rows[3][1:] == ["9", "2024-05-13", "", "拒绝", "没有找到报道正文。"]


def test_the_report_is_for_who_may_see_imports_of_the_district(client, batch, district):
    address = f"/imports/{batch.pk}/report.csv"
    for user, status in (
        (member_of(DistrictFactory(), "录入员"), 404),
        (member_of(district, "领导"), 403),
        (member_of(district, "审核员"), 200),
    ):
        client.force_login(user)
        assert client.get(address).status_code == status, user


def test_the_queue_of_tasks_is_not_in_the_admin(client):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    page = cells(client, "/admin/")
    assert "导入批次" in page
    assert "DBTask" not in page
    assert "Task Results" not in page
    assert client.get("/admin/django_tasks_database/dbtaskresult/").status_code == 404
