"""Each fact with its sentence: the printed words about a span, the span marked, and where they stand."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format

from articles.models import Article
from articles.texts import sentence_around


@dataclass(frozen=True)
class Sentence:
    """What stands before the span, the span itself, what stands after, and the place of it in its article."""

    before: str
    quote: str
    after: str
    source: str
    address: str


class Citations:
    """The sentences of the facts on one page; reads every article they cite in one query."""

    def __init__(self, user, facts: Iterable):
        ids = {fact.article_id for fact in facts if fact.article_id and fact.span_start is not None}
        self._articles = Article.objects.visible_to(user).in_bulk(ids) if ids else {}

    def of(self, fact) -> Sentence | None:
        """The sentence of a cited fact; None for a typed one. Only the quote where its article is not to be seen."""
        if fact.article_id is None or fact.span_start is None:
            return None
        article = self._articles.get(fact.article_id)
        if article is None:
            return Sentence("", fact.quote, "", "", "")
        before, quote, after = sentence_around(article.text, fact.span_start, fact.span_end)
        if quote != fact.quote:  # a place that does not carry the words is not shown as theirs
            before, quote, after = "", fact.quote, ""
        return Sentence(before, quote, after, source_of(article), address_of(article, fact.span_start))


def source_of(article: Article) -> str:
    """An article in words: outlet, title, day."""
    return f"{article.outlet}《{article.title}》{date_format(article.issue_date, 'Y年n月j日')}"


def address_of(article: Article, start: int | None = None) -> str:
    """The article's page, at the fact that begins at character `start`."""
    address = reverse("articles:article-detail", args=[article.pk])
    return address if start is None else f"{address}#c{start}"
