import pytest
from django.db import OperationalError, connection

import desk.working as working
from desk.batches import make_batch
from desk.models import ImportPage
from desk.recorder_lock import RecorderLock
from desk.working import work_on
from tests.desk.archives import archive, district


@pytest.fixture
def batch(transactional_db, tmp_path):
    made, _ = make_batch([archive(tmp_path / "archive", 20)], district=district())
    return made


@pytest.fixture
def waits(monkeypatch):
    """How long the worker slept, each time, without sleeping."""
    slept = []
    monkeypatch.setattr(working.time, "sleep", slept.append)
    return slept


def test_a_database_that_is_away_for_a_while_is_waited_for(batch, waits, monkeypatch, caplog):
    read = working._read
    failures = iter([True, False, True])

    def fail_now_and_then(batch):
        if next(failures, False):
            raise OperationalError("the server closed the connection")
        return read(batch)

    monkeypatch.setattr(working, "_read", fail_now_and_then)
    assert work_on(batch)
    batch.refresh_from_db()
    assert batch.state == "finished"
    assert waits == [1.0, 1.0]
    assert "waits for the database" in caplog.text


def test_a_database_that_stays_away_ends_the_work(batch, waits, monkeypatch, caplog):
    def fail(batch):
        raise OperationalError("no route to host")

    monkeypatch.setattr(working, "_read", fail)
    with pytest.raises(OperationalError, match="no route"):
        work_on(batch)
    assert waits == [1.0, 2.0, 4.0, 8.0, 16.0]


def test_a_worker_that_is_interrupted_gives_its_page_back_and_lets_the_lock_go(batch, monkeypatch):
    def interrupt(page, batch):
        raise KeyboardInterrupt

    monkeypatch.setattr(working, "read_claimed", interrupt)
    with pytest.raises(KeyboardInterrupt):
        work_on(batch)
    assert set(ImportPage.objects.values_list("state", "claims")) == {("waiting", 0)}
    connection.close()  # whoever else comes has another connection
    lock = RecorderLock(batch.district_id)
    assert lock.acquire()
    lock.release()


def test_while_others_have_all_pages_a_worker_waits_longer_and_longer(batch, waits, monkeypatch):
    ImportPage.objects.update(state="reading", worker="another-host/1/2/3", claimed_until="2999-01-01T00:00Z")
    assert not work_on(batch, lambda: len(waits) < 8)
    assert waits == [0.02, 0.04, 0.08, 0.16, 0.32, 0.5, 0.5, 0.5]


def test_who_works_on_a_batch_gives_a_sign_now_and_then(batch, monkeypatch):
    assert batch.worked_at is None
    assert work_on(batch)
    batch.refresh_from_db()
    first = batch.worked_at
    assert first is not None
    monkeypatch.setattr(working, "_BEAT", 0.0)
    again = working._telling(batch, lambda: True)
    assert again()
    batch.refresh_from_db()
    assert batch.worked_at > first
