from decimal import Decimal

import pytest

from pages.amounts import money, plain


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("9000.00", "9,000 万元"),
        ("9999.99", "9,999.99 万元"),
        ("10000.00", "1 亿元"),
        ("356000.00", "35.6 亿元"),
        ("0.00", "0 万元"),
    ],
)
def test_money_is_said_in_the_unit_a_reader_expects(value, words):
    assert money(Decimal(value)) == words


def test_unknown_money_is_not_zero():
    assert money(None) == ""


def test_plain_number_loses_only_the_zeros_after_the_point():
    assert plain(Decimal("2490.0000")) == "2,490"
    assert plain(Decimal("35.6000")) == "35.6"
    assert plain(Decimal("100")) == "100"
