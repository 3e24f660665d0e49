import datetime
from decimal import Decimal

import pytest

from pages.figure import number_of, time_of
from projects.models import FigureBound
from tests.factories import FigureFactory


def figure(**fields):
    return FigureFactory.build(**{"district": None, "year": None, "value": Decimal("30.5000"), **fields})


@pytest.mark.parametrize(
    ("bound", "words"),
    [
        ("", "30.5 亿元"),
        (FigureBound.ABOUT, "约 30.5 亿元"),
        (FigureBound.OVER, "超 30.5 亿元"),
        (FigureBound.ABOVE, "30.5 亿元以上"),
    ],
)
def test_number_keeps_the_bound_where_it_is_printed(bound, words):
    assert number_of(figure(bound=bound)) == words


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "未载时间"),
        ({"year": 2024}, "2024年"),
        ({"year": 2024, "as_of_date": datetime.date(2024, 4, 30)}, "截至2024年4月30日"),
        (
            {"period_start": datetime.date(2024, 1, 1), "period_end": datetime.date(2024, 3, 31)},
            "2024年1月1日至2024年3月31日",
        ),
    ],
)
def test_time_is_as_printed_and_nothing_is_inferred(fields, words):
    assert time_of(figure(**fields)) == words
