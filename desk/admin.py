"""Imports, for looking only: what each was given, how far it has come, and what became of every article."""

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.urls import reverse
from django.utils.html import format_html
from django_tasks_db.models import DBTaskResult

from desk.import_report import outcome_counts, page_counts
from desk.models import Decision, ImportBatch, ImportedArticle, ImportPage, NameTable, SheetImport
from people.scoped_admin import DISTRICT_FILTER, ScopedRows

admin.site.unregister(DBTaskResult)  # the queue: English, and nothing to do there


class LookingAdmin(ScopedRows, admin.ModelAdmin):
    """Rows of the user's districts, which nobody types."""

    show_full_result_count = False
    list_per_page = 50

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class CountedChangeList(ChangeList):
    """The batches of one page with their numbers, in two queries for all of them."""

    def get_results(self, request):
        super().get_results(request)
        batches = list(self.result_list)
        keys = [batch.pk for batch in batches]
        outcomes, pages = outcome_counts(keys), page_counts(keys)
        for batch in batches:
            batch.counts = {**pages.get(batch.pk, {}), **outcomes.get(batch.pk, {})}
        self.result_list = batches


def _count(name: str, label: str):
    """A column of one number of a batch."""

    @admin.display(description=label)
    def show(self, batch) -> int:
        return self.counts_of(batch).get(name, 0)

    return show


@admin.register(ImportBatch)
class ImportBatchAdmin(LookingAdmin):
    list_display = [
        "__str__",
        "state",
        "pages",
        "new",
        "known",
        "recorded",
        "same_news",
        "refused",
        "report",
        "started_at",
        "started_by",
        "district",
    ]
    list_select_related = ["district", "started_by"]
    list_filter = ["state", "to_record", "started_at", DISTRICT_FILTER]
    fieldsets = [
        (None, {"fields": ["district", ("state", "started_at", "finished_at")]}),
        ("怎样导入", {"fields": ["published", ("to_record", "started_by"), "name_table"]}),
        ("结果", {"fields": ["pages", ("new", "known"), ("recorded", "same_news"), "refused", "report", "rows"]}),
    ]
    readonly_fields = ["pages", "new", "known", "recorded", "same_news", "refused", "report", "rows"]

    new = _count("new", "新录入")
    known = _count("known", "已有")
    recorded = _count("recorded", "入库")
    same_news = _count("same_news", "其中并为同一活动")
    refused = _count("refused", "拒绝")

    def get_changelist(self, request, **kwargs):
        return CountedChangeList

    def counts_of(self, batch: ImportBatch) -> dict[str, int]:
        if not hasattr(batch, "counts"):
            batch.counts = {**page_counts([batch.pk]).get(batch.pk, {}), **outcome_counts([batch.pk]).get(batch.pk, {})}
        return batch.counts

    @admin.display(description="版面(已读/全部)")
    def pages(self, batch):
        counts = self.counts_of(batch)
        return f"{counts.get('pages_read', 0)}/{counts.get('pages', 0)}"

    @admin.display(description="报告")
    def report(self, batch):
        return format_html('<a href="{}">下载 CSV</a>', reverse("desk:import-report", args=[batch.pk]))

    @admin.display(description="逐篇")
    def rows(self, batch):
        return format_html(
            '<a href="{}?batch__id__exact={}">各篇的结果</a> · <a href="{}?batch__id__exact={}">各个版面</a>',
            reverse("admin:desk_importedarticle_changelist"),
            batch.pk,
            reverse("admin:desk_importpage_changelist"),
            batch.pk,
        )


@admin.register(ImportPage)
class ImportPageAdmin(LookingAdmin):
    list_display = ["__str__", "batch", "state", "issue_date", "worker", "claimed_until"]
    list_select_related = ["batch"]
    list_filter = ["state"]
    search_fields = ["name"]
    fieldsets = [
        (None, {"fields": ["batch", ("position", "name", "line"), "issue_date"]}),
        ("读取", {"fields": ["state", ("worker", "claimed_until", "claims")]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("raw")


@admin.register(ImportedArticle)
class ImportedArticleAdmin(LookingAdmin):
    list_display = ["__str__", "outcome", "reason", "page", "line", "issue_date", "batch"]
    list_select_related = ["batch", "page"]
    list_filter = ["outcome", "is_new"]
    search_fields = ["title", "reason", "page__name"]
    fieldsets = [
        (None, {"fields": ["batch", ("page", "line"), "issue_date", "title"]}),
        ("结果", {"fields": ["outcome", "reason", "article", "is_new"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("staged", "page__raw")


def _names(kind: str, label: str):
    """The names of one kind in a table, and how many they are."""

    @admin.display(description=label)
    def show(self, table) -> str:
        names = table.names.get(kind, [])
        return f"{len(names)} 个:{'、'.join(names)}" if names else "—"

    return show


@admin.register(NameTable)
class NameTableAdmin(LookingAdmin):
    """Which names the reader knew when it read the pages of a batch."""

    list_display = ["version", "district", "created_at"]
    list_select_related = ["district"]
    list_filter = [DISTRICT_FILTER]
    fieldsets = [
        (None, {"fields": [("version", "created_at"), "district"]}),
        ("名称", {"fields": ["people", "organizations", "enterprises", "projects"]}),
    ]
    readonly_fields = ["people", "organizations", "enterprises", "projects"]

    people = _names("people", "领导干部")
    organizations = _names("organizations", "单位")
    enterprises = _names("enterprises", "企业")
    projects = _names("projects", "项目")

    def get_queryset(self, request):
        tables = super().get_queryset(request)
        match = request.resolver_match
        return tables.defer("names") if match and match.url_name == "desk_nametable_changelist" else tables


@admin.register(SheetImport)
class SheetImportAdmin(LookingAdmin):
    list_display = [
        "file_name",
        "kind",
        "new_count",
        "changed_count",
        "unchanged_count",
        "refused_count",
        "uploaded_at",
        "written_at",
        "uploaded_by",
        "district",
    ]
    list_select_related = ["district", "uploaded_by"]
    list_filter = ["kind", "uploaded_at", DISTRICT_FILTER]
    search_fields = ["file_name"]
    exclude = ["content"]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("content")


@admin.register(Decision)
class DecisionAdmin(LookingAdmin):
    list_display = ["fact", "verdict", "reading", "decided_by", "decided_at"]
    list_select_related = ["reading__article", "decided_by"]
    list_filter = ["verdict"]
    search_fields = ["fact", "reading__article__title"]
    fieldsets = [
        (None, {"fields": ["reading", ("fact", "event"), "verdict", "corrected"]}),
        ("关联", {"fields": ["official", "organization", "enterprise", "project", "meeting"]}),
        ("决定", {"fields": [("decided_by", "decided_at")]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("reading__content", "reading__made", "reading__article__text")
