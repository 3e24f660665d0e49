"""Word lists of the genre, loaded once from data/, and the compiled alternations made of them.

A list of words becomes a prefix tree and the tree one pattern: matching takes time in proportion to the
longest word, not to the number of words, and never backtracks over more than that word.
"""

import re
from collections.abc import Iterable
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


@cache
def regex(pattern: str) -> re.Pattern[str]:
    """A pattern written where it is used, compiled once for the life of the process (re itself forgets all but 512)."""
    return re.compile(pattern)


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


class NameIndex:
    """Finds the longest of many names at every place of a text, in time in proportion to the text."""

    _KEY = 2  # characters by which names are looked up; a shorter name is not found

    def __init__(self, names: Iterable[str]):
        self._names = frozenset(names)
        lengths: dict[str, set[int]] = {}
        for name in self._names:
            lengths.setdefault(name[: self._KEY], set()).add(len(name))
        self._lengths = {key: tuple(sorted(found, reverse=True)) for key, found in lengths.items()}

    def find(self, text: str) -> list[tuple[int, int]]:
        """[start, end) of every name, from left to right, none within another."""
        found: list[tuple[int, int]] = []
        if not self._names:
            return found
        lengths, names, key, at = self._lengths, self._names, self._KEY, 0
        for start in range(len(text) - 1):
            if start < at or text[start : start + key] not in lengths:
                continue
            for size in lengths[text[start : start + key]]:
                if text[start : start + size] in names:
                    at = start + size
                    found.append((start, at))
                    break
        return found
