"""Runs of characters that a file of ours shares with the real pages, which must not enter the repository.

Two readings of both sides are compared: as they stand, and without any white space, because the pages are broken in
mid-sentence and a copied sentence may be broken elsewhere.
"""

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

LONGEST_ALLOWED = 17
CHINESE = re.compile(r"[\u4e00-\u9fff]")
# Dates, figures with their unit, and what stands between the names of a list.
DATE_OR_FIGURE = re.compile(
    r"[\d.]+(?:年|月|日|%|亿元|万元|万|个|家|名|项|人|天)?|[一二三四]季度|[第]?[一二三四五六七八九十]+[个家名项]"
)
BETWEEN_NAMES = re.compile(r"[\s、,,。;;::“”()()·]|[和与等]")


def windows(texts: Iterable[str]) -> set[str]:
    """Every run one character longer than allowed that is text: more Chinese than blanks, marks and digits."""
    size = LONGEST_ALLOWED + 1
    cut = (text[at : at + size] for text in texts for at in range(len(text) - size + 1))
    return {window for window in cut if len(CHINESE.findall(window)) >= size // 2 + 1}


def shared_runs(text: str, printed: set[str]) -> Iterator[tuple[int, int]]:
    """Start and end of each longest run of `text` that is made of `printed` windows."""
    size = LONGEST_ALLOWED + 1
    start = None
    for at in range(len(text) - size + 2):
        if text[at : at + size] in printed:
            start = at if start is None else start
        elif start is not None:
            yield start, at - 1 + size
            start = None


def without_white_space(text: str) -> str:
    return re.sub(r"\s", "", text)


def names_in_gold(gold: Path) -> set[str]:
    """Names of meetings, people, reporters, units, enterprises, projects and places, as a page's gold has them."""
    names = set()
    for article in json.loads(gold.read_text(encoding="utf-8")):
        names |= set(article.get("reporters", []))
        for event in article["events"]:
            names |= {event["name"], event.get("venue"), *event.get("places", [])}
            for key in ("people", "organizations", "enterprises", "projects"):
                names |= {fact if isinstance(fact, str) else fact["name"] for fact in event.get(key, [])}
    return {without_white_space(name) for name in names if name}


def covered_by_names(text: str, names: Iterable[str]) -> list[bool]:
    """Of each character: whether it belongs to a name, a date or a figure, or merely parts two of them."""
    spots = [*DATE_OR_FIGURE.finditer(text), *BETWEEN_NAMES.finditer(text)]
    for name in names:
        spots += re.finditer(r"\s*".join(map(re.escape, name)), text)
    covered = [False] * len(text)
    for spot in spots:
        covered[spot.start() : spot.end()] = [True] * (spot.end() - spot.start())
    return covered
