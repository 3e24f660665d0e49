"""What of a reading is doubtful: facts read with little confidence, and what the text says of itself that was not found."""

from dataclasses import dataclass

from articles.models import Reading
from articles.reader import DOUBTFUL_BELOW

# The facts of an event by their name in a reading (docs/reading.md) and by their kind on the article's page.
_KINDS = {
    "people": "person",
    "organizations": "unit",
    "enterprises": "enterprise",
    "projects": "project",
    "directives": "requirement",
    "demands": "demand",
    "figures": "figure",
}


@dataclass(frozen=True)
class Doubts:
    """How many doubts a reading has; the place of each doubtful fact, as (kind, start, end); the rest in words."""

    number: int = 0
    places: frozenset[tuple[str, int, int]] = frozenset()
    notes: tuple[str, ...] = ()


def doubts_of(reading: Reading | None) -> Doubts:
    """The doubts of a reading; its content is only looked at where it has any."""
    if reading is None or not reading.doubts:
        return Doubts()
    content = reading.content
    places = {
        (kind, *fact["evidence"])
        for told in (*content.get("events", []), {"figures": content.get("figures", [])})
        for name, kind in _KINDS.items()
        for fact in told.get(name, [])
        if fact.get("confidence", 1) < DOUBTFUL_BELOW and fact.get("evidence")
    }
    notes = tuple(check["note"] for check in content.get("checks", []) if not check["agrees"])
    return Doubts(reading.doubts, frozenset(places), notes)
