"""A column of a ledger: its header, where its value comes from, and how that is written on screen and in a file."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Case, CharField, F, IntegerField, Model, QuerySet, TextField, Value, When
from django.db.models.functions import NullIf
from django.db.models.lookups import Exact
from django.urls import reverse
from django.utils import timezone

from ledger.names import JOINED_BY, split_names

KINDS = ("text", "date", "datetime", "number", "money", "choice", "boolean", "names")
Choices = Iterable[tuple[str, str]]


@dataclass(frozen=True)
class Link:
    """The page a value leads to: the name of its address, the path to the key of its row, and the place in the page.

    `at` is the path to a character of an article: the page marks each fact by the character at which it begins.
    """

    address: str
    key: str = "pk"
    at: str = ""

    def to(self, key: int | None, at: int | None = None) -> str:
        if key is None:
            return ""
        return reverse(self.address, args=[key]) + (f"#c{at}" if at is not None else "")


@dataclass(frozen=True)
class Cell:
    """One value on screen: pieces of text, each with its address or none."""

    column: "Column"
    pieces: list[tuple[str, str]]

    @property
    def text(self) -> str:
        return JOINED_BY.join(text for text, _ in self.pieces)


@dataclass(frozen=True)
class Column:
    """`name` is what `?sort=` calls it; `expression` a path of fields or a Django expression.

    `order` is what it sorts by where that is not its value; `kind` one of KINDS. A column of kind "names" holds a
    `NamesOf` with keys, and its link's address is that of the rows named.
    """

    name: str
    header: str
    expression: Any
    kind: str = "text"
    link: Link | None = None
    choices: Choices = ()
    order: Any = None
    default_shown: bool = True
    main: bool = False  # what the row is called: the head of its card on a phone
    long: bool = False  # takes a wide column
    _labels: dict = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self):
        if self.kind not in KINDS:
            raise ValueError(f"{self.name}: no kind {self.kind!r}")
        object.__setattr__(self, "choices", tuple(self.choices))
        self._labels.update(self.choices)

    @property
    def annotations(self) -> dict[str, Any]:
        """What a query must fetch for the screen; for a file the first is enough."""
        found = {f"col_{self.name}": as_expression(self.expression)}
        if self.link and self.kind != "names":
            found[f"key_{self.name}"] = F(self.link.key)
            if self.link.at:
                found[f"at_{self.name}"] = F(self.link.at)
        return found

    def written(self, value) -> str:
        """The value as a file has it."""
        if value is None or value == "":
            return ""
        if self.kind == "names":
            return JOINED_BY.join(name for name, _ in split_names(value))
        if self.kind == "choice":
            return self._labels.get(value, str(value))
        if self.kind == "boolean":
            return "是" if value else "否"
        if isinstance(value, datetime.datetime):
            return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
        if isinstance(value, datetime.date):
            return value.isoformat()
        if isinstance(value, Decimal):
            return _without_zeros(f"{value:f}")
        return str(value)

    def shown(self, value) -> str:
        """The value as the screen has it: as in a file, but thousands of money stand apart."""
        if self.kind == "money" and isinstance(value, Decimal):
            return _without_zeros(f"{value:,f}")
        return self.written(value)

    def cell(self, row: dict[str, Any]) -> Cell:
        value = row[f"col_{self.name}"]
        if self.kind == "names":
            return Cell(self, [(name, self.link.to(key) if self.link else "") for name, key in split_names(value)])
        text = self.shown(value)
        if not text:
            return Cell(self, [])
        address = self.link.to(row[f"key_{self.name}"], row.get(f"at_{self.name}")) if self.link else ""
        return Cell(self, [(text, address)])

    def sorted_by(self, model: type[Model]) -> list:
        """The expressions this column sorts by; None where there is no value."""
        if self.order is not None:
            given = self.order if isinstance(self.order, tuple) else (self.order,)
            return [as_expression(expression) for expression in given]
        if self.kind == "choice":
            return [position_of(self.expression, self.choices)]
        if self.kind in ("text", "names"):
            text = as_expression(self.expression)
            return [NullIf(text, Value("", output_field=_text_field(model, self.expression)))]
        return [as_expression(self.expression)]


def as_expression(given):
    return F(given) if isinstance(given, str) else given


def _text_field(model: type[Model], expression):
    """The kind of text a path leads to: both sides of a comparison are to be of one."""
    if isinstance(expression, str):
        options = model._meta
        for part in expression.split("__"):
            found = options.get_field(part)
            options = found.related_model._meta if found.is_relation else options
        return TextField() if isinstance(found, TextField) else CharField()
    return CharField()


def _without_zeros(number: str) -> str:
    return number.rstrip("0").rstrip(".") if "." in number else number


def label_of(path: str, choices: Choices, *, default: str = "") -> Case:
    """The label of a code, made by the database, so that it can stand within a longer text."""
    return Case(
        *[When(**{path: code}, then=Value(label)) for code, label in choices],
        default=Value(default),
        output_field=CharField(),
    )


def position_of(expression, choices: Choices) -> Case:
    """The place of a code among its choices: stages sort as they follow one another, not by their letters."""
    codes = [code for code, _ in choices]
    if isinstance(expression, str):
        whens = [When(**{expression: code}, then=Value(place)) for place, code in enumerate(codes)]
    else:
        whens = [When(Exact(expression, Value(code)), then=Value(place)) for place, code in enumerate(codes)]
    return Case(*whens, default=None, output_field=IntegerField())


def in_order_of(queryset: QuerySet, column: Column, *, descending: bool) -> QuerySet:
    """The queryset sorted by a column, rows without a value last either way; the key decides between equals.

    What it sorts by is annotated first and named in `order_by`. Django resolves an annotation once, on its own copy;
    an expression given to `order_by` is resolved when the query is compiled, and where that query stands inside
    another (`pk__in`), it writes the other's aliases into the column's own subquery, for every later query.
    """
    keys = {f"sort_{n}": expression for n, expression in enumerate(column.sorted_by(queryset.model))}
    named = [F(key).desc(nulls_last=True) if descending else F(key).asc(nulls_last=True) for key in keys]
    return queryset.annotate(**keys).order_by(*named, "-pk")


def with_columns(queryset: QuerySet, columns: Iterable[Column], *, links: bool) -> tuple[QuerySet, list[str]]:
    """The queryset with the value of every column as an annotation, and their names; with `links` the keys too."""
    found = {}
    for column in columns:
        annotations = column.annotations
        found.update(annotations if links else {name: annotations[name] for name in list(annotations)[:1]})
    return queryset.annotate(**found), list(found)
