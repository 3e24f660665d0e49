import importlib

import pytest
from django.apps import apps

from articles.models import Article, Reading
from articles.texts import text_sha256
from tests.admin_pages import complaints_of, form_data, messages_of
from tests.factories import ArticleFactory, DistrictFactory, ReadingFactory, member_of

pytestmark = pytest.mark.django_db
ADD = "/admin/articles/article/add/"


@pytest.fixture
def district():
    return DistrictFactory()


@pytest.fixture
def clerk(district, client):
    user = member_of(district, "录入员")
    client.force_login(user)
    return user


def typed(client, **fields):
    return form_data(client.get(ADD)) | {"issue_date": "2024-05-13", "title": "调度会召开", **fields}


def test_an_article_is_known_again_by_its_text(client, clerk):
    response = client.post(ADD, typed(client, text="5月6日,调度会召开。\r\n会议要求加快。"))
    assert response.status_code == 302, complaints_of(response)
    article = Article.objects.get()
    assert article.text == "5月6日,调度会召开。\n会议要求加快。"
    assert article.text_sha256 == text_sha256(article.text)

    again = client.post(ADD, typed(client, title="另一个标题", text="5月6日,调度会召开。会议要求加快。"))

    assert messages_of(again) == ["这篇报道已经录入。"]


def test_an_article_without_text_is_known_by_title_and_link(client, clerk):
    for url in ("https://example.org/1", "https://example.org/2"):
        response = client.post(ADD, typed(client, url=url))
        assert response.status_code == 302, complaints_of(response)
    assert messages_of(client.post(ADD, typed(client, url="https://example.org/2"))) == ["这篇报道已经录入。"]


def test_the_same_text_in_another_district_is_another_article(client, clerk):
    article = ArticleFactory()
    response = client.post(ADD, typed(client, text=article.text))
    assert response.status_code == 302, complaints_of(response)


def test_a_text_is_never_edited(client, clerk, district):
    article = ArticleFactory(district=district)
    page = f"/admin/articles/article/{article.pk}/change/"
    assert "text" not in form_data(client.get(page))

    response = client.post(page, form_data(client.get(page)) | {"text": "篡改", "title": "更正后的标题"})

    assert response.status_code == 302, complaints_of(response)
    was = (article.text, article.text_sha256)
    article.refresh_from_db()
    assert (article.text, article.text_sha256) == was
    assert article.title == "更正后的标题"


def test_an_article_known_by_link_is_given_its_text_once(client, clerk, district):
    article = ArticleFactory(district=district, text="", url="https://example.org/1")
    page = f"/admin/articles/article/{article.pk}/change/"

    client.post(page, form_data(client.get(page)) | {"text": "正文。"})

    article.refresh_from_db()
    assert (article.text, article.text_sha256) == ("正文。", text_sha256("正文。"))
    assert "text" not in form_data(client.get(page))


def test_a_reading_is_only_looked_at(client, clerk, district):
    reading = ReadingFactory(article=ArticleFactory(district=district), made=["meetings.Meeting 7"])
    page = f"/admin/articles/reading/{reading.pk}/change/"
    assert "meetings.Meeting 7" in client.get(page).content.decode()
    assert "待审" in client.get(page).content.decode()
    assert client.post(page, {"state": "ignored"}).status_code == 403
    assert client.get("/admin/articles/reading/add/").status_code == 403


def test_readings_with_doubts_are_found(client, clerk, district):
    ReadingFactory(article=ArticleFactory(district=district, title="甲会召开"), doubts=3, gazetteer_version="3f9c")
    sure = ReadingFactory(article=ArticleFactory(district=district, title="乙会召开"))
    pages = {
        query: client.get(f"/admin/articles/reading/{query}").content.decode()
        for query in ("", "?doubtful=1", "?doubtful=0", "?doubtful=x")
    }
    assert [("甲会召开" in page, "乙会召开" in page) for page in pages.values()] == [
        (True, True),
        (True, False),
        (False, True),
        (True, True),
    ]
    assert 'field-doubts">3<' in pages["?doubtful=1"]
    assert "3f9c" in client.get(f"/admin/articles/reading/{sure.pk - 1}/change/").content.decode()


def test_readings_from_before_doubts_were_counted_are_given_their_number():
    made = [
        ReadingFactory(content=content)
        for content in ({"events": [], "doubts": 2}, {"events": [], "doubts": 0}, {"events": []})
    ]
    Reading.objects.update(doubts=9)
    migration = importlib.import_module("articles.migrations.0002_doubts_of_readings")
    migration.count_doubts(apps, None)
    assert [Reading.objects.get(pk=reading.pk).doubts for reading in made] == [2, 0, 0]
    assert [reading.history.get().doubts for reading in made] == [2, 0, 0]
