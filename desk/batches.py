"""Batches: files become the pages of one, which is found again by the same files, stopped, and finished."""

import datetime
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from articles.reader import printed_issue_date
from desk.gazetteer import frozen_names
from desk.models import UNFINISHED, UNREAD, BatchState, ImportBatch, ImportedArticle, ImportPage, Outcome, PageState
from desk.page_files import (
    Page,
    PageFileError,
    jsonl_lines,
    page_files,
    printable_name,
    read_file,
    read_jsonl_lines,
    skipped_files,
    text_of,
)
from people.models import District

LINES_PER_PAGE = 50  # of a JSONL file: what a process claims at a time
_MOST_BYTES = 8 * 1024 * 1024  # of pages that are inserted together


@dataclass(frozen=True)
class GivenFile:
    """One file that an import was given: its bytes, or why they are not taken.

    `text` is what a text says, where it is decoded already. What `waits` is not decoded before it is read.
    """

    name: str
    raw: bytes
    refusal: PageFileError | None = None
    text: str | None = None
    waits: bool = False


def issue_date_of(page: Page, published: datetime.date | None) -> datetime.date | None:
    """The issue date of a page: what its file says, else what is printed on it, else what the import was told."""
    return page.published or printed_issue_date(page.text) or published


def make_batch(
    paths: Iterable[Path], *, district: District, published: datetime.date | None = None, record_by=None
) -> tuple[ImportBatch, bool]:
    """The batch of all pages under `paths`, as `make_batch_of` makes it; with `record_by` what is read is recorded."""
    paths = list(paths)
    return make_batch_of(
        lambda: given_files(paths),
        district=district,
        published=published,
        by=record_by,
        to_record=record_by is not None,
    )


def make_batch_of(
    files: Callable[[], Iterable[GivenFile]],
    *,
    district: District,
    published: datetime.date | None = None,
    outlet: str = "",
    page_label: str = "",
    by=None,
    to_record: bool = False,
) -> tuple[ImportBatch, bool]:
    """The batch of all pages of `files()`, and whether it was begun before and is not finished.

    `published`, `outlet` and `page_label` hold where the file or page gives none of its own. `by` is whose import it
    is; with `to_record` what is read is also recorded, in his name. A file that cannot be taken in is a refused page
    of the batch. All pages are in the database when this returns, or no batch is. The names that the reader knows are
    frozen when a batch is made.
    """
    manner = {
        "district": district.code,
        "published": str(published or ""),
        "record_by": by.pk if to_record else None,
    }
    if outlet or page_label or (by and not to_record):
        manner |= {"outlet": outlet, "page_label": page_label, "by": by and by.pk}
    begun = ImportBatch.objects.filter(district=district, fingerprint=_fingerprint(manner, files()))
    batch = begun.filter(state__in=UNFINISHED).order_by("id").first()
    if batch is not None:
        # Whoever starts it again wants every page tried again.
        batch.pages.filter(state__in=UNREAD).update(claims=0)
        batch.state = BatchState.RUNNING
        batch.save(update_fields=["state"])
        return batch, True
    names = frozen_names(district)
    with transaction.atomic():
        batch = ImportBatch.objects.create(
            district=district,
            published=published,
            outlet=outlet,
            page_label=page_label,
            to_record=to_record,
            started_by=by,
            name_table=names,
        )
        # A file may have changed since it was looked at above: the digest is of what is kept.
        fingerprint = _fingerprint(manner, _insert_pages(batch, files()))
        ImportBatch.objects.filter(pk=batch.pk).update(fingerprint=fingerprint)
    batch.fingerprint = fingerprint
    return batch, False


def given_files(paths: Iterable[Path]) -> Iterator[GivenFile]:
    """The files under `paths`, in the order given and within a folder by name, each as it is taken or refused."""
    for path in paths:
        try:
            files = page_files(path)
        except PageFileError as error:
            yield GivenFile(name_of(path), b"", error)
            continue
        for file in files:
            try:
                yield GivenFile(name_of(file), read_file(file))
            except PageFileError as error:
                yield GivenFile(name_of(file), b"", error)


def name_of(path: Path) -> str:
    """How a file is called in a batch: as it was given, below the current folder or the root, on one line."""
    if path.is_absolute() or ".." in path.parts:
        path = path.resolve()
        path = path.relative_to(Path.cwd() if path.is_relative_to(Path.cwd()) else path.anchor)
    return printable_name(str(path)).replace("\\", "�")


def files_skipped(paths: Iterable[Path]) -> list[str]:
    """The files of the folders among `paths` that are of no kind that is read, by their names in the folder."""
    return [str(file.relative_to(path)) for path in paths for file in skipped_files(path)]


def _fingerprint(manner: dict, files: Iterable[GivenFile]) -> str:
    digest = hashlib.sha256(json.dumps(manner, sort_keys=True).encode())
    for file in files:
        said = file.refusal.message if file.refusal else ""
        digest.update(json.dumps([file.name, hashlib.sha256(file.raw).hexdigest(), said]).encode())
    return digest.hexdigest()


def _insert_pages(batch: ImportBatch, files: Iterable[GivenFile]) -> Iterator[GivenFile]:
    """Insert the pages of each file and pass the file on."""
    pages: list[ImportPage] = []
    position = waiting_bytes = 0
    for file in files:
        refusal = file.refusal
        try:
            made = [] if refusal else _pages_of(file, batch.published)
        except PageFileError as error:
            refusal, made = error, []
        if refusal:
            _insert(pages)
            pages, waiting_bytes = [], 0
            _insert_refused(batch, position := position + 1, file.name, refusal)
        for page in made:
            page.batch, page.position = batch, (position := position + 1)
            pages.append(page)
            waiting_bytes += len(page.raw)
            if waiting_bytes > _MOST_BYTES:
                _insert(pages)
                pages, waiting_bytes = [], 0
        yield file
    _insert(pages)


def _insert(pages: list[ImportPage]) -> None:
    # In order: the primary keys of a batch rise with the position.
    ImportPage.objects.bulk_create(pages, batch_size=500)


def _insert_refused(batch: ImportBatch, position: int, name: str, refusal: PageFileError) -> None:
    page = ImportPage.objects.create(batch=batch, position=position, name=name, state=PageState.REFUSED)
    refused(page, 1, refusal.line, refusal.message).save()


def refused(page: ImportPage, place: int, line: int | None, reason: str) -> ImportedArticle:
    """The row that says what of a page was not taken in, and why."""
    return ImportedArticle(
        batch_id=page.batch_id, page=page, place=place, line=line, outcome=Outcome.REFUSED, reason=reason[:1500]
    )


def _pages_of(file: GivenFile, published: datetime.date | None) -> list[ImportPage]:
    """The pages of a file, with the earliest issue date of each where it is known without parsing a document."""
    if file.name.lower().endswith(".jsonl"):
        return list(_jsonl_pages(file, published))
    issue_date = None
    if file.name.lower().endswith((".txt", ".md")) and not file.waits:
        text = text_of(file.name, file.raw) if file.text is None else file.text
        issue_date = printed_issue_date(text) or published
    return [ImportPage(name=file.name, raw=file.raw, issue_date=issue_date)]


def _jsonl_pages(file: GivenFile, published: datetime.date | None) -> Iterator[ImportPage]:
    lines = jsonl_lines(file.name, file.raw)
    for start in range(0, len(lines), LINES_PER_PAGE):
        some = lines[start : start + LINES_PER_PAGE]
        if not any(line.strip() for line in some):
            continue
        dates = [
            issue_date_of(page, published)
            for page in read_jsonl_lines(file.name, some, start + 1)
            if isinstance(page, Page)
        ]
        yield ImportPage(
            name=file.name,
            line=start + 1,
            raw="\n".join(some).encode(),
            issue_date=min((date for date in dates if date), default=None),
        )


def stop(batch: ImportBatch) -> None:
    """Mark a batch as stopped by a person: it goes on when it is started again."""
    ImportBatch.objects.filter(pk=batch.pk, state=BatchState.RUNNING).update(state=BatchState.STOPPED)


def finish(batch: ImportBatch) -> bool:
    """Finish a batch whose every page is read and whose every article has its outcome; says whether it is finished.

    The bytes of its pages are dropped: the articles hold their text.
    """
    if _has_work(batch):
        return False
    with transaction.atomic():
        ImportBatch.objects.filter(pk=batch.pk, state=BatchState.RUNNING).update(
            state=BatchState.FINISHED, finished_at=timezone.now()
        )
        batch.pages.exclude(raw=b"").update(raw=b"")
    return True


def _has_work(batch: ImportBatch) -> bool:
    # Unread pages are asked for first: a page that becomes read in between shows in its articles.
    if batch.pages.filter(state__in=UNREAD).exists():
        return True
    return batch.articles.filter(outcome=Outcome.PENDING).exists()


def unfinished_batches() -> list[ImportBatch]:
    """The batches that are under way, oldest first."""
    return list(ImportBatch.objects.filter(state=BatchState.RUNNING).order_by("id"))
