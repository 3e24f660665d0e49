"""Imports in the background: a task works on a batch for a while, and a successor goes on until it is finished."""

import contextlib
import signal
import threading
import time
from collections.abc import Iterator

from django.conf import settings
from django_tasks import task
from redis import Redis
from redis.exceptions import RedisError

from desk.batches import unfinished_batches
from desk.models import BatchState, ImportBatch
from desk.working import work_on

SECONDS_PER_TASK = 60.0


class QueueUnreachable(Exception):
    """The queue takes nothing. The message is Chinese."""


def enqueue(batch: ImportBatch) -> None:
    """Leave a batch to the workers in the background. Raises QueueUnreachable."""
    try:
        work_on_batch.enqueue(batch.pk)
    except RedisError as error:
        raise _unreachable(error) from error


def _unreachable(error: RedisError) -> QueueUnreachable:
    return QueueUnreachable(f"连接不上任务队列(REDIS_URL):{error}")


def refuse_unreachable_queue() -> None:
    """Raises QueueUnreachable when the queue is in a Redis that does not answer."""
    if settings.REDIS_URL:
        try:
            Redis.from_url(settings.REDIS_URL, socket_connect_timeout=10).ping()
        except RedisError as error:
            raise _unreachable(error) from error


def enqueue_unfinished() -> list[ImportBatch]:
    """Leave every batch that is under way to the workers, who may have been killed at it; twice does no harm."""
    batches = unfinished_batches()
    for batch in batches:
        enqueue(batch)
    return batches


@task
def work_on_batch(batch_pk: int) -> None:
    """Work on a batch for a minute at most, then leave it to the successor that was enqueued at the beginning.

    While a batch is unfinished one task of it waits in the queue: for the next worker that is free, on whatever host,
    so that as many work on it as there are. A worker that is told to stop ends the task after the article it is at.
    """
    batch = ImportBatch.objects.select_related("district", "started_by").filter(pk=batch_pk).first()
    if batch is None or batch.state != BatchState.RUNNING:
        return
    enqueue(batch)
    until = time.monotonic() + SECONDS_PER_TASK
    with _told_to_stop() as told:
        work_on(batch, lambda: not told and time.monotonic() < until)


@contextlib.contextmanager
def _told_to_stop() -> Iterator[list[int]]:
    """The signals that tell the worker to stop, as they come; the worker hears them too."""
    told: list[int] = []
    if threading.current_thread() is not threading.main_thread():  # which alone gets signals
        yield told
        return
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def hear(received: int, frame) -> None:
        told.append(received)
        if callable(before[received]):
            before[received](received, frame)

    for number in before:
        signal.signal(number, hear)
    try:
        yield told
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
