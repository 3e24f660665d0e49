"""A PDF with a text layer: bytes → its text, line by line as it was set.

A column that breaks in mid-sentence keeps its breaks: joining them is the reader's work, which sees the whole page.
"""

import io
import logging
import re
import unicodedata
from collections import Counter
from collections.abc import Callable

import pypdf
import pypdf.generic
from pypdf.errors import LimitReachedError

from desk.documents import Document, Unreadable, day_in, without_white_space
from desk.encodings import share_of_everyday

LARGEST_UNPACKED = 50 * 1024 * 1024  # bytes of one stream
_LIMITS = dict.fromkeys(
    (
        "maximum_declared_stream_length",
        "array_based_stream_maximum_output_length",
        "zlib_maximum_output_length",
        "lzw_maximum_output_length",
        "run_length_maximum_output_length",
    ),
    LARGEST_UNPACKED,
)
_LIMITS["zlib_maximum_recovery_input_length"] = 0  # what can be recovered of a damaged stream is not what was printed
_MOST_PAGES = 100
_FEWEST_CHARACTERS = 10  # a page with fewer is a picture, its number printed below
_NO_TEXT_LAYER = "扫描件没有文字层,请先做文字识别。"
_DAMAGED = "PDF 文件已损坏,打不开;请重新导出。"

# PDF producers name a glyph by the radical it looks like. NFKC knows the Kangxi radicals and the compatibility
# ideographs; for the radicals of the supplement these are the characters Unicode lists as equivalent.
_RADICALS = (
    "⺁⺈⺊⺌⺍⺎⺓⺗⺜⺝⺟⺠⺧⺩⺫⺬⺯⺶⺻⺼⻁⻄⻅⻆⻉⻋⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳"
)
_IDEOGRAPHS = (
    "厂刀卜小小兀幺心日月母民牛王目示糹羊聿肉虎西见角贝车長长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟"
)
_ORDINARY = dict(zip(map(ord, _RADICALS), _IDEOGRAPHS, strict=True))
for _block in (range(0x2F00, 0x2FD6), range(0xF900, 0xFADA), range(0x2F800, 0x2FA1E)):
    _ORDINARY |= {code: plain for code in _block if (plain := unicodedata.normalize("NFKC", chr(code))) != chr(code)}
_ORDINARY |= dict.fromkeys((*range(9), *range(14, 32), 127, 173, 8203, 65279)) | {0xA0: " "}

_CJK = "[\u3001-\u303f\u3400-\u9fff\uff00-\uff60]"
_LETTER_SPACED = re.compile(rf"(?:{_CJK} ){{3,}}{_CJK}")
_NUMBER = re.compile(r"\d+|(?<=第)[一二三四五六七八九十]+(?=[版页])")
_EDGE_LINES = 3  # a running head or foot has no more
_LONGEST_HEAD = 40  # characters

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it warns of every oddity that it can live with


def read_pdf(raw: bytes, *, part_read: Callable[[], None] = lambda: None) -> Document:
    """The text layer, its pages one after the other, without running heads and page numbers.

    `published` is the date in the running head. `part_read` is called after each page that gave text. Raises Unreadable
    for what is no PDF, encrypted, damaged, longer than 100 pages, a scan, or has a text layer that cannot be turned back
    into characters.
    """
    if b"%PDF-" not in raw[:1024]:
        raise Unreadable("不是 PDF 文件,或已损坏。")
    try:
        with pypdf.apply_configuration(**_LIMITS):
            pages, pictures = _pages(pypdf.PdfReader(io.BytesIO(raw)), part_read)
    except (Unreadable, MemoryError):
        raise
    except LimitReachedError as error:
        if str(error).startswith("Recovery"):
            raise Unreadable(_DAMAGED) from error
        raise Unreadable("PDF 的内容解压后太大或层次太深(可能是压缩炸弹),不予读取。") from error
    except Exception as error:  # pypdf meets damage with errors of any class: KeyError, TypeError, RecursionError …
        raise Unreadable(_DAMAGED) from error
    if pictures and 2 * pictures >= len(pages):
        raise Unreadable(_NO_TEXT_LAYER)
    heads = _running_heads(pages)
    published = next(filter(None, (day_in(line) for lines in pages for line in lines if _form(line) in heads)), None)
    text = "\n".join(line for lines in pages for line in _without_heads(lines, heads))
    if not text:
        raise Unreadable("PDF 里没有文字。")
    unknown = sum(char == "\ufffd" or unicodedata.category(char) == "Co" for char in text)
    if share_of_everyday(text) < 0.5 or 20 * unknown > len(text):
        raise Unreadable("PDF 的文字层是乱码(字体没有编码表),请先做文字识别。")
    return Document(text, published=published)


def _pages(reader: pypdf.PdfReader, part_read: Callable[[], None]) -> tuple[list[list[str]], int]:
    """The lines of every page, and how many pages are pictures."""
    if reader.is_encrypted:
        raise Unreadable("PDF 已加密或限制复制,请解除后再导入。")
    number = len(reader.pages)
    if number > _MOST_PAGES:
        raise Unreadable(f"PDF 有 {number} 页,超过 {_MOST_PAGES} 页上限,请拆分后再导入。")
    pages, pictures = [], 0
    for page in reader.pages:
        lines = [line for line in _tidy(page.extract_text()) if line]
        pages.append(lines)
        pictures += _is_picture(page, lines)
        if sum(map(len, lines)) >= _FEWEST_CHARACTERS and share_of_everyday("".join(lines)) >= 0.5:
            part_read()
    return pages, pictures


def _tidy(text: str) -> list[str]:
    """The lines in ordinary characters, edges trimmed, the spaces of letter-spaced print taken out."""
    lines = text.translate(_ORDINARY).split("\n")
    return [_LETTER_SPACED.sub(lambda run: run[0].replace(" ", ""), line).strip(" \t\u3000") for line in lines]


def _is_picture(page: pypdf.PageObject, lines: list[str]) -> bool:
    """Whether a page shows a picture and next to no text."""
    if sum(map(len, lines)) >= _FEWEST_CHARACTERS:
        return False
    empty = pypdf.generic.DictionaryObject()
    resources = page.get("/Resources", empty).get_object()
    drawn = resources.get("/XObject", empty).get_object()
    return any(drawn[name].get_object().get("/Subtype") == "/Image" for name in drawn)


def _form(line: str) -> str:
    """A line without its numbers: the heads of pages 3 and 4 have one form."""
    return _NUMBER.sub("#", without_white_space(line))


def _edges(lines: list[str]) -> tuple[list[str], list[str]]:
    """What may be the head and the foot of a page, both from the edge inwards."""
    return lines[:_EDGE_LINES], lines[: -_EDGE_LINES - 1 : -1]


def _may_be_head(line: str) -> bool:
    return len(line) <= _LONGEST_HEAD and line[-1] not in "。！？；，、：,;"


def _running_heads(pages: list[list[str]]) -> set[str]:
    """The forms of short lines that stand at an edge of three pages or more."""
    counts = Counter(
        form
        for lines in pages
        for form in {_form(line) for edge in _edges(lines) for line in edge if _may_be_head(line)}
    )
    return {form for form, number in counts.items() if number >= 3}


def _without_heads(lines: list[str], heads: set[str]) -> list[str]:
    head, foot = _edges(lines)
    start = next((n for n, line in enumerate(head) if _form(line) not in heads), len(head))
    end = next((n for n, line in enumerate(foot) if _form(line) not in heads), len(foot))
    return lines[start : max(start, len(lines) - end)]
