"""How a name is spelt, whoever set it: one form for padding, full width, dots, quotation marks and traditional characters."""

import functools
import re
import unicodedata
from pathlib import Path

import opencc

_SPACE = re.compile(r"[\s\u200b-\u200d\ufeff]+")
_DOTS = re.compile(r"[•・‧∙⋅･●]|(?<=[一-龥])\.(?=[一-龥])")
_QUOTES = re.compile(r"[“”\"'‘’《》〈〉「」『』]")
# Characters outside GB 2312 that OpenCC would simplify and that are standard themselves in the 通用规范汉字表 (2013):
# 程昇 and 程升 are two people.
_STANDARD = frozenset("剋劄扞昇氾爇祕脩苧蒐薳谿釐陞")


def spaced_alike(text: str) -> str:
    """`text` without spaces, in half width, every dot between parts of a name a “·”; its characters as they are."""
    return _DOTS.sub("·", _SPACE.sub("", unicodedata.normalize("NFKC", text)))


@functools.lru_cache(maxsize=1 << 15)
def plain(text: str) -> str:
    """`text` as `spaced_alike` leaves it, in simplified characters."""
    text = spaced_alike(text)
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return "".join(map(_simplified, text))
    return text


@functools.lru_cache(maxsize=1 << 15)
def unquoted(text: str) -> str:
    """`plain`, and without quotation marks."""
    return _QUOTES.sub("", plain(text)) or plain(text)


@functools.lru_cache(maxsize=1 << 13)
def _simplified(character: str) -> str:
    # Of the characters of GB 2312 OpenCC would change 乾 or 於, which stand in names as they are.
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return character if character in _STANDARD else _opencc().convert(character)
    return character


@functools.cache
def _opencc() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def lines_of(path: Path) -> list[str]:
    """The lines of a data file; blank ones and # comments are left out."""
    lines = (line.strip() for line in path.read_text("utf-8").splitlines())
    return [line for line in lines if line and not line.startswith("#")]
