"""Pages become articles and waiting readings: each article whole or not at all, the same one twice only once."""

import datetime
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from articles.models import Article, Reading, ReadingState
from articles.reader import READER_VERSION, ArticleTooLong, printed_issue_date, read_article, split_page
from articles.texts import raw_sha256, text_sha256
from desk.page_files import Page, PageFileError, page_files, read_pages, skipped_files
from desk.recording import AlreadyRecorded, record
from people.models import District

logger = logging.getLogger(__name__)

SKIPPED_NAMED = 5


@dataclass
class ImportReport:
    """What an import did: articles new, known before, recorded, one Chinese line per refusal, files of no known kind."""

    new: int = 0
    known: int = 0
    recorded: int = 0
    errors: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        done = f"新录入 {self.new} 篇,已有 {self.known} 篇,入库 {self.recorded} 篇,出错 {len(self.errors)} 处。"
        if not self.skipped:
            return done
        names = "、".join(self.skipped[:SKIPPED_NAMED]) + (" 等" if len(self.skipped) > SKIPPED_NAMED else "")
        return f"{done}\n跳过 {len(self.skipped)} 个不能读取的类型的文件:{names}。"


def import_pages(
    paths: Iterable[Path],
    *,
    district: District,
    published: datetime.date | None = None,
    record_by=None,
    progress: Callable[[str], None] = lambda path: None,
) -> ImportReport:
    """Import every page under `paths` into `district`; with `record_by` also record each reading, marked 批量入库.

    `published` is the issue date where the file or page gives none of its own. `progress` is called with each file.
    A page or article that cannot be taken in is a line of the report; the others go in.
    """
    report = ImportReport()
    for path in paths:
        try:
            files = page_files(path)
        except PageFileError as error:
            report.errors.append(str(error))
            continue
        finally:
            report.skipped += [str(file.relative_to(path)) for file in skipped_files(path)]
        for file in files:
            progress(str(file))
            try:
                for page in read_pages(file):
                    if isinstance(page, PageFileError):
                        report.errors.append(str(page))
                    else:
                        _import_page(page, report, district=district, published=published, record_by=record_by)
            except PageFileError as error:
                report.errors.append(str(error))
    return report


def _import_page(page: Page, report: ImportReport, *, district, published, record_by) -> None:
    issue_date = page.published or printed_issue_date(page.text) or published
    if issue_date is None:
        report.errors.append(
            str(PageFileError(page.path, "版面上没有出版日期,请用 --published 指明,如 2024-05-13。", page.line or 1))
        )
        return
    spans = split_page(page.text)
    if not spans:
        report.errors.append(str(PageFileError(page.path, "没有找到报道正文。", page.line or 1)))
    for start, end in spans:
        line = page.line or page.text.count("\n", 0, start) + 1
        try:
            reading, is_new = stage_article(page, start, end, district=district, issue_date=issue_date)
        except ArticleTooLong as error:
            report.errors.append(str(PageFileError(page.path, str(error), line)))
            continue
        report.new += is_new
        report.known += not is_new
        if record_by is None or not _may_be_recorded(reading):
            continue
        try:
            report.recorded += record(reading, by=record_by, in_bulk=True).is_new
        except (AlreadyRecorded, DatabaseError) as error:
            logger.exception("recording of %s line %s failed", page.path, line)
            reason = str(error) if isinstance(error, AlreadyRecorded) else "识别结果不合台账规则,未入库,留在待审"
            report.errors.append(
                str(PageFileError(page.path, f"“{reading.article}”:{reason}。".replace("。。", "。"), line))
            )


def _may_be_recorded(reading: Reading) -> bool:
    """A waiting reading, or one whose reviewer's claim has run out; what a person works on is left to him."""
    if reading.state == ReadingState.IN_REVIEW:
        return reading.claimed_until is None or reading.claimed_until < timezone.now()
    return reading.state == ReadingState.WAITING


def stage_article(
    page: Page, start: int, end: int, *, district: District, issue_date: datetime.date
) -> tuple[Reading, bool]:
    """The article page.text[start:end] with its reading, in one transaction, and whether the article is new.

    The same text in the same district is the same article; a newer reader adds a reading beside the old one, except
    where the article is already recorded. Raises ArticleTooLong.
    """
    text = page.text[start:end]
    digest = text_sha256(text)
    known = _newest_reading(district, digest)
    if known is not None:
        return known, False
    reading = read_article(text, issue_date).as_dict()
    is_whole_page = not page.text[:start].strip() and not page.text[end:].strip()
    given_title = page.title if is_whole_page else ""  # of several articles the file names none
    values = {
        "outlet": page.outlet,
        "page_label": page.page_label,
        "issue_date": issue_date,
        "title": (given_title or reading["title"] or text.strip().split("\n")[0])[:300],
        "deck": (reading.get("deck") or "")[:300],
        "text": text,
        "url": page.url,
        "raw_sha256": raw_sha256(page.raw),
        "page_offset": start,
    }
    try:
        with transaction.atomic():
            article, is_new = Article.objects.get_or_create(district=district, text_sha256=digest, defaults=values)
            staged, _ = Reading.objects.get_or_create(
                article=article, reader_version=READER_VERSION, defaults={"content": reading}
            )
    except IntegrityError:  # another process staged it in between: its rows are the ones
        known = _newest_reading(district, digest)
        if known is None:
            raise
        return known, False
    return staged, is_new


def _newest_reading(district: District, digest: str) -> Reading | None:
    """The reading that stands for a known article: the recorded one, else the one of this reader's version."""
    readings = Reading.objects.filter(article__district=district, article__text_sha256=digest).select_related("article")
    return (
        readings.filter(state=ReadingState.RECORDED).first() or readings.filter(reader_version=READER_VERSION).first()
    )
