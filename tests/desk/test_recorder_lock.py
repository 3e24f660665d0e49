"""One recorder of a district at a time; tried with real processes, as on two hosts."""

import os
import signal

import pytest
from django.db import connection

from articles.models import Article
from desk.batches import make_batch
from desk.models import Outcome
from desk.page_reading import claim_page, read_claimed
from desk.recorder_lock import RecorderLock
from meetings.models import Meeting
from tests.desk.archives import archive, district, recorder
from tests.desk.own_processes import empty_register, start, wait_until
from tests.factories import DistrictFactory

HOLD = """
import sys, django
django.setup()
from desk.recorder_lock import RecorderLock
lock = RecorderLock(int(sys.argv[1]))
print("held" if lock.acquire() else "refused", flush=True)
sys.stdin.readline()
lock.release()
print("released", flush=True)
sys.stdin.readline()
"""


def hold(district):
    process = start("-c", HOLD, str(district.pk))
    return process, process.stdout.readline().strip()


def let_go(process) -> None:
    process.stdin.write("\n")
    process.stdin.flush()
    assert process.stdout.readline() == "released\n"


@pytest.fixture
def qinghe(transactional_db):
    return district()


def test_of_two_processes_one_is_the_recorder_until_it_lets_go(qinghe):
    first, answer = hold(qinghe)
    assert answer == "held"
    second, answer = hold(qinghe)
    assert answer == "refused"
    assert not RecorderLock(qinghe.pk).acquire()
    let_go(first)
    lock = RecorderLock(qinghe.pk)
    assert lock.acquire()
    assert lock.is_held
    lock.release()
    assert not lock.is_held
    for process in (first, second):
        process.kill()
        process.communicate()


def test_another_district_has_a_recorder_of_its_own(qinghe):
    process, _ = hold(qinghe)
    other = RecorderLock(DistrictFactory().pk)
    assert other.acquire()
    other.release()
    process.kill()
    process.communicate()


def test_the_lock_of_a_killed_process_is_free(qinghe):
    process, _ = hold(qinghe)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    lock = RecorderLock(qinghe.pk)
    wait_until(lock.acquire, seconds=5)
    lock.release()


def test_a_lock_is_not_held_by_a_new_connection(qinghe):
    if connection.vendor == "sqlite":
        pytest.skip("on SQLite the process holds the lock, not the connection")
    lock = RecorderLock(qinghe.pk)
    assert lock.acquire()
    connection.close()
    connection.ensure_connection()
    assert not lock.is_held
    lock.release()
    assert lock.acquire()
    lock.release()


RECORD = """
import sys, django
django.setup()
from desk.models import ImportBatch
from desk.recorder_lock import RecorderLock
from desk.settling import settle_ready
from desk.working import work_on
batch = ImportBatch.objects.select_related("district", "started_by").get()
if sys.argv[1] == "off":
    RecorderLock.acquire, RecorderLock.is_held = lambda self: True, True
print("ready", flush=True)
sys.stdin.readline()
work_on(batch)
"""


def race_of_two_recorders(batch, lock: str) -> list[int]:
    workers = [start("-c", RECORD, lock) for _ in range(2)]
    for worker in workers:
        assert worker.stdout.readline() == "ready\n", worker.stderr.read()
    for worker in workers:
        worker.stdin.write("\n")
        worker.stdin.flush()
    return [worker.wait() if worker.communicate() else 1 for worker in workers]


def read_archive(folder, qinghe, user):
    batch, _ = make_batch([folder], district=qinghe, record_by=user)
    while page := claim_page(batch):
        read_claimed(page, batch)
    return batch


def is_in_order(batch) -> bool:
    """Whether the articles were entered in their order, each with its outcome."""
    rows = list(batch.articles.order_by("issue_date", "page", "place").values_list("article", "outcome", "is_new"))
    keys = [key for key, _, _ in rows if key]
    outcomes = {(outcome, is_new) for _, outcome, is_new in rows}
    return keys == sorted(keys) and outcomes == {(Outcome.RECORDED, True), (Outcome.SAME_NEWS, True)}


def test_two_recorders_record_in_order_and_without_the_lock_they_do_not(qinghe, tmp_path):
    user = recorder(qinghe)
    folder = archive(tmp_path / "archive", 80)
    batch = read_archive(folder, qinghe, user)
    assert race_of_two_recorders(batch, "on") == [0, 0]
    assert is_in_order(batch)
    assert Article.objects.count() == 80
    meetings = Meeting.objects.count()
    for _ in range(5):
        empty_register()
        batch = read_archive(folder, qinghe, user)
        race_of_two_recorders(batch, "off")
        if not is_in_order(batch) or Meeting.objects.count() != meetings:
            return
    pytest.fail("five races without the lock went well: the lock proves nothing")
