"""The reader: official district news in, one reading per article out, every fact with its place in the text.

Pure Python: imports neither Django nor our apps, reads no clock and no network; the same text gives the same reading.
What it does not do: match names against the register, judge between two readings, store anything.
"""

from datetime import date

from .article import read
from .characters import simplified
from .gazetteer import Gazetteer
from .page import printed_issue_date, split_page
from .reading import DOUBTFUL_BELOW, ArticleReading, Span

READER_VERSION = "1.2"
MAX_ARTICLE_LENGTH = 200_000
EMPTY_GAZETTEER = Gazetteer()


class ArticleTooLong(ValueError):
    """The text has more characters than one article may have."""

    def __init__(self, length: int):
        super().__init__(f"文章过长：{length} 字，最多 {MAX_ARTICLE_LENGTH} 字")


def read_article(text: str, published: date | None = None, *, gazetteer: Gazetteer = EMPTY_GAZETTEER) -> ArticleReading:
    """Read a text that holds one article; evidence in characters of `text`. Raises ArticleTooLong.

    `published` is the issue date by which years and 昨日 are resolved; without it one printed on the page is used.
    The names of `gazetteer` sharpen where names begin and end, and what an unmarked name is.
    """
    if len(text) > MAX_ARTICLE_LENGTH:
        raise ArticleTooLong(len(text))
    stripped = text.strip()
    start = text.index(stripped) if stripped else 0
    plain = simplified(text)
    return read(text, plain, start, start + len(stripped), published or printed_issue_date(plain), gazetteer)


def read_page(
    text: str, published: date | None = None, *, gazetteer: Gazetteer = EMPTY_GAZETTEER
) -> list[ArticleReading]:
    """Read every article of a page, in order; evidence in characters of the page. Raises ArticleTooLong.

    `published` and `gazetteer` as in `read_article`; ArticleTooLong is raised for the first article that is too long.
    """
    plain = simplified(text)
    published = published or printed_issue_date(plain)
    readings = []
    for start, end in split_page(plain):
        if end - start > MAX_ARTICLE_LENGTH:
            raise ArticleTooLong(end - start)
        readings.append(read(text, plain, start, end, published, gazetteer))
    return readings


__all__ = [
    "DOUBTFUL_BELOW",
    "MAX_ARTICLE_LENGTH",
    "EMPTY_GAZETTEER",
    "READER_VERSION",
    "ArticleReading",
    "ArticleTooLong",
    "Gazetteer",
    "Span",
    "printed_issue_date",
    "read_article",
    "read_page",
    "split_page",
]
