"""One of many processes that record the same readings, or import the same page, at once; started by test_races.py.

usage: race_worker.py record SEED USER_ID on|off — says "ready", waits for a line, then records the waiting readings in an
order of its own; "off" switches the lock on new names off, to show what it is for.
       race_worker.py import PAGE USER_ID — the same with a page, which it imports and records.
       race_worker.py reviewed READING_ID USER_ID — the same with a reviewed reading; says "recorded" or "told".
"""

import datetime
import random
import sys
from pathlib import Path

import django

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402

import desk.naming  # noqa: E402
from articles.models import Reading  # noqa: E402
from desk.claims import ClaimLost  # noqa: E402
from desk.importing import import_pages  # noqa: E402
from desk.recording import record, record_reviewed  # noqa: E402
from people.models import District  # noqa: E402


def main() -> None:
    what, given, user_id, *lock = sys.argv[1:]
    district = District.objects.get()
    user = get_user_model().objects.get(pk=user_id)
    if what == "import":
        wait_for_the_start()
        report = import_pages([Path(given)], district=district, published=datetime.date(2024, 5, 13), record_by=user)
        assert not report.errors
        return
    if what == "reviewed":
        reading = Reading.objects.select_related("article__district").get(pk=given)
        wait_for_the_start()
        try:
            record_reviewed(reading, by=user)
        except ClaimLost:
            sys.stdout.write("told\n")
        else:
            sys.stdout.write("recorded\n")
        return
    if lock == ["off"]:
        desk.naming.lock_names = lambda district_id, names: None
    readings = list(Reading.objects.select_related("article__district").order_by("pk"))
    random.Random(int(given)).shuffle(readings)
    wait_for_the_start()
    for reading in readings:
        record(reading, by=user, in_bulk=True)


def wait_for_the_start() -> None:
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()


if __name__ == "__main__":
    main()
