"""What every page has: its bar, its head, and the pages of errors."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.views.defaults import permission_denied

from tests.factories import UserFactory, member_of
from tests.pages.html import links_of, words_of


def bar_of(response) -> str:
    return re.search(r"<header.*?</header>", response.content.decode(), re.S)[0]


def test_bar_marks_the_page_one_is_on(open_page, register):
    assert re.findall(r'href="([^"]+)" aria-current="page"', bar_of(open_page("/"))) == ["/"]
    assert 'aria-current="page"' not in bar_of(open_page("/accounts/password/"))


def test_bar_leads_staff_only_to_the_admin(client, register):
    client.force_login(register.user)
    assert "/admin/" not in bar_of(client.get("/"))
    client.force_login(member_of(register.district, is_staff=True))
    assert 'href="/admin/"' in bar_of(client.get("/"))


def test_page_has_a_skip_link_a_title_and_one_heading(open_page, register):
    html = open_page(f"/projects/{register.valley.pk}/").content.decode()
    assert 'href="#content">跳到正文' in html
    assert 'id="content"' in html
    assert "<title>北岸智造谷 · 汇项</title>" in html
    assert html.count("<h1") == 1


def test_no_template_carries_a_style_or_a_script_of_its_own():
    """The content security policy refuses both, silently for whoever does not look at the console."""
    found = [
        (path.name, match[0])
        for path in Path(settings.BASE_DIR, "templates").rglob("*.html")
        for match in re.finditer(r"\sstyle=|<style|\son\w+=\"|<script(?![^>]*\bsrc=)|javascript:", path.read_text())
    ]
    assert found == []


def test_content_security_policy_allows_only_our_own(open_page):
    policy = open_page("/")["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


@pytest.mark.django_db
def test_unknown_address_is_said_in_chinese(client):
    client.force_login(UserFactory())
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert "没有找到" in words_of(response)
    assert links_of(response)["返回首页"] == "/"


@pytest.mark.django_db
def test_forbidden_page_is_said_in_chinese():
    request = RequestFactory().get("/")
    request.user = UserFactory()
    response = permission_denied(request, PermissionDenied())
    assert response.status_code == 403
    assert "没有权限" in words_of(response)


@pytest.mark.django_db
def test_expired_form_is_said_in_chinese():
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/accounts/login/", {"username": "x", "password": "y"})
    assert response.status_code == 403
    assert "页面已过期" in words_of(response)


@pytest.mark.parametrize(("template", "words"), [("400.html", "请求无效"), ("500.html", "系统出错")])
def test_pages_without_a_request_need_none(template, words):
    assert words in render_to_string(template)
