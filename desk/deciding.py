"""A reviewer decides, fact by fact and name by name: each decision is stored as it is made, and the last ones undone.

Whoever decides holds the claim of the reading (`desk.claims`), which every decision renews under its lock. What was
decided together carries one mark in its history, by which it is undone together.
"""

import contextlib
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from accounts.bulk_writing import BulkWriting
from accounts.history import Author
from articles.models import Reading
from desk.claims import renew
from desk.facts import EVENT, FIGURE, Fact, added_key, kind_of_key
from desk.models import ON_NAMES, Decision, Verdict
from desk.reviewing import reviewed_facts, standing

_TARGET_OF = {
    "person": "official",
    "unit": "organization",
    "enterprise": "enterprise",
    "project": "project",
    EVENT: "meeting",
}
_NO_TARGET = dict.fromkeys(_TARGET_OF.values())
_MARK, _UNDONE = "审核决定 ", "撤销 "


class CannotDecide(ValueError):
    """The decision cannot be stored as it stands. The message is Chinese."""


@dataclass(frozen=True)
class _Decided:
    fact: str
    verdict: Verdict
    event: str = ""
    corrected: dict | None = None
    targets: dict[str, Any] | None = None

    def values(self, by) -> dict[str, Any]:
        return {
            "verdict": self.verdict,
            "event": self.event,
            "corrected": self.corrected,
            **(self.targets or _NO_TARGET),
            "decided_by": by,
            "decided_at": timezone.now(),
        }


def accept(reading: Reading, key: str, *, by) -> None:
    """Take a fact as it was read. Raises CannotDecide, ClaimLost."""
    with _deciding(reading, by) as facts:
        fact = _fact(facts, key)
        verdict = Verdict.ACCEPT if fact.read else Verdict.ADD
        _store(reading, by, [_Decided(key, verdict, *_as_added(fact))])


def accept_sure(reading: Reading, event: str, *, by) -> int:
    """Accept every fact of an event that is not doubtful and not decided yet, the event itself among them; says how many.

    `event` "" is for the figures of the article as a whole. Raises CannotDecide, ClaimLost.
    """
    with _deciding(reading, by) as facts:
        sure = [
            fact
            for fact in standing(facts)
            if (fact.key == event if fact.kind == EVENT else fact.event == event)
            if not fact.verdict and not fact.is_doubtful
        ]
        _store(reading, by, [_Decided(fact.key, Verdict.ACCEPT) for fact in sure])
    return len(sure)


def correct(reading: Reading, key: str, content: dict, *, by) -> None:
    """Store what a fact should have been; `content` holds its fields and, where its place is known, `evidence`.

    A fact corrected to what was read is accepted. Raises CannotDecide, ClaimLost.
    """
    with _deciding(reading, by) as facts:
        fact = _fact(facts, key)
        if fact.read is None:
            decided = _Decided(key, Verdict.ADD, fact.event, {**fact.content, **content})
        else:
            changed = {name: value for name, value in content.items() if fact.read.get(name) != value}
            decided = _Decided(key, Verdict.CORRECT if changed else Verdict.ACCEPT, corrected=changed or None)
        _store(reading, by, [decided])


def drop(reading: Reading, key: str, *, by) -> None:
    """Leave a fact out of what is recorded; an event goes with its facts. Raises CannotDecide, ClaimLost."""
    with _deciding(reading, by) as facts:
        _store(reading, by, [_Decided(_fact(facts, key).key, Verdict.DROP)])


def add(reading: Reading, kind: str, event: str, content: dict, *, by) -> str:
    """Add a fact that the reader missed to an event ("" for an event, and for a figure of the article); its key.

    Raises CannotDecide, ClaimLost.
    """
    with _deciding(reading, by) as facts:
        if kind == EVENT:
            event = ""
        elif not any(fact.key == event and fact.kind == EVENT for fact in standing(facts)) and (
            kind != FIGURE or event
        ):
            raise CannotDecide("请先选定所属的会议活动。")
        taken = reading.decisions.values_list("fact", flat=True)
        key = added_key(kind, content.get("evidence"), taken)
        _store(reading, by, [_Decided(key, Verdict.ADD, event, content)])
    return key


def choose(reading: Reading, key: str, verdict: str, *, by, target=None) -> None:
    """Store whom a printed name (`facts.name_key`), or which meeting an event (`facts.meeting_key`), stands for.

    `target` is the row it is linked to, of the article's district. Raises CannotDecide, ClaimLost.
    """
    kind = kind_of_key(key)
    if verdict not in ON_NAMES or kind not in _TARGET_OF or (verdict == Verdict.OPEN and kind == EVENT):
        raise CannotDecide("这个名称不能这样对应。")
    field = Decision._meta.get_field(_TARGET_OF[kind])
    is_fitting = target is not None and isinstance(target, field.related_model)
    if verdict == Verdict.LINK and not (is_fitting and target.district_id == reading.article.district_id):
        raise CannotDecide("请选定本行政区台账中的一条记录。")
    with _deciding(reading, by):
        targets = {**_NO_TARGET, field.name: target if verdict == Verdict.LINK else None}
        _store(reading, by, [_Decided(key, Verdict(verdict), targets=targets)])


def target_model(key: str) -> type[Model] | None:
    """The model whose rows a printed name, or an event, can be linked to; None for other keys."""
    kind = kind_of_key(key)
    return Decision._meta.get_field(_TARGET_OF[kind]).related_model if kind in _TARGET_OF else None


def undo(reading: Reading, *, by) -> list[str]:
    """Take back what was decided last; the keys of it, none when everything is taken back. Raises ClaimLost.

    Undone again, what was decided before it is taken back.
    """
    with _deciding(reading, by):
        mark = _last_mark(reading)
        if mark is None:
            return []
        marked = list(Decision.history.filter(reading_id=reading.pk, history_change_reason=mark))
        live = {decision.pk: decision for decision in reading.decisions.filter(pk__in=[row.id for row in marked])}
        writing = BulkWriting(Author(by, _UNDONE + mark))
        restored = []
        for row in marked:
            before = Decision.history.filter(id=row.id, history_id__lt=row.history_id).order_by("-history_id").first()
            if before is not None:
                restored.append((live[row.id], _values_of(before)))
        writing.change(restored)
        kept = {decision.pk for decision, _ in restored}
        writing.delete([decision for decision in live.values() if decision.pk not in kept])
        writing.write()
    return [row.fact for row in marked]


@contextlib.contextmanager
def _deciding(reading: Reading, by) -> Iterator[list[Fact]]:
    """A transaction in which `by` holds the claim of a reading; gives its facts as they are decided by now."""
    with transaction.atomic():
        renew(reading.pk, by)
        yield reviewed_facts(reading.content, reading.decisions.all())


def _fact(facts: list[Fact], key: str) -> Fact:
    for fact in facts:
        if fact.key == key:
            return fact
    raise CannotDecide("识别结果里没有这一条,请刷新页面。")


def _as_added(fact: Fact) -> tuple[str, dict | None]:
    return (fact.event, fact.content) if fact.read is None else ("", None)


def _store(reading: Reading, by, decided: Iterable[_Decided]) -> None:
    decided = {one.fact: one for one in decided}
    known = {decision.fact: decision for decision in reading.decisions.filter(fact__in=decided)}
    writing = BulkWriting(Author(by, _MARK + secrets.token_hex(8)))
    writing.create(
        [Decision(reading=reading, fact=key, **one.values(by)) for key, one in decided.items() if key not in known]
    )
    writing.change([(decision, decided[key].values(by)) for key, decision in known.items()])
    writing.write()


def _last_mark(reading: Reading) -> str | None:
    """The mark of what was decided last and is not undone."""
    reasons = Decision.history.filter(reading_id=reading.pk, history_change_reason__isnull=False)
    undone = set()
    for reason in reasons.order_by("-history_id").values_list("history_change_reason", flat=True):
        if reason.startswith(_UNDONE):
            undone.add(reason.removeprefix(_UNDONE))
        elif reason not in undone:
            return reason
    return None


def _values_of(before) -> dict[str, Any]:
    names = ["verdict", "event", "corrected", *_NO_TARGET, "decided_by", "decided_at"]
    return {name: getattr(before, Decision._meta.get_field(name).attname) for name in names}
