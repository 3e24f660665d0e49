"""One batch worked on by several processes of this machine, which end when they are told to and when nobody waits."""

import gc
import multiprocessing
import os
import signal
import time
from collections.abc import Callable

from django.db import connections

from desk.models import ImportBatch
from desk.working import work_on

# Each article makes thousands of objects that end with it, nearly all without cycles.
_RARE_COLLECTION = (50_000, 20, 20)
_LOOKED_AFTER = 0.2  # seconds
_TIME_TO_STOP = 60.0  # seconds, for the article or document that a process is at


class ProcessesDied(Exception):
    """Every process ended before the batch was finished. The message is Chinese."""


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0))


def work_in_processes(batch: ImportBatch, number: int, may_go_on: Callable[[], bool]) -> None:
    """Work on `batch` with `number` processes until it is finished or `may_go_on`, asked now and then, says no.

    One that is killed is not missed as long as another lives. Raises ProcessesDied when the last one has died.
    """
    connections.close_all()  # no connection may cross a fork
    gc.collect()
    gc.freeze()  # what is loaded lives as long as the processes: no collector need go through it again
    fork = multiprocessing.get_context("fork")
    told_to_stop = fork.RawValue("b", 0)  # without a lock, which a killed process could keep
    processes = [
        fork.Process(target=_work, args=(batch.pk, told_to_stop, os.getpid()), daemon=True) for _ in range(number)
    ]
    for process in processes:
        process.start()
    try:
        while any(process.is_alive() for process in processes):
            if not may_go_on():
                return
            time.sleep(_LOOKED_AFTER)
    finally:
        told_to_stop.value = 1
        deadline = time.monotonic() + _TIME_TO_STOP
        for process in processes:
            process.join(max(0.0, deadline - time.monotonic()))
            if process.is_alive():
                process.kill()
                process.join()
    if not any(process.exitcode == 0 for process in processes):
        raise ProcessesDied("导入进程全部中断。")


def _work(batch_pk: int, told_to_stop, parent: int) -> None:
    """What one of the processes does."""
    connections.close_all()
    gc.set_threshold(*_RARE_COLLECTION)
    ended_by: list[int] = []
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # from the terminal; the parent tells
    signal.signal(signal.SIGTERM, lambda received, _: ended_by.append(received))
    batch = ImportBatch.objects.select_related("district", "started_by").get(pk=batch_pk)
    work_on(batch, lambda: not (told_to_stop.value or ended_by or os.getppid() != parent))
