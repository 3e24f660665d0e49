"""What was read gets its outcome: into the register article by article, in the order in which it was printed.

The order is issue date, page, place on the page. An article's turn comes when every page is read that could hold an
earlier one, so that the register is the same whoever read which page when. One transaction an article.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.db import DatabaseError, OperationalError, transaction
from django.db.models import F, Q
from django.utils import timezone

from accounts.bulk_writing import BulkWriting
from accounts.history import Author, signed_in
from articles.models import Article, Reading, ReadingState
from desk.models import BatchState, ImportBatch, ImportedArticle, Outcome
from desk.page_reading import unread
from desk.recording import AlreadyRecorded, Recorded, record, record_new

logger = logging.getLogger(__name__)

_PORTION = 50
NOT_BY_THE_RULES = "识别结果不合台账规则,未入库,留在待审。"
NOT_STORABLE = "不能存入数据库,未录入;请把这篇报道发给维护人员。"
BEING_REVIEWED = "正在审核,留给审核人入库。"


@dataclass
class _Known:
    """An article of the register and the readings of it, by reader version."""

    article: Article
    readings: dict[str, Reading]

    def standing(self, version: str) -> Reading | None:
        """The reading that stands for the article: the recorded one, else that of the version."""
        recorded = (reading for reading in self.readings.values() if reading.state == ReadingState.RECORDED)
        return next(recorded, None) or self.readings.get(version)


def settle_ready(batch: ImportBatch, may_go_on: Callable[[], bool]) -> int:
    """Settle the articles of `batch` whose turn has come, and those that become ready meanwhile; says how many.

    For the one recorder of the district. Ends early when `may_go_on` says no, and when the batch is stopped.
    """
    settled = 0
    while ImportBatch.objects.filter(pk=batch.pk, state=BatchState.RUNNING).exists():
        rows = _ready(batch)
        if not rows:
            break
        known = _known(batch, rows)
        for row in rows:
            if not may_go_on():
                return settled
            _settle(row, batch, known)
            settled += 1
    return settled


def _ready(batch: ImportBatch) -> list[ImportedArticle]:
    """The next articles in order, before everything that an unread page may hold."""
    pending = batch.articles.filter(outcome=Outcome.PENDING)
    first = unread(batch).order_by(F("issue_date").asc(nulls_first=True), "position").values("issue_date", "id").first()
    if first is not None:
        if first["issue_date"] is None:
            return []
        pending = pending.filter(
            Q(issue_date__lt=first["issue_date"]) | Q(issue_date=first["issue_date"], page__lt=first["id"])
        )
    return list(pending.order_by("issue_date", "page", "place")[:_PORTION])


def _known(batch: ImportBatch, rows: list[ImportedArticle]) -> dict[str, _Known]:
    """Of the articles of `rows` those that are in the register, by digest."""
    digests = [row.staged["article"]["text_sha256"] for row in rows if row.staged]
    of_rows = Q(article__text_sha256__in=digests) | Q(article__in=[row.article_id for row in rows if row.article_id])
    known: dict[str, _Known] = {}
    readings = Reading.objects.filter(of_rows, article__district=batch.district_id).select_related("article")
    for reading in readings.defer("content", "made").order_by("id"):
        reading.article.district = batch.district
        one = known.setdefault(reading.article.text_sha256, _Known(reading.article, {}))
        one.readings[reading.reader_version] = reading
    for article in Article.objects.filter(district=batch.district_id, text_sha256__in=set(digests) - set(known)):
        known[article.text_sha256] = _Known(article, {})  # entered by hand
    return known


def _settle(row: ImportedArticle, batch: ImportBatch, known: dict[str, _Known]) -> None:
    if row.staged is None:
        _settle_known(row, batch, next(one for one in known.values() if one.article.pk == row.article_id))
        return
    digest = row.staged["article"]["text_sha256"]
    if digest not in known:
        one = _enter(row, batch)
        if one is None:
            return
        known[digest] = one
        if one.article.pk == row.article_id:
            return
    _settle_known(row, batch, known[digest])


def _enter(row: ImportedArticle, batch: ImportBatch) -> _Known | None:
    """A new article goes into the register with its reading, recorded where the batch is to be.

    What cannot be recorded waits for a person; what cannot even be entered is refused, and None. When somebody has
    entered the article meanwhile, it is answered, and `row` has no outcome yet.
    """
    if batch.to_record:
        article, reading = _unsaved(row, batch)

        def told(writing: BulkWriting, recorded: Recorded) -> None:
            writing.change([(row, _told(_recorded(recorded), article, is_new=True))])

        try:
            record_new(article, reading, by=batch.started_by, beside=told)
        except OperationalError:
            raise
        except Exception:  # its rows are not by the rules, or the fault is ours; an archive goes on meanwhile
            if found := _known(batch, [row]):
                return next(iter(found.values()))
            logger.exception("recording of %s of import batch %s failed", row, batch.pk)
        else:
            row.article = article
            return _Known(article, {reading.reader_version: reading})
    article, reading = _unsaved(row, batch)
    outcome, reason = (Outcome.REFUSED, NOT_BY_THE_RULES) if batch.to_record else (Outcome.NEW, "")
    try:
        with transaction.atomic():
            writing = BulkWriting(Author(batch.started_by) if batch.started_by else signed_in())
            writing.create([article])
            writing.create([reading])
            writing.change([(row, _told(outcome, article, is_new=True, reason=reason))])
            writing.write()
    except OperationalError:
        raise
    except DatabaseError:
        if found := _known(batch, [row]):
            return next(iter(found.values()))
        logger.exception("entering of %s of import batch %s failed", row, batch.pk)
        _write(row, _told(Outcome.REFUSED, None, reason=NOT_STORABLE))
        return None
    row.article = article
    return _Known(article, {reading.reader_version: reading})


def _unsaved(row: ImportedArticle, batch: ImportBatch) -> tuple[Article, Reading]:
    article = Article(district=batch.district, issue_date=row.issue_date, title=row.title, **row.staged["article"])
    return article, _staged_reading(row, article)


def _staged_reading(row: ImportedArticle, article: Article) -> Reading:
    staged = row.staged
    return Reading(
        article=article,
        reader_version=staged["reader_version"],
        gazetteer_version=staged.get("gazetteer_version", ""),  # none was staged before there were any
        content=staged["reading"],
        doubts=staged["reading"].get("doubts", 0),
    )


def _settle_known(row: ImportedArticle, batch: ImportBatch, one: _Known) -> None:
    """An article that the register has: a newer reading is put beside the old one, and recorded where it may be."""
    version = row.staged["reader_version"] if row.staged else None
    reading = one.standing(version) if version else one.standing(_newest(one))
    if reading is None:
        reading = _staged_reading(row, one.article)
        reading.save()
        one.readings[version] = reading
    told = _told(Outcome.KNOWN, one.article, reason="")
    if batch.to_record and reading.state != ReadingState.RECORDED:
        if not _may_be_recorded(reading):
            told["reason"] = BEING_REVIEWED
        else:
            _record_known(row, reading, batch)
            return
    _write(row, told)


def _newest(one: _Known) -> str:
    return list(one.readings)[-1]


def _record_known(row: ImportedArticle, reading: Reading, batch: ImportBatch) -> None:
    article = reading.article
    try:
        with transaction.atomic():
            recorded = record(reading, by=batch.started_by, in_bulk=True)
            _write(row, _told(_recorded(recorded), article))
        reading.state = ReadingState.RECORDED
    except OperationalError:
        raise
    except Exception as error:  # as in _enter
        logger.exception("recording of %s of import batch %s failed", row, batch.pk)
        reason = str(error) if isinstance(error, AlreadyRecorded) else NOT_BY_THE_RULES
        _write(row, _told(Outcome.REFUSED, article, reason=reason))


def _may_be_recorded(reading: Reading) -> bool:
    """A waiting reading, or one whose reviewer's claim has run out; what a person worked on is left to a person."""
    if reading.state == ReadingState.IN_REVIEW:
        if reading.claimed_until is not None and reading.claimed_until >= timezone.now():
            return False
    elif reading.state != ReadingState.WAITING:
        return False
    return not reading.decisions.exists()


def _recorded(recorded: Recorded) -> Outcome:
    if not recorded.is_new:  # somebody recorded it meanwhile
        return Outcome.KNOWN
    return Outcome.SAME_NEWS if recorded.is_same_news else Outcome.RECORDED


def _told(outcome: Outcome, article: Article | None, *, is_new: bool = False, reason: str = "") -> dict:
    return {"outcome": outcome, "article": article, "is_new": is_new, "reason": reason[:1500], "staged": None}


def _write(row: ImportedArticle, told: dict) -> None:
    ImportedArticle.objects.filter(pk=row.pk).update(**told)
