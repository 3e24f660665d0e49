import signal

import pytest
from django_tasks_db.models import DBTaskResult
from redis.exceptions import ConnectionError as RedisConnectionError

import desk.tasks as tasks
from desk.batches import make_batch
from desk.models import BatchState
from desk.tasks import QueueUnreachable, enqueue, enqueue_unfinished, work_on_batch
from tests.desk.archives import archive, district
from tests.factories import ImportBatchFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch(tmp_path):
    made, _ = make_batch([archive(tmp_path / "archive", 20)], district=district())
    return made


def waiting() -> list[int]:
    """The batches of the tasks that wait in the queue."""
    return [task.args_kwargs["args"][0] for task in DBTaskResult.objects.order_by("enqueued_at")]


def test_a_task_finishes_a_small_batch_and_its_successor_finds_nothing_to_do(batch):
    work_on_batch.call(batch.pk)
    batch.refresh_from_db()
    assert batch.state == BatchState.FINISHED
    assert waiting() == [batch.pk]
    work_on_batch.call(batch.pk)
    assert waiting() == [batch.pk]


def test_a_task_whose_time_is_over_leaves_the_rest_to_its_successor(batch, monkeypatch):
    monkeypatch.setattr(tasks, "SECONDS_PER_TASK", 0.0)
    work_on_batch.call(batch.pk)
    batch.refresh_from_db()
    assert batch.state == BatchState.RUNNING
    assert waiting() == [batch.pk]


def test_a_batch_that_is_gone_or_stopped_is_left(batch):
    batch.state = BatchState.STOPPED
    batch.save()
    work_on_batch.call(batch.pk)
    work_on_batch.call(0)
    assert waiting() == []


def test_every_batch_under_way_is_enqueued_again(batch):
    ImportBatchFactory(state="stopped")
    assert enqueue_unfinished() == [batch]
    assert waiting() == [batch.pk]


def test_a_signal_ends_the_work_and_reaches_the_worker(batch, monkeypatch):
    heard = []
    before = signal.signal(signal.SIGTERM, lambda received, _: heard.append(received))
    work_on = tasks.work_on
    monkeypatch.setattr(tasks, "work_on", lambda *given: (signal.raise_signal(signal.SIGTERM), work_on(*given)))
    try:
        work_on_batch.call(batch.pk)
        assert heard == [signal.SIGTERM]
        assert signal.getsignal(signal.SIGTERM).__name__ == "<lambda>"
    finally:
        signal.signal(signal.SIGTERM, before)
    batch.refresh_from_db()
    assert batch.state == BatchState.RUNNING


def test_a_queue_that_cannot_be_reached_is_told_in_chinese(batch, monkeypatch):
    def refuse(*given):
        raise RedisConnectionError("Error 111 connecting to 127.0.0.1:6379")

    monkeypatch.setattr(type(work_on_batch), "enqueue", refuse)
    with pytest.raises(QueueUnreachable, match="连接不上任务队列"):
        enqueue(batch)
