"""Word lists of the genre, loaded once from data/, and the compiled alternations made of them.

A list of words becomes a prefix tree and the tree one pattern: matching takes time in proportion to the
longest word, not to the number of words, and never backtracks over more than that word.
"""

import re
from functools import cache
from pathlib import Path

DATA = Path(__file__).with_name("data")


@cache
def words(name: str) -> tuple[str, ...]:
    """The words of data/NAME.txt in file order; blank lines and # comments are left out."""
    found: list[str] = []
    for line in (DATA / f"{name}.txt").read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            found.extend(line.split())
    return tuple(dict.fromkeys(found))


@cache
def characters(name: str) -> frozenset[str]:
    """The single characters of data/NAME.txt."""
    return frozenset("".join(words(name)))


@cache
def common_words() -> dict[str, str]:
    """Everyday words of two to four characters with their kind: verb, adverb, function, time, number, phrase, noun …"""
    kinds: dict[str, str] = {}
    for line in (DATA / "common_words.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, *listed = line.split()
            for word in listed:
                kinds.setdefault(word, kind)
    return kinds


def alternation(entries) -> str:
    """A pattern that matches the longest of the given words at a position."""
    tree: dict = {}
    for word in entries:
        node = tree
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}

    def render(node: dict) -> str:
        ends = "" in node
        branches = [re.escape(char) + render(child) for char, child in sorted(node.items()) if char]
        if not branches:
            return ""
        singles = [b for b in branches if len(b) == 1]
        longer = [b for b in branches if len(b) > 1]
        if singles:
            longer.append(f"[{''.join(singles)}]" if len(singles) > 1 else singles[0])
        body = longer[0] if len(longer) == 1 else f"(?:{'|'.join(longer)})"
        if ends:
            return f"(?:{body})?" if len(longer) == 1 and len(body) > 1 and not body.startswith("(?:") else f"{body}?"
        return body

    return render(tree)


@cache
def pattern(name: str) -> re.Pattern[str]:
    """The words of data/NAME.txt as one compiled longest-match pattern."""
    return re.compile(alternation(words(name)))
