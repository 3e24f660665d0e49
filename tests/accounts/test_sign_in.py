import re

import pytest
from axes.models import AccessAttempt
from django.contrib.messages import get_messages

from accounts.models import User
from tests.factories import PASSWORD, DistrictFactory, UserFactory, member_of

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


@pytest.fixture
def user():
    return member_of(DistrictFactory(), username="lihua", full_name="李华")


def sign_in(client, password=PASSWORD, **more):
    return client.post(LOGIN, {"username": "lihua", "password": password, **more})


def test_stranger_is_led_to_the_sign_in_page_and_back(client, user):
    response = client.get("/officials/7/")
    assert response.status_code == 302
    assert response["Location"] == "/accounts/login/?next=/officials/7/"
    page = client.get(response["Location"]).content.decode()
    assert 'name="next" value="/officials/7/"' in page
    assert sign_in(client, next="/officials/7/")["Location"] == "/officials/7/"


def test_sign_in_leads_to_the_cockpit_and_shows_the_name(client, user):
    assert sign_in(client)["Location"] == "/"
    page = client.get("/").content.decode()
    assert "李华" in page
    assert "退出登录" in page


def test_sign_in_page_shows_a_stranger_nothing_but_the_form(client):
    page = client.get(LOGIN).content.decode()
    assert '<label class="form-label" for="id_username">用户名</label>' in page
    assert '<label class="form-label" for="id_password">密码</label>' in page
    assert 'lang="zh-Hans"' in page
    for hidden in ("会议活动</a>", "后台", "修改密码"):
        assert hidden not in page


def test_wrong_password_says_so_in_chinese_and_signs_nobody_in(client, user):
    response = sign_in(client, "wrong")
    assert response.status_code == 200
    assert "用户名或密码不正确" in response.content.decode()
    assert client.get("/").status_code == 302


def test_never_leads_to_another_site(client, user):
    assert sign_in(client, next="https://evil.example/")["Location"] == "/"


def test_disabled_user_does_not_come_in(client, user):
    User.objects.update(is_active=False)
    assert sign_in(client).status_code == 200
    assert client.get("/").status_code == 302


def test_signed_in_user_is_led_on_from_the_sign_in_page(client, user):
    client.force_login(user)
    assert client.get(LOGIN)["Location"] == "/"


def test_fifth_wrong_password_locks_the_account_even_for_the_right_one(client, user, axes_on):
    for _ in range(4):
        assert sign_in(client, "wrong").status_code == 200
    locked = sign_in(client, "wrong")
    assert locked.status_code == 429
    assert "密码连续输错 5 次" in locked.content.decode()
    assert "15 分钟" in locked.content.decode()
    assert sign_in(client).status_code == 429
    assert AccessAttempt.objects.filter(username="lihua").exists()


def test_lock_of_one_account_leaves_another_free(client, user, axes_on):
    other = UserFactory(username="wangwu")
    for _ in range(5):
        sign_in(client, "wrong")
    assert client.post(LOGIN, {"username": other.username, "password": PASSWORD})["Location"] == "/"


def test_sign_out_is_a_post_and_ends_the_session(client, user):
    client.force_login(user)
    assert client.get("/accounts/logout/").status_code == 405
    assert client.get("/").status_code == 200
    assert client.post("/accounts/logout/")["Location"] == LOGIN
    assert client.get("/").status_code == 302


def test_password_is_changed_and_the_user_stays_signed_in(client, user):
    client.force_login(user)
    new = "cang-hai-2025-yue"
    response = client.post(
        "/accounts/password/", {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    )
    assert response["Location"] == "/"
    assert [str(message) for message in get_messages(response.wsgi_request)] == ["密码已修改。"]
    assert client.get("/").status_code == 200
    user.refresh_from_db()
    assert user.check_password(new)


@pytest.mark.parametrize(
    ("old", "new", "again", "said"),
    [
        ("wrong", "cang-hai-2025-yue", "cang-hai-2025-yue", "你的旧密码不正确"),
        (PASSWORD, "short", "short", "至少 10 个字符"),
        (PASSWORD, "cang-hai-2025-yue", "cang-hai-2025-yu", "不一致"),
        (PASSWORD, "84629175038264", "84629175038264", "密码只包含数字"),
    ],
)
def test_refused_password_says_why_and_changes_nothing(client, user, old, new, again, said):
    client.force_login(user)
    response = client.post("/accounts/password/", {"old_password": old, "new_password1": new, "new_password2": again})
    page = response.content.decode()
    assert response.status_code == 200
    assert "密码没有修改" in page
    assert said in page
    # Each field is tied to its own message, and every message it names is there.
    for described in re.findall(r'aria-describedby="([^"]+)"', page):
        for element in described.split():
            assert f'id="{element}"' in page
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_password_page_wants_a_signed_in_user(client):
    assert client.get("/accounts/password/")["Location"] == "/accounts/login/?next=/accounts/password/"
