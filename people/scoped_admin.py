"""What every admin of the register has in common: it starts from `visible_to`, and nobody overwrites another unseen."""

from concurrency.exceptions import RecordModifiedError
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.contrib.admin.widgets import AdminTextareaWidget, RelatedFieldWidgetWrapper
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import models
from django.forms.models import BaseInlineFormSet
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.timezone import localtime
from simple_history.admin import SimpleHistoryAdmin

from people.models import District, DistrictLevel
from people.pick_lists import PickOne, PickSeveral, share_labels

KEPT_BY_THE_SITE = {"version", "name_pinyin"}  # noise in a history


class PlainTextField(forms.CharField):
    """Text as it is stored, with line feeds alone: a browser's CR LF is no change."""

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")


class VersionedForm(forms.ModelForm):
    """Refuses to save over a change made since the page was opened, and keeps links to rows the user cannot see."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self._allow_present_links()
        share_labels([self])

    def _allow_present_links(self) -> None:
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelMultipleChoiceField):
                present = getattr(self.instance, name).values("pk")
            elif isinstance(field, forms.ModelChoiceField) and hasattr(self.instance, f"{name}_id"):
                present = [getattr(self.instance, f"{name}_id")]
            else:
                continue
            if present != [None]:
                field.queryset = field.queryset | field.queryset.model._default_manager.filter(pk__in=present)

    def clean(self):
        data = super().clean()
        # instance.version is still the row's own here; the posted one is set after this.
        if self.instance.pk and self.cleaned_data.get("version", self.instance.version) != self.instance.version:
            raise ValidationError(changed_meanwhile(self.instance))
        return data


def changed_meanwhile(row) -> str:
    """Why a stale save is refused, with who came first and when."""
    last = row.history.select_related("history_user").first()
    who = f"{last.history_user or '系统'}于{localtime(last.history_date):%H:%M}" if last else "他人"
    return f"没有保存:您打开本页之后,{who}修改了“{row}”。请重新打开本页,核对后再改。"


class ScopedFormSet(BaseInlineFormSet):
    """The parts of a whole on one page: every field named for screen readers, labels read together."""

    @cached_property
    def forms(self):
        forms = super().forms
        share_labels(forms)
        return forms

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if not form.instance.pk:
            form.initial["version"] = 0  # else every empty row looks filled in
        row = f"{self.model._meta.verbose_name}{index + 1}" if index is not None else self.model._meta.verbose_name
        for field in form.fields.values():
            widget = getattr(field.widget, "widget", field.widget)
            if not widget.is_hidden:
                widget.attrs.setdefault("aria-label", f"{row} {field.label}")

    def live_forms(self) -> list:
        """The rows that will stand after saving, in the order typed."""
        return [
            form
            for form in self.forms
            if hasattr(form, "cleaned_data")
            and (form.instance.pk or form.has_changed())
            and not (self.can_delete and self._should_delete_form(form))
        ]


class OrderedFormSet(ScopedFormSet):
    """Rows whose place may be left blank: it is then the order typed."""

    place_field = "order"

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if self.place_field in form.fields:
            form.fields[self.place_field].required = False
            if not form.instance.pk:
                form.initial[self.place_field] = None

    def clean(self):
        super().clean()
        last = max((form.cleaned_data.get(self.place_field) or 0 for form in self.live_forms()), default=0)
        for form in self.live_forms():
            if form.cleaned_data.get(self.place_field) is None and self.place_field not in form.errors:
                last += 1
                form.cleaned_data[self.place_field] = last
                setattr(form.instance, self.place_field, last)


def is_list(request, opts) -> bool:
    """Whether the list of rows is asked for, which shows more of each than its own page."""
    match = request.resolver_match
    return bool(match) and match.url_name == f"{opts.app_label}_{opts.model_name}_changelist"


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
    form_only_fields = ()  # typed on the page and no fields of the model

    class Media:
        js = ["admin/js/jquery.init.js", "admin_huixiang/pick_lists.js", "admin_huixiang/keyboard.js"]

    def get_object(self, request, object_id, from_field=None):
        field = self.opts.get_field(from_field) if from_field else self.opts.pk
        try:
            key = field.to_python(object_id)
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
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except RecordModifiedError as conflict:  # another save came between this one's check and its write
            self.message_user(request, changed_meanwhile(conflict.target), messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())

    def render_change_form(self, request, context, **kwargs):
        told = context["adminform"].form.errors.as_data().get(NON_FIELD_ERRORS, [])
        context["only_notices"] = (
            len(context["errors"]) == 1 and bool(told) and all(error.code == "notice" for error in told)
        )
        return super().render_change_form(request, context, **kwargs)

    def history_view(self, request, object_id, extra_context=None):
        self._refuse_unseen(request, object_id)
        return super().history_view(request, object_id, extra_context)

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
