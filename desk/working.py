"""One worker of an import: it records what is ready if nobody else does, else reads the next page, else waits.

Any number of them work on one batch, on any number of hosts; a worker may be killed at any moment.
"""

import logging
import time
from collections.abc import Callable

from django.db import OperationalError, connection
from django.db.models.functions import Now

from desk.batches import finish
from desk.models import BatchState, ImportBatch
from desk.page_reading import ClaimLost, claim_page, give_back, read_claimed
from desk.recorder_lock import RecorderLock
from desk.settling import settle_ready

logger = logging.getLogger(__name__)

_SHORTEST_WAIT, _LONGEST_WAIT = 0.02, 0.5  # seconds
_BEAT = 3.0  # seconds
_MOST_FAILURES = 5  # of the database, one after another


def work_on(batch: ImportBatch, may_go_on: Callable[[], bool] = lambda: True) -> bool:
    """Work on `batch` until it is finished or `may_go_on` says no, which is asked after every article and page.

    Says whether nothing is left to do: the batch is finished, or somebody stopped it. A database that is away or
    locked for a while is waited for; when it stays away OperationalError is raised.
    """
    still = _telling(batch, may_go_on)
    recorder = RecorderLock(batch.district_id)
    waited = failures = 0
    while may_go_on():
        try:
            if not ImportBatch.objects.filter(pk=batch.pk, state=BatchState.RUNNING).exists():
                return True
            if _record(batch, recorder, still) or (still() and _read(batch)):
                waited = failures = 0
            elif finish(batch):
                return True
            else:
                time.sleep(min(_SHORTEST_WAIT * 2**waited, _LONGEST_WAIT))
                waited = min(waited + 1, 10)
        except OperationalError:
            failures += 1
            if failures > _MOST_FAILURES or connection.in_atomic_block:
                raise
            logger.warning("import batch %s waits for the database", batch.pk, exc_info=True)
            connection.close()
            time.sleep(2.0**failures / 2)
    return False


def _telling(batch: ImportBatch, may_go_on: Callable[[], bool]) -> Callable[[], bool]:
    """`may_go_on` that also notes in the batch, now and then, that somebody works on it."""
    told: float | None = None

    def ask() -> bool:
        nonlocal told
        if told is None or time.monotonic() - told > _BEAT:
            ImportBatch.objects.filter(pk=batch.pk).update(worked_at=Now())
            told = time.monotonic()
        return may_go_on()

    return ask


def _record(batch: ImportBatch, recorder: RecorderLock, may_go_on: Callable[[], bool]) -> int:
    """Settle what is ready, unless another recorder of the district is at work; says how many."""
    if not recorder.acquire():
        return 0
    try:
        return settle_ready(batch, lambda: recorder.is_held and may_go_on())
    finally:
        recorder.release()


def _read(batch: ImportBatch) -> bool:
    """Read the next page, if there is one."""
    page = claim_page(batch)
    if page is None:
        return False
    try:
        read_claimed(page, batch)
    except ClaimLost:
        logger.warning("page %s of import batch %s was taken over by another process", page, batch.pk)
    except OperationalError:
        raise
    except Exception:  # it is tried again, here or elsewhere, and refused in the end; an archive goes on meanwhile
        logger.exception("reading of page %s of import batch %s failed", page, batch.pk)
        give_back(page, counts=True)
    except BaseException:  # this process is told to stop; others need not wait for the claim to run out
        give_back(page, counts=False)
        raise
    return True
