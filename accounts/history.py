"""Who changed which rows when, for rows written many at a time.

django-simple-history writes the history of each row that is saved; of rows written in bulk it builds every history row
in Python. Here the database copies the rows as it holds them, so that the newest history row is the row. The admin's
saves stay with django-simple-history; both write the same tables (ADR 7).
"""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import ManyToManyField, Model
from django.utils import timezone
from simple_history.models import HistoricalRecords

CREATED, CHANGED, DELETED = "+", "~", "-"
Statement = tuple[str, list]  # SQL with %s, and its parameters

_OWN_FIELDS = ["history_user", "history_date", "history_type", "history_change_reason"]


@dataclass(frozen=True)
class Author:
    """In whose name rows are written, and why: `user` is None where nobody is signed in."""

    user: Any
    reason: str | None = None  # history_change_reason, at most 100 characters


def signed_in() -> Author:
    """Whoever's request is being answered, as django-simple-history sees it; nobody outside a request."""
    user = getattr(getattr(HistoricalRecords.context, "request", None), "user", None)
    return Author(user if user is not None and user.is_authenticated else None)


def has_history(model: type[Model]) -> bool:
    """Whether the history of a model's rows is kept, and switched on."""
    return getattr(settings, "SIMPLE_HISTORY_ENABLED", True) and hasattr(
        model._meta, "simple_history_manager_attribute"
    )


def history_statements(model: type[Model], pks: Sequence[int], kind: str, author: Author) -> list[Statement]:
    """What gives each row of `model` with one of these keys a history row, as it is when the statements are executed.

    The rows are new in this transaction or locked by it: nobody else may write their history in between. Of CHANGED
    rows the many-to-many links are copied too where the model keeps their history, as a save does.
    """
    before, after = _copying(model)
    history = history_model(model)
    date = history._meta.get_field("history_date").get_db_prep_save(timezone.now(), connection)
    own = [author.user and author.user.pk, date, kind, author.reason]
    keys = ", ".join(["%s"] * len(pks))
    statements = [(f"{before}{keys}{after}", [*own, *pks])]
    if kind == CHANGED:
        statements += [
            (_copying_links(field, history) % {"keys": keys}, list(pks)) for field in history._history_m2m_fields
        ]
    return statements


@functools.cache
def history_model(model: type[Model]) -> type[Model]:
    """Cached, since django-simple-history builds a manager's class anew whenever it is asked for."""
    return getattr(model, model._meta.simple_history_manager_attribute).model


@functools.cache
def _copying(model: type[Model]) -> tuple[str, str]:
    """The statement that copies rows of `model` into its history, without the keys that stand between its two parts."""
    quote = connection.ops.quote_name
    history = history_model(model)
    own = [history._meta.get_field(name).column for name in _OWN_FIELDS]
    source = [field.column for field in history.tracked_fields]
    target = [history._meta.get_field(field.name).column for field in history.tracked_fields]
    key = quote(model._meta.pk.column)
    before = (
        f"INSERT INTO {quote(history._meta.db_table)} ({', '.join(map(quote, [*target, *own]))}) "
        f"SELECT {', '.join(map(quote, source))}, %s, %s, %s, %s FROM {quote(model._meta.db_table)} WHERE {key} IN ("
    )
    return before, f") ORDER BY {key}"


@functools.cache
def _copying_links(field: ManyToManyField, history: type[Model]) -> str:
    """The statement that copies the links of `field` beside the newest history row of each row; %(keys)s are its rows."""
    quote = connection.ops.quote_name
    through = field.remote_field.through
    links = HistoricalRecords.m2m_models[field]
    columns = [(links._meta.get_field(f.name).column, f.column) for f in through._meta.fields]
    target = [*(column for column, _ in columns), links._meta.get_field("history").column]
    past, key = quote(history._meta.db_table), quote(history._meta.pk.column)
    row = quote(history._meta.get_field(field.model._meta.pk.name).column)
    return (
        f"INSERT INTO {quote(links._meta.db_table)} ({', '.join(map(quote, target))}) "
        f"SELECT {', '.join(f'link.{quote(column)}' for _, column in columns)}, newest.{key} "
        f"FROM {quote(through._meta.db_table)} link "
        f"JOIN (SELECT {row} AS row_key, MAX({key}) AS {key} FROM {past} WHERE {row} IN (%(keys)s) GROUP BY {row}) newest "
        f"ON newest.row_key = link.{quote(field.m2m_column_name())} ORDER BY link.{quote(through._meta.pk.column)}"
    )
