"""How much of a composed gold reading the reader finds: precision and recall joined as F1, field by field.

The gold in tests/articles/gold is our own: articles we composed, in many manners of print, with what must be read out of
them. What two careful readers may differ on stands under `unsure` and counts neither way.
"""

import datetime
import json
import re
from collections.abc import Iterable
from pathlib import Path

from articles.reader import read_page

GOLD = Path(__file__).with_name("gold")
_MARKS = re.compile(r"[\W_]+")


def plain(text) -> str:
    """A text without marks and spaces, as two prints of one thing are compared."""
    return _MARKS.sub("", str(text or ""))


def pages() -> list[dict]:
    """Every composed page with its articles, in the order of the files."""
    return [page for path in sorted(GOLD.glob("*.json")) for page in json.loads(path.read_text("utf-8"))]


def readings_of(page: dict) -> list[dict]:
    published = datetime.date.fromisoformat(page["published"]) if page["published"] else None
    return [reading.as_dict() for reading in read_page(page["text"], published)]


def facts(article: dict) -> dict[str, set]:
    """The facts of an article, gold or read, by field, in a form that compares."""
    events = article.get("events") or []

    def named(kind: str) -> set[str]:
        return {
            plain(item if isinstance(item, str) else item["name"]) for event in events for item in event.get(kind) or []
        }

    people = [person for event in events for person in event.get("people") or []]
    directives = [directive for event in events for directive in event.get("directives") or []]
    figures = [*(article.get("figures") or []), *(f for event in events for f in event.get("figures") or [])]
    return {
        "event": {(event["kind"], plain(event.get("date"))) for event in events},
        "event name": {plain(event["name"]) for event in events if event.get("name")},
        "person": {plain(person["name"]) for person in people},
        "person+role": {(plain(person["name"]), person.get("role")) for person in people},
        "person+position": {(plain(p["name"]), plain(p["position"])) for p in people if p.get("position")},
        "organizations": named("organizations"),
        "enterprises": named("enterprises"),
        "projects": named("projects"),
        "directive": {plain(directive["heading"]) for directive in directives},
        "directive+by": {(plain(d["by"]), plain(d["heading"])) for d in directives},
        "demand": {plain(demand["text"]) for event in events for demand in event.get("demands") or []},
        "figure": {(float(figure["value"]), figure["unit"]) for figure in figures},
        "reporter": {plain(name) for name in article.get("reporters") or []},
    }


def _forgiven(fact, unsure: Iterable[dict]) -> bool:
    parts = [plain(part) for part in (fact if isinstance(fact, tuple) else (fact,))]
    doubted = [plain(json.dumps(item, ensure_ascii=False)) for item in unsure]
    return any(part and len(part) > 1 and any(part in doubt for doubt in doubted) for part in parts[:1])


def score() -> dict[str, float]:
    """Field → F1 over all composed articles."""
    tally: dict[str, list[int]] = {}
    for page in pages():
        read = readings_of(page)
        for n, gold in enumerate(page["articles"]):
            wanted, found = facts(gold), facts(read[n] if n < len(read) else {})
            unsure = [*(gold.get("unsure") or []), *(u for e in gold["events"] for u in e.get("unsure") or [])]
            for field, items in wanted.items():
                right, missed, extra = tally.setdefault(field, [0, 0, 0])
                extras = {fact for fact in found[field] - items if not _forgiven(fact, unsure)}
                misses = {fact for fact in items - found[field] if not _forgiven(fact, unsure)}
                tally[field] = [right + len(items & found[field]), missed + len(misses), extra + len(extras)]
    return {
        field: round(2 * right / (2 * right + missed + extra), 3) if right else 0.0
        for field, (right, missed, extra) in tally.items()
    }
