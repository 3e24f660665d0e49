import contextlib
import datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.sheets.rows import name_and_title
from desk.sheets.values import (
    Wrong,
    choice_value,
    date_value,
    money_value,
    name_value,
    text_value,
    year_value,
)
from desk.sheets.workbook import DATE, ERROR, NUMBER, TEXT, UNCOUNTED, Cell


@pytest.mark.parametrize(
    ("cell", "unit", "amount"),
    [
        (Cell("12000", NUMBER), "万元", "12000.00"),
        (Cell("2.5", NUMBER), "亿元", "25000.00"),
        (Cell("91.3"), "亿元", "913000.00"),
        (Cell("1,234.5"), "万元", "1234.50"),
        (Cell("12,345.60"), "万元", "12345.60"),
        (Cell("2.5亿元"), "", "25000.00"),
        (Cell("2.5亿元"), "万元", "25000.00"),
        (Cell("3000万"), "亿元", "3000.00"),
        (Cell("35000000"), "元", "3500.00"),
        (Cell("¥ 500"), "万元", "500.00"),
        (Cell(" 1 2 0 0 "), "万元", "1200.00"),
        (Cell("0"), "万元", "0.00"),
        (Cell("1.2E+4", NUMBER), "万元", "12000.00"),
    ],
)
def test_an_amount_is_stored_in_ten_thousands_of_yuan(cell, unit, amount):
    assert money_value(cell, unit).value == Decimal(amount)


@pytest.mark.parametrize(
    ("cell", "unit", "why"),
    [
        (Cell("约500"), "万元", "不是确数"),
        (Cell(">3000"), "万元", "不是确数"),
        (Cell("3-5亿元"), "", "应为一个确定的金额"),
        (Cell("3~5"), "亿元", "不是确数"),
        (Cell("500以上"), "万元", "不是确数"),
        (Cell("近3亿元"), "", "不是确数"),
        (Cell("-5"), "万元", "不能为负"),
        (Cell("-5", NUMBER), "万元", "不能为负"),
        (Cell("500"), "", "没有写明金额单位"),
        (Cell("12,34"), "万元", "应为一个确定的金额"),
        (Cell("999999999999"), "亿元", "金额过大"),
        (Cell("500美元"), "万元", "应为一个确定的金额"),
        (Cell("2024-05-13", DATE), "万元", "是日期"),
        (Cell("#REF!", ERROR), "万元", "公式出错"),
        (Cell("", UNCOUNTED, True), "万元", "没有保存结果"),
    ],
)
def test_what_is_no_certain_amount_is_refused_with_what_was_read(cell, unit, why):
    with pytest.raises(Wrong, match=why) as caught:
        money_value(cell, unit)
    assert cell.text in str(caught.value)


def test_an_amount_finer_than_a_hundred_yuan_is_rounded_and_that_is_noted():
    value, note = money_value(Cell("1.23456789"), "亿元")
    assert (value, "12345.6789" in note) == (Decimal("12345.68"), True)
    assert money_value(Cell("0.1"), "亿元").note == ""


def test_a_unit_of_its_own_is_noted():
    assert "按格内单位计" in money_value(Cell("2.5亿元"), "万元").note


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (Cell("2024-05-13T00:00:00", DATE), "2024-05-13"),
        (Cell("45425", NUMBER), "2024-05-13"),
        (Cell("2024.5.13"), "2024-05-13"),
        (Cell("2024/5/13"), "2024-05-13"),
        (Cell("2024年5月13日"), "2024-05-13"),
        (Cell("2024年5月13号"), "2024-05-13"),
        (Cell("20240513"), "2024-05-13"),
        (Cell("20240513", NUMBER), "2024-05-13"),
        (Cell("2024-05-13 00:00:00"), "2024-05-13"),
        (Cell("2024年5月"), "2024-05-01"),
        (Cell("2024.5"), "2024-05-01"),
        (Cell("2024.5", NUMBER), "2024-05-01"),
        (Cell("2024-10"), "2024-10-01"),
        (Cell("202405"), "2024-05-01"),
        (Cell("5月底"), "2024-05-31"),
        (Cell("2024年2月底"), "2024-02-29"),
        (Cell("5月中旬"), "2024-05-20"),
        (Cell("5月13日"), "2024-05-13"),
        (Cell("6月份"), "2024-06-01"),
        (Cell(" 2024年5月 "), "2024-05-01"),
    ],
)
def test_a_day_is_read_however_it_is_printed(cell, day):
    assert date_value(cell, year=2024).value == datetime.date.fromisoformat(day)


def test_a_month_alone_is_noted_and_at_the_end_of_a_term_it_is_its_last_day():
    assert "没有写到日" in date_value(Cell("2024年5月"), year=None).note
    assert date_value(Cell("2024年5月"), year=None, is_end=True).value == datetime.date(2024, 5, 31)
    assert date_value(Cell("2024年5月13日"), year=None).note == ""


def test_a_serial_counts_from_the_files_own_start():
    assert date_value(Cell("43963", NUMBER), year=None, counts_from_1904=True).value == datetime.date(2024, 5, 13)


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        (Cell("2024年"), "应为日期"),
        (Cell("2024", NUMBER), "应为日期"),
        (Cell("2024.1", NUMBER), "1 月还是 10 月"),
        (Cell("2024-02-30"), "没有这一天"),
        (Cell("2024年13月"), "没有这一天"),
        (Cell("今年底"), "应为日期"),
        (Cell("待开工"), "应为日期"),
        (Cell("12", NUMBER), "应为日期"),
    ],
)
def test_what_is_no_day_is_refused(cell, why):
    with pytest.raises(Wrong, match=why):
        date_value(cell, year=2024)


def test_a_day_without_a_year_needs_one():
    with pytest.raises(Wrong, match="没有写明年份"):
        date_value(Cell("5月底"), year=None)


@pytest.mark.parametrize("text", ["2024", "2024年", "2024年度", "2024.0"])
def test_a_year_is_read(text):
    assert year_value(Cell(text)).value == 2024


@pytest.mark.parametrize("text", ["24", "1800", "2024-2025", "明年"])
def test_what_is_no_year_is_refused(text):
    with pytest.raises(Wrong, match="应为年度"):
        year_value(Cell(text))


def test_a_word_is_matched_with_and_without_its_class_word():
    words, labels = {"产业发展": "industry"}, ["产业发展"]
    for printed in ("产业发展", "产业发展类", "产业发展项目", "产业发展类项目", " 产业 发展 "):
        assert choice_value(Cell(printed), words, labels).value == "industry"
    with pytest.raises(Wrong, match="读到“工业”,应为:产业发展"):
        choice_value(Cell("工业"), words, labels)


def test_text_loses_blanks_and_the_apostrophe_of_our_own_export_and_nothing_else():
    assert text_value(Cell(" 河湾\u3000水厂\n二期 "), 50).value == "河湾 水厂 二期"
    assert text_value(Cell("'=麦田数谷"), 50).value == "=麦田数谷"
    assert text_value(Cell("'90年代厂房"), 50).value == "'90年代厂房"
    assert text_value(Cell("一期\r\n\r\n 二期"), 50, lines=True).value == "一期\n二期"


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        (Cell("长" * 51), "最多 50 字"),
        (Cell("河湾\x07水厂"), "控制字符"),
        (Cell("河湾\u202e水厂"), "书写方向"),
        (Cell("2405410103040112", NUMBER), "超过 15 位"),
        (Cell("#N/A", ERROR), "公式出错"),
    ],
)
def test_text_that_nobody_writes_is_refused(cell, why):
    with pytest.raises(Wrong, match=why):
        text_value(cell, 50)


def test_a_name_of_two_characters_loses_the_blank_that_aligns_it():
    assert name_value(Cell("王　潜"), 50).value == "王潜"
    assert name_value(Cell("青禾 Park 二期"), 50).value == "青禾 Park 二期"


@pytest.mark.parametrize("printed", ["王潜(区长)", "王潜\uff08区长\uff09", "王潜 区长"])
def test_a_person_may_be_printed_with_his_title(printed):
    assert name_and_title(printed) == ("王潜", "区长")


MARKS = st.text("0123456789.,-/年月日号底初中旬约亿万元()()>＞今本 \u3000E+e", max_size=14)


@settings(max_examples=400, deadline=None)
@given(st.one_of(MARKS, st.text(max_size=30)), st.sampled_from([TEXT, DATE, ERROR, UNCOUNTED]))
def test_whatever_stands_in_a_cell_is_a_value_or_is_refused(text, kind):
    cell = Cell(text, kind)
    for read in (
        lambda: money_value(cell, "万元"),
        lambda: date_value(cell, year=2024),
        lambda: year_value(cell),
        lambda: choice_value(cell, {"甲": "a"}, ["甲"]),
        lambda: text_value(cell, 20, lines=True),
        lambda: name_value(cell, 20),
    ):
        with contextlib.suppress(Wrong):
            read()
    name_and_title(text)
