"""Every filter of the ledger of articles."""

import pytest

from accounts.roles import ANALYST
from tests.factories import ArticleFactory, DistrictFactory, ReadingFactory, member_of
from tests.ledger.register import column

pytestmark = pytest.mark.django_db


@pytest.fixture
def district():
    return DistrictFactory()


@pytest.fixture
def client(client, district):
    client.force_login(member_of(district, ANALYST))
    return client


@pytest.fixture
def articles(district):
    """Recorded in bulk after two readings that were returned, recorded one by one, waiting, and not read."""
    bulk = ArticleFactory(
        district=district, title="甲", issue_date="2024-05-13", outlet="二七报", text="甲文。科创城开工。"
    )
    for state in ("returned", "returned"):
        ReadingFactory(article=bulk, state=state, doubts=5)
    ReadingFactory(article=bulk, recorded=True, recorded_in_bulk=True)
    single = ArticleFactory(district=district, title="乙", issue_date="2024-05-12", outlet="郑州日报")
    ReadingFactory(article=single, recorded=True, doubts=2)
    ReadingFactory(article=ArticleFactory(district=district, title="丙", issue_date="2024-05-11"))
    ArticleFactory(district=district, title="丁", issue_date="2024-05-10", page_label="04版")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("text=甲", ["甲"]),
        ("text=科创城", ["甲"]),
        ("text=没有", []),
        ("date_from=2024-05-12", ["甲", "乙"]),
        ("date_to=2024-05-10", ["丁"]),
        ("date_from=2025-01-01", []),
        ("date_from=x", []),
        ("outlet=郑州", ["乙"]),
        ("outlet=04", ["丁"]),
        ("outlet=没有", []),
        ("state=recorded", ["甲", "乙"]),
        ("state=waiting", ["丙"]),
        ("state=returned", ["甲"]),
        ("state=none", ["丁"]),
        ("state=ignored", []),
        ("state=x", []),
        ("bulk=yes", ["甲"]),
        ("bulk=no", ["乙"]),
        ("bulk=x", []),
        ("doubts=yes", ["乙"]),
        ("doubts=no", ["甲", "丙"]),
        ("doubts=x", []),
    ],
)
def test_articles_are_found_once_or_left_out(client, articles, query, found):
    assert column(client, "articles:article", "标题", **dict([query.split("=")])) == found


def test_the_reading_that_counts_is_the_recorded_one(client, articles):
    assert column(client, "articles:article", "识别状态") == ["已入库", "已入库", "待审", ""]
    assert column(client, "articles:article", "入库方式") == ["批量入库", "逐篇审核", "", ""]
    assert column(client, "articles:article", "存疑") == ["0", "2", "0", ""]
