import pytest

from meetings.naming import meeting_type_of


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("云帆数谷项目推进会", "promotion"),
        ("全区统战工作推进会", "work"),
        ("一季度经济运行讲评会", "review"),
        ("招商项目研判会议", "assessment"),
        ("企业家座谈会", "symposium"),
        ("重点项目调度会", "dispatch"),
        ("区委常委会会议", ""),
        ("", ""),
    ],
)
def test_the_end_of_a_name_tells_the_type(name, code):
    assert meeting_type_of(name) == code
