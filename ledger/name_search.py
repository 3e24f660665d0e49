"""Finding rows by what a person types: a name, a part of it, another name of it, or its pinyin."""

import re

from django.db.models import Exists, Q, QuerySet

LONGEST = 100
_LATIN = re.compile(r"[a-z0-9]+")


def resembles(rows: QuerySet, text: str, *, aliases: str = "") -> Q:
    """Rows whose name or alias holds `text`, or whose pinyin or initials begin with it.

    `aliases` is the lookup of another name ("aliases__name"); it goes by a subquery, so that no row comes twice.
    """
    condition = Q(name__icontains=text)
    if aliases:
        condition |= Q(pk__in=rows.model.objects.filter(**{f"{aliases}__icontains": text}).values("pk"))
    typed = text.lower().replace(" ", "")
    has_pinyin = any(field.name == "name_pinyin" for field in rows.model._meta.get_fields())
    if has_pinyin and _LATIN.fullmatch(typed):
        condition |= Q(name_pinyin__startswith=typed) | Q(name_pinyin__contains=f" {typed}")
    return condition


def rows_named(rows: QuerySet, text: str, *, aliases: str = "") -> QuerySet:
    """The rows that `text` means: those of exactly that name or alias; where there are none, those that resemble it."""
    exact = Q(name=text)
    if aliases:
        exact |= Q(pk__in=rows.model.objects.filter(**{aliases: text}).values("pk"))
    # Not correlated: both databases ask it once.
    return rows.filter(exact | (resembles(rows, text, aliases=aliases) & ~Exists(rows.filter(exact))))
