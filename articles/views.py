"""The ledger of articles."""

from django.db.models import Case, CharField, Q, Subquery, Value, When
from django.db.models.functions import Length

from articles.filters import ArticleFilterSet
from articles.models import Article, ReadingState
from articles.readings import READINGS, of_reading
from ledger.columns import Column, Link
from ledger.views import LedgerView
from people.views import DISTRICT

ARTICLE = "articles:article-detail"


def article_columns(path: str = "article") -> list[Column]:
    """The columns of a cited fact that say where it was printed: the quote leads to its place in the article."""
    return [
        Column("quote", "原文", "quote", link=Link(ARTICLE, path, at="span_start"), long=True),
        Column("article", "报道", f"{path}__title", link=Link(ARTICLE, path), long=True),
        Column("issue_date", "见报日期", f"{path}__issue_date", "date"),
        Column("outlet", "媒体", f"{path}__outlet", default_shown=False),
    ]


class ArticleLedger(LedgerView):
    rows = Article.objects
    filterset_class = ArticleFilterSet
    title = "报道台账"
    measure = "篇"
    name = "articles:article-list"
    default_order = ("-issue_date", "page_offset")
    columns = [
        Column("date", "见报日期", "issue_date", "date"),
        Column("outlet", "媒体", "outlet"),
        Column("page", "版次", "page_label"),
        Column("title", "标题", "title", link=Link(ARTICLE), main=True),
        Column("deck", "引题、副题", "deck", default_shown=False),
        Column("length", "正文字数", Length("text"), "number"),
        Column("state", "识别状态", of_reading("state"), "choice", choices=ReadingState.choices),
        Column("doubts", "存疑", of_reading("doubts"), "number"),
        Column(
            "way",
            "入库方式",
            Subquery(
                READINGS.annotate(
                    way=Case(
                        When(Q(state=ReadingState.RECORDED, recorded_in_bulk=True), then=Value("批量入库")),
                        When(state=ReadingState.RECORDED, then=Value("逐篇审核")),
                        default=Value(""),
                        output_field=CharField(),
                    )
                ).values("way")[:1]
            ),
        ),
        Column("recorded_by", "入库人", of_reading("recorded_by__full_name")),
        Column("recorded_at", "入库时间", of_reading("recorded_at"), "datetime"),
        Column("url", "链接", "url", default_shown=False),
        DISTRICT,
    ]
