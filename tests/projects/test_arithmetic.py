import datetime
from decimal import Decimal

from projects.arithmetic import rate_checks
from projects.models import Figure


def figures(rate):
    as_of = datetime.date(2024, 4, 30)
    return [
        Figure(label="年度计划完成投资", value=Decimal("91.3"), unit="亿元", scope="省市重点建设项目", year=2024),
        Figure(label="累计完成投资", value=Decimal("35.6"), unit="亿元", scope="省市重点建设项目", as_of_date=as_of),
        Figure(label="占年度计划投资", value=Decimal(rate), unit="%", scope="省市重点建设项目", as_of_date=as_of),
    ]


def test_a_printed_rate_agrees_with_its_amounts_and_is_set_against_the_year():
    (check,) = rate_checks(figures("39"))
    assert check.agrees
    assert (check.computed, check.time_progress, check.ahead_points) == (
        Decimal("39.0"),
        Decimal("33.3"),
        Decimal("5.7"),
    )
    assert check.in_words == "35.6÷91.3=39.0%,见报 39%,相符;时序进度 33.3%,超时序 5.7 个百分点。"


def test_a_rate_that_its_amounts_do_not_give_is_said_to_disagree():
    (check,) = rate_checks(figures("41"))
    assert not check.agrees
    assert "不符" in check.in_words


def test_a_rate_of_another_scope_is_not_checked():
    rows = figures("39")
    rows[0].scope = "全部项目"
    assert rate_checks(rows) == []
