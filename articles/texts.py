"""Digests by which an article is known again, and the sentence around a span."""

import hashlib
import re
import unicodedata

SENTENCE_ENDS = "。!?！？\n"
_SPACE = re.compile(r"\s+")
_HEADING_MARK = re.compile(r"^[^\S\n]*#{1,6}", re.MULTILINE)
_BREAK = re.compile(r"\s*\n\s*")


def raw_sha256(raw: bytes) -> str:
    """Hex digest of the bytes as they came in."""
    return hashlib.sha256(raw).hexdigest()


def text_sha256(text: str) -> str:
    """Hex digest of the text in NFKC without white space and marks of headings (#).

    The same news with other line breaks, or out of another kind of file, has the same one.
    """
    words = _SPACE.sub("", _HEADING_MARK.sub("", unicodedata.normalize("NFKC", text)))
    return hashlib.sha256(words.encode()).hexdigest()


def sentence_around(text: str, start: int, end: int, *, longest: int = 200) -> tuple[str, str, str]:
    """The printed sentence about text[start:end]: what stands before it, the span itself, what stands after it.

    Each side is cut after `longest` characters, marked by an ellipsis. Paragraph breaks end a sentence only where
    punctuation does, since a newspaper's columns break mid-sentence; a marked heading (#) is no part of one.
    """
    left = start
    while left > 0 and start - left < longest and text[left - 1] not in SENTENCE_ENDS[:-1]:
        if text[left - 1] == "\n" and _closed(text[:left].rstrip()):
            break
        left -= 1
    right = end
    if text[max(end - 1, 0) : end] not in tuple(SENTENCE_ENDS):
        while right < len(text) and right - end < longest and text[right - 1 : right] not in tuple(SENTENCE_ENDS[:-1]):
            right += 1
    before = ("…" if start - left == longest else "") + text[left:start]
    after = text[end:right] + ("…" if right - end == longest else "")
    return _BREAK.sub("", before).lstrip(), text[start:end], _BREAK.sub("", after).rstrip()


def _closed(before: str) -> bool:
    """Whether a paragraph that ends so is over: by its punctuation, or because it is a heading."""
    last_line = before[before.rfind("\n") + 1 :]
    return not before or before[-1] in (*SENTENCE_ENDS, "”", "》") or last_line.lstrip().startswith("#")
