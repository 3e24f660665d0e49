"""One of two editors who open and save the same page at once; started by test_edit_races.py.

usage: edit_race_worker.py USER_ID on|off — then a line a step on standard input, each answered by a line of JSON:
       ["open", ADDRESS] opens a page as a browser does, ["save", {field: value}] posts it with these fields typed, and,
       where it is refused, posts what it was given back, until it is saved. "off" switches every guard off.
"""

import contextlib
import json
import os
import sys

import django

django.setup()

from concurrency.api import disable_concurrency  # noqa: E402
from django.conf import settings  # noqa: E402
from django.test import Client  # noqa: E402

from accounts.models import User  # noqa: E402
from people.scoped_admin import ScopedAdmin  # noqa: E402
from people.versioned_forms import VersionedForm  # noqa: E402
from tests.admin_pages import form_data  # noqa: E402

MOST_SAVES = 5


def main() -> None:
    user, guard = sys.argv[1:]
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    client.force_login(User.objects.get(pk=user), backend="django.contrib.auth.backends.ModelBackend")
    with contextlib.ExitStack() as stack:
        if guard == "off":
            stack.enter_context(disable_concurrency())
            VersionedForm.is_stale = lambda form: False
            ScopedAdmin._lock = lambda site, key: None
        answer("ready")
        for line in sys.stdin:
            step, given = json.loads(line)
            if step == "open":
                address, page = given, form_data(client.get(given))
                answer("opened")
            else:
                answer(save(client, address, page | given))


def save(client, address: str, typed: dict) -> int:
    """Post until it is saved; how often it was refused."""
    for refused in range(MOST_SAVES):
        response = client.post(address, typed)
        if response.status_code == 302:
            return refused
        typed = form_data(response)
    return MOST_SAVES


def answer(what) -> None:
    os.write(1, (json.dumps(what) + "\n").encode())


if __name__ == "__main__":
    main()
