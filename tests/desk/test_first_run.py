import re

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.test import RequestFactory

from articles.models import Reading
from desk.first_run import DEMO_ACCOUNTS, prepare
from meetings.models import Meeting
from tests.factories import DistrictFactory

pytestmark = pytest.mark.django_db


def passwords(lines: list[str]) -> dict[str, str]:
    return dict(re.findall(r"用户名 (\S+)\t密码 (\S+)", "\n".join(lines)))


def signs_in(username: str, password: str) -> bool:
    return authenticate(RequestFactory().post("/"), username=username, password=password) is not None


def test_a_first_run_makes_accounts_that_sign_in_and_records_the_sample():
    lines = prepare()
    made = passwords(lines)
    assert set(made) == set(DEMO_ACCOUNTS)
    assert all(signs_in(username, password) for username, password in made.items())
    assert "示例版面:识别 6 篇报道,入库 5 篇,待审 1 篇。" in lines
    assert Reading.objects.filter(state="waiting").count() == 1
    assert Meeting.objects.filter(name="中部数字科创城项目推进会").exists()


def test_a_second_run_changes_nothing_and_shows_no_password():
    first = passwords(prepare())
    assert prepare() == []
    assert signs_in("lingdao", first["lingdao"])


def test_new_passwords_replace_the_old():
    first = passwords(prepare())
    second = passwords(prepare(reset_passwords=True))
    assert not signs_in("lingdao", first["lingdao"])
    assert signs_in("lingdao", second["lingdao"])
    assert get_user_model().objects.count() == len(DEMO_ACCOUNTS)


def test_a_register_with_a_district_of_its_own_gets_no_sample():
    DistrictFactory(code="990101")
    assert prepare() == []
    assert not Meeting.objects.exists()
    assert not get_user_model().objects.exists()
