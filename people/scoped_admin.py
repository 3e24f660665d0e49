"""What every admin of the register has in common: it starts from `visible_to`, and nobody overwrites another unseen."""

from concurrency.exceptions import RecordModifiedError
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.contrib.admin.widgets import AdminTextareaWidget, RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, models
from django.http import Http404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.timezone import localtime
from simple_history.admin import SimpleHistoryAdmin

from people.conflicts import differences, taken, values_of
from people.models import District, DistrictLevel
from people.pick_lists import PickOne, PickSeveral, may_be_key
from people.versioned_forms import PlainTextField, ScopedFormSet, VersionedForm

LONGEST_REASON = 100  # of history_change_reason
KEPT_BY_THE_SITE = {"version", "name_pinyin"}  # noise in a history


def is_list(request, opts) -> bool:
    """Whether the list of rows is asked for, which shows more of each than its own page."""
    match = request.resolver_match
    return bool(match) and match.url_name == f"{opts.app_label}_{opts.model_name}_changelist"


def reason_given(request) -> str | None:
    """Why rows are changed, as typed beside the save bar."""
    return request.POST.get("change_reason", "").strip()[:LONGEST_REASON] or None


class ScopedRows:
    """For a ModelAdmin and an inline alike: rows, pick lists and selects hold only what the user may see."""

    form = VersionedForm
    formfield_overrides = {
        models.TextField: {"form_class": PlainTextField, "widget": AdminTextareaWidget(attrs={"rows": 3})},
        models.URLField: {"assume_scheme": "https"},
    }

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    def get_field_queryset(self, db, db_field, request):
        queryset = super().get_field_queryset(db, db_field, request)
        if queryset is None:
            queryset = db_field.remote_field.model._default_manager.all()
        return queryset.visible_to(request.user) if hasattr(queryset, "visible_to") else queryset

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = PickOne(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = PickSeveral(db_field, self.admin_site)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            # One icon is enough beside a pick list: a new row. The others are a click away on the row's own page.
            field.widget.can_change_related = field.widget.can_delete_related = field.widget.can_view_related = False
        return field

    def linked_names(self) -> list[str]:
        """The foreign keys among the pick lists: joined when a form is opened, so that labels cost no query."""
        return [name for name in self.autocomplete_fields if self.opts.get_field(name).many_to_one]


class ScopedAdmin(ScopedRows, SimpleHistoryAdmin):
    """Rows of other districts do not exist here: not in lists, searches, pick lists, histories, nor by address."""

    show_full_result_count = False
    list_per_page = 50
    change_form_template = "admin/scoped_form.html"
    object_history_list_template = "admin/history_rows.html"
    whole: str | None = None  # the field that names the whole whose page these rows are parts of
    form_only_fields = ()  # typed on the page and no fields of the model

    class Media:
        js = [
            "admin/js/jquery.init.js",
            "admin_huixiang/pick_lists.js",
            "admin_huixiang/keyboard.js",
            "admin_huixiang/drafts.js",
        ]

    def get_object(self, request, object_id, from_field=None):
        field = self.opts.get_field(from_field) if from_field else self.opts.pk
        try:
            key = field.to_python(object_id)
            if request.method == "POST" and connection.in_atomic_block and field.primary_key:
                self._lock(key)
            return self.get_queryset(request).select_related(*self.linked_names()).get(**{field.name: key})
        except (self.model.DoesNotExist, ValidationError, ValueError):
            return None

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        names = flatten_fieldsets(fieldsets)
        may_save = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        if not may_save or getattr(request, "is_past", False):
            typed = {"version", *self.form_only_fields}
            shown = ((title, {**o, "fields": [n for n in o["fields"] if n not in typed]}) for title, o in fieldsets)
            return [(title, options) for title, options in shown if options["fields"]]
        if "version" not in names:
            (title, options), *others = fieldsets
            fieldsets = [(title, {**options, "fields": [*options["fields"], "version"]}), *others]
        return fieldsets

    def get_changeform_initial_data(self, request):
        initial = super().get_changeform_initial_data(request)
        if "district" not in initial and any(field.name == "district" for field in self.opts.fields):
            own = list(request.user.memberships.values_list("district", flat=True)[:2])
            if len(own) == 1:
                initial["district"] = own[0]
        return initial

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method == "POST":
            request.POST = taken(request.POST)
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except (RecordModifiedError, IntegrityError):
            # A writer outside the admin came between this one's check and its write: the check will see it now.
            return super().changeform_view(request, object_id, form_url, extra_context)

    def _lock(self, key) -> None:
        """Until the transaction ends nobody else saves the row, nor the whole that it is a part of, in the admin.

        The whole comes first, as on the whole's own page: two editors never wait for each other.
        """
        # A model's own order may join rows that cannot be locked.
        rows = self.model._base_manager.filter(pk=key).order_by("pk")
        if self.whole:
            wholes = self.opts.get_field(self.whole).related_model._base_manager
            list(wholes.filter(pk__in=rows.values(self.whole)).order_by("pk").select_for_update().values_list("pk"))
        list(rows.select_for_update().values_list("pk"))

    def render_change_form(self, request, context, **kwargs):
        inlines = [formset.formset for formset in context["inline_admin_formsets"]]
        forms = [context["adminform"].form, *(form for formset in inlines for form in formset.forms)]
        context["conflicts"] = [form.conflict for form in forms if getattr(form, "conflict", None)]
        context["conflicts"] += [conflict for formset in inlines for conflict in getattr(formset, "gone", [])]
        told = {error.code for form in forms for errors in form.errors.as_data().values() for error in errors}
        told |= {error.code for formset in inlines for error in formset.non_form_errors().as_data()}
        context["change_reason"] = reason_given(request) or ""
        record = self._record_to_revert_to(request, context.get("original"))
        if record:
            context["reverting"] = {"record": record, "fields": differences(forms[0], forms[0].past)}
            context["change_reason"] = f"恢复到{localtime(record.history_date):%Y-%m-%d %H:%M:%S}的内容"
        context["only_notices"] = told <= {"notice", "conflict"}
        return super().render_change_form(request, context, **kwargs)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        record = self._record_to_revert_to(request, obj)
        if record:
            names = [name for name in form.base_fields if name != "version"]
            form.past = values_of(record, names)
        return form

    def _record_to_revert_to(self, request, obj):
        """The history row that ?revert= asks for; what is shown is saved like any other change, by whoever may."""
        key = request.GET.get("revert", "")
        if request.method != "GET" or obj is None or not key.isdecimal() or not may_be_key(key):
            return None
        if not self.has_change_permission(request, obj):
            raise PermissionDenied
        return obj.history.exclude(history_type="-").filter(pk=key).first()

    def save_model(self, request, obj, form, change):
        obj._change_reason = reason_given(request)
        super().save_model(request, obj, form, change)

    def save_formset(self, request, form, formset, change):
        for part in formset.forms:
            part.instance._change_reason = reason_given(request)
        super().save_formset(request, form, formset, change)

    def history_view(self, request, object_id, extra_context=None):
        self._refuse_unseen(request, object_id)
        may_change = self.has_change_permission(request, self.get_object(request, unquote(object_id)))
        return super().history_view(request, object_id, {**(extra_context or {}), "may_change": may_change})

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        self._refuse_unseen(request, object_id)
        if request.method == "POST":
            raise PermissionDenied
        request.is_past = True
        return super().history_form_view(request, object_id, version_id, extra_context)

    def _refuse_unseen(self, request, object_id) -> None:
        # The history of a row that is gone has no district to go by: for superusers only.
        if not request.user.is_superuser and self.get_object(request, unquote(object_id)) is None:
            raise Http404

    def get_readonly_fields(self, request, obj=None):
        if getattr(request, "is_past", False):
            return [name for name in flatten_fieldsets(self.get_fieldsets(request, obj)) if name != "version"]
        return super().get_readonly_fields(request, obj)

    def set_history_delta_changes(self, request, historical_records, foreign_keys_are_objs=True):
        newer = None
        for record in historical_records:
            if newer is not None:
                delta = newer.diff_against(
                    record, excluded_fields=KEPT_BY_THE_SITE, foreign_keys_are_objs=foreign_keys_are_objs
                )
                helper = self.get_historical_record_context_helper(request, newer)
                newer.history_delta_changes = helper.context_for_delta_changes(delta)
            newer = record


class PartAdmin(ScopedAdmin):
    """Parts of a whole: typed on the whole's page; here they are found, corrected, and their history seen."""

    whole: str
    in_index = False

    def has_add_permission(self, request):
        return False

    def get_model_perms(self, request):
        return super().get_model_perms(request) if self.in_index else {}

    def get_readonly_fields(self, request, obj=None):
        return [self.whole, *super().get_readonly_fields(request, obj)]


class ScopedInline(ScopedRows):
    """Parts of a whole on the whole's page, with a link to each one's own."""

    formset = ScopedFormSet
    extra = 1
    extra_when_new = 1
    show_change_link = True

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*self.linked_names())

    def get_extra(self, request, obj=None, **kwargs):
        return self.extra if obj else self.extra_when_new

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if not self.has_change_permission(request, obj):
            return fieldsets
        title, options = fieldsets[-1]
        return [*fieldsets[:-1], (title, {**options, "fields": [*options["fields"], "version"]})]


class ScopedTabularInline(ScopedInline, admin.TabularInline):
    template = "admin/part_rows.html"


class ScopedStackedInline(ScopedInline, admin.StackedInline):
    pass


class CitedRows:
    """Shows the sentence a fact was read from; it is never typed."""

    readonly_fields = ["sentence"]

    @admin.display(description="出处")
    def sentence(self, fact):
        if not fact.quote:
            return ""
        return format_html(
            '<a class="hx-sentence" href="{}" title="{}">{}</a>',
            reverse("admin:articles_article_change", args=[fact.article_id]),
            fact.quote,
            Truncator(fact.quote).chars(60),
        )


class DistrictFilter(admin.RelatedFieldListFilter):
    """The districts the user may see, above the townships; no filter at all where that is one."""

    def field_choices(self, field, request, model_admin):
        districts = District.objects.visible_to(request.user).exclude(level=DistrictLevel.TOWNSHIP)
        return [(district.pk, str(district)) for district in districts]


DISTRICT_FILTER = ("district", DistrictFilter)
