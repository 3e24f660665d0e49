"""The facts of a reading, each under a key of its own. Pure.

A fact's key is its kind and its place in the text (`person:12-15`), a printed name's its kind and itself
(`name:person:林知远|区委书记`): another version of the reader that reads the same gives the same keys.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from articles.highlights import KINDS as HIGHLIGHTED
from articles.reader import DOUBTFUL_BELOW
from desk.models import Verdict

EVENT, FIGURE = "event", "figure"
# Where an event of a reading keeps its facts → their kind, in the order of a meeting's record.
LISTS = {
    "people": "person",
    "organizations": "unit",
    "enterprises": "enterprise",
    "projects": "project",
    "directives": "requirement",
    "demands": "demand",
    "figures": FIGURE,
    "counts": "count",
}
KINDS = {**HIGHLIGHTED, "count": "数量"}
LIST_OF = {kind: name for name, kind in LISTS.items()}
_NAME_KEY = "name:"
_MEETING_KEY = "meeting:"


@dataclass(frozen=True)
class Fact:
    """One fact of a reading: as the reader has it (None where a person added it), and as it now is.

    `event` is the key of the event it belongs to: "" for an event itself, and for a figure of the article as a whole.
    """

    key: str
    kind: str
    event: str
    read: dict | None
    content: dict
    verdict: str = ""

    @property
    def is_dropped(self) -> bool:
        return self.verdict == Verdict.DROP

    @property
    def is_doubtful(self) -> bool:
        """Whether the reader was not sure; what a person wrote is no longer doubtful."""
        written = self.verdict in (Verdict.CORRECT, Verdict.ADD)
        return not written and self.content.get("confidence", 1) < DOUBTFUL_BELOW

    @property
    def is_open(self) -> bool:
        """Whether a person has to decide before the reading is recorded."""
        return self.is_doubtful and not self.verdict

    @property
    def span(self) -> tuple[int, int] | None:
        return tuple(self.content["evidence"]) if self.content.get("evidence") else None


def facts_read(content: dict) -> list[Fact]:
    """The facts of a reading's content (docs/reading.md): each event followed by what belongs to it."""
    seen: Counter = Counter()

    def fact(kind: str, event: str, read: dict) -> Fact:
        key = fact_key(kind, read.get("evidence"))
        seen[key] += 1
        if seen[key] > 1:  # two facts on the same words
            key += f"#{seen[key]}"
        return Fact(key, kind, event, read, read)

    facts = []
    for event in content.get("events", []):
        head = fact(EVENT, "", {name: value for name, value in event.items() if name not in LISTS})
        facts.append(head)
        facts += [fact(kind, head.key, read) for name, kind in LISTS.items() for read in event.get(name, [])]
    return facts + [fact(FIGURE, "", read) for read in content.get("figures", [])]


def fact_key(kind: str, evidence) -> str:
    """The key of a fact of that kind on the characters [start, end) of its article."""
    return f"{kind}:{evidence[0]}-{evidence[1]}" if evidence else f"{kind}:"


def added_key(kind: str, evidence, taken: Iterable[str]) -> str:
    """A key for a fact that a person adds: never one that a reader gives, and not among `taken`."""
    taken = set(taken)
    numbers = (f"+{fact_key(kind, evidence)}#{number}" for number in range(1, len(taken) + 2))
    return next(key for key in numbers if key not in taken)


def name_key(kind: str, name: str, title: str = "") -> str:
    """The key of a printed name: of a person together with the title he is given, which tells namesakes apart."""
    return f"{_NAME_KEY}{kind}:{name[:100]}" + (f"|{title[:150]}" if title else "")


def meeting_key(event: str) -> str:
    """The key of the question which meeting of the register an event is; `event` is the event's key."""
    return f"{_MEETING_KEY}{event}"


def kind_of_key(key: str) -> str:
    """The kind of fact that a key is about: its own, that of the printed name, or of the event in question."""
    return key.removeprefix(_NAME_KEY).removeprefix(_MEETING_KEY).removeprefix("+").split(":")[0]


def is_fact_key(key: str) -> bool:
    """Whether a key is of a fact, not of a name or of the question which meeting an event is."""
    return not key.startswith((_NAME_KEY, _MEETING_KEY))
