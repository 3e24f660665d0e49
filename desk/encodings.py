"""Bytes of a text file → its text, in the encoding that makes everyday Chinese of them, or one line on why not.

No encoding is taken because its decoder does not complain: GB18030 decodes a tenth of all cut UTF-8 files, and UTF-16
nearly any bytes. A reading counts only when the characters it gives are those that people write.
"""

import codecs
import itertools
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

from desk.documents import Document, Unreadable

_NAMES = {"utf-8": "UTF-8", "gb18030": "GB18030(GBK)", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16"}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SAVE_AS_UTF8 = "请另存为 UTF-8 后再导入。"

# A wrong reading of UTF-8 as GB18030 cannot pass two thirds: of the three pairs that two characters make, the first
# is always a rare one. What people write stays above nine tenths, names with rare characters above eight.
_PLAUSIBLE = 0.7
_FEWEST = 4  # characters that a guess can rest on; UTF-8 is no guess
_LONGEST_ASCII_HAN = 64  # bytes; one Han in four is two ASCII characters in UTF-16, a whole text of them is none
_LINE_TO_JUDGE = 12  # characters; in a shorter line two rare names prove nothing


def _characters(codec: str, leads: range, trails: tuple[range, ...]) -> frozenset[str]:
    """All characters of a two-byte character set with these bytes."""
    pairs = (bytes(pair) for trail in trails for pair in itertools.product(leads, trail))
    return frozenset("".join(pair.decode(codec, "ignore") for pair in pairs))


# The first levels of GB 2312 (3,755 characters) and of Big5 (5,401): what is written every day, simplified and
# traditional, as the makers of both standards counted it.
_BIG5_TRAILS = (range(0x40, 0x7F), range(0xA1, 0xFF))
_TRADITIONAL = _characters("big5", range(0xA4, 0xC7), _BIG5_TRAILS)
_HAN = _characters("gb2312", range(0xB0, 0xD8), (range(0xA1, 0xFF),)) | _TRADITIONAL
_MARKS = (
    frozenset("·×÷±°²³§￥€℃‰№～—–―…‘’“”′″※←↑→↓─│■□▲△▼▽◆◇○◎●★☆、。〃〇〈〉《》「」『』【】〔〕〖〗")
    | _characters("gb2312", range(0xA2, 0xA4), (range(0xA1, 0xFF),))  # ①Ⅰ⒈, full-width letters and digits
)
EVERYDAY = _HAN | _MARKS
TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")  # text between them reads otherwise than it is stored
_KEPT_CONTROLS = frozenset("\t\n\v\f\r\x85")


class NotText(ValueError):
    """Bytes that are no text of a known encoding. `str()` is one sentence in Chinese; `line` counts from 1."""

    def __init__(self, message: str, line: int | None = None):
        super().__init__(message)
        self.line = line


@dataclass(frozen=True)
class Decoded:
    """`text` has no BOM and ends its lines with \\n; `encoding` is Python's name of it."""

    text: str
    encoding: str


def decode(raw: bytes) -> Decoded:
    """The text of bytes in UTF-8, GB18030 (so GBK and GB 2312) or UTF-16 of either order, each with or without BOM.

    Raises NotText for what is empty, binary, cut, damaged, in another encoding, or too short to tell two encodings
    apart; Big5 is named. Characters that nobody writes (controls, private use, unassigned) are refused with their line.
    """
    if raw.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise NotText(f"文件是 UTF-32 编码,{SAVE_AS_UTF8}", 1)
    bom, encoding = next(((bom, name) for bom, name in _BOMS if raw.startswith(bom)), (b"", ""))
    body = raw.removeprefix(bom)
    if not body.strip(b" \t\r\n\x1a\0" if encoding.startswith("utf-16") else b" \t\r\n\x1a"):
        raise NotText("文件是空的。")
    if encoding:
        text = _tidy(_decode_strictly(body, encoding))
        _refuse_what_nobody_writes(text)
        return Decoded(with_line_feeds(text), encoding)
    readings = [reading for name in _NAMES if (reading := _Reading.of(body, name)) and reading.is_plausible]
    if not readings:
        raise _diagnosis(body)
    readings.sort(key=lambda reading: reading.share, reverse=True)
    best = readings[0]
    if best.is_too_short or not all(best.is_surely_before(other) for other in readings[1:]):
        raise NotText("文字太短,看不出是哪种编码,请另存为带 BOM 的 UTF-8 后再导入。", 1)
    if best.encoding == "gb18030":
        _refuse_garbled_line(best.text)
    return Decoded(with_line_feeds(best.text), best.encoding)


def read_text(raw: bytes) -> Document:
    """The text of bytes as `decode` gives it, for the process that parses documents. Raises Unreadable."""
    try:
        return Document(decode(raw).text)
    except NotText as error:
        raise Unreadable(str(error), error.line) from error


def with_line_feeds(text: str) -> str:
    """The text with every line end as \\n."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def with_ordinary_spaces(text: str) -> str:
    """The text with the blank that old GB files hold at A3A0, which Python's decoder calls U+E5E5, as U+3000."""
    return text.replace("\ue5e5", "\u3000")


def _tidy(text: str) -> str:
    """Decoded text without the mark with which DOS ended its files."""
    return with_ordinary_spaces(text.removesuffix("\x1a"))


def share_of_everyday(text: str) -> float:
    """How many of the characters beyond ASCII are everyday Chinese, 0 to 1; 1 where there are none."""
    foreign = [(char, number) for char, number in Counter(text).items() if char > "\x7f" and not char.isspace()]
    total = sum(number for _, number in foreign)
    return sum(number for char, number in foreign if char in EVERYDAY) / total if total else 1.0


def what_nobody_writes(text: str) -> tuple[str, str] | None:
    """The first character that no text holds, and what it is in Chinese; None where all are in order."""
    found = {char: kind for char in set(text) if (kind := _unwritten_kind(char))}
    if not found:
        return None
    char = min(found, key=text.index)
    return char, found[char]


def _unwritten_kind(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Cc" and char not in _KEPT_CONTROLS:
        return "控制字符"
    if TURNS.match(char):
        return "改变书写方向的字符"
    if category == "Co":
        return "私用区字符"
    if category == "Cs" or ord(char) & 0xFFFE == 0xFFFE or (category == "Cn" and ord(char) < 0x10000):
        return "无效字符"  # beyond the first plane, Han and emoji newer than this Python's Unicode are no fault
    return ""


def _line(text: str | bytes, end: int) -> int:
    """The number of the line that holds text[end]."""
    before = text[:end]
    return (before.count(b"\n") if isinstance(before, bytes) else with_line_feeds(before).count("\n")) + 1


def _decode_strictly(body: bytes, encoding: str) -> str:
    try:
        return body.decode(encoding)
    except UnicodeDecodeError as error:
        line = _line(body[: error.start].decode(encoding, "ignore"), len(body))
        raise NotText(f"文件是 {_NAMES[encoding]} 编码,但此处残缺或已损坏;请重新导出。", line) from error


def _refuse_what_nobody_writes(text: str) -> None:
    found = what_nobody_writes(text)
    if found is None:
        return
    char, kind = found
    line = _line(text, text.index(char))
    if char == "\0":
        raise NotText("这是二进制文件,不是文本。", line)
    raise NotText(f"含有{kind} U+{ord(char):04X},请改正或删去后再导入。", line)


@dataclass(frozen=True)
class _Reading:
    """What the bytes say in one encoding."""

    encoding: str
    text: str
    share: float
    proved: bool = False  # UTF-8 with characters of three bytes and more: nothing else has that form by chance

    @classmethod
    def of(cls, body: bytes, encoding: str) -> "_Reading | None":
        """None where the bytes do not decode, or to characters that nobody writes."""
        if encoding == "gb18030" and (body.isascii() or _is_damaged_utf8(body)):
            return None
        if encoding.startswith("utf-16") and len(body) > _LONGEST_ASCII_HAN and body.isascii() and b"\0" not in body:
            return None
        try:
            text = _tidy(body.decode(encoding))
        except UnicodeDecodeError:
            return None
        if what_nobody_writes(text):
            return None
        proved = encoding == "utf-8" and max(text, default="") > "\u07ff"
        return cls(encoding, text, share_of_everyday(text), proved)

    @property
    def is_plausible(self) -> bool:
        return self.encoding == "utf-8" or self.share >= _PLAUSIBLE

    @property
    def is_too_short(self) -> bool:
        if self.encoding == "utf-8":
            return False
        beyond_ascii = sum(char > "\x7f" for char in self.text[:10_000])
        return beyond_ascii < _FEWEST and (beyond_ascii > 0 or len(self.text) < 2 * _FEWEST)

    def is_surely_before(self, other: "_Reading") -> bool:
        """Whether `other`, of no larger share, can be left out of account."""
        if self.proved and other.encoding == "gb18030":
            return True
        if "utf-8" in (self.encoding, other.encoding):  # é and · in UTF-8 are 茅 and 路 in GB18030; 慢 in UTF-16 is ab
            return False
        return self.share - other.share >= 0.2


def _is_damaged_utf8(body: bytes) -> bool:
    """Whether most of what is not ASCII has the form of UTF-8, though not all has."""
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = sum(char > "\u07ff" for char in text) - broken
    return broken > 0 and whole >= broken


def _refuse_garbled_line(text: str) -> None:
    """A byte lost in the middle shifts the pairs of GB18030 up to the end of the line only."""
    for number, line in enumerate(text.split("\n"), 1):
        beyond_ascii = sum(char > "\x7f" and not char.isspace() for char in line)
        if beyond_ascii >= _LINE_TO_JUDGE and share_of_everyday(line) < 0.5:
            raise NotText("文件像是 GB18030(GBK)编码,但这一行是乱码,可能已损坏;请重新导出。", number)


def _diagnosis(body: bytes) -> NotText:
    """Why none of the encodings fits, as far as it can be told, and the line of the first bad byte."""
    if b"\0" in body:
        cut = body[: len(body) & ~1]
        if any((reading := _Reading.of(cut, name)) and reading.is_plausible for name in ("utf-16-le", "utf-16-be")):
            return NotText(f"文件像是 UTF-16 编码,但末尾残缺;{SAVE_AS_UTF8}")
        return NotText("这是二进制文件,不是文本。", _line(body, body.index(b"\0")))
    try:
        _refuse_what_nobody_writes(_tidy(body.decode("utf-8")))
    except NotText as reason:
        return reason
    except UnicodeDecodeError as error:
        line = _line(body, error.start)
    else:
        raise AssertionError("a plausible reading was passed over")
    if _is_damaged_utf8(body):
        return NotText("文件是 UTF-8 编码,但此处残缺或已损坏;请重新导出。", line)
    if fault := _fault_in_gb18030(body):
        return fault
    if _looks_like_big5(body):
        return NotText(f"文件像是 Big5(繁体中文)编码,{SAVE_AS_UTF8}", line)
    return NotText(f"文件不是 UTF-8、GB18030 或 UTF-16 编码,或已损坏;{SAVE_AS_UTF8}", line)


def _fault_in_gb18030(body: bytes) -> NotText | None:
    """The first fault of bytes that are everyday Chinese in GB18030 but for some; None where they are not."""
    text = _tidy(body.decode("gb18030", "replace"))
    if share_of_everyday(text) < _PLAUSIBLE or len(text) < _FEWEST:
        return None
    kinds = {char: kind for char in set(text) if (kind := "残缺" if char == "\ufffd" else _unwritten_kind(char))}
    if not kinds:
        return None
    char = min(kinds, key=text.index)
    line = _line(text, text.index(char))
    if "\ufffd" in kinds:
        return NotText("文件像是 GB18030(GBK)编码,但此处残缺或已损坏;请重新导出。", line)
    fault = f"含有{kinds[char]} U+{ord(char):04X},请改正或删去后再导入。"
    return NotText(f"文件像是 GB18030(GBK)编码,但{fault}", line)


def _looks_like_big5(body: bytes) -> bool:
    text = re.sub(r"[\x00-\x7f\s]", "", body.decode("big5", "replace"))
    return bool(text) and sum(char in _TRADITIONAL or char in _MARKS or char == "，" for char in text) / len(text) > 0.9
