"""One page on which a whole meeting is typed in: who took part, what was dealt with, required and asked for."""

from django.contrib import admin, messages
from django.contrib.admin.utils import flatten
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, Q
from django.shortcuts import render
from django.urls import path
from django.utils.html import format_html_join
from django.views.decorators.http import require_POST

from meetings.meeting_form import LIST_FIELDS, MeetingForm, attendees_of, with_listed_rows
from meetings.models import (
    Attendance,
    Demand,
    Discussion,
    Headcount,
    Meeting,
    MeetingArticle,
    Requirement,
    Role,
)
from meetings.part_forms import (
    AttendanceForm,
    AttendanceFormSet,
    DemandForm,
    DiscussionForm,
    RequirementForm,
    RequirementFormSet,
)
from people.scoped_admin import (
    DISTRICT_FILTER,
    CitedRows,
    PartAdmin,
    ScopedAdmin,
    ScopedStackedInline,
    ScopedTabularInline,
    is_list,
)
from people.versioned_forms import OrderedFormSet


class AttendanceInline(CitedRows, ScopedTabularInline):
    model = Attendance
    form = AttendanceForm
    formset = AttendanceFormSet
    fields = ["role", "official", "organization", "enterprise", "printed_name", "printed_title", "order", "sentence"]
    autocomplete_fields = ["official", "organization", "enterprise"]
    extra_when_new = 2


class HeadcountInline(CitedRows, ScopedTabularInline):
    model = Headcount
    fields = ["counted", "number", "sentence"]


class DiscussionInline(CitedRows, ScopedTabularInline):
    model = Discussion
    form = DiscussionForm
    formset = OrderedFormSet
    fields = ["project", "printed_name", "manner", "order", "sentence"]
    autocomplete_fields = ["project"]


class RequirementInline(CitedRows, ScopedStackedInline):
    model = Requirement
    form = RequirementForm
    formset = RequirementFormSet
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("heading", "number"),
                    "text",
                    "parts_lines",
                    ("issued_by", "printed_speaker"),
                    "projects",
                    "sentence",
                ]
            },
        )
    ]
    autocomplete_fields = ["issued_by", "projects"]
    extra_when_new = 3

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("projects")

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.may_drop_parts = self.has_delete_permission(request, obj)
        return formset


class DemandInline(CitedRows, ScopedStackedInline):
    model = Demand
    form = DemandForm
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("enterprise", "printed_enterprise"),
                    "text",
                    ("demand_type", "handling", "state"),
                    "sentence",
                ]
            },
        )
    ]
    autocomplete_fields = ["enterprise"]
    extra = 0


class SourceInline(ScopedTabularInline):
    model = MeetingArticle
    fields = ["article", "quote"]
    readonly_fields = ["quote"]
    autocomplete_fields = ["article"]


RARE, CHECKING = "更多日期和地点", "经办"


@admin.register(Meeting)
class MeetingAdmin(ScopedAdmin):
    list_display = ["title", "held_date", "kind", "meeting_type", "leaders", "venue", "entered_by", "is_checked"]
    list_select_related = ["entered_by"]
    list_filter = ["held_date", "kind", "meeting_type", DISTRICT_FILTER]
    search_fields = ["name", "venue", "places", "attendances__printed_name", "attendances__official__name_pinyin"]
    form = MeetingForm
    change_form_template = "admin/meeting_form.html"
    fieldsets = [
        (
            None,
            {"fields": ["name", ("held_date", "day_part", "venue"), ("kind", "meeting_type", "district")]},
        ),
        (RARE, {"fields": ["end_date", "date_note", ("earliest_date", "latest_date"), "places", "township"]}),
        (CHECKING, {"fields": [("entered_by", "checked_by", "checked_at")]}),
        ("参加名单", {"fields": list(LIST_FIELDS)}),
    ]
    form_only_fields = LIST_FIELDS
    readonly_fields = ["entered_by", "checked_by", "checked_at"]
    autocomplete_fields = ["district", "township"]
    inlines = [AttendanceInline, HeadcountInline, DiscussionInline, RequirementInline, DemandInline, SourceInline]

    class Media:
        js = ["django_htmx/htmx-2.min.js"]

    def get_urls(self):
        told = self.admin_site.admin_view(require_POST(self.attendees_view))
        return [path("attendees/", told, name="meetings_meeting_attendees"), *super().get_urls()]

    def attendees_view(self, request):
        """What the names of a list stand for, while it is typed."""
        if not (self.has_add_permission(request) or self.has_change_permission(request)):
            raise PermissionDenied
        return render(request, "admin/attendees_told.html", {"attendees": attendees_of(request.POST, request.user)})

    def render_change_form(self, request, context, **kwargs):
        inlines = [inline.formset for inline in context["inline_admin_formsets"]]
        context["doubles"] = [double for formset in inlines for double in getattr(formset, "doubles", [])]
        return super().render_change_form(request, context, **kwargs)

    def get_queryset(self, request):
        meetings = super().get_queryset(request)
        if not is_list(request, self.opts):
            return meetings
        leaders = Attendance.objects.filter(role__in=[Role.CHAIR, Role.LEAD]).order_by("order", "id")
        return meetings.prefetch_related(Prefetch("attendances", leaders, to_attr="led_by"))

    def get_fieldsets(self, request, obj=None):
        """Without the checking of what is not there yet; dates and places seldom known are folded while they are empty."""
        fieldsets = []
        for title, options in super().get_fieldsets(request, obj):
            if title == CHECKING and not obj:
                continue
            if title == RARE and not any(getattr(obj, name, None) for name in flatten(options["fields"])):
                options = {**options, "classes": ["collapse"]}
            fieldsets.append((title, options))
        return fieldsets

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        request.listed, request.repeated = [], []
        if request.method == "POST" and request.POST.get("attendee_list", "").strip():
            attendees = attendees_of(request.POST, request.user)
            if attendees is not None:
                request.POST, request.listed = with_listed_rows(request.POST, attendees)
                request.repeated = [who for who in attendees if who not in request.listed]
        extra_context = {**(extra_context or {}), "attendees": request.listed}
        return super().changeform_view(request, object_id, form_url, extra_context)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if request.listed:
            self.message_user(request, "名单:" + "、".join(who.told for who in request.listed), messages.INFO)
        if request.repeated:
            names = "、".join(who.named.name for who in request.repeated)
            self.message_user(request, f"名单中的{names}已在参加人员和单位中,没有再加一行。", messages.INFO)

    def linked_names(self):
        return [*super().linked_names(), "entered_by", "checked_by"]

    def save_model(self, request, obj, form, change):
        if not change:
            obj.entered_by = request.user
        super().save_model(request, obj, form, change)

    @admin.display(description="名称", ordering="name")
    def title(self, meeting):
        return meeting.title

    @admin.display(description="主持、带队")
    def leaders(self, meeting):
        return format_html_join("、", "{}", ((attendance.printed_name,) for attendance in meeting.led_by))

    @admin.display(description="核对")
    def is_checked(self, meeting):
        return "已核" if meeting.checked_by_id else "未核"


@admin.register(Requirement)
class RequirementAdmin(CitedRows, PartAdmin):
    whole = "meeting"
    in_index = True
    list_display = ["__str__", "number", "issued_by", "printed_speaker", "meeting"]
    list_select_related = ["issued_by", "meeting"]
    search_fields = ["heading", "text", "issued_by__name", "issued_by__name_pinyin", "printed_speaker"]
    fields = [
        "meeting",
        "parent",
        "number",
        "heading",
        "text",
        "issued_by",
        "printed_speaker",
        "projects",
        "sentence",
    ]
    readonly_fields = ["parent", "number", "sentence"]
    autocomplete_fields = ["issued_by", "projects"]


@admin.register(Demand)
class DemandAdmin(CitedRows, ScopedAdmin):
    """Also one that came by telephone: an enterprise and no meeting."""

    form = DemandForm
    whole = "meeting"
    list_display = ["__str__", "enterprise", "demand_type", "state", "handling", "meeting"]
    list_select_related = ["enterprise", "meeting"]
    list_filter = ["state", "demand_type"]
    search_fields = ["text", "printed_enterprise", "enterprise__name", "enterprise__name_pinyin"]
    fields = [
        "enterprise",
        "printed_enterprise",
        "meeting",
        "text",
        "demand_type",
        "handling",
        "state",
        "sentence",
    ]
    autocomplete_fields = ["enterprise", "meeting"]


class UnlinkedFilter(admin.SimpleListFilter):
    """Printed names nobody has linked to the register yet."""

    title = "登记"
    parameter_name = "linked"
    links = ["official", "organization", "enterprise"]

    def lookups(self, request, model_admin):
        return [("no", "未关联"), ("yes", "已关联")]

    def queryset(self, request, queryset):
        unlinked = Q(**dict.fromkeys(self.links))
        return {"no": queryset.filter(unlinked), "yes": queryset.exclude(unlinked)}.get(self.value(), queryset)


class UnlinkedProjectFilter(UnlinkedFilter):
    links = ["project"]


@admin.register(Attendance)
class AttendanceAdmin(CitedRows, PartAdmin):
    form = AttendanceForm
    whole = "meeting"
    in_index = True
    list_display = ["printed_name", "printed_title", "role", "official", "organization", "enterprise", "meeting"]
    list_select_related = ["official", "organization", "enterprise", "meeting"]
    list_filter = ["role", UnlinkedFilter]
    search_fields = ["printed_name", "official__name_pinyin", "organization__name_pinyin", "enterprise__name_pinyin"]
    fields = [
        "meeting",
        "role",
        "official",
        "organization",
        "enterprise",
        "printed_name",
        "printed_title",
        "order",
        "sentence",
    ]
    autocomplete_fields = ["official", "organization", "enterprise"]


@admin.register(Discussion)
class DiscussionAdmin(CitedRows, PartAdmin):
    form = DiscussionForm
    whole = "meeting"
    in_index = True
    list_display = ["printed_name", "project", "manner", "meeting"]
    list_select_related = ["project", "meeting"]
    list_filter = ["manner", UnlinkedProjectFilter]
    search_fields = ["printed_name", "project__name", "project__name_pinyin"]
    fields = ["meeting", "project", "printed_name", "manner", "order", "sentence"]
    autocomplete_fields = ["project"]


@admin.register(Headcount)
class HeadcountAdmin(CitedRows, PartAdmin):
    whole = "meeting"
    list_display = ["meeting", "counted", "number"]
    list_select_related = ["meeting"]
    list_filter = ["counted"]
    search_fields = ["meeting__name"]
    fields = ["meeting", "counted", "number", "sentence"]


@admin.register(MeetingArticle)
class MeetingArticleAdmin(PartAdmin):
    whole = "meeting"
    list_display = ["meeting", "article"]
    list_select_related = ["meeting", "article"]
    search_fields = ["meeting__name", "article__title"]
    fields = ["meeting", "article", "quote"]
    readonly_fields = ["quote"]
    autocomplete_fields = ["article"]
