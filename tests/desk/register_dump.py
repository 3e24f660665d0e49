"""The whole register as text that two databases can be compared by: natural keys, no primary keys, times, versions.

Every model of the house and every history table is in it. A row is its values and, for what it refers to, that row's
natural key: a digest of its own values, and so on. Primary keys in JSON (what a recording made) are written as natural keys too.
"""

import hashlib
import json
from collections import Counter

from django.apps import apps
from django.db import models
from simple_history.models import HistoricalChanges

ROOMS = ("accounts", "people", "articles", "projects", "meetings", "desk")
# Who took part and how often he was interrupted differs from run to run, and is no part of what was imported.
OF_THE_RUN = {
    "desk.importbatch": {"fingerprint"},
    "desk.importpage": {"worker", "claims", "claimed_until"},
    "accounts.user": {"password"},
}


class _Keys:
    """Natural keys, each found once."""

    def __init__(self):
        self._rows: dict[type, dict] = {}
        self._keys: dict[tuple, str] = {}
        self._titles: dict[int, list[str]] | None = None

    def of(self, model: type[models.Model], pk) -> str | None:
        if pk is None:
            return None
        if (model, pk) not in self._keys:
            if model not in self._rows:
                self._rows[model] = {row.pk: row for row in model._base_manager.all()}
            row = self._rows[model].get(pk)
            self._keys[model, pk] = "gone" if row is None else self._digest(row)
        return self._keys[model, pk]

    def _digest(self, row) -> str:
        values = self.values(row)
        if row._meta.label == "people.Official":  # two of one name are told apart by their posts
            values["posts"] = self._posts().get(row.pk, [])
        called = next((values[name] for name in ("name", "title", "username", "printed_name") if values.get(name)), "")
        digest = hashlib.sha256(json.dumps(values, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
        return f"{called}#{digest[:16]}"

    def _posts(self) -> dict[int, list[str]]:
        if self._titles is None:
            self._titles = {}
            for official, title in apps.get_model("people.Post").objects.values_list("official", "title"):
                self._titles.setdefault(official, []).append(title)
            self._titles = {official: sorted(titles) for official, titles in self._titles.items()}
        return self._titles

    def values(self, row) -> dict:
        left_out = OF_THE_RUN.get(row._meta.label_lower, set())
        return {
            field.name: self._value(row, field)
            for field in row._meta.concrete_fields
            if not (
                field.name in left_out
                or field.name in ("id", "version", "history_id")
                or (field.primary_key and not isinstance(field, models.ForeignKey))
                or isinstance(field, models.DateTimeField)
            )
        }

    def _value(self, row, field):
        if isinstance(field, models.ForeignKey):
            return self.of(field.related_model, getattr(row, field.attname))
        value = getattr(row, field.attname)
        if field.name == "made":
            return {
                label: sorted(str(self.of(apps.get_model(label), pk)) for pk in pks) for label, pks in value.items()
            }
        if isinstance(value, memoryview | bytes):
            return bytes(value).hex()
        return value if isinstance(value, dict | list) else str(value)


def dump() -> dict[str, Counter]:
    """By model label, how often each row as text is there. Equal dumps are equal registers."""
    keys = _Keys()
    dumped = {}
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models(include_auto_created=True):
            rows = model._base_manager.all()
            dumped[model._meta.label] = Counter(
                json.dumps(_with_row(keys, model, row), ensure_ascii=False, sort_keys=True) for row in rows.iterator()
            )
    return dumped


def _with_row(keys: _Keys, model, row) -> dict:
    values = keys.values(row)
    if issubclass(model, HistoricalChanges) and hasattr(row, "instance_type"):
        values["of"] = keys.of(row.instance_type, getattr(row, row.instance_type._meta.pk.attname))
    return values


def difference(one: dict[str, Counter], other: dict[str, Counter]) -> dict[str, list[str]]:
    """What differs, by model: at most three rows of each side, cut; empty when the registers are equal."""
    return {
        label: [
            f"{side} {row[:400]}"
            for side, rows in (("-", one[label] - other[label]), ("+", other[label] - one[label]))
            for row in list(rows)[:3]
        ]
        for label in one
        if one[label] != other[label]
    }


if __name__ == "__main__":  # the database of DATABASE_URL, as JSON on standard output
    import sys

    import django

    django.setup()

    sys.stdout.write(json.dumps(dump(), ensure_ascii=False))
