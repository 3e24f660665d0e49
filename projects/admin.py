"""Key projects with their stages, plans and other names; published figures; tags."""

from django.contrib import admin
from django.db import transaction

from people.scoped_admin import (
    DISTRICT_FILTER,
    CitedRows,
    PartAdmin,
    ScopedAdmin,
    ScopedTabularInline,
)
from projects.models import AnnualPlan, Figure, Project, ProjectAlias, StageChange, Tag
from projects.stages import set_stage_from_changes


class StageChangeInline(CitedRows, ScopedTabularInline):
    model = StageChange
    fields = ["stage", "changed_date", "sentence"]


class AnnualPlanInline(ScopedTabularInline):
    model = AnnualPlan
    fields = ["year", "annual_planned_investment"]


class ProjectAliasInline(ScopedTabularInline):
    model = ProjectAlias
    fields = ["name"]


@admin.register(Project)
class ProjectAdmin(ScopedAdmin):
    list_display = ["name", "stage", "category", "industry", "township", "total_investment", "responsible_leader"]
    list_select_related = ["township", "responsible_leader"]
    list_filter = ["stage", "category", DISTRICT_FILTER]
    search_fields = ["name", "name_pinyin", "aliases__name", "project_code"]
    fieldsets = [
        (None, {"fields": ["district", "name", "project_code", ("category", "industry"), "stage", "tags"]}),
        ("建设", {"fields": ["owner_enterprise", "township", "location", "scope", "total_investment"]}),
        ("责任", {"fields": ["responsible_leader", "responsible_unit"]}),
    ]
    readonly_fields = ["stage"]  # follows from the changes of stage below
    autocomplete_fields = [
        "district",
        "township",
        "owner_enterprise",
        "responsible_leader",
        "responsible_unit",
        "tags",
    ]
    inlines = [StageChangeInline, AnnualPlanInline, ProjectAliasInline]

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        set_stage_from_changes(form.instance)


@admin.register(Figure)
class FigureAdmin(CitedRows, ScopedAdmin):
    list_display = ["label", "value", "unit", "scope", "year", "as_of_date", "project", "district"]
    list_select_related = ["project", "district", "article"]
    list_filter = [DISTRICT_FILTER]
    search_fields = ["label", "scope", "project__name", "project__name_pinyin"]
    fieldsets = [
        (None, {"fields": ["district", "label", ("bound", "value", "unit"), "scope", "project"]}),
        ("时间", {"fields": ["year", ("period_start", "period_end"), "as_of_date"]}),
        (None, {"fields": ["sentence"]}),
    ]
    autocomplete_fields = ["district", "project"]


@admin.register(Tag)
class TagAdmin(ScopedAdmin):
    list_display = ["name", "district"]
    list_select_related = ["district"]
    list_filter = [DISTRICT_FILTER]
    search_fields = ["name"]
    fields = ["district", "name"]
    autocomplete_fields = ["district"]


@admin.register(StageChange)
class StageChangeAdmin(CitedRows, PartAdmin):
    """The project's stage follows whatever is done here."""

    whole = "project"
    list_display = ["project", "stage", "changed_date"]
    list_select_related = ["project"]
    list_filter = ["stage"]
    search_fields = ["project__name", "project__name_pinyin"]
    fields = ["project", "stage", "changed_date", "sentence"]

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        set_stage_from_changes(form.instance.project)

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        set_stage_from_changes(obj.project)

    @transaction.atomic
    def delete_queryset(self, request, queryset):
        projects = list(Project.objects.filter(stage_changes__in=queryset).distinct())
        super().delete_queryset(request, queryset)
        for project in projects:
            set_stage_from_changes(project)


@admin.register(AnnualPlan)
class AnnualPlanAdmin(PartAdmin):
    whole = "project"
    list_display = ["project", "year", "annual_planned_investment"]
    list_select_related = ["project"]
    search_fields = ["project__name", "project__name_pinyin"]
    fields = ["project", "year", "annual_planned_investment"]


@admin.register(ProjectAlias)
class ProjectAliasAdmin(PartAdmin):
    whole = "project"
    list_display = ["name", "project"]
    list_select_related = ["project"]
    search_fields = ["name", "project__name", "project__name_pinyin"]
    fields = ["project", "name"]
