"""CSV as Excel in Chinese opens it: UTF-8 with BOM, no cell that runs as a formula, written as it is read."""

import csv
import io
import logging
import re
import unicodedata
from collections.abc import Iterable, Iterator

BOM = "\ufeff"
BATCH = 500
INTERRUPTED = "# 导出中断,此文件不完整,请重新导出"
_STARTS_A_FORMULA = frozenset("=+-@|%\t\r\n\0")
_PLAIN_NEGATIVE = re.compile(r"-\d+(\.\d+)?", re.ASCII)

logger = logging.getLogger(__name__)


def safe_cell(text: str) -> str:
    """`text`, with an apostrophe before it where a spreadsheet could take it for a formula.

    Blanks, byte order marks and characters of no width before the first visible one are looked through, and full-width
    signs count as their narrow ones. A plain negative number stays a number.
    """
    if not text or text[0].isalnum():
        return text
    if text[0] in _STARTS_A_FORMULA and text[0] != "-":
        return f"'{text}"
    if _PLAIN_NEGATIVE.fullmatch(text):
        return text
    for character in text:
        if character in _STARTS_A_FORMULA:
            return f"'{text}"
        if not (character.isspace() or unicodedata.category(character) in ("Cf", "Cc", "Mn", "Zs")):
            return f"'{text}" if unicodedata.normalize("NFKC", character)[0] in _STARTS_A_FORMULA else text
    return text


def csv_lines(header: list[str], rows: Iterable[list[str]]) -> Iterator[bytes]:
    """The file in pieces: first the header, at once; then the rows in batches.

    Where reading fails midway, the last line says so.
    """
    yield (BOM + _as_lines([header])).encode()
    batch: list[list[str]] = []
    try:
        for row in rows:
            batch.append(row)
            if len(batch) == BATCH:
                yield _as_lines(batch).encode()
                batch = []
    except Exception:
        logger.exception("CSV export interrupted")
        yield (_as_lines(batch) + INTERRUPTED + "\r\n").encode()
        return
    if batch:
        yield _as_lines(batch).encode()


def _as_lines(rows: Iterable[list[str]]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerows([safe_cell(cell) for cell in row] for row in rows)
    return buffer.getvalue()
