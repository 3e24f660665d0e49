"""What waits at the reading desk, and in which order it is taken up."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from articles.models import Reading, ReadingState

NOT_RECORDED = tuple(state for state in ReadingState if state != ReadingState.RECORDED)


def recorded(user) -> QuerySet[Reading]:
    """The recorded readings that `user` may see."""
    return Reading.objects.visible_to(user).filter(state=ReadingState.RECORDED)


def queued(user, *states: ReadingState) -> QuerySet[Reading]:
    """The readings in these states, but not recorded, that `user` may see: of each article the one that counts.

    A newer reading of the same article takes the place of an older one; beside a recorded one no other counts.
    """
    others = Reading.objects.filter(article=OuterRef("article")).exclude(pk=OuterRef("pk")).order_by()
    superseding = others.filter(Q(state=ReadingState.RECORDED) | Q(pk__gt=OuterRef("pk")))
    return Reading.objects.visible_to(user).filter(~Exists(superseding), state__in=states)


def in_turn(readings: QuerySet[Reading]) -> QuerySet[Reading]:
    """The oldest issue first; page by page; within a page the most doubtful first, then as printed."""
    page = ("issue_date", "outlet", "page_label", "raw_sha256")
    return readings.order_by(*(f"article__{field}" for field in page), "-doubts", "article__page_offset", "pk")


def held_by_nobody() -> Q:
    """The condition of readings that wait, or whose reviewer's claim has run out by the database's clock.

    Returned ones are not among them: they would come straight back to whoever returned them.
    """
    return Q(state=ReadingState.WAITING) | Q(state=ReadingState.IN_REVIEW) & (
        Q(claimed_until=None) | Q(claimed_until__lte=Now())
    )
