"""A recording is taken back: the rows it made go, but for those that were edited since or that others use."""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import transaction
from django.db.models import ForeignKey, Model
from simple_history.models import HistoricalChanges

from accounts.bulk_writing import BulkWriting
from accounts.history import CREATED, Author, has_history, history_model
from articles.models import Reading, ReadingState
from meetings.models import Meeting
from people.name_lock import lock_names

_Key = tuple[type[Model], int]
EDITED = "入库后改过"
OF_A_MEETING_THAT_STAYS = "所属的会议活动保留"


class NotRecorded(ValueError):
    """The reading is not in the register. The message is Chinese."""


@dataclass(frozen=True)
class Kept:
    """One row that recording made and that stays, and why."""

    words: str
    reason: str


@dataclass(frozen=True)
class Unrecorded:
    """How many rows went, and which stay."""

    removed: int
    kept: list[Kept]


@transaction.atomic
def unrecord(reading: Reading, *, by) -> Unrecorded:
    """Take back the rows that recording `reading` made, in the name of the user `by`; the reading waits again.

    What was edited since stays, and what rows of others refer to; a meeting that others refer to stays whole. Its
    decisions are as they were. The dates a post was seen on are not narrowed. Raises NotRecorded, and IntegrityError
    when somebody begins to use a row in the same moment: then nothing has changed.
    """
    reading = Reading.objects.select_for_update(of=("self",)).select_related("article").get(pk=reading.pk)
    if reading.state != ReadingState.RECORDED:
        raise NotRecorded("这篇报道没有入库,不能撤销。")
    # Names before rows, as recording locks them: whoever records one of them meanwhile waits, and finds it gone.
    names = {row.name for row in _made(reading, lock=False).values() if hasattr(row, "name")} - {""}
    lock_names(reading.article.district_id, names)
    rows = _made(reading, lock=True)
    kept = _kept(rows, dict.fromkeys(_edited(reading, rows), EDITED))
    writing = BulkWriting(Author(by, "撤销入库"))
    going = [row for key, row in rows.items() if key not in kept]
    for _, some in itertools.groupby(going, type):
        writing.delete(list(some))
    waiting = {"state": ReadingState.WAITING, "recorded_by": None, "recorded_at": None, "recorded_in_bulk": False}
    writing.change([(reading, {**waiting, "made": {}})])
    writing.write()
    return Unrecorded(
        len(going), [Kept(f"{key[0]._meta.verbose_name}“{rows[key]}”", reason) for key, reason in kept.items()]
    )


def _made(reading: Reading, *, lock: bool) -> dict[_Key, Model]:
    """The rows that recording made and that are still there; those of one model together."""
    rows = {}
    for label, pks in reading.made.items():
        model = apps.get_model(label)
        made = model._base_manager.filter(pk__in=pks).order_by("pk")
        for row in made.select_for_update() if lock else made:
            rows[model, row.pk] = row
    return rows


def _edited(reading: Reading, rows: dict[_Key, Model]) -> Iterator[_Key]:
    """The rows with a version that is not the first, written after the recording was done."""
    recorded = reading.history.filter(state=ReadingState.RECORDED, recorded_at=reading.recorded_at)
    done = recorded.order_by("-history_date").values_list("history_date", flat=True).first()
    for model, keys in itertools.groupby(rows, lambda key: key[0]):
        if not has_history(model):
            continue
        first, later = {}, set()
        past = history_model(model).objects.filter(id__in=[pk for _, pk in keys])
        for pk, kind, date, version in past.values_list("id", "history_type", "history_date", "version"):
            if kind == CREATED:
                first[pk] = version
            elif done is None or date > done:
                later.add(pk)
        yield from ((model, pk) for pk in later if rows[model, pk].version != first.get(pk))


def _kept(rows: dict[_Key, Model], kept: dict[_Key, str]) -> dict[_Key, str]:
    """Which rows stay and why: those of `kept`, and whatever something that stays refers to."""
    users = _users(rows)
    used_by_others = {key for key, some in users.items() if any(user not in rows for user in some)}
    for key, row in rows.items():
        meeting = getattr(row, "meeting_id", None)
        if meeting and (Meeting, meeting) in used_by_others:
            kept.setdefault(key, OF_A_MEETING_THAT_STAYS)
    found = True
    while found:
        found = {
            key: next(user for user in users[key] if user not in rows or user in kept)
            for key in rows
            if key not in kept and any(user not in rows or user in kept for user in users[key])
        }
        kept |= {key: _told(user, rows) for key, user in found.items()}
    return kept


def _told(user: _Key, rows: dict[_Key, Model]) -> str:
    model, pk = user
    row = rows.get(user) or model._base_manager.get(pk=pk)
    return f"还被{model._meta.verbose_name}“{row}”引用"


def _users(rows: dict[_Key, Model]) -> dict[_Key, list[_Key]]:
    """What refers to each row; through a many-to-many link the row that has the link, itself left out."""
    users: dict[_Key, list[_Key]] = defaultdict(list)
    for model, keys in itertools.groupby(rows, lambda key: key[0]):
        pks = [pk for _, pk in keys]
        for field in _foreign_keys_to(model):
            user = field.model
            source = _source_of_links(user)
            if source is field:
                continue
            columns = (source.attname if source else "pk", field.attname)
            model_of_user = source.related_model if source else user
            for pk, target in user._base_manager.filter(**{f"{field.name}__in": pks}).values_list(*columns):
                users[model, target].append((model_of_user, pk))
    return users


def _foreign_keys_to(model: type[Model]) -> Iterable[ForeignKey]:
    relations = model._meta.get_fields(include_hidden=True)
    return [
        relation.field
        for relation in relations
        if relation.auto_created
        and not relation.concrete
        and isinstance(relation.field, ForeignKey)
        and not issubclass(relation.related_model, HistoricalChanges)
    ]


def _source_of_links(through: type[Model]) -> ForeignKey | None:
    """Of the links of a many-to-many field the foreign key to the row that has the field; None for other models."""
    if not through._meta.auto_created:
        return None
    field = next(f for f in through._meta.auto_created._meta.many_to_many if f.remote_field.through is through)
    return through._meta.get_field(field.m2m_field_name())
