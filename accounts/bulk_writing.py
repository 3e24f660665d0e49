"""Rows of several models written and deleted together, each with its history, in two trips to the database.

For whoever writes many rows at a time: recording, importers. A single row is saved as Django saves it. Why not
`bulk_create`: ADR 7.
"""

import functools
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from concurrency.fields import OFFSET
from django.db import connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import (
    BigAutoField,
    BooleanField,
    CharField,
    Field,
    ForeignKey,
    IntegerField,
    ManyToManyField,
    Model,
    PositiveIntegerField,
    PositiveSmallIntegerField,
    TextField,
)

from accounts.history import CHANGED, CREATED, DELETED, Author, Statement, has_history, history_statements

_PLAIN = {
    BigAutoField: int,
    BooleanField: bool,
    CharField: str,
    IntegerField: int,
    PositiveIntegerField: int,
    PositiveSmallIntegerField: int,
    TextField: str,
}
_MOST_PARAMETERS = 30_000  # of a statement, and of a trip: some megabytes of text


class BulkWriting:
    """New and changed rows, collected and then written in the order in which they were given.

    `create`, `link`, `change` and `delete` collect. `give_keys` gives the new rows their primary keys, `write` writes all; both
    stand in the transaction that has locked the rows to be changed. What a constraint refuses raises IntegrityError
    from `write`, and nothing is written.
    """

    def __init__(self, author: Author):
        self.author = author
        self._new: list[tuple[type[Model], list[Model]]] = []
        self._steps: list[functools.partial] = []

    def create(self, rows: list[Model]) -> list[Model]:
        """New rows of one model. What they refer to may be as new, given before and still without a key."""
        if rows:
            model = type(rows[0])
            self._new.append((model, rows))
            self._steps.append(functools.partial(_created, model, rows, self.author))
        return rows

    def link(self, relation: ManyToManyField, pairs: Iterable[tuple[Model, Model]]) -> None:
        """New links of a many-to-many field, one for pairs given twice.

        They change the rows on their left, whose history shows the links.
        """
        through = relation.remote_field.through
        left, right = relation.m2m_field_name(), relation.m2m_reverse_field_name()
        pairs = {(_identity(a), _identity(b)): (a, b) for a, b in pairs}.values()
        if pairs:
            self.create([through(**{left: a, right: b}) for a, b in pairs])
            rows = {_identity(row): row for row, _ in pairs}
            self._steps.append(functools.partial(_touched, relation.model, list(rows.values()), self.author))

    def change(self, changes: list[tuple[Model, dict]], *, author: Author | None = None) -> None:
        """New values of rows of one model, by the same field names for each row: one more version of each."""
        if changes:
            model = type(changes[0][0])
            self._steps.append(functools.partial(_changed, model, changes, author or self.author))

    def delete(self, rows: list[Model]) -> None:
        """Rows of one model that go, and with them their many-to-many links; nothing that refers to them goes along.

        The database asks for that at the end of the transaction: rows that refer to each other go in any order.
        """
        if rows:
            self._steps.append(functools.partial(_deleted, type(rows[0]), [row.pk for row in rows], self.author))

    def give_keys(self) -> dict[str, list[int]]:
        """Give each new row its primary key, and say the keys by model label, links left out; in the rows' order."""
        rows_of = defaultdict(list)
        for model, rows in self._new:
            rows_of[model] += rows
        keyless = {model: [row for row in rows if row.pk is None] for model, rows in rows_of.items()}
        for model, keys in _reserved_keys({model: len(rows) for model, rows in keyless.items() if rows}).items():
            for row, key in zip(keyless[model], keys, strict=True):
                row.pk = key
        return {
            model._meta.label_lower: [row.pk for row in rows]
            for model, rows in rows_of.items()
            if not model._meta.auto_created
        }

    def write(self) -> None:
        """Write everything collected."""
        if not connection.in_atomic_block:
            raise transaction.TransactionManagementError("BulkWriting needs a transaction: all rows or none")
        self.give_keys()
        _execute_in_turn([statement for step in self._steps for statement in step()])


def _identity(row: Model) -> tuple[int | None, int | None]:
    """What tells a row from others of its model: its key, or the object itself before it has one."""
    return row.pk, id(row) if row.pk is None else None


def _execute_in_turn(statements: list[Statement]) -> None:
    """Execute statements whose results nobody needs, in the order given; on PostgreSQL as many as it likes in a trip."""
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            for sql, parameters in statements:
                cursor.execute(sql, parameters)
            return
        together, given = [], []
        for sql, parameters in statements:
            together.append(sql)
            given += parameters
            if len(given) > _MOST_PARAMETERS:
                cursor.execute("; ".join(together), given)
                together, given = [], []
        if together:
            cursor.execute("; ".join(together), given)


def _reserved_keys(numbers: dict[type[Model], int]) -> dict[type[Model], list[int]]:
    """As many new keys of each model as asked for, rising, which nobody else is given.

    On SQLite the surrounding transaction is IMMEDIATE and so the only writer: the keys that follow the last one are
    its own. They count as used once rows with them are inserted.
    """
    if not numbers:
        return {}
    models = list(numbers)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                " UNION ALL ".join("SELECT %s, nextval(%s) FROM generate_series(1, %s)" for _ in models),
                [
                    parameter
                    for place, model in enumerate(models)
                    for parameter in (place, _sequence(model), numbers[model])
                ],
            )
            keys = defaultdict(list)
            for place, key in cursor.fetchall():
                keys[models[place]].append(key)
            return {model: sorted(keys[model]) for model in models}
        tables = [model._meta.db_table for model in models]
        cursor.execute(f"SELECT name, seq FROM sqlite_sequence WHERE name IN ({_marks(tables)})", tables)
        last = dict(cursor.fetchall())
        first = {model: last.get(model._meta.db_table, 0) + 1 for model in models}
        return {model: list(range(first[model], first[model] + numbers[model])) for model in models}


@functools.cache
def _sequence(model: type[Model]) -> str:
    """The sequence that PostgreSQL takes the keys of a model from."""
    with connection.cursor() as cursor:
        table, key = connection.ops.quote_name(model._meta.db_table), model._meta.pk.column
        cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [table, key])
        return cursor.fetchone()[0]


def _created(model: type[Model], rows: list[Model], author: Author) -> Iterator[Statement]:
    insert, columns = _inserting(model)
    one_row = f"({_marks(columns)})"
    database = connections[connection.alias]  # asked for every value, and `connection` looks it up at each
    for some in _portions(rows, len(columns)):
        yield (
            insert + ", ".join([one_row] * len(some)),
            [value for row in some for value in _values(row, columns, database)],
        )
    if has_history(model):
        for some in _portions(rows, 1):
            yield from history_statements(model, [row.pk for row in some], CREATED, author)


class _Column(NamedTuple):
    """A field, where a row holds its value, and the type of values that need no preparing: that takes long for each."""

    field: Field
    attname: str
    plain: type | None


@functools.cache
def _inserting(model: type[Model]) -> tuple[str, list[_Column]]:
    """INSERT … VALUES without the values, and what they are of."""
    quote = connection.ops.quote_name
    fields = list(model._meta.concrete_fields)
    columns = ", ".join(quote(field.column) for field in fields)
    return f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ", [
        _Column(field, field.attname, _PLAIN.get(type(field.target_field if isinstance(field, ForeignKey) else field)))
        for field in fields
    ]


def _values(row: Model, columns: list[_Column], database: BaseDatabaseWrapper) -> Iterator:
    """What an INSERT is given for a new row, as `save` would: fields that keep themselves (pinyin, version) do so."""
    held = row.__dict__
    for field, attname, plain in columns:
        value = held.get(attname)
        if plain is None or type(value) is not plain:
            value = _prepared_new(row, field, database)
        yield value
    row._state.adding = False
    row._state.db = database.alias


def _prepared_new(row: Model, field: Field, database: BaseDatabaseWrapper) -> Any:
    if isinstance(field, ForeignKey) and getattr(row, field.attname) is None and field.is_cached(row):
        related = field.get_cached_value(row)
        if related is not None:  # given before it had a key
            if related.pk is None:
                raise ValueError(f"{row!r} refers to a new {related!r} that was not given before it")
            setattr(row, field.attname, related.pk)
    value = field.get_db_prep_save(field.pre_save(row, add=True), database)
    if hasattr(value, "as_sql"):
        raise TypeError(f"{field} of {row!r} needs a value: BulkWriting knows no expressions and database defaults")
    return value


def _touched(model: type[Model], rows: list[Model], author: Author) -> Iterator[Statement]:
    for some in _portions(rows, 1):
        yield from history_statements(model, [row.pk for row in some], CHANGED, author)


def _changed(model: type[Model], changes: list[tuple[Model, dict]], author: Author) -> Iterator[Statement]:
    quote = connection.ops.quote_name
    key = quote(model._meta.pk.column)
    fields = [model._meta.get_field(name) for name in changes[0][1]]
    for some in _portions(changes, 2 * len(fields) + 1):
        settings, parameters = [], []
        for field in fields:
            column = quote(field.column)
            values = [_prepared(field, values[field.name]) for _, values in some]
            if len(some) == 1:
                settings.append(f"{column} = %s")
                parameters += values
            else:  # ELSE, which is never reached, tells PostgreSQL the type
                settings.append(f"{column} = CASE {key} {'WHEN %s THEN %s ' * len(some)}ELSE {column} END")
                parameters += [one for (row, _), value in zip(some, values, strict=True) for one in (row.pk, value)]
        version = getattr(model, "_concurrencymeta", None)
        if version:
            column = quote(version.field.column)
            settings.append(f"{column} = CASE WHEN {column} < %s THEN %s ELSE {column} + 1 END")
            parameters += [int(time.time() * 1_000_000) - OFFSET] * 2
        pks = [row.pk for row, _ in some]
        update = f"UPDATE {quote(model._meta.db_table)} SET {', '.join(settings)} WHERE {key} IN ({_marks(pks)})"
        yield update, [*parameters, *pks]
        if has_history(model):
            yield from history_statements(model, pks, CHANGED, author)


def _deleted(model: type[Model], pks: list[int], author: Author) -> Iterator[Statement]:
    quote = connection.ops.quote_name
    for some in _portions(pks, 1):
        if has_history(model):
            yield from history_statements(model, some, DELETED, author)
        for field in model._meta.many_to_many:
            through, column = field.remote_field.through, quote(field.m2m_column_name())
            if through._meta.auto_created:  # else its rows are somebody's own
                yield f"DELETE FROM {quote(through._meta.db_table)} WHERE {column} IN ({_marks(some)})", some
        key = quote(model._meta.pk.column)
        yield f"DELETE FROM {quote(model._meta.db_table)} WHERE {key} IN ({_marks(some)})", some


def _prepared(field: Field, value):
    return field.get_db_prep_save(value.pk if isinstance(value, Model) else value, connection)


def _marks(values: Sequence) -> str:
    return ", ".join(["%s"] * len(values))


def _portions(rows: list, parameters: int) -> Iterator[list]:
    """`rows` in parts of which one statement can take in all, at so many parameters a row and a few for itself."""
    size = max(((connection.features.max_query_params or _MOST_PARAMETERS) - 10) // parameters, 1)
    for start in range(0, len(rows), size):
        yield rows[start : start + size]
