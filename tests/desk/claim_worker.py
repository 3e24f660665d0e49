"""Threads of one of several processes that claim the same readings at once; started by test_claims.py.

usage: claim_worker.py one USER_IDS READING_IDS on|off — a thread per user; each says "ready", waits for a line, then
all claim one reading after another, together; printed is a line "user reading" for every claim that was granted.
       claim_worker.py next USER_IDS NUMBER on|off — the same, each taking NUMBER times the next reading.
"off" switches the lock off, to show what it is for.
"""

import contextlib
import sys
import threading

import django

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django.db import OperationalError, connection, transaction  # noqa: E402

from desk import claims  # noqa: E402


@contextlib.contextmanager
def not_locked(readings, **how):
    reading = claims._first(readings)
    together()
    with transaction.atomic():
        yield reading


def together() -> None:
    """Wait for the other threads; without the lock all have then looked before one writes."""
    with contextlib.suppress(threading.BrokenBarrierError):
        barrier.wait(timeout=5)


def claim_each(user, readings: list[int], granted: list[str]) -> None:
    for reading in readings:
        together()
        with contextlib.suppress(claims.HeldByAnother):
            claims.claim(reading, user)
            granted.append(f"{user.pk} {reading}")


def take_next(user, number: int, granted: list[str]) -> None:
    for _ in range(number):
        together()
        reading = claims.claim_next(user)
        if reading is not None:
            granted.append(f"{user.pk} {reading.pk}")


def main() -> None:
    global barrier
    what, user_ids, given, lock = sys.argv[1:]
    users = list(get_user_model().objects.filter(pk__in=user_ids.split(",")))
    barrier = threading.Barrier(len(users))
    if lock == "off":
        claims._locked = not_locked
    granted: list[str] = []
    failed: list[BaseException] = []

    def work(user) -> None:
        try:
            if what == "one":
                claim_each(user, [int(reading) for reading in given.split(",")], granted)
            else:
                take_next(user, int(given), granted)
        except OperationalError as error:
            failed.append(error)
        finally:
            connection.close()

    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    threads = [threading.Thread(target=work, args=[user]) for user in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sys.stdout.write("\n".join(granted))
    sys.exit(f"{failed}" if failed else 0)


if __name__ == "__main__":
    main()
