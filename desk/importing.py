"""Pages become articles of the register: each article whole or not at all, the same one twice only once."""

import datetime
from collections.abc import Callable, Iterable
from pathlib import Path

from desk.batches import files_skipped, make_batch
from desk.import_report import ImportReport, report_of
from desk.working import work_on
from people.models import District


def import_pages(
    paths: Iterable[Path],
    *,
    district: District,
    published: datetime.date | None = None,
    record_by=None,
    may_go_on: Callable[[], bool] = lambda: True,
) -> ImportReport:
    """Import every page under `paths` into `district`; with `record_by` also record each reading, marked 批量入库.

    `published` is the issue date where the file or page gives none of its own. A page or article that cannot be taken
    in is a line of the report; the others go in. All in this process; what an import of the same pages left undone is
    done first. Ends early when `may_go_on` says no.
    """
    paths = list(paths)
    batch, _ = make_batch(paths, district=district, published=published, record_by=record_by)
    work_on(batch, may_go_on)
    return report_of(batch, files_skipped(paths))
