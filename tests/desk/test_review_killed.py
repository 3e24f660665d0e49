"""The server is killed between the requests of a review: what was decided last is there when it is back."""

import contextlib
import urllib.parse
import urllib.request
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client

from articles.models import ReadingState
from desk.facts import facts_read
from desk.models import Decision
from tests.desk.own_processes import kill_all_of, start
from tests.desk.readings import content
from tests.factories import DistrictFactory, ReadingFactory, member_of


class Visitor:
    """A browser without the browser: the session and the CSRF token of a user who has signed in."""

    def __init__(self, user):
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        self.cookies = {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}
        self.address = ""

    def open(self, path: str, **fields) -> str:
        data = urllib.parse.urlencode(fields).encode() if fields else None
        request = urllib.request.Request(self.address + path, data)
        request.add_header("Cookie", "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        if data:
            request.add_header("X-CSRFToken", self.cookies["csrftoken"])
            request.add_header("HX-Request", "true")
        with urllib.request.urlopen(request, timeout=30) as answer:
            for cookie in answer.headers.get_all("Set-Cookie") or []:
                name, _, value = cookie.partition(";")[0].partition("=")
                self.cookies[name] = value
            return answer.read().decode()


@contextlib.contextmanager
def a_server(visitor: Visitor) -> Iterator[None]:
    """A server process, killed with SIGKILL at the end."""
    server = start("-m", "tests.desk.review_server")
    port = server.stdout.readline().strip()
    assert port, server.stderr.read()
    visitor.address = f"http://127.0.0.1:{port}"
    try:
        yield
    finally:
        kill_all_of(server)


@pytest.mark.django_db(transaction=True)
def test_after_a_kill_the_review_goes_on_where_the_last_fact_was_saved():
    district = DistrictFactory(name="青禾区")
    reviewer = member_of(district, "审核员")
    reading = ReadingFactory(article__district=district, content=content(), state=ReadingState.WAITING)
    visitor = Visitor(reviewer)
    acts = ["accept", "drop", "accept", "drop"]
    decided: dict[str, str] = {}
    for act, fact in zip(acts, facts_read(content()), strict=False):
        with a_server(visitor):
            page = visitor.open(f"/desk/{reading.pk}/")
            assert page.count('hx-tag-good">采纳<') == list(decided.values()).count("accept")
            assert page.count('hx-tag-warn">剔除<') == list(decided.values()).count("drop")
            assert visitor.open(f"/desk/{reading.pk}/decide/", **{act: fact.key})
            decided[fact.key] = act
        assert dict(Decision.objects.values_list("fact", "verdict")) == decided
    reading.refresh_from_db()
    assert (reading.state, reading.claimed_by) == ("in_review", reviewer)
