"""What an import did, article by article for a file, and in numbers for whoever waits."""

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.db.models import Count, Exists, OuterRef, Q

from articles.models import Reading
from desk.models import UNREAD, ImportBatch, ImportedArticle, ImportPage, Outcome
from desk.page_files import placed
from ledger.csv_writer import csv_lines
from ledger.views import streaming

_SKIPPED_NAMED = 5
_CHUNK = 2000
HEADER = ["文件", "行", "出版日期", "标题", "结果", "说明"]


@dataclass
class ImportReport:
    """What an import did: articles new, known before, recorded, one Chinese line per refusal, files of no known kind.

    Of the recorded ones `same_news` told of meetings that other articles had told of. `doubtful` articles that are new
    or recorded have a reading with doubts.
    """

    new: int = 0
    known: int = 0
    recorded: int = 0
    same_news: int = 0
    refused: int = 0
    doubtful: int = 0
    errors: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        same_news = f"(其中 {self.same_news} 篇并为同一活动)" if self.same_news else ""
        done = f"新录入 {self.new} 篇,已有 {self.known} 篇,入库 {self.recorded} 篇{same_news},出错 {self.refused} 处。"
        if self.doubtful:
            done += f"\n{self.doubtful} 篇有存疑事实,可在报道台账里按“存疑”筛选。"
        if not self.skipped:
            return done
        names = "、".join(self.skipped[:_SKIPPED_NAMED]) + (" 等" if len(self.skipped) > _SKIPPED_NAMED else "")
        return f"{done}\n跳过 {len(self.skipped)} 个不能读取的类型的文件:{names}。"


def report_of(batch: ImportBatch, skipped: list[str] = ()) -> ImportReport:
    """The numbers of a batch, and every refusal in words."""
    refusals = batch.articles.filter(outcome=Outcome.REFUSED).select_related("page").defer("page__raw")
    return ImportReport(
        **outcome_counts([batch.pk]).get(batch.pk, {}),
        doubtful=_doubtful(batch),
        errors=[_refusal(row) for row in refusals.order_by("page", "place")],
        skipped=list(skipped),
    )


def _doubtful(batch: ImportBatch) -> int:
    """How many articles that the batch entered or recorded have a reading with doubts."""
    doubtful = Exists(Reading.objects.filter(article=OuterRef("article"), doubts__gt=0))
    entered = Q(is_new=True) | Q(outcome__in=[Outcome.RECORDED, Outcome.SAME_NEWS])
    return batch.articles.filter(entered, doubtful).count()


def outcome_counts(batches: list[int]) -> dict[int, dict[str, int]]:
    """How many articles of each batch, by its primary key, are new, known, recorded, same_news and refused."""
    is_known = Q(article__isnull=False, is_new=False) & ~Q(outcome=Outcome.PENDING)
    recorded = Q(outcome__in=[Outcome.RECORDED, Outcome.SAME_NEWS])
    counts = (
        ImportedArticle.objects.filter(batch__in=batches)
        .order_by()
        .values("batch")
        .annotate(
            new=Count("pk", filter=Q(is_new=True)),
            known=Count("pk", filter=is_known),
            recorded=Count("pk", filter=recorded),
            same_news=Count("pk", filter=Q(outcome=Outcome.SAME_NEWS)),
            refused=Count("pk", filter=Q(outcome=Outcome.REFUSED)),
        )
    )
    return {count.pop("batch"): count for count in counts}


def page_counts(batches: list[int]) -> dict[int, dict[str, int]]:
    """How many pages each batch has, by its primary key, and how many of them are read."""
    counts = (
        ImportPage.objects.filter(batch__in=batches)
        .order_by()
        .values("batch")
        .annotate(pages=Count("pk"), pages_read=Count("pk", filter=~Q(state__in=UNREAD)))
    )
    return {count.pop("batch"): count for count in counts}


def _refusal(row: ImportedArticle) -> str:
    title = f"“{row.title}”:" if row.title else ""
    return placed(row.page.name, title + row.reason, row.line)


def report_lines(batch: ImportBatch) -> Iterator[bytes]:
    """The report of a batch as a CSV file in pieces: one line per article, in the order in which they were given."""
    return csv_lines(HEADER, _report_rows(batch))


def _report_rows(batch: ImportBatch) -> Iterator[list[str]]:
    rows = batch.articles.order_by("page", "place").values_list(
        "page__name", "line", "issue_date", "title", "outcome", "reason"
    )
    labels = dict(Outcome.choices)
    with streaming(rows.db):
        for name, line, issue_date, title, outcome, reason in rows.iterator(chunk_size=_CHUNK):
            yield [name, str(line or ""), str(issue_date or ""), title, labels[outcome], reason]


def write_report(batch: ImportBatch, path: Path) -> None:
    """Write the report of a batch to a file, whole or not at all. Raises OSError."""
    descriptor, unfinished = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.writelines(report_lines(batch))
        os.chmod(unfinished, 0o644)
        os.replace(unfinished, path)
    except BaseException:
        os.unlink(unfinished)
        raise


@dataclass(frozen=True)
class Progress:
    """How far a batch has come. `expected` articles are those found and as many more as the unread pages may hold."""

    pages: int
    pages_read: int
    settled: int
    expected: int


def progress_of(batch: ImportBatch) -> Progress:
    """How far a batch has come, in two queries."""
    pages, read = page_counts([batch.pk]).get(batch.pk, {"pages": 0, "pages_read": 0}).values()
    articles = batch.articles.aggregate(all=Count("pk"), pending=Count("pk", filter=Q(outcome=Outcome.PENDING)))
    a_page = articles["all"] / read if read else 1
    return Progress(
        pages=pages,
        pages_read=read,
        settled=articles["all"] - articles["pending"],
        expected=articles["all"] + round(a_page * (pages - read)),
    )
