"""Imports in the background, by real workers: the register is that of one process, whatever becomes of a worker."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import time
from collections import Counter
from collections.abc import Iterator

import psycopg2
import pytest
from django.db import connection

from benches.composed_news import DISTRICT
from desk.importing import import_pages
from desk.models import ImportBatch, ImportedArticle, ImportPage, Outcome
from tests.desk.archives import archive, district, recorder
from tests.desk.own_processes import database_url, empty_register, kill_all_of, start, wait_until
from tests.desk.register_dump import difference, dump

NUMBER = 2000  # articles, on PostgreSQL with Redis
FEW = 100  # with the queue in the test's own database
PREPARE = f"""
import django
django.setup()
from accounts.models import User
from accounts.roles import ensure_roles, give_roles
from people.models import District
ensure_roles()
District.objects.create(**{DISTRICT!r})
give_roles(User.objects.create(username="recorder"), "审核员")
"""


def run(*command: str, **environment: str) -> str:
    process = start(*command, **environment)
    out, err = process.communicate()
    assert process.returncode == 0, err
    return out


# --- the queue in the database


@pytest.fixture
def quiet_run(transactional_db, tmp_path):
    """The dump of an import in one process, the register emptied again."""
    qinghe = district()
    archive(tmp_path / "archive", FEW)
    import_pages([tmp_path / "archive"], district=qinghe, record_by=recorder(qinghe))
    expected = dump()
    empty_register()
    return expected


def import_in_background(folder, **environment: str) -> str:
    command = ("import_articles", str(folder), "--record", "--by", "recorder", "--background")
    return run("manage.py", *command, **environment)


def settled() -> int:
    return ImportedArticle.objects.exclude(outcome=Outcome.PENDING).count()


def test_workers_at_the_queue_in_the_database_make_the_register_of_one_process(quiet_run, tmp_path):
    told = import_in_background(tmp_path / "archive")
    assert "已装入 2 个版面" in told
    assert "./dev worker" in told
    assert settled() == 0
    workers = [start("-m", "scripts.background") for _ in range(2)]
    wait_until(lambda: settled() > FEW // 4)
    kill_all_of(workers[0])
    wait_until(lambda: ImportBatch.objects.get().state == "finished")
    kill_all_of(workers[1])
    assert difference(quiet_run, dump()) == {}


def test_a_worker_goes_on_with_what_killed_workers_left(quiet_run, tmp_path):
    import_in_background(tmp_path / "archive")
    worker = start("-m", "scripts.background")
    wait_until(lambda: settled() > 5)
    kill_all_of(worker)
    empty_queue()  # the worst that can be: nothing waits in the queue
    assert ImportBatch.objects.get().state == "running"
    worker = start("-m", "scripts.background")
    assert worker.stdout.readline() == f"未完成的导入:{ImportBatch.objects.get()},继续。\n"
    wait_until(lambda: ImportBatch.objects.get().state == "finished")
    kill_all_of(worker)
    assert difference(quiet_run, dump()) == {}


def empty_queue() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_tasks_database_dbtaskresult")


def test_a_worker_that_is_told_to_stop_ends_after_the_article_at_hand(quiet_run, tmp_path):
    import_in_background(tmp_path / "archive")
    worker = start("-m", "scripts.background")
    wait_until(lambda: settled() > 5)
    begun = time.monotonic()
    worker.terminate()
    out, err = worker.communicate()
    assert time.monotonic() - begun < 10
    assert worker.returncode == 0, err
    assert "后台进程已启动,任务队列在数据库里。" in out
    assert settled() < FEW
    assert not ImportPage.objects.filter(state="reading").exists()


# --- the queue in Redis


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def redis_url(tmp_path) -> Iterator[str]:
    """A Redis of the test's own; else the one of REDIS_URL; none is a reason to skip, and in CI to fail."""
    if program := shutil.which("redis-server"):
        port = free_port()
        command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        wait_until(lambda: answers(port), seconds=10)
        yield f"redis://127.0.0.1:{port}/0"
        server.kill()
        server.wait()
    elif given := os.environ.get("REDIS_URL"):
        yield given
    elif os.environ.get("CI", "").lower() in ("true", "1"):
        pytest.fail("no Redis in CI: install redis-server or set REDIS_URL")
    else:
        pytest.skip("没有 Redis(redis-server 或 REDIS_URL)")


def answers(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


class Database:
    """A PostgreSQL database of the test's own, beside the test's."""

    def __init__(self, name: str, template: str = "template1"):
        self.name = f"huixiang_{name}_{os.getpid()}"
        self.url = database_url().rsplit("/", 1)[0] + f"/{self.name}"
        self._on_server(f'CREATE DATABASE "{self.name}" TEMPLATE "{template}"')

    def drop(self) -> None:
        self._on_server(f'DROP DATABASE "{self.name}" WITH (FORCE)')

    def _on_server(self, statement: str) -> None:
        server = psycopg2.connect(database_url().rsplit("/", 1)[0] + "/postgres")
        server.autocommit = True
        with server.cursor() as cursor:
            cursor.execute(statement)
        server.close()

    def ask(self, query: str):
        """The first value that a query answers."""
        asked = psycopg2.connect(self.url)
        with asked.cursor() as cursor:
            cursor.execute(query)
            (value,) = cursor.fetchone()
        asked.close()
        return value

    def settled(self) -> int:
        return self.ask("SELECT count(*) FROM desk_importedarticle WHERE outcome <> 'pending'")

    def is_finished(self) -> bool:
        return self.ask("SELECT state FROM desk_importbatch") == "finished"

    def dump(self) -> dict[str, Counter]:
        dumped = json.loads(run("-m", "tests.desk.register_dump", DATABASE_URL=self.url))
        return {label: Counter(rows) for label, rows in dumped.items()}


@pytest.fixture
def databases() -> Iterator:
    """A function that makes a prepared database of a name; all are dropped in the end."""
    made = [Database("prepared")]
    try:
        run("manage.py", "migrate", "--verbosity", "0", DATABASE_URL=made[0].url)
        run("-c", PREPARE, DATABASE_URL=made[0].url)

        def make(name: str) -> Database:
            made.append(Database(name, template=made[0].name))
            return made[-1]

        yield make
    finally:
        for database in made:
            database.drop()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="workers on several hosts need PostgreSQL")
def test_two_workers_at_redis_make_the_register_of_one_process_also_when_one_is_killed(
    db, databases, redis_url, tmp_path
):
    folder = archive(tmp_path / "archive", NUMBER, files=4)
    one = databases("one")
    command = ("import_articles", str(folder), "--record", "--by", "recorder", "--processes", "1")
    assert f"入库 {NUMBER} 篇(其中" in run("manage.py", *command, DATABASE_URL=one.url)
    expected = one.dump()
    assert expected["articles.Article"].total() == NUMBER
    assert sum('"same_news"' in row for row in expected["desk.ImportedArticle"]) > NUMBER // 20

    for name, killed in (("two", False), ("killed", True)):
        database = databases(name)
        environment = {"DATABASE_URL": database.url, "REDIS_URL": redis_url}
        import_in_background(folder, **environment)
        workers = [start("-m", "scripts.background", **environment) for _ in range(2)]
        try:
            if killed:
                wait_until(lambda: database.settled() > NUMBER // 3)  # noqa: B023
                kill_all_of(workers[0])
                assert database.settled() < NUMBER
            wait_until(database.is_finished, seconds=60)
        finally:
            for worker in workers:
                kill_all_of(worker)
        assert database.ask("SELECT count(DISTINCT worker) FROM desk_importpage") >= 2
        assert difference(expected, database.dump()) == {}
