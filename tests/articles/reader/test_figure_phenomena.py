"""Phenomena 18 to 20: figures with their units, bounds, times and sets. Composed texts."""

from datetime import date

import pytest

from .reading_of import event, reading


def figures(text):
    return [(f.value, f.unit, f.bound) for f in reading(text).figures]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("截至5月底，全县项目总投资120亿元。", [(120, "亿元", "")]),
        ("全县固定资产投资约35.6亿元，增长8.2%。", [(35.6, "亿元", "about"), (8.2, "%", "")]),
        ("全年税收超过3亿元。", [(3, "亿元", "over")]),
        ("企业产值近2999.98万元。", [(2999.98, "万元", "nearly")]),
        ("项目带动就业300余人。", [(300, "人", "above")]),
        ("前三季度，全县综合考核位列全市第三。", [(3, "名", "")]),
        ("项目总投资1,250万元。", [(1250, "万元", "")]),
        ("推进投资5000万元以上重大项目48个。", [(48, "个", "")]),
        ("发放宣传手册3000份，参加群众200余人。", []),
        ("共发生火灾12起，直接损失300万元，罚款5万元。", []),
    ],
)
def test_19_20_numbers_units_and_bounds(text, found):
    assert figures(text) == found


@pytest.mark.parametrize(
    ("words", "year", "period", "as_of"),
    [
        ("2022年", 2022, None, None),
        ("去年", 2022, None, None),
        ("截至5月底", None, None, date(2023, 5, 31)),
        ("一季度", None, (date(2023, 1, 1), date(2023, 3, 31)), None),
        ("1-5月", None, (date(2023, 1, 1), date(2023, 5, 31)), None),
        ("前三季度", None, (date(2023, 1, 1), date(2023, 9, 30)), None),
    ],
)
def test_18_times_of_figures(words, year, period, as_of):
    (figure,) = reading(f"{words}，全县完成投资35亿元。").figures
    assert (figure.year, figure.period, figure.as_of) == (year, period, as_of)


def test_19_the_set_a_figure_speaks_of():
    found = reading(
        "2023年，全县推进投资5000万元以上重大项目48个，总投资200亿元。列入省重点项目6个，总投资90亿元。"
    ).figures
    assert [f.scope for f in found] == ["投资5000万元以上重大项目"] * 2 + ["省重点项目"] * 2
    assert {f.year for f in found} == {2023}


def test_an_article_without_an_event_keeps_its_figures():
    found = reading("截至5月底，全县新签约项目12个，总投资30亿元。")
    assert found.events == []
    assert [f.value for f in found.figures] == [12, 30]


def test_20_a_rank():
    (figure,) = reading("6月5日，县长白朗主持召开分析会。1至5月，全县工业投资增速居全市第三。").events[0].figures
    assert (figure.value, figure.unit) == (3, "名")


def test_19_a_capacity_in_a_projects_name_is_no_figure():
    text = "6月5日，县长顾北望察看了云帆公司年产15万吨金属复合板项目。项目总投资3亿元。"
    assert [f.value for f in event(text).figures] == [3]
