"""What a reading is once a reviewer has decided: the content to be recorded, and whom its printed names stand for. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from articles.models import Reading
from desk.facts import EVENT, FIGURE, KINDS, LIST_OF, LISTS, Fact, facts_read, is_fact_key, kind_of_key
from desk.models import Decision, Verdict


def reviewed_facts(content: dict, decisions: Iterable[Decision]) -> list[Fact]:
    """The facts of a reading with what was decided about each, those dropped and those added among them.

    What stands in an event is in the order of `facts_read`; an added fact stands before the first of its kind that is
    printed after it. A name that was corrected is corrected too where another fact of its event repeats it.
    """
    decided = {decision.fact: decision for decision in decisions if is_fact_key(decision.fact)}
    facts = []
    for fact in facts_read(content):
        decision = decided.get(fact.key)
        facts.append(replace(fact, **_as_decided(fact, decision)) if decision else fact)
    for decision in decided.values():
        if decision.verdict == Verdict.ADD:
            _insert(
                facts,
                Fact(
                    decision.fact,
                    kind_of_key(decision.fact),
                    decision.event,
                    None,
                    decision.corrected,
                    decision.verdict,
                ),
            )
    return list(_with_names_as_corrected(facts))


def _as_decided(fact: Fact, decision: Decision) -> dict:
    return {"verdict": decision.verdict, "content": {**fact.content, **(decision.corrected or {})}}


def _insert(facts: list[Fact], added: Fact) -> None:
    """Put an added fact where the reader would have put it."""
    order = [EVENT, *LISTS.values()]

    def comes_after(fact: Fact) -> bool:
        if fact.event != added.event:
            return False
        if fact.kind != added.kind:
            return order.index(fact.kind) > order.index(added.kind)
        return (fact.span or (0, 0)) > (added.span or (0, 0))

    if added.kind == EVENT or not added.event:  # behind the events and their facts
        facts.append(added)
        return
    own = [place for place, fact in enumerate(facts) if fact.event == added.event or fact.key == added.event]
    if own:  # else the event it was added to is there no longer
        facts.insert(next((place for place in own[1:] if comes_after(facts[place])), own[-1] + 1), added)


def _with_names_as_corrected(facts: list[Fact]) -> Iterator[Fact]:
    corrected = {
        (fact.event, fact.kind, fact.read["name"]): fact.content["name"]
        for fact in facts
        if fact.kind in ("person", "enterprise") and fact.read and fact.content["name"] != fact.read["name"]
    }
    for fact in facts:
        for kind, repeats, field in (("requirement", "person", "by"), ("demand", "enterprise", "enterprise")):
            name = corrected.get((fact.event, repeats, fact.content.get(field))) if fact.kind == kind else None
            if name and fact.verdict not in (Verdict.CORRECT, Verdict.ADD):
                fact = replace(fact, content={**fact.content, field: name})
        yield fact


def reviewed_content(reading: Reading, decisions: Iterable[Decision]) -> dict:
    """What is to be recorded of a reading, in the form of its own content (docs/reading.md).

    Without what was dropped, with what was corrected and added. Facts of a dropped event go with it; facts nobody
    decided about stay as they were read.
    """
    return content_of(reading.content, reviewed_facts(reading.content, decisions))


def content_of(content: dict, facts: list[Fact]) -> dict:
    """The content of a reading with these facts in it, but for those that were dropped."""
    kept = [fact for fact in facts if not fact.is_dropped]
    events = {fact.key: {**fact.content, **{name: [] for name in LISTS}} for fact in kept if fact.kind == EVENT}
    figures = []
    for fact in kept:
        if fact.event in events:
            events[fact.event][LIST_OF[fact.kind]].append(fact.content)
        elif fact.kind == FIGURE and not fact.event:
            figures.append(fact.content)
    return {**content, "events": list(events.values()), "figures": figures}


def kept_events(facts: list[Fact]) -> list[str]:
    """The keys of the events that are not dropped, in the order of `content_of`."""
    return [fact.key for fact in facts if fact.kind == EVENT and not fact.is_dropped]


def standing(facts: list[Fact]) -> list[Fact]:
    """The facts that will be recorded: not dropped, and of no event that is."""
    events = set(kept_events(facts))
    return [fact for fact in facts if not fact.is_dropped and (not fact.event or fact.event in events)]


def open_facts(facts: list[Fact]) -> list[Fact]:
    """The doubtful facts that a person has to decide about before the reading is recorded."""
    return [fact for fact in standing(facts) if fact.is_open]


@dataclass(frozen=True)
class Choice:
    """What a reviewer chose for a printed name, or for an event: `row` of the register where he linked it."""

    verdict: str
    row: Any = None


Choices = dict[str, Choice]


def choices_of(decisions: Iterable[Decision]) -> Choices:
    """The choices by the key of the printed name or event (`facts.name_key`, `facts.meeting_key`)."""
    return {
        decision.fact: Choice(decision.verdict, decision.target)
        for decision in decisions
        if not is_fact_key(decision.fact)
    }


@dataclass(frozen=True)
class Reviewed:
    """What is to be recorded: the content, the key of each of its events, and what was chosen for names and events."""

    content: dict
    events: list[str]
    choices: Choices


def reviewed(reading: Reading, decisions: list[Decision]) -> Reviewed:
    """What is to be recorded of a reading. Raises StillOpen while a doubtful fact is not decided."""
    facts = reviewed_facts(reading.content, decisions)
    if still := [f"{KINDS[fact.kind]}“{words_of(fact)}”存疑,未决定" for fact in open_facts(facts)]:
        raise StillOpen(still)
    return Reviewed(content_of(reading.content, facts), kept_events(facts), choices_of(decisions))


def words_of(fact: Fact) -> str:
    """What a fact is called in a sentence: its name, or the beginning of what it says."""
    content = fact.content
    words = content.get("name") or content.get("heading") or content.get("text") or content.get("label")
    return (words or f"{content.get('date') or content.get('date_note') or ''}{KINDS[fact.kind]}")[:40]


class StillOpen(ValueError):
    """The reading cannot be recorded yet: `items` says in Chinese what a person has to decide first."""

    def __init__(self, items: list[str]):
        super().__init__("还有待定的内容:" + ";".join(items))
        self.items = items
