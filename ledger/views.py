"""The view of a ledger: filtered, sorted and paged on screen, and the same rows and columns as a CSV file."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db import connections, transaction
from django.db.models import F, QuerySet
from django.http import HttpResponse, HttpResponseBadRequest, QueryDict, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from django.views.generic import View

from ledger.columns import Cell, Column, in_order_of, with_columns
from ledger.csv_writer import csv_lines
from ledger.filters import LedgerFilterSet
from ledger.name_search import LONGEST, resembles

CHUNK = 2000
ALL_COLUMNS = "all"


class CountedPaginator(Paginator):
    """A paginator that is told how many rows there are."""

    def __init__(self, rows, per_page: int, count: int):
        super().__init__(rows, per_page)
        self.count = count


@dataclass(frozen=True)
class Heading:
    """The head of a column: what it sorts by next, and how it is sorted now."""

    column: Column
    sorted: str  # ascending, descending or ""
    next_sort: str


@dataclass(frozen=True)
class Tag:
    """A filter in use, and the address of the ledger without it."""

    words: str
    address: str


class LedgerView(View):
    """One ledger. A room declares the model, the columns, the filters and what it is called; nothing else.

    `as_view(as_csv=True)` answers with the file of exactly what the page shows, all pages of it.
    """

    http_method_names = ["get", "head", "options"]
    template_name = "ledger/ledger.html"
    results_template_name = "ledger/_results.html"
    page_size = 50

    rows: QuerySet
    columns: list[Column]
    filterset_class: type[LedgerFilterSet]
    title: str
    measure = "条"  # 共 12 条
    name: str  # of the address of the page: "meetings:meeting-list"
    default_order: tuple = ()
    empty_advice = "本台账还没有内容。录入员在后台录入,或读入报纸版面并入库后,这里就会显示。"
    as_csv = False

    def get(self, request):
        self.filterset = self.filterset_class(request.GET, queryset=self.get_rows(), request=request)
        return self.csv_response() if self.as_csv else self.page_response()

    def get_rows(self) -> QuerySet:
        return self.rows.visible_to(self.request.user)

    # --- what the address asks for

    @cached_property
    def query(self) -> QueryDict:
        """The parameters that mean something here, without empty ones and without the page."""
        query = QueryDict(mutable=True)
        names = [name for names in self.filterset.parameters.values() for name in names]
        for name in [*names, "sort", "columns"]:
            values = [value for value in self.request.GET.getlist(name) if value and "\0" not in value]
            if values:
                query.setlist(name, values)
        return query

    @cached_property
    def is_valid(self) -> bool:
        return self.filterset.is_valid()

    @cached_property
    def shown_columns(self) -> list[Column]:
        if self.request.GET.get("columns") == ALL_COLUMNS:
            return list(self.columns)
        return [column for column in self.columns if column.default_shown]

    @cached_property
    def sort(self) -> tuple[Column, bool] | None:
        """The column asked for and whether it runs downwards; None for the usual order."""
        asked = self.request.GET.get("sort", "")
        by_name = {column.name: column for column in self.columns}
        column = by_name.get(asked.removeprefix("-"))
        return (column, asked.startswith("-")) if column else None

    @cached_property
    def sorted_rows(self) -> QuerySet:
        """Every row that is filtered, in order; the key decides between equals."""
        if not self.is_valid:
            return self.rows.none()
        rows = self.filterset.qs
        if self.sort is None:
            return rows.order_by(*self.default_order, "-pk")
        column, descending = self.sort
        return in_order_of(rows, column, descending=descending)

    # --- screen

    def page_response(self) -> HttpResponse:
        only_results = bool(self.request.htmx) and not self.request.htmx.history_restore_request
        template = self.results_template_name if only_results else self.template_name
        response = render(self.request, template, self.get_context())
        if only_results:
            response["HX-Push-Url"] = self.address(self.query)
        patch_vary_headers(response, ["HX-Request", "HX-History-Restore-Request"])
        return response

    def get_context(self) -> dict[str, Any]:
        count, undated = self.filterset.counts() if self.is_valid else (0, 0)
        keys = self.sorted_rows.values("pk")
        page = CountedPaginator(keys, self.page_size, count).get_page(self.request.GET.get("page"))
        tags = self.tags() if self.is_valid else []
        return {
            "ledger": self,
            "filterset": self.filterset,
            "errors": self.errors(),
            "headings": self.headings(),
            "page": page,
            "cells": [self.cells(row) for row in self.rows_of(page)] if count else [],
            "pages": list(page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)),
            "elided": page.paginator.ELLIPSIS,
            "count": count,
            "undated": undated,
            "tags": tags,
            "query": self.query,
            "list_address": self.address(),
            "csv_address": self.address(self.query, name=self.csv_name),
            "unknown_sort": bool(self.request.GET.get("sort")) and self.sort is None,
            "sorts": self.sorts(),
            "hides_columns": len(self.shown_columns) < len(self.columns),
            "shows_all_columns": self.request.GET.get("columns") == ALL_COLUMNS and self.has_further_columns,
        }

    def rows_of(self, page: Page) -> QuerySet:
        """The rows of one page with their values, in one query: the keys are sorted and cut first, so that the
        names of many rows are gathered for those shown alone and not for all that are filtered.
        """
        shown = self.sorted_rows.filter(pk__in=page.object_list)
        rows, names = with_columns(shown, self.shown_columns, links=True)
        return rows.values(*names)

    @property
    def has_further_columns(self) -> bool:
        return not all(column.default_shown for column in self.columns)

    @property
    def csv_name(self) -> str:
        return self.name.removesuffix("-list") + "-csv"

    def address(self, query: QueryDict | None = None, *, name: str = "") -> str:
        address = reverse(name or self.name)
        return f"{address}?{query.urlencode()}" if query else address

    def cells(self, row: dict[str, Any]) -> list[Cell]:
        return [column.cell(row) for column in self.shown_columns]

    def headings(self) -> list[Heading]:
        sorted_by, descending = self.sort or (None, False)
        return [
            Heading(
                column,
                sorted=("descending" if descending else "ascending") if column is sorted_by else "",
                next_sort=f"-{column.name}" if column is sorted_by and not descending else column.name,
            )
            for column in self.shown_columns
        ]

    def sorts(self) -> list[tuple[str, str, bool]]:
        """(value, words, chosen) of every way to sort."""
        now = self.request.GET.get("sort", "")
        ways = [("", "默认顺序")]
        for column in self.shown_columns:
            ways += [(column.name, f"{column.header} 升序"), (f"-{column.name}", f"{column.header} 降序")]
        return [(value, words, value == now) for value, words in ways]

    def tags(self) -> list[Tag]:
        found = []
        for active in self.filterset.active():
            query = self.query.copy()
            for parameter in active.parameters:
                others = [value for value in query.getlist(parameter) if active.value is not None]
                query.setlist(parameter, [value for value in others if value != active.value])
                if not query.getlist(parameter):
                    query.pop(parameter, None)
            found.append(Tag(active.words, self.address(query)))
        return found

    def errors(self) -> list[tuple[str, str]]:
        """(label of the filter, what is wrong with it)."""
        if self.is_valid:
            return []
        return [
            (self.filterset.form[name].label, error)
            for name, errors in self.filterset.form.errors.items()
            for error in errors
        ]

    # --- file

    def csv_response(self) -> HttpResponse:
        if not self.is_valid:
            told = "".join(f"{label}:{error}\n" for label, error in self.errors())
            return HttpResponseBadRequest(f"筛选条件有误,未导出。\n{told}", content_type="text/plain; charset=utf-8")
        response = StreamingHttpResponse(
            csv_lines([column.header for column in self.shown_columns], self.written_rows()),
            content_type="text/csv; charset=utf-8",
        )
        filename = f"{self.title}-{timezone.localdate():%Y%m%d}.csv"
        response["Content-Disposition"] = content_disposition_header(True, filename)
        response["Cache-Control"] = "no-store"
        return response

    def written_rows(self) -> Iterator[list[str]]:
        """Every row as text, a chunk in memory at a time."""
        columns = self.shown_columns
        rows, names = with_columns(self.sorted_rows, columns, links=False)
        with streaming(rows.db):
            for row in rows.values_list(*names).iterator(chunk_size=CHUNK):
                yield [column.written(value) for column, value in zip(columns, row, strict=True)]


def streaming(alias: str) -> contextlib.AbstractContextManager:
    """Where rows may be read as they come: PostgreSQL keeps a cursor only inside a transaction, and outside one
    gathers every row first. On SQLite a transaction would lock all writers out for as long as the file takes.
    """
    if connections[alias].vendor == "postgresql":
        return transaction.atomic(using=alias)
    return contextlib.nullcontext()


class SuggestView(View):
    """Names for a text field while one types: `<option>`s of at most twelve rows the user may see."""

    http_method_names = ["get", "head", "options"]
    most = 12
    rows: QuerySet
    aliases = ""
    note: Any = None  # an expression: what tells namesakes apart

    def get(self, request):
        text = request.GET.get(request.GET.get("field") or "q", "").strip()
        if "\0" in text:
            return HttpResponseBadRequest("名称中有不能识别的字符。", content_type="text/plain; charset=utf-8")
        rows = self.rows.none()
        if text and len(text) <= LONGEST:
            visible = self.rows.visible_to(request.user)
            rows = visible.filter(resembles(visible, text, aliases=self.aliases)).order_by("name", "pk")
        noted = rows.annotate(said_of_it=self.note if self.note is not None else F("name"))
        options = noted.values_list("name", "said_of_it")[: self.most]
        return render(request, "ledger/_suggestions.html", {"options": options})
