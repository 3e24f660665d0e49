import datetime

import pytest

from desk.documents import day_in, without_white_space


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-06-05 09:12:33", (2024, 6, 5)),
        ("青禾日报 2024年6月5日 星期三", (2024, 6, 5)),
        ("2024/6/5", (2024, 6, 5)),
        ("2024-06-05-09:12:33", (2024, 6, 5)),
        ("2024-06-04T18:30:00Z", (2024, 6, 5)),
        ("2024-06-05T00:30:00+08:00", (2024, 6, 5)),
        ("2024-02-30,改于 2024-03-01", (2024, 3, 1)),
        ("9999-12-31T23:59:00-23:00", None),
        ("电话 0371-12-05", None),
        ("", None),
    ],
)
def test_the_first_full_date_is_taken_in_chinese_time(text, day):
    assert day_in(text) == (datetime.date(*day) if day else None)


def test_a_title_over_two_lines_is_the_same_title():
    assert without_white_space("青禾区\n　召开 会议\u200b") == "青禾区召开会议"
