"""Articles as printed, and what the reader made of them."""

import json

from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.utils.html import format_html, format_html_join

from articles.models import Article, Reading
from articles.texts import text_sha256
from people.scoped_admin import DISTRICT_FILTER, ScopedAdmin
from people.versioned_forms import VersionedForm


class ArticleForm(VersionedForm):
    """Knows an article again by its text, or by title and link where no text is known."""

    def clean(self):
        data = super().clean()
        text = self.cleaned_data.get("text", self.instance.text)
        title = self.cleaned_data.get("title", self.instance.title)
        url = self.cleaned_data.get("url", self.instance.url)
        self.instance.text_sha256 = text_sha256(text or title + url)
        return data

    def _get_validation_exclusions(self):
        # The digest is no field of the form, and still the same article twice must be refused in words.
        return super()._get_validation_exclusions() - {"text_sha256"}


@admin.register(Article)
class ArticleAdmin(ScopedAdmin):
    form = ArticleForm
    list_display = ["title", "issue_date", "outlet", "page_label", "district"]
    list_select_related = ["district"]
    list_filter = ["issue_date", DISTRICT_FILTER]
    search_fields = ["title", "deck", "outlet"]
    fieldsets = [
        (None, {"fields": ["district", ("outlet", "page_label"), "issue_date"]}),
        ("内容", {"fields": ["deck", "title", "text", "url"]}),
    ]
    autocomplete_fields = ["district"]

    def get_queryset(self, request):
        articles = super().get_queryset(request)
        match = request.resolver_match
        return articles.defer("text") if match and match.url_name == "articles_article_changelist" else articles

    def get_readonly_fields(self, request, obj=None):
        # Facts cite the text by character. One known only by title and link may still be given its text.
        fixed = ["text"] if obj and obj.text else []
        return [*super().get_readonly_fields(request, obj), *fixed]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "text":
            field.widget.attrs["rows"] = 20
        return field


class DoubtsFilter(admin.SimpleListFilter):
    """Readings with a doubtful fact, or without any."""

    title = "存疑事实"
    parameter_name = "doubtful"

    def lookups(self, request, model_admin):
        return [("1", "有"), ("0", "无")]

    def queryset(self, request, queryset):
        if self.value() == "1":
            return queryset.filter(doubts__gt=0)
        return queryset.filter(doubts=0) if self.value() == "0" else queryset


@admin.register(Reading)
class ReadingAdmin(ScopedAdmin):
    """For looking only: readings are made by the reader and decided at the reading desk."""

    list_display = [
        "article",
        "state",
        "doubts",
        "reader_version",
        "created_at",
        "claimed_by",
        "recorded_by",
        "recorded_in_bulk",
    ]
    list_select_related = ["article", "claimed_by", "recorded_by"]
    list_filter = ["state", DoubtsFilter, "recorded_in_bulk"]
    search_fields = ["article__title"]
    fieldsets = [
        (None, {"fields": ["article", ("state", "doubts"), ("reader_version", "gazetteer_version", "created_at")]}),
        ("审核", {"fields": [("claimed_by", "claimed_until"), ("recorded_by", "recorded_at", "recorded_in_bulk")]}),
        ("入库产生的记录", {"fields": ["made_rows"]}),
        ("识别结果", {"fields": ["content_text"], "classes": ["collapse"]}),
    ]
    readonly_fields = flatten_fieldsets(fieldsets)

    def get_queryset(self, request):
        readings = super().get_queryset(request)
        match = request.resolver_match
        if match and match.url_name == "articles_reading_changelist":
            return readings.defer("content", "made", "article__text")
        return readings

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description="记录")
    def made_rows(self, reading):
        rows = ((row if isinstance(row, str) else json.dumps(row, ensure_ascii=False),) for row in reading.made)
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", rows)) if reading.made else "—"

    @admin.display(description="内容")
    def content_text(self, reading):
        return format_html("<pre>{}</pre>", json.dumps(reading.content, ensure_ascii=False, indent=1))
