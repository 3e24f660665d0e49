"""One of many processes that import and record the same page at once; started by test_races.py.

usage: race_worker.py PAGE SEED USER_ID on|off — says "ready", waits for a line, then works through the page's
articles in an order of its own. "off" switches the lock on new names off, to show what it is for.
"""

import datetime
import random
import sys
from pathlib import Path

import django

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402

import desk.naming  # noqa: E402
from articles.reader import split_page  # noqa: E402
from desk.importing import stage_article  # noqa: E402
from desk.page_files import read_pages  # noqa: E402
from desk.recording import record  # noqa: E402
from people.models import District  # noqa: E402


def main() -> None:
    path, seed, user_id, lock = sys.argv[1:]
    if lock == "off":
        desk.naming.lock_names = lambda district_id, names: None
    (page,) = read_pages(Path(path))
    spans = list(split_page(page.text))
    random.Random(int(seed)).shuffle(spans)
    district = District.objects.get()
    user = get_user_model().objects.get(pk=user_id)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    for start, end in spans:
        reading, _ = stage_article(page, start, end, district=district, issue_date=datetime.date(2024, 5, 13))
        record(reading, by=user, in_bulk=True)


if __name__ == "__main__":
    main()
