"""What is read out of a document (a web page, a Word file, a PDF): its text and what it says about itself."""

import datetime
import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo

_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)")
_CHINA = ZoneInfo("Asia/Shanghai")


class Unreadable(ValueError):
    """A document that cannot be read. `str()` is one sentence in Chinese; `line` counts from 1, where there are lines."""

    def __init__(self, message: str, line: int | None = None):
        super().__init__(message)
        self.line = line


@dataclass(frozen=True)
class Document:
    """The text a person sees, lines ended by \\n; the rest is empty where the document does not say."""

    text: str
    title: str = ""
    published: datetime.date | None = None
    outlet: str = ""
    url: str = ""


def day_in(text: str) -> datetime.date | None:
    """The first full date in `text`, in Chinese time where it is an instant; None where there is none."""
    if instant := _INSTANT.search(text):
        try:
            return datetime.datetime.fromisoformat(instant[0]).astimezone(_CHINA).date()
        except (ValueError, OverflowError):
            return None
    for found in _DAY.finditer(text):
        try:
            return datetime.date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            continue
    return None


def without_white_space(text: str) -> str:
    """`text` for comparing what is printed: a title broken over two lines is the same title."""
    return re.sub(r"[\s\u200b\ufeff]+", "", text)
