"""One page on which a whole meeting is typed in: who took part, what was dealt with, required and asked for."""

from django import forms
from django.contrib import admin
from django.db.models import F, Prefetch, Q
from django.utils import timezone
from django.utils.html import format_html_join

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
from meetings.requirement_parts import last_changed_part, part_line, set_parts
from people.models import Post
from people.scoped_admin import (
    DISTRICT_FILTER,
    CitedRows,
    OrderedFormSet,
    PartAdmin,
    ScopedAdmin,
    ScopedStackedInline,
    ScopedTabularInline,
    VersionedForm,
    changed_meanwhile,
)

LARGEST_NUMBER = 32767  # of a small integer


class PrintedNameForm(VersionedForm):
    """The printed name may be left blank where a row of the register is chosen: it is then that row's name."""

    links: list[str]
    printed_name_field = "printed_name"
    nothing_given = "请填写见报名称,或选择登记在册的一项。"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.printed_name_field in self.fields:
            self.fields[self.printed_name_field].required = False

    def clean(self):
        super().clean()
        if self.printed_name_field in self.fields and not self.cleaned_data.get(self.printed_name_field):
            linked = next((self.cleaned_data[name] for name in self.links if self.cleaned_data.get(name)), None)
            if linked:
                self.cleaned_data[self.printed_name_field] = linked.name
            elif self.nothing_given and not any(name in self.errors for name in self.links):
                self.add_error(self.printed_name_field, self.nothing_given)
        return self.cleaned_data


class AttendanceForm(PrintedNameForm):
    links = ["official", "organization", "enterprise"]


class AttendanceFormSet(OrderedFormSet):
    """Those who took part, in the order printed. A blank title is the post held on the meeting's day."""

    def clean(self):
        super().clean()
        untitled = [
            form
            for form in self.live_forms()
            if form.cleaned_data.get("official") and not form.cleaned_data.get("printed_title")
        ]
        titles = titles_on(self.instance.held_date, [form.cleaned_data["official"] for form in untitled])
        for form in untitled:
            title = titles.get(form.cleaned_data["official"].pk, "")
            form.cleaned_data["printed_title"] = form.instance.printed_title = title


def titles_on(day, officials) -> dict[int, str]:
    """The title each of `officials` held on `day` (today where the day is not known), the one seen last."""
    day = day or timezone.localdate()
    posts = Post.objects.filter(
        Q(start_date=None) | Q(start_date__lte=day), Q(end_date=None) | Q(end_date__gte=day), official__in=officials
    )
    latest_last = posts.order_by(F("last_seen_date").asc(nulls_first=True), "id") if officials else []
    return {post.official_id: post.title for post in latest_last}


class AttendanceInline(CitedRows, ScopedTabularInline):
    model = Attendance
    form = AttendanceForm
    formset = AttendanceFormSet
    fields = ["role", "official", "organization", "enterprise", "printed_name", "printed_title", "order", "sentence"]
    autocomplete_fields = ["official", "organization", "enterprise"]
    extra = 2
    extra_when_new = 6


class HeadcountInline(CitedRows, ScopedTabularInline):
    model = Headcount
    fields = ["counted", "number", "sentence"]


class DiscussionForm(PrintedNameForm):
    links = ["project"]


class DiscussionInline(CitedRows, ScopedTabularInline):
    model = Discussion
    form = DiscussionForm
    formset = OrderedFormSet
    fields = ["project", "printed_name", "manner", "order", "sentence"]
    autocomplete_fields = ["project"]


class LinesField(forms.CharField):
    """One thing a line; blank lines and spaces around do not count."""

    widget = forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})

    def to_python(self, value):
        return "\n".join(line.strip() for line in super().to_python(value).splitlines() if line.strip())


class RequirementForm(VersionedForm):
    """A requirement and its parts. With a heading the text may be left blank: it is then the heading."""

    may_drop_parts = False
    parts_lines = LinesField(label="分项", required=False, help_text="每行一项,次序即序号。")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["parts_lines"].show_hidden_initial = True  # the lines as shown are posted along
            self.initial["parts_lines"] = "\n".join(part_line(part) for part in self.instance.parts.all())
        if "text" in self.fields:
            self.fields["text"].required = False

    def clean(self):
        super().clean()
        if self.instance.pk and "parts_lines" in self.fields:
            self._refuse_stale_parts()
        if "text" in self.fields and not self.cleaned_data.get("text"):
            self.cleaned_data["text"] = self.cleaned_data.get("heading", "")
            if not self.cleaned_data["text"]:
                self.add_error("text", "请填写要求内容。")
        if self.instance.pk and "parts_lines" in self.changed_data and not self.may_drop_parts:
            before, after = self.initial["parts_lines"], self.cleaned_data["parts_lines"]
            if len(after.splitlines()) < len(before.splitlines()):
                self.add_error("parts_lines", "您可以修改、增加分项,不能删减;需要删减请交审核员。")
        return self.cleaned_data

    def _refuse_stale_parts(self) -> None:
        lines = self.fields["parts_lines"].to_python
        shown = self.data.get(self.add_initial_prefix("parts_lines"), "")
        if lines(shown) != lines(self.initial["parts_lines"]):
            raise forms.ValidationError(changed_meanwhile(last_changed_part(self.instance)))


class RequirementFormSet(OrderedFormSet):
    """The numbered requirements of a meeting, each with its parts."""

    place_field = "number"

    def clean(self):
        super().clean()
        taken = set()
        for form in self.live_forms():
            number = form.cleaned_data.get("number")
            if number in taken:
                form.add_error("number", "同一会议活动的要求序号不能重复。")
            taken.add(number)

    def save_existing_objects(self, commit=True):
        if commit:
            self._free_numbers()
        return super().save_existing_objects(commit)

    def _free_numbers(self) -> None:
        """Take rows that get another number, or go, out of each other's way: a number is unique at every moment."""
        moving = [
            form.instance.pk
            for form in self.initial_forms
            if form.instance.pk and ("number" in form.changed_data or form in self.deleted_forms)
        ]
        if not moving:
            return
        used = {form.instance.number for form in self.initial_forms}
        used |= set(Requirement.objects.filter(meeting=self.instance, parent=None).values_list("number", flat=True))
        free = (number for number in range(LARGEST_NUMBER, 0, -1) if number not in used)
        for pk in moving:
            Requirement.objects.filter(pk=pk).update(number=next(free))

    def save_new(self, form, commit=True):
        requirement = super().save_new(form, commit)
        return self._with_parts(form, requirement, commit)

    def save_existing(self, form, obj, commit=True):
        requirement = super().save_existing(form, obj, commit)
        return self._with_parts(form, requirement, commit)

    @staticmethod
    def _with_parts(form, requirement, commit):
        if commit and "parts_lines" in form.changed_data:
            set_parts(requirement, form.cleaned_data["parts_lines"].splitlines())
        return requirement


class RequirementInline(CitedRows, ScopedStackedInline):
    model = Requirement
    form = RequirementForm
    formset = RequirementFormSet
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("number", "heading"),
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
        return super().get_queryset(request).filter(parent=None).prefetch_related("parts", "projects")

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.may_drop_parts = self.has_delete_permission(request, obj)
        return formset


class DemandForm(PrintedNameForm):
    links = ["enterprise"]
    printed_name_field = "printed_enterprise"
    nothing_given = ""


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


@admin.register(Meeting)
class MeetingAdmin(ScopedAdmin):
    list_display = ["title", "held_date", "kind", "meeting_type", "leaders", "venue", "entered_by", "is_checked"]
    list_select_related = ["entered_by"]
    list_filter = ["held_date", "kind", "meeting_type", DISTRICT_FILTER]
    search_fields = ["name", "venue", "places", "attendances__printed_name", "attendances__official__name_pinyin"]
    fieldsets = [
        (None, {"fields": ["district", ("kind", "meeting_type"), "name"]}),
        ("时间", {"fields": [("held_date", "day_part", "end_date"), "date_note", ("earliest_date", "latest_date")]}),
        ("地点", {"fields": ["venue", "places", "township"]}),
        ("经办", {"fields": [("entered_by", "checked_by", "checked_at")]}),
    ]
    readonly_fields = ["entered_by", "checked_by", "checked_at"]
    autocomplete_fields = ["district", "township"]
    inlines = [AttendanceInline, HeadcountInline, DiscussionInline, RequirementInline, DemandInline, SourceInline]

    def get_queryset(self, request):
        leaders = Attendance.objects.filter(role__in=[Role.CHAIR, Role.LEAD]).order_by("order", "id")
        return super().get_queryset(request).prefetch_related(Prefetch("attendances", leaders, to_attr="led_by"))

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        return fieldsets if obj else [(title, options) for title, options in fieldsets if title != "经办"]

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
