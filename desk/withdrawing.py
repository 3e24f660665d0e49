"""An intake is taken back: what it brought leaves the register, while nobody has done anything with it."""

from django.db import connection, transaction
from django.db.models import ProtectedError
from django.db.models.deletion import Collector

from articles.models import Article, Reading, ReadingState
from desk.models import BatchState, ImportBatch, ImportedArticle, Outcome

WITHDRAWN = "收稿已撤回。"


class NotWithdrawable(Exception):
    """The intake stays as it is. The message is Chinese and names what stands against it."""


def may_withdraw(batch: ImportBatch, user) -> bool:
    """Whether `user` may try: his own intake, read to its end and not recorded at once, that brought something."""
    return (
        batch.state == BatchState.FINISHED
        and not batch.to_record
        and batch.started_by_id == user.pk
        and batch.articles.filter(is_new=True).exists()
    )


@transaction.atomic
def withdraw(batch_pk: int, by) -> int:
    """Delete the articles that an intake brought, with their readings; says how many. The report stays and tells it.

    History keeps who did it. Raises NotWithdrawable, and changes nothing, when the intake is not `by`'s or not
    finished, when a reading of it has been claimed, returned, ignored or recorded, when another import has met one of its
    articles, and when a fact of the register cites one.
    """
    batch = ImportBatch.objects.select_for_update().get(pk=batch_pk)
    if not may_withdraw(batch, by):
        raise NotWithdrawable("只有收稿人本人能撤回已读完、未撤回过、有新收报道的收稿。")
    brought = ImportedArticle.objects.filter(batch=batch, is_new=True)
    articles = list(Article.objects.filter(imports__in=brought).order_by("pk"))
    readings = Reading.objects.filter(article__in=articles).select_related("article").defer("content", "made")
    readings = list(readings.order_by("pk").select_for_update(of=("self",)))
    _refuse_touched(readings)
    _refuse_met_again(batch, articles)
    brought.update(outcome=Outcome.REFUSED, article=None, is_new=False, reason=WITHDRAWN)
    try:
        for rows in (readings, articles):
            _delete(rows, by, f"撤回收稿({batch})")
    except ProtectedError as error:
        raise NotWithdrawable(f"{_cited(error)}已被台账引用,不能撤回。") from error
    ImportBatch.objects.filter(pk=batch.pk).update(state=BatchState.WITHDRAWN, finished_at=None)
    return len(articles)


def _refuse_touched(readings: list[Reading]) -> None:
    touched = [reading for reading in readings if reading.state != ReadingState.WAITING or reading.claimed_by_id]
    if touched:
        told = "、".join(f"“{reading.article}”{reading.get_state_display()}" for reading in touched[:3])
        raise NotWithdrawable(f"已有人处理:{told}{' 等' if len(touched) > 3 else ''},不能撤回。")


def _refuse_met_again(batch: ImportBatch, articles: list[Article]) -> None:
    again = ImportedArticle.objects.filter(article__in=articles).exclude(batch=batch).select_related("batch", "article")
    if met := again.defer("staged").first():
        raise NotWithdrawable(f"“{met.article}”后来又收到过({met.batch}),不能撤回。")


def _delete(rows: list, by, why: str) -> None:
    for row in rows:
        row._history_user, row._change_reason = by, why
    if rows:
        collector = Collector(using=connection.alias)
        collector.collect(rows)
        collector.delete()


def _cited(error: ProtectedError) -> str:
    """The articles that the protected rows cite."""
    named = sorted({str(row.article) for row in error.protected_objects if getattr(row, "article", None)})
    return "、".join(f"“{title}”" for title in named[:3]) or "这些报道"
