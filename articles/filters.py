"""What the ledger of articles can be filtered by."""

from django.db.models import Q
from django.db.models.lookups import Exact, GreaterThan

from articles.models import Reading, ReadingState
from articles.readings import of_reading
from ledger.filters import DayRangeFilter, LedgerFilterSet, OneOf, TextFilter, holding


def with_reading(**conditions) -> Q:
    """Articles one of whose readings is so."""
    return Q(pk__in=Reading.objects.filter(**conditions).values("article"))


UNREAD = "none"


class ArticleFilterSet(LedgerFilterSet):
    text = TextFilter(holding("title", "deck", "text"), label="标题、正文")
    date = DayRangeFilter(field_name="issue_date", label="见报日期")
    outlet = TextFilter(holding("outlet", "page_label"), label="媒体、版次")
    state = OneOf(
        [*ReadingState.choices, (UNREAD, "未识别")],
        conditions={
            **{state: with_reading(state=state) for state in ReadingState.values},
            UNREAD: ~Q(pk__in=Reading.objects.values("article")),
        },
        label="识别状态",
    )
    bulk = OneOf(
        [("yes", "批量入库"), ("no", "逐篇审核入库")],
        conditions={
            "yes": with_reading(state=ReadingState.RECORDED, recorded_in_bulk=True),
            "no": with_reading(state=ReadingState.RECORDED, recorded_in_bulk=False),
        },
        label="入库方式",
    )
    doubts = OneOf(
        [("yes", "有存疑事实"), ("no", "无存疑事实")],
        conditions={"yes": Q(GreaterThan(of_reading("doubts"), 0)), "no": Q(Exact(of_reading("doubts"), 0))},
        label="存疑",
    )

    primary = ("text", "date", "state")


class CitedFilterSet(LedgerFilterSet):
    """Base of the ledgers of facts that cite an article."""

    source = OneOf(
        [("cited", "有原文出处"), ("typed", "手工录入,无出处")],
        conditions={"cited": Q(article__isnull=False), "typed": Q(article=None)},
        label="出处",
    )
