"""Pages of a batch are claimed by one process at a time and read: every article of one, or why there is none.

What is read waits in the batch for its turn; nothing of it is in the register yet. A page becomes read together with
all its articles or not at all, so a process may be killed at any moment.
"""

import datetime
import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Now

from articles.models import Reading, ReadingState
from articles.reader import READER_VERSION, ArticleTooLong, Gazetteer, read_article, split_page
from articles.texts import raw_sha256, text_sha256
from desk.batches import issue_date_of, refused
from desk.gazetteer import gazetteer_for
from desk.models import UNREAD, ImportBatch, ImportedArticle, ImportPage, Outcome, PageState
from desk.own_process import is_gone, this_process
from desk.page_files import Page, PageFileError, read_jsonl_lines, read_page_bytes
from people.models import District

logger = logging.getLogger(__name__)

LEASE = datetime.timedelta(seconds=60)  # no single article or document takes as long
_RENEWED_AFTER = 15.0  # seconds
MOST_CLAIMS = 5  # of a page whose readers died one after another
_FEW_DIGESTS = 500  # in one query


class ClaimLost(Exception):
    """Another process has the page: this one was taken for dead."""


# --- whose page it is


def claim_page(batch: ImportBatch) -> ImportPage | None:
    """The next unread page of a batch, now this process's; None when others have all that are left.

    Pages whose issue date is not known come first, then the others in order: until a page is read, nothing that
    may come after it can be recorded. What a process held that has ended, or whose claim has run out, is free.
    """
    free = Q(state=PageState.WAITING) | Q(state=PageState.READING, claimed_until__lt=Now())
    page = _claim(batch, free)
    if page is None and (gone := _gone_workers(batch)):
        page = _claim(batch, Q(state=PageState.READING, worker__in=gone))
    return page


def _claim(batch: ImportBatch, condition: Q) -> ImportPage | None:
    pages = batch.pages.filter(condition)
    if not pages.exists():  # whoever waits does not lock SQLite for it
        return None
    with transaction.atomic():
        page = (
            pages.order_by(F("issue_date").asc(nulls_first=True), "position")
            .select_for_update(skip_locked=True)
            .first()
        )
        if page is not None:
            page.worker, page.state, page.claims = this_process(), PageState.READING, page.claims + 1
            batch.pages.filter(pk=page.pk).update(
                worker=page.worker, state=page.state, claims=page.claims, claimed_until=Now() + LEASE
            )
    return page


def _gone_workers(batch: ImportBatch) -> list[str]:
    """The processes that hold pages of a batch and have ended."""
    holders = batch.pages.filter(state=PageState.READING).order_by().values_list("worker", flat=True).distinct()
    return [worker for worker in holders if is_gone(worker)]


def _renew(page: ImportPage) -> None:
    if not _own(page).update(claimed_until=Now() + LEASE):
        raise ClaimLost


def give_back(page: ImportPage, *, counts: bool) -> None:
    """Let others read a page that this process claimed and did not read; `counts` says whether that is held against it."""
    claims = page.claims if counts else page.claims - 1
    _own(page).update(state=PageState.WAITING, worker="", claimed_until=None, claims=claims)


def _own(page: ImportPage):
    return ImportPage.objects.filter(pk=page.pk, state=PageState.READING, worker=page.worker)


# --- reading


@dataclass(frozen=True)
class _Printed:
    """One article as it stands on its page, not read yet."""

    page: Page
    start: int
    end: int
    line: int
    issue_date: datetime.date
    digest: str

    @property
    def text(self) -> str:
        return self.page.text[self.start : self.end]


@dataclass(frozen=True)
class _Refusal:
    line: int | None
    reason: str


def read_claimed(page: ImportPage, batch: ImportBatch) -> None:
    """Read a claimed page; afterwards its articles are in the batch and it is read, or refused as a whole.

    Raises ClaimLost, and writes nothing, when another process has it meanwhile.
    """
    renewed = time.monotonic()
    state = PageState.READ
    rows: list[ImportedArticle] = []
    if page.claims > MOST_CLAIMS:
        logger.error("page %s of import batch %s was given up after %s claims", page, batch.pk, page.claims)
        found: list[_Printed | _Refusal] = [_Refusal(page.line, f"读取时程序出错或中断了 {MOST_CLAIMS} 次,未读。")]
        state = PageState.REFUSED
    else:
        try:
            found = list(_articles_of(page, batch.published))
        except PageFileError as error:
            found, state = [_Refusal(error.line, error.message)], PageState.REFUSED
    gazetteer = gazetteer_for(batch)
    known = _known_articles(batch.district, [article.digest for article in found if isinstance(article, _Printed)])
    for place, article in enumerate(found, 1):
        if isinstance(article, _Refusal):
            rows.append(refused(page, place, article.line, article.reason))
        else:
            row = ImportedArticle(
                batch=batch,
                page=page,
                place=place,
                line=article.line,
                issue_date=article.issue_date,
                outcome=Outcome.PENDING,
            )
            if article.digest in known:
                _take_as_known(row, known[article.digest])
                rows.append(row)
            else:
                rows.append(_read(row, article, gazetteer))
        if time.monotonic() - renewed > _RENEWED_AFTER:
            _renew(page)
            renewed = time.monotonic()
    with transaction.atomic():
        if not _own(page).update(state=state, claimed_until=None):
            raise ClaimLost
        ImportedArticle.objects.bulk_create(rows, batch_size=500)


def _articles_of(page: ImportPage, published: datetime.date | None) -> Iterator[_Printed | _Refusal]:
    raw = bytes(page.raw)
    if page.name.lower().endswith(".jsonl"):
        printed = read_jsonl_lines(page.name, raw.decode().split("\n"), page.line)
    else:
        printed = read_page_bytes(page.name, raw)
    for piece in printed:
        if isinstance(piece, PageFileError):
            yield _Refusal(piece.line, piece.message)
            continue
        issue_date = issue_date_of(piece, published)
        if issue_date is None:
            yield _Refusal(piece.line or 1, "版面上没有出版日期,请指明后再导入(命令用 --published 2024-05-13)。")
            continue
        spans = split_page(piece.text)
        if not spans:
            yield _Refusal(piece.line or 1, "没有找到报道正文。")
        for start, end in spans:
            line = piece.line or piece.text.count("\n", 0, start) + 1
            yield _Printed(piece, start, end, line, issue_date, text_sha256(piece.text[start:end]))


@dataclass(frozen=True)
class _Known:
    """An article that is in the register and needs no reading."""

    article_id: int
    title: str
    is_recorded: bool


def _known_articles(district: District, digests: list[str]) -> dict[str, _Known]:
    """Of these texts those in the register with a recorded reading or one by this reader, by digest.

    With which names it was read does not matter: that the register has learnt a name makes nothing be read again.
    """
    found: dict[str, _Known] = {}
    needs_none = Q(state=ReadingState.RECORDED) | Q(reader_version=READER_VERSION)
    readings = Reading.objects.filter(needs_none, article__district=district).order_by()
    for start in range(0, len(digests), _FEW_DIGESTS):
        some = readings.filter(article__text_sha256__in=digests[start : start + _FEW_DIGESTS])
        for digest, article_id, title, state in some.values_list(
            "article__text_sha256", "article_id", "article__title", "state"
        ):
            known = _Known(article_id, title, state == ReadingState.RECORDED)
            if digest not in found or known.is_recorded:
                found[digest] = known
    return found


def _take_as_known(row: ImportedArticle, known: _Known) -> None:
    row.article_id, row.title = known.article_id, known.title
    if known.is_recorded or not row.batch.to_record:
        row.outcome = Outcome.KNOWN


def _read(row: ImportedArticle, article: _Printed, gazetteer: Gazetteer) -> ImportedArticle:
    """The row with what the reader makes of its article, or the one that says why it makes nothing of it."""
    try:
        reading = read(article.text, article.issue_date, gazetteer)
    except ArticleTooLong as error:
        return refused(row.page, row.place, article.line, str(error))
    except Exception:  # a fault of the reader with one text must not stop an archive; it is told in full
        logger.exception("reading of %s line %s failed", row.page.name, article.line)
        return refused(row.page, row.place, article.line, "识别程序出错,未录入;请把这篇报道发给维护人员。")
    printed = article.page
    is_whole_page = not printed.text[: article.start].strip() and not printed.text[article.end :].strip()
    given_title = printed.title if is_whole_page else ""  # of several articles the file names none
    row.title = (given_title or reading["title"] or article.text.strip().split("\n")[0])[:300]
    row.staged = {
        "article": {
            "outlet": printed.outlet or row.batch.outlet,
            "page_label": printed.page_label or row.batch.page_label,
            "deck": (reading.get("deck") or "")[:300],
            "text": article.text,
            "url": printed.url,
            "raw_sha256": raw_sha256(printed.raw),
            "text_sha256": article.digest,
            "page_offset": article.start,
        },
        "reader_version": READER_VERSION,
        "gazetteer_version": gazetteer.version,
        "reading": reading,
    }
    return row


def read(text: str, issue_date: datetime.date, gazetteer: Gazetteer) -> dict:
    """What the reader makes of one article, in the form of docs/reading.md. Raises ArticleTooLong."""
    return read_article(text, issue_date, gazetteer=gazetteer).as_dict()


def unread(batch: ImportBatch):
    """The pages of a batch that are not read yet."""
    return batch.pages.filter(state__in=UNREAD)
