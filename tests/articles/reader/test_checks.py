from datetime import date

import pytest

from articles.reader import read_article

LEAD = "6月5日，县委书记白朗主持召开项目推进会。"


def checks(text):
    return read_article(LEAD + text, date(2023, 6, 15)).checks


def test_25_the_announced_count_of_requirements_is_held_against_those_read():
    three = "白朗提出三点要求：一要抓好开工。二要抓好服务。三要抓好安全。"
    (check,) = checks(three)
    assert (check.what, check.printed, check.read, check.agrees) == ("requirements", 3, 3, True)
    (check,) = checks(three.replace("三要抓好安全。", ""))
    assert (check.printed, check.read, check.agrees) == (3, 2, False)
    assert "提出三点要求" in check.note


@pytest.mark.parametrize(
    ("text", "agrees"),
    [
        ("年度计划投资50亿元，1至5月完成投资20亿元，占年度计划的40%。", True),
        ("年度计划投资50亿元，1至5月完成投资20亿元，占年度计划的41.5%。", False),
        ("年度计划投资73亿元，截至5月底完成投资9.2亿元，占年度计划的12.6%。", True),
        ("全县重点项目86个，已开工31个，开工率36%。", True),
        ("全县重点项目86个，已开工31个，开工率63%。", False),
    ],
)
def test_19_20_a_printed_share_is_held_against_its_amounts(text, agrees):
    (check,) = checks(text)
    assert (check.what, check.agrees) == ("share", agrees)
    assert "÷" in check.note


@pytest.mark.parametrize(
    "text",
    [
        "1至5月完成投资20亿元，占年度计划的40%。",
        "年度计划投资50万元，1至5月完成投资20亿元，占年度计划的40%。",
        "规上工业增加值增长9.3%。",
        "税收占比超过80%。",
    ],
)
def test_a_share_without_its_amounts_gives_no_check(text):
    assert checks(text) == []


def test_a_check_that_fails_makes_the_reading_doubtful():
    sound = "年度计划投资50亿元，1至5月完成投资20亿元，占年度计划的40%。"
    ok = read_article(LEAD + sound, date(2023, 6, 15))
    off = read_article(LEAD + sound.replace("40%", "45%"), date(2023, 6, 15))
    assert off.doubts == ok.doubts + 1
    assert off.as_dict()["doubts"] == off.doubts
    ((start, end),) = [check.evidence for check in off.checks]
    assert "占年度计划的45%" in (LEAD + sound.replace("40%", "45%"))[start:end]
