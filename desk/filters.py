"""What the queue of the reading desk can be filtered by."""

import django_filters
from django import forms
from django.db.models import Q

from ledger.filters import DayRangeFilter, LedgerFilterSet, OneOf, TextFilter, holding
from people.models import District, DistrictLevel


def districts_of(user):
    """The districts whose readings a user may see; townships have none of their own."""
    return District.objects.visible_to(user).exclude(level=DistrictLevel.TOWNSHIP)


class QueueFilterSet(LedgerFilterSet):
    """Of readings."""

    text = TextFilter(holding("article__title", "article__deck"), label="标题")
    date = DayRangeFilter(field_name="article__issue_date", label="见报日期")
    outlet = TextFilter(holding("article__outlet", "article__page_label"), label="媒体、版次")
    doubts = OneOf(
        [("some", "有存疑"), ("none", "没有存疑")],
        conditions={"some": Q(doubts__gt=0), "none": Q(doubts=0)},
        label="存疑",
    )
    district = django_filters.ModelChoiceFilter(
        queryset=lambda request: districts_of(request.user),
        field_name="article__district",
        label="行政区",
        empty_label="全部",
        widget=forms.Select({"class": "form-select"}),
    )

    primary = ("text", "date", "outlet")
