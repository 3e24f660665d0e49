"""The offset-safe view: clean text to read from, and for each of its characters the place it has in the raw text.

Serves damaged and padded print (phenomena 28, 37, 38, 41, 49): everything else in the reader sees the clean text
only, and every span it finds is mapped back before it leaves the reader.
"""

import re
from array import array

from .lexicon import characters

# One character for one: full-width forms, and the ASCII punctuation some outlets print for the Chinese.
_WIDE = {0xFF10 + i: 0x30 + i for i in range(10)}
_WIDE |= {0xFF21 + i: 0x41 + i for i in range(26)} | {0xFF41 + i: 0x61 + i for i in range(26)}
_WIDE |= {
    ord(printed): ord(plain)
    for printed, plain in zip(
        ",;!?()％．～﹐﹑﹔﹕﹙﹚「」『』﹒｡､", "，；！？（）%.~，、；：（）“”“”.。、", strict=True
    )
}
_WIDE |= {ord("•"): ord("·"), ord("‧"): ord("·"), ord("・"): ord("·"), ord("﹒"): ord("·"), ord("．"): ord(".")}
_WIDE |= {0xFF0B: ord("+"), 0xFF0F: ord("/")}

_HAN = "\u3400-\u4dbf\u4e00-\u9fff〇"
_SPACE = "[ \t\u3000\xa0\u2000-\u200f\u202f\ufeff]"

# What a clean line leaves out: HTML tags and entities, pinyin glosses 區(qū), thousands commas, doubled commas,
# spaces that do not part two Latin words.
_DROP = re.compile(
    r"<[a-zA-Z/!][^<>\n]{0,300}>"
    r"|&(?:nbsp|ensp|emsp|amp|quot|ldquo|rdquo|lt|gt|#\d{1,6});"
    rf"|(?<=[{_HAN}])\([a-z]{{0,5}}[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]{{0,4}}\)"
    r"|(?<=\d),(?=\d{3}(?!\d))"
    r"|(?<=[,，、；;])[,，、]{1,3}"
    rf"|(?<![A-Za-z]){_SPACE}+|{_SPACE}+(?![A-Za-z ])|(?<=[ \t\u3000]){_SPACE}+"
    r"|[\x00-\x08\x0b-\x1f\x7f]"
)
_DROP_NEEDED = re.compile(rf"[<&\x00-\x08\x0b-\x1f\x7f]|{_SPACE}|\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]|,\d|[,，、；;][,，、]")
# A two or three character word between two spaces, among Han text: names in a list parted by spaces (张三 李四 王五).
_SPACED_NAME = re.compile(rf"(?<=[{_HAN}]){_SPACE}+(?=([{_HAN}]{{2,3}}){_SPACE}+[{_HAN}])")
_COLON = re.compile(r":(?!\d)|(?<!\d):")


class View:
    """Clean text with a map from each clean character to its raw place."""

    __slots__ = ("index", "page", "raw", "text")

    def __init__(self, raw: str, page: str | None = None):
        """`raw` is what is read; `page` the same characters as printed, where they differ (traditional print)."""
        self.raw = raw
        self.page = raw if page is None else page
        self.text = ""
        self.index = array("l")

    def append(self, start: int, end: int) -> None:
        """Add raw[start:end], one printed line or a piece of one, to the clean text."""
        piece = self.raw[start:end]
        if not _DROP_NEEDED.search(piece):
            self.text += _tidy(piece)
            self.index.extend(range(start, end))
            return
        kept: list[str] = []
        at = 0
        spaced = _spaced_names(piece)
        for found in _DROP.finditer(piece):
            dropped, after = found.span()
            if dropped > at:
                kept.append(piece[at:dropped])
                self.index.extend(range(start + at, start + dropped))
            if dropped in spaced:
                kept.append("、")
                self.index.append(start + dropped)
            at = after
        kept.append(piece[at:])
        self.index.extend(range(start + at, end))
        self.text += _tidy("".join(kept))

    def break_paragraph(self, at: int) -> None:
        """End the paragraph; the mark stands for the raw character `at`."""
        self.text += "\n"
        self.index.append(at)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The raw [start, end) that clean [start, end) was read from."""
        return self.index[start], self.index[end - 1] + 1

    def printed(self, start: int, end: int) -> str:
        """Clean [start, end) with the characters the page prints (its own commas and digits), without what was dropped."""
        raw, index = self.page, self.index
        if index[end - 1] - index[start] == end - 1 - start:
            return raw[index[start] : index[end - 1] + 1]
        # A paragraph's break stands for the character before it, which is printed once.
        return "".join([raw[index[n]] for n in range(start, end) if n == start or index[n] != index[n - 1]])


def _spaced_names(piece: str) -> set[int]:
    """Where the spaces around the names of a list stand, for which a mark is read."""
    surnames = characters("surnames")
    found: set[int] = set()
    for match in _SPACED_NAME.finditer(piece):
        if match[1][0] in surnames:
            found.add(match.start())
            found.add(match.end() + len(match[1]))
    return found


def _tidy(text: str) -> str:
    text = text.translate(_WIDE)
    if ":" in text:
        text = _COLON.sub("：", text)
    return text
