import pytest
from django.core.exceptions import ValidationError

from tests.constraints import assert_complete
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_every_constraint_is_tried():
    assert_complete("accounts", [])


def test_a_user_is_called_by_his_full_name_and_else_by_his_login():
    assert str(UserFactory(full_name="张三")) == "张三"
    assert str(UserFactory(full_name="", username="zhangsan")) == "zhangsan"


def test_a_login_is_taken_once():
    user = UserFactory(username="zhangsan")
    twin = UserFactory.build(username=user.username)
    with pytest.raises(ValidationError) as refusal:
        twin.full_clean()
    assert refusal.value.message_dict["username"] == ["已存在一位使用该名字的用户。"]


def test_history_keeps_no_password():
    user = UserFactory()
    user.set_password("another-password")
    user.save()
    assert not hasattr(user.history.first(), "password")
