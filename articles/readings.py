"""Of several readings of an article the one that counts, for queries over articles."""

from django.db.models import Case, OuterRef, Subquery, Value, When

from articles.models import Reading, ReadingState

# What was recorded counts before what waits; of equals the newest reading.
READINGS = (
    Reading.objects.filter(article=OuterRef("pk"))
    .annotate(rank=Case(When(state=ReadingState.RECORDED, then=Value(0)), default=Value(1)))
    .order_by("rank", "-created_at", "-pk")
)


def of_reading(field: str) -> Subquery:
    """A field of the reading that counts; null where there is none."""
    return Subquery(READINGS.values(field)[:1])
