"""Forms that nobody overwrites another with unseen: a stale page is refused, with both versions side by side."""

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.utils.functional import cached_property
from django.utils.timezone import localtime

from people.conflicts import Conflict, conflict_of, moved_behind, shown_to_be_gone
from people.pick_lists import share_labels


class PlainTextField(forms.CharField):
    """Text as it is stored, with line feeds alone: a browser's CR LF is no change."""

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")


class VersionedForm(forms.ModelForm):
    """Refuses to save over a change made since the page was opened, and keeps links to rows the user cannot see.

    A refused form holds both versions in `conflict`, and is sent again as one that was opened now.
    """

    conflict: Conflict | None = None
    past: dict | None = None  # the values of a past state, shown to be saved again

    def __init__(self, *args, **kwargs):
        if self.past:
            kwargs["initial"] = {**(kwargs.get("initial") or {}), **self.past}
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
        if self.instance.pk and self.is_stale():
            self.conflict = conflict_of(self)
            raise ValidationError(changed_meanwhile(self.conflict), code="conflict")
        return data

    def is_stale(self) -> bool:
        """Whether the row was saved by another since the page with this form was opened."""
        return self.cleaned_data.get("version", self.instance.version) != self.instance.version

    def values_when_opened(self) -> dict:
        """What the page showed of fields that are no fields of the model."""
        return {}


def changed_meanwhile(conflict: Conflict) -> str:
    """Why a stale save is refused, with who came first and when, and how one goes on."""
    when = f"于{localtime(conflict.when):%H:%M}" if conflict.when else ""
    return (
        f"没有保存:您打开本页之后,{conflict.who}{when}{conflict.did}了“{conflict.row}”。"
        "您填写的内容都还在,请看对照表,再保存一次。"
    )


class ScopedFormSet(BaseInlineFormSet):
    """The parts of a whole on one page: every field named for screen readers, labels read together.

    Rows that a colleague has deleted meanwhile become new ones where they were changed here, and are told (`gone`).
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.gone: list[Conflict] = []
        if self.is_bound:
            self._part_from_gone()

    def _part_from_gone(self) -> None:
        form = self.management_form
        if not form.is_valid() or not form.cleaned_data["INITIAL_FORMS"]:
            return
        present = {str(row.pk) for row in self.get_queryset()}
        indexes = range(form.cleaned_data["INITIAL_FORMS"])
        keys = {index: self.data.get(f"{self.prefix}-{index}-{self.model._meta.pk.name}", "") for index in indexes}
        lost = [index for index, key in keys.items() if key.isdecimal() and key not in present]
        if not lost:
            return
        told = [shown_to_be_gone(self, index, int(keys[index])) for index in lost]
        self.gone = [conflict for conflict in told if conflict]
        again = [index for index, conflict in zip(lost, told, strict=True) if conflict and conflict.fields]
        self.data = moved_behind(self.data, self.prefix, lost, again)
        del self.__dict__["management_form"]

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

    def clean(self):
        super().clean()
        conflicts = list(self.gone)
        for form in self.initial_forms:
            if form.conflict and self.can_delete and self._should_delete_form(form):  # else the form says so itself
                conflicts.append(form.conflict)
        if conflicts:
            raise ValidationError([ValidationError(changed_meanwhile(conflict), "conflict") for conflict in conflicts])

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
        blank = [form for form in self.live_forms() if form.cleaned_data.get(self.place_field) is None]
        places = [form.cleaned_data.get(self.place_field) or 0 for form in self.live_forms()]
        if blank and self.instance.pk:
            places += self.other_rows().values_list(self.place_field, flat=True)
        last = max(places, default=0)
        for form in self.live_forms():
            if form.cleaned_data.get(self.place_field) is None and self.place_field not in form.errors:
                last += 1
                form.cleaned_data[self.place_field] = last
                setattr(form.instance, self.place_field, last)

    def other_rows(self):
        """The rows of this whole that are not on the page: those a colleague has added meanwhile."""
        shown = [form.instance.pk for form in self.initial_forms if form.instance.pk]
        return self.model._default_manager.filter(**{self.fk.name: self.instance}).exclude(pk__in=shown)
