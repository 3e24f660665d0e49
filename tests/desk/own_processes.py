"""Processes of their own on the database of a test: started, killed, waited for."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction

ROOMS = ["people", "articles", "projects", "meetings", "desk"]


def database_url() -> str:
    """The address of the database that this test uses."""
    at = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{at['NAME']}"
    return f"postgres://{at['USER']}:{at['PASSWORD']}@{at['HOST'] or '127.0.0.1'}:{at['PORT'] or 5432}/{at['NAME']}"


def start(*command: str, url: str | None = None, **environment: str) -> subprocess.Popen:
    """`python COMMAND…` on the test's database, in a process group of its own."""
    variables = {**os.environ, "DATABASE_URL": url or database_url(), "DJANGO_SETTINGS_MODULE": "config.settings"}
    return subprocess.Popen(
        [sys.executable, *command],
        cwd=settings.BASE_DIR,
        env=variables | environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def children_of(pid: int) -> list[int]:
    """The processes that a process has started and that have not ended."""
    children = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                stat = (entry / "stat").read_text()
            except OSError:
                continue
            if int(stat.rsplit(")", 1)[1].split()[1]) == pid:
                children.append(int(entry.name))
    return children


def kill_all_of(process: subprocess.Popen) -> None:
    """kill -9 a process and everything it started, also what has a group of its own (the horse of an RQ worker)."""
    doomed = [process.pid]
    for pid in doomed:
        doomed += children_of(pid)
    for pid in doomed:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    process.communicate()


def wait_until(condition: Callable[[], bool], seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.01)


def empty_register() -> None:
    """Delete every row of the register but its districts and who belongs to them, in one transaction: the keys are checked at its end."""
    with transaction.atomic(), connection.cursor() as cursor:
        for room in reversed(ROOMS):
            for model in apps.get_app_config(room).get_models(include_auto_created=True):
                if model.__name__.removeprefix("Historical") not in ("District", "Membership"):
                    cursor.execute(f'DELETE FROM "{model._meta.db_table}"')
