"""Many rows in one cell: names of the rows beneath a row, and how many they are, each by one subquery."""

from django.db.models import CharField, Count, IntegerField, Min, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat

JOINED_BY = "、"
# Between the name and the key of its row, and between two such pairs: control characters that no name holds.
BEFORE_KEY = "\x1f"
BETWEEN = "\x1e"


class NamesOf(Subquery):
    """The names of `rows` (a queryset that points at the outer row by OuterRef), in order, each once.

    Joined by 、; with `key` each name brings the key of the row it links to, and `split_names` parts them again.
    `by` is the field that orders the names; equals stand in the order they were made.
    """

    template = "(SELECT COALESCE(group_concat(name_of, '%(joined_by)s'), '') FROM (%(subquery)s))"
    empty_result_set_value = ""

    def __init__(self, rows, name, *, key=None, by="pk", joined_by=JOINED_BY):
        text = Coalesce(Cast(name, CharField()), Value(""))
        if key is not None:
            text = Concat(text, Value(BEFORE_KEY), Coalesce(Cast(key, CharField()), Value("")))
            joined_by = BETWEEN
        rows = (
            rows.order_by()
            .annotate(name_of=text)
            .values("name_of")
            .annotate(first_by=Min(by), first_made=Min("pk"))
            .order_by("first_by", "first_made")
            .values("name_of")
        )
        super().__init__(rows, output_field=CharField(), joined_by=joined_by)

    def as_postgresql(self, compiler, connection, **extra_context):
        # An ARRAY of a subquery keeps the subquery's order; string_agg over one need not.
        return self.as_sql(
            compiler,
            connection,
            template="array_to_string(ARRAY(%(subquery)s), '%(joined_by)s')",
            **extra_context,
        )


def split_names(value: str | None) -> list[tuple[str, int | None]]:
    """(name, key) of each name that a `NamesOf` with `key` put into one value."""
    pairs = []
    for part in (value or "").split(BETWEEN):
        name, _, key = part.partition(BEFORE_KEY)
        if name:
            pairs.append((name, int(key) if key.isdecimal() else None))
    return pairs


class CountOf(Coalesce):
    """How many `rows` there are beneath the outer row, which they point at through `path`; 0 where there are none."""

    def __init__(self, rows, path):
        counted = rows.order_by().values(path).annotate(number=Count("pk")).values("number")
        super().__init__(Subquery(counted, output_field=IntegerField()), Value(0))
