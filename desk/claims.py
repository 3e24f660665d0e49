"""Who reviews which reading: taken for ten minutes at a time, kept by a heartbeat, given back or set aside.

A claim stands in the database and runs by its clock, so it holds across processes and hosts. Every change but a
heartbeat leaves a row of history with who and why. Whoever may not see a reading gets `Reading.DoesNotExist`.
"""

import contextlib
import datetime
from collections.abc import Iterator

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from accounts.bulk_writing import BulkWriting
from accounts.history import Author
from articles.models import Reading, ReadingState
from desk.queue import held_by_nobody, in_turn, queued

LEASE = datetime.timedelta(minutes=10)
LONGEST_REASON = 90  # characters; history keeps 100 with the name of the act
CLOSED = (ReadingState.RECORDED, ReadingState.IGNORED)
_NOT_CLAIMED = {"claimed_by": None, "claimed_until": None}


class HeldByAnother(Exception):
    """Somebody else reviews the reading: `by`, and `until` when if he does nothing more. The message is Chinese."""

    def __init__(self, by, until: datetime.datetime):
        super().__init__(f"{by.get_full_name()}正在审核,占用到 {timezone.localtime(until):%H:%M}。")
        self.by = by
        self.until = until


class NotOpen(Exception):
    """The reading is in a state in which this cannot be done to it. The message is Chinese."""


class ClaimLost(Exception):
    """The claim is not, or no longer, the user's. The message is Chinese."""

    def __init__(self):
        super().__init__("这篇报道已不由您审核:占用过期后被别人接手,或已处理完毕。")


def claim(reading_pk: int, user) -> Reading:
    """Take a reading for `user` for ten minutes, with its article; his own claim is renewed.

    A claim of another that has run out is taken over. Raises HeldByAnother, and NotOpen when the reading is recorded
    or ignored.
    """
    with _one(reading_pk, user) as reading:
        _refuse_closed(reading)
        _refuse_held(reading, user)
        if reading.state == ReadingState.IN_REVIEW and reading.claimed_by_id == user.pk:
            _prolong(reading)
        else:
            _take(reading, user)
    return reading


def claim_next(user) -> Reading | None:
    """Take the next reading that nobody holds, with its article, in the order of `queue.in_turn`; None when all is done.

    Two people who ask at once get two readings.
    """
    open_ = queued(user, ReadingState.WAITING, ReadingState.IN_REVIEW)
    free = in_turn(open_.filter(held_by_nobody()))
    with _locked(free, skip_locked=True) as reading:
        if reading is not None:
            _take(reading, user)
    return reading


def renew(reading_pk: int, user) -> datetime.datetime:
    """Keep one's claim for ten more minutes; says until when. Raises ClaimLost."""
    with _one(reading_pk, user) as reading:
        if reading.state != ReadingState.IN_REVIEW or reading.claimed_by_id != user.pk:
            raise ClaimLost
        _prolong(reading)
    return reading.claimed_until


def release(reading_pk: int, user) -> None:
    """Give one's claim up; the reading waits again, or is returned again. Without a claim nothing happens."""
    with _one(reading_pk, user) as reading:
        if reading.state == ReadingState.IN_REVIEW and reading.claimed_by_id == user.pk:
            _change(reading, user, "放回队列", state=_state_before_review(reading), **_NOT_CLAIMED)


def return_to_queue(reading_pk: int, user, reason: str) -> None:
    """Return a reading, because something about it is to be cleared first; `reason` of at most LONGEST_REASON.

    Raises HeldByAnother, NotOpen, and ValueError without a reason.
    """
    _set_aside(reading_pk, user, ReadingState.RETURNED, reason)


def ignore(reading_pk: int, user, reason: str) -> None:
    """Set a reading aside for good, because there is nothing to record; raises as `return_to_queue` does."""
    _set_aside(reading_pk, user, ReadingState.IGNORED, reason)


def reopen(reading_pk: int, user, reason: str = "") -> None:
    """Let an ignored reading wait again. Raises NotOpen for any other."""
    with _one(reading_pk, user) as reading:
        if reading.state != ReadingState.IGNORED:
            raise NotOpen(f"这篇报道的识别结果{reading.get_state_display()},没有被忽略。")
        _change(reading, user, _said("撤销忽略", reason), state=ReadingState.WAITING)


def _set_aside(reading_pk: int, user, state: ReadingState, reason: str) -> None:
    if not reason.strip():
        raise ValueError(f"{state.label}须写明原因。")
    with _one(reading_pk, user) as reading:
        _refuse_closed(reading)
        _refuse_held(reading, user)
        _change(reading, user, _said(state.label, reason), state=state, **_NOT_CLAIMED)


# --- under the lock


@contextlib.contextmanager
def _locked(readings: QuerySet[Reading], **how) -> Iterator[Reading | None]:
    """The first of `readings` as it is now, nobody else's until the block ends; `now` is the database's time."""
    with transaction.atomic():
        yield _first(readings.select_for_update(of=("self",), **how))


def _first(readings: QuerySet[Reading]) -> Reading | None:
    # The holder is not joined: to whoever waited for the lock PostgreSQL gives the row anew, and what was joined as it was.
    return readings.select_related("article__district").annotate(now=Now()).first()


@contextlib.contextmanager
def _one(reading_pk: int, user) -> Iterator[Reading]:
    with _locked(Reading.objects.visible_to(user).filter(pk=reading_pk)) as reading:
        if reading is None:
            raise Reading.DoesNotExist(f"没有识别结果 {reading_pk}。")
        yield reading


def _refuse_closed(reading: Reading) -> None:
    if reading.state in CLOSED:
        raise NotOpen(f"这篇报道的识别结果{reading.get_state_display()},不能再审核。")


def _refuse_held(reading: Reading, user) -> None:
    is_another = reading.state == ReadingState.IN_REVIEW and reading.claimed_by_id not in (None, user.pk)
    if is_another and reading.claimed_until > reading.now:
        raise HeldByAnother(reading.claimed_by, reading.claimed_until)


def _take(reading: Reading, user) -> None:
    holder = reading.claimed_by
    why = f"接手{holder.get_full_name()[:50]}过期的审核" if holder is not None and holder != user else "开始审核"
    _change(reading, user, why, state=ReadingState.IN_REVIEW, claimed_by=user, claimed_until=reading.now + LEASE)


def _prolong(reading: Reading) -> None:
    """A heartbeat: no new version of the row, and no history."""
    reading.claimed_until = reading.now + LEASE
    Reading.objects.filter(pk=reading.pk).update(claimed_until=reading.claimed_until)


def _change(reading: Reading, user, why: str, **values) -> None:
    writing = BulkWriting(Author(user, why))
    writing.change([(reading, values)])
    writing.write()
    for name, value in values.items():
        setattr(reading, name, value)
    reading.refresh_from_db(fields=["version"])  # whoever saves it next is not told that it has changed


def _said(act: str, reason: str) -> str:
    """What history says: the act and, after a colon, its reason on one line."""
    reason = " ".join(reason.split())[:LONGEST_REASON]
    return f"{act}:{reason}" if reason else act


def _state_before_review(reading: Reading) -> str:
    before = reading.history.exclude(state=ReadingState.IN_REVIEW).order_by("-history_date", "-history_id")
    state = before.values_list("state", flat=True).first()
    return ReadingState.RETURNED if state == ReadingState.RETURNED else ReadingState.WAITING
