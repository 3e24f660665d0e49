"""Traditional print read as simplified, character for character, so that every place stays where it is.

Serves phenomenon 38. The rooms of the reader know simplified words only; what they find is given back as printed.
"""

from .lexicon import regex, words

_LEAST_SHARE = 0.1  # of a line's characters; running traditional print has 30 % and more
_LEAST = 2
# Of any three words of news one has one of these: a line without them is not counted further.
_FREQUENT = "[區書記長會議縣領導團員總經濟發產業項標聯務辦處廳開個們這說對為過現動進時來實設產業調視鎮鄉黨]"


def _table() -> dict[int, int]:
    return {ord(pair[0]): ord(pair[1]) for pair in words("traditional_characters")}


_SIMPLIFIED = _table()


def simplified(text: str) -> str:
    """`text` with its lines of traditional print in simplified characters; of the same length."""
    if not regex(_FREQUENT).search(text):
        return text
    return "\n".join(line.translate(_SIMPLIFIED) if _is_traditional(line) else line for line in text.split("\n"))


def _is_traditional(line: str) -> bool:
    if not regex(_FREQUENT).search(line):
        return False
    count = sum(ord(char) in _SIMPLIFIED for char in line)
    return count >= _LEAST and count >= _LEAST_SHARE * len(line)
