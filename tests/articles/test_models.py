import datetime

import pytest
from django.utils import timezone

from tests.constraints import Case, assert_accepts, assert_complete, assert_refuses
from tests.factories import ArticleFactory, ReadingFactory, UserFactory

pytestmark = pytest.mark.django_db


def recorded(**changes):
    return lambda row: {
        "state": "recorded",
        "recorded_by": UserFactory(),
        "recorded_at": timezone.make_aware(datetime.datetime(2024, 5, 13, 9)),
        **changes,
    }


CASES = [
    Case(
        "article_unique_text",
        ArticleFactory,
        accepts=[lambda row: {"text_sha256": ArticleFactory().text_sha256}],
        refuses=[lambda row: {"text_sha256": ArticleFactory(district=row.district).text_sha256}],
    ),
    Case("article_title_given", ArticleFactory, accepts=[{"title": "项目调度会召开"}], refuses=[{"title": ""}]),
    Case(
        "reading_unique_version",
        ReadingFactory,
        accepts=[lambda row: {"reader_version": ReadingFactory().reader_version}],
        refuses=[lambda row: {"reader_version": ReadingFactory(article=row.article).reader_version}],
    ),
    Case(
        "reading_one_recorded",
        ReadingFactory,
        accepts=[recorded(), lambda row: {"article": ReadingFactory(recorded=True).article}],
        refuses=[lambda row: {**recorded()(row), "article": ReadingFactory(recorded=True).article}],
    ),
    Case("reading_state_valid", ReadingFactory, accepts=[{"state": "ignored"}], refuses=[{"state": "待审"}]),
    Case(
        "reading_recorded_by_someone",
        ReadingFactory,
        accepts=[recorded(), {"state": "returned"}],
        refuses=[
            recorded(recorded_by=None),
            recorded(recorded_at=None),
            {"state": "recorded"},
            recorded(state="waiting"),
        ],
    ),
    Case(
        "reading_claim_complete",
        ReadingFactory,
        accepts=[{}, lambda row: {"claimed_by": UserFactory(), "claimed_until": timezone.now()}],
        refuses=[lambda row: {"claimed_by": UserFactory()}, lambda row: {"claimed_until": timezone.now()}],
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_constraint_accepts(case):
    assert_accepts(case)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_constraint_refuses_in_chinese(case):
    assert_refuses(case)


def test_every_constraint_is_tried():
    assert_complete("articles", CASES)
