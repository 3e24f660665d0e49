"""Every rule kept by the database, tried from both sides: rows it lets in, rows it refuses with its Chinese message."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tests.factories import ArticleFactory, quoted

Change = dict | Callable[[object], dict]


@dataclass
class Case:
    """A saved row of `factory` may be changed by each of `accepts`, and by none of `refuses`."""

    constraint: str
    factory: type
    accepts: list[Change]
    refuses: list[Change]

    @property
    def model(self):
        return self.factory._meta.model

    def __str__(self) -> str:
        return self.constraint


def changed_row(case: Case, change: Change):
    row = case.factory()
    for name, value in (change(row) if callable(change) else change).items():
        setattr(row, name, value)
    return row


def assert_accepts(case: Case) -> None:
    for change in case.accepts:
        row = changed_row(case, change)
        row.validate_constraints()
        row.save()


def assert_refuses(case: Case) -> None:
    (message,) = (
        constraint.violation_error_message
        for constraint in case.model._meta.constraints
        if constraint.name == case.constraint
    )
    for change in case.refuses:
        row = changed_row(case, change)
        with pytest.raises(ValidationError) as refusal:
            row.validate_constraints()
        assert message in refusal.value.messages
        with pytest.raises(IntegrityError, match=case.constraint + "|UNIQUE"), transaction.atomic():
            row.save()


def assert_complete(app_label: str, cases: list[Case]) -> None:
    """Every constraint of the room's models has a case, and its message is written in Chinese."""
    tried = {(case.model._meta.label, case.constraint) for case in cases}
    kept = {
        (model._meta.label, constraint.name): constraint.violation_error_message
        for model in apps.get_app_config(app_label).get_models()
        for constraint in model._meta.constraints
    }
    assert tried == set(kept)
    assert [message for message in kept.values() if not re.search("[一-鿿].*。$", message)] == []


def cited_cases(factory) -> list[Case]:
    """What every cited fact promises: the sentence whole, and as long as its span."""
    name = factory._meta.model._meta.model_name

    def cited(**changes) -> Change:
        return lambda row: {**quoted(ArticleFactory(), "听取了项目进展"), **changes}

    return [
        Case(
            f"{name}_cited_whole",
            factory,
            accepts=[{}, cited()],
            refuses=[
                cited(article=None),
                cited(quote=""),
                cited(span_start=None),
                cited(span_end=None),
                cited(quote="", span_start=4, span_end=4),
                {"span_start": 1, "span_end": 3},
                {"quote": "只有原文"},
            ],
        ),
        Case(
            f"{name}_quote_fits_span",
            factory,
            accepts=[{}, cited(quote="𠮷野", span_start=3, span_end=5)],  # one character, two UTF-16 units
            refuses=[cited(span_start=0, span_end=3), cited(span_start=0, span_end=400)],
        ),
    ]
