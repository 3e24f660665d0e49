"""The filters of a ledger: days from and to, text, names by suggestion, choices; each tells in words what it keeps."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

import django_filters
from django import forms
from django.db.models import Count, Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import urlencode
from django_filters.widgets import SuffixedMultiWidget

from ledger.name_search import LONGEST, rows_named


class FromSiteTemplates:
    """A widget whose template lies with those of the site; Django looks for widgets' own only beside its apps."""

    def _render(self, template_name, context, renderer=None):
        return render_to_string(template_name, context)


class DayRangeWidget(FromSiteTemplates, SuffixedMultiWidget):
    """Two native date inputs, each with its own label."""

    template_name = "ledger/day_range.html"
    use_fieldset = True
    suffixes = ["from", "to"]
    labels = ["起", "止"]

    def __init__(self, attrs=None):
        day = {"class": "form-control", "max": "9999-12-31"}
        super().__init__([forms.DateInput({**day, "type": "date"}, format="%Y-%m-%d") for _ in self.suffixes], attrs)

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        for input_, label in zip(context["widget"]["subwidgets"], self.labels, strict=True):
            input_["label"] = label
        return context

    def decompress(self, value):
        return list(value) if value else [None, None]


class DayRangeField(forms.MultiValueField):
    """(first day, last day), either of them None; None where both are."""

    widget = DayRangeWidget

    def __init__(self, **kwargs):
        wrong = {"invalid": "日期无效,请按“年-月-日”填写,如 2024-05-06。"}
        days = [forms.DateField(required=False, input_formats=["%Y-%m-%d"], error_messages=wrong) for _ in range(2)]
        super().__init__(fields=days, require_all_fields=False, **kwargs)

    def compress(self, values) -> tuple[datetime.date | None, datetime.date | None] | None:
        first, last = values or (None, None)
        if first and last and first > last:
            raise forms.ValidationError("起始日期不能晚于截止日期。")
        return (first, last) if first or last else None


class DayRangeFilter(django_filters.Filter):
    """Rows whose day lies within; a row whose day is not known lies in no range."""

    field_class = DayRangeField

    def condition(self, value) -> Q:
        first, last = value
        condition = Q(**{f"{self.field_name}__isnull": False})
        if first:
            condition &= Q(**{f"{self.field_name}__gte": first})
        if last:
            condition &= Q(**{f"{self.field_name}__lte": last})
        return condition

    def filter(self, queryset, value):
        return queryset.filter(self.condition(value)) if value else queryset


class TextFilter(django_filters.CharFilter):
    """Rows that hold every typed word, each in any of the places that `condition(word)` names."""

    def __init__(self, condition: Callable[[str], Q], *, label="文字", hint="", **kwargs):
        self.word_condition = condition
        widget = forms.TextInput({"class": "form-control", "type": "search", "autocomplete": "off"})
        super().__init__(label=label, max_length=LONGEST, widget=widget, help_text=hint, **kwargs)

    def filter(self, queryset, value):
        for word in (value or "").split():
            queryset = queryset.filter(self.word_condition(word))
        return queryset


def holding(*places: str) -> Callable[[str], Q]:
    """The condition of a `TextFilter`: the word stands in one of these fields."""

    def condition(word: str) -> Q:
        found = Q()
        for place in places:
            found |= Q(**{f"{place}__icontains": word})
        return found

    return condition


class SuggestInput(FromSiteTemplates, forms.TextInput):
    """A text field whose suggestions htmx fetches while one types; without scripts it is a plain text field."""

    template_name = "ledger/suggest_input.html"

    def __init__(self, address: str, attrs=None):
        self.address = address
        super().__init__({"class": "form-control", "autocomplete": "off", **(attrs or {})})

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["list"] = f"suggestions-{name}"
        context["address"] = f"{reverse(self.address)}?{urlencode({'field': name})}"
        return context


class NamedFilter(django_filters.CharFilter):
    """Rows tied to one of another model, which is chosen by typing its name: never a list of all.

    `tied(rows, text)` gives the condition, from the rows the user may see that the text means.
    """

    def __init__(self, rows: QuerySet, tied: Callable[[QuerySet, str], Q], *, suggestions: str, aliases="", **kwargs):
        self.rows, self.tied, self.aliases = rows, tied, aliases
        super().__init__(max_length=LONGEST, widget=SuggestInput(suggestions), **kwargs)

    def filter(self, queryset, value):
        if not value:
            return queryset
        visible = self.rows.visible_to(self.parent.request.user)
        return queryset.filter(self.tied(rows_named(visible, value, aliases=self.aliases), value))


class OneOf(django_filters.ChoiceFilter):
    """One of the choices; each may stand for a condition of its own."""

    def __init__(self, choices, *, conditions: dict[str, Q] | None = None, empty_label="全部", **kwargs):
        self.conditions = conditions
        widget = forms.Select({"class": "form-select"})
        super().__init__(choices=list(choices), empty_label=empty_label, null_label=None, widget=widget, **kwargs)

    def filter(self, queryset, value):
        if self.conditions is None:
            return super().filter(queryset, value)
        return queryset.filter(self.conditions[value]) if value else queryset


class SomeOf(django_filters.MultipleChoiceFilter):
    """Any of the choices, by check boxes. "none" stands for the empty value."""

    NONE = "none"

    def __init__(self, choices, *, with_none="", **kwargs):
        choices = [*choices, (self.NONE, with_none)] if with_none else list(choices)
        widget = forms.CheckboxSelectMultiple({"class": "form-check-input"})
        super().__init__(choices=choices, widget=widget, **kwargs)

    def filter(self, queryset, value):
        wanted = ["" if one == self.NONE else one for one in value or []]
        return queryset.filter(**{f"{self.field_name}__in": wanted}) if wanted else queryset


@dataclass(frozen=True)
class ActiveFilter:
    """What one filter keeps, in words, and the parameters to leave out (or the values of one) to lift it."""

    words: str
    parameters: tuple[str, ...]
    value: str | None = None


class LedgerFilterSet(django_filters.FilterSet):
    """Base of every ledger's filters. `primary` names those that stand open, the others are folded.

    `dates` names the DayRangeFilter of a day that may be unknown, if there is one.
    """

    primary: tuple[str, ...] = ("text",)
    dates: str = ""

    def filter_queryset(self, queryset):
        for name, value in self.form.cleaned_data.items():
            if name != self.dates:
                queryset = self.filters[name].filter(queryset, value)
        self.without_dates = queryset
        return self.filters[self.dates].filter(queryset, self.form.cleaned_data[self.dates]) if self.dates else queryset

    @property
    def within_days(self):
        """The range of days asked for, or None."""
        return self.form.cleaned_data.get(self.dates) if self.dates else None

    def counts(self) -> tuple[int, int]:
        """How many rows there are, and how many more a range of days left out because their day is not known."""
        rows = self.qs
        if not self.within_days:
            return rows.order_by().count(), 0
        filter_ = self.filters[self.dates]
        unknown = Q(**{f"{filter_.field_name}__isnull": True})
        both = self.without_dates.order_by().filter(filter_.condition(self.within_days) | unknown)
        found = both.aggregate(
            known=Count("pk", filter=Q(**{f"{filter_.field_name}__isnull": False})),
            unknown=Count("pk", filter=unknown),
        )
        return found["known"], found["unknown"]

    @property
    def parameters(self) -> dict[str, tuple[str, ...]]:
        """The parameters of each filter in the address."""
        return {
            name: tuple(f"{name}_{suffix}" for suffix in DayRangeWidget.suffixes)
            if isinstance(filter_, DayRangeFilter)
            else (name,)
            for name, filter_ in self.filters.items()
        }

    def active(self) -> list[ActiveFilter]:
        """The filters in use, in the order of the form; only those that are valid."""
        found = []
        for name, value in self.form.cleaned_data.items():
            if value in (None, "", []):
                continue
            filter_, parameters = self.filters[name], self.parameters[name]
            if isinstance(filter_, DayRangeFilter):
                found.append(ActiveFilter(f"{filter_.label}:{_days_in_words(*value)}", parameters))
                continue
            labels = dict(filter_.extra.get("choices", ()))
            for one in value if isinstance(value, list) else [value]:
                several = one if isinstance(value, list) else None
                found.append(ActiveFilter(f"{filter_.label}:{labels.get(one, one)}", parameters, several))
        return found

    @property
    def primary_fields(self):
        return [self.form[name] for name in self.primary]

    @property
    def further_fields(self):
        return [self.form[name] for name in self.filters if name not in self.primary]

    @property
    def further_in_use(self) -> int:
        """How many of the folded filters are filled in, rightly or not."""
        return sum(
            any(self.data.get(parameter) for parameter in parameters)
            for name, parameters in self.parameters.items()
            if name not in self.primary
        )


def _days_in_words(first: datetime.date | None, last: datetime.date | None) -> str:
    if first and last:
        return f"{first} 至 {last}" if first != last else str(first)
    return f"{first} 起" if first else f"至 {last} 止"


class YearFilter(django_filters.NumberFilter):
    """Rows of one year."""

    field_class = forms.IntegerField

    def __init__(self, **kwargs):
        widget = forms.NumberInput({"class": "form-control", "inputmode": "numeric"})
        super().__init__(field_name="year", min_value=1900, max_value=2200, widget=widget, **kwargs)
