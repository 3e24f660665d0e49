"""Two versions of one row: what somebody typed and what a colleague saved meanwhile, field by field.

Three states are compared: what the page showed when it was opened (the history row of that version), what was typed,
and the row as it is. A field only the colleague changed is taken from him; what both changed stays as typed and is
shown beside his, to be decided (`taken`).
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django import forms
from django.forms import model_to_dict
from django.http import QueryDict

NOT_COMPARED = {"version", "id", "DELETE"}
NOTHING = "空"


@dataclass(frozen=True)
class FieldVersions:
    """One field in its versions, in words; `name` is that of the form's input, `their_values` what it would post."""

    name: str
    label: str
    opened: str
    mine: str
    theirs: str
    their_values: list[str]
    is_open: bool  # both changed it: to be decided

    @property
    def is_mine(self) -> bool:
        """Whether only the one who is saving changed it."""
        return self.theirs == self.opened


@dataclass(frozen=True)
class Conflict:
    """One row changed meanwhile: by whom, when, and the fields that differ."""

    row: str
    kind: str
    who: str
    when: datetime | None
    fields: list[FieldVersions] = field(default_factory=list)
    did: str = "修改"

    @property
    def is_open(self) -> bool:
        return any(versions.is_open for versions in self.fields)


def conflict_of(form) -> Conflict:
    """Both versions of a stale form's row. The form is then one opened now: what only they changed is as they have it."""
    row = form.instance
    last = last_change(form)
    opened = _values_when_opened(form)
    data = form.data.copy()
    fields = []
    for name, found in form.fields.items():
        if name in NOT_COMPARED or not (name in form.initial or name in opened):
            continue
        theirs = _as_posted(found, _plain(form.initial.get(name)))
        if found.show_hidden_initial:
            data.setlist(form.add_initial_prefix(name), theirs)
        versions = _versions(form, name, found, opened)
        if versions is None:
            continue
        fields.append(versions)
        if not versions.is_open and not versions.is_mine:
            data.setlist(versions.name, theirs)
    if "version" in form.fields:
        data[form.add_prefix("version")] = str(form.fields["version"].prepare_value(row.version))
    form.data = data
    return Conflict(
        str(last.instance if last.instance.pk != row.pk else row) if last else str(row),
        row._meta.verbose_name,
        str(last.history_user or "系统") if last else "他人",
        last.history_date if last else None,
        fields,
    )


def last_change(form) -> Any:
    """The history row of the last change of a form's row, or of its parts where the form holds them."""
    found = [form.instance.history.select_related("history_user").first()]
    if hasattr(form, "last_change_of_parts"):
        found.append(form.last_change_of_parts())
    return max((record for record in found if record), key=lambda record: record.history_date, default=None)


def _values_when_opened(form) -> dict[str, Any]:
    """What the page showed, by field; empty where no history tells."""
    version = form.cleaned_data.get("version")
    record = form.instance.history.filter(version=version).order_by("-history_id").first() if version else None
    return {**(values_of(record, form.fields) if record else {}), **form.values_when_opened()}


def values_of(record, names) -> dict[str, Any]:
    """The values of a history row by field, keys for links; only of the fields `names`."""
    links = {link.name: link for link in record._history_m2m_fields}
    values = {}
    for tracked in record.tracked_fields:
        if tracked.name in names:
            values[tracked.name] = getattr(record, tracked.attname)
    for name, link in links.items():
        if name in names:
            values[name] = list(getattr(record, name).values_list(link.m2m_reverse_field_name(), flat=True))
    return values


def _versions(form, name: str, found: forms.Field, opened: dict) -> FieldVersions | None:
    """The versions of a field, None where yours and theirs are one."""
    bound = form[name]
    theirs = _plain(form.initial.get(name))
    if not found.has_changed(theirs, bound.data):
        return None
    was = _plain(opened.get(name))
    they_changed = name not in opened or was != theirs
    i_changed = name not in opened or found.has_changed(was, bound.data)
    return FieldVersions(
        bound.html_name,
        str(found.label),
        in_words(found, was) if name in opened else "不详",
        in_words(found, bound.data),
        in_words(found, theirs),
        _as_posted(found, theirs),
        they_changed and i_changed,
    )


def _plain(value) -> Any:
    """A value as the database holds it: keys instead of rows."""
    if isinstance(value, list | tuple):
        return sorted(getattr(item, "pk", item) for item in value)
    return "" if value is None else getattr(value, "pk", value)


def _as_posted(found: forms.Field, value) -> list[str]:
    if isinstance(value, list):
        return [str(item) for item in value]
    if value == "" or isinstance(found, forms.ChoiceField):
        return [str(value)]
    return [str(found.widget.format_value(found.prepare_value(value)))]


def in_words(found: forms.Field, value) -> str:
    """A value as it is read on the page; rows the user may not see are not named."""
    if value in (None, "", []):
        return NOTHING
    if isinstance(found, forms.ModelChoiceField):
        keys = [
            key
            for key in (value if isinstance(value, list) else [value])
            if str(key).isdecimal() and len(str(key)) < 19
        ]
        rows = found.queryset.filter(pk__in=keys)
        return "、".join(sorted(found.label_from_instance(row) for row in rows)) or "不可见"
    if isinstance(found, forms.ChoiceField):
        return str(dict(found.choices).get(str(value), value))
    return str(value).replace("\r\n", "\n")


def shown_to_be_gone(formset, index: int, key: int) -> Conflict | None:
    """A row of a formset that somebody has deleted meanwhile; its `fields` are empty where it was left as it was shown."""
    history = formset.model.history.filter(**{formset.model._meta.pk.name: key})
    last = history.select_related("history_user").first()
    if last is None:
        return None
    prefix = f"{formset.prefix}-{index}"
    if formset.data.get(f"{prefix}-DELETE"):
        return None  # both deleted it
    was = history.exclude(history_type="-").first() or last
    form = formset.form(data=formset.data, prefix=prefix, instance=was.instance)
    changed = [name for name in form.changed_data if name not in NOT_COMPARED]
    fields = [
        FieldVersions(
            form[name].html_name,
            str(form.fields[name].label),
            in_words(form.fields[name], _plain(form.initial.get(name))),
            in_words(form.fields[name], form[name].data),
            "已删除",
            [],
            False,
        )
        for name in changed
    ]
    who = str(last.history_user or "系统")
    return Conflict(str(was.instance), formset.model._meta.verbose_name, who, last.history_date, fields, "删除")


def moved_behind(data: QueryDict, prefix: str, lost: list[int], again: list[int]) -> QueryDict:
    """The posted formset without the rows `lost`; those of them in `again` come back as new rows, before the other new ones."""
    initial, total = int(data[f"{prefix}-INITIAL_FORMS"]), int(data[f"{prefix}-TOTAL_FORMS"])
    order = [index for index in range(initial) if index not in lost] + again + list(range(initial, total))
    place = {index: number for number, index in enumerate(order)}
    moved = data.copy()
    for name in list(data):
        for start in (f"{prefix}-", f"initial-{prefix}-"):
            index, _, rest = name.removeprefix(start).partition("-")
            if name.startswith(start) and index.isdecimal():
                moved.pop(name, None)
    for name in list(data):
        for start in (f"{prefix}-", f"initial-{prefix}-"):
            index, _, rest = name.removeprefix(start).partition("-")
            if name.startswith(start) and index.isdecimal() and int(index) in place:
                values = [""] if int(index) in again and rest in ("id", "version") else data.getlist(name)
                moved.setlist(f"{start}{place[int(index)]}-{rest}", values)
    moved[f"{prefix}-INITIAL_FORMS"] = str(initial - len(lost))
    moved[f"{prefix}-TOTAL_FORMS"] = str(len(order))
    return moved


def taken(data: QueryDict) -> QueryDict:
    """The posted form with the fields where the colleague's version was chosen (take-NAME) as he has them."""
    chosen = [
        name.removeprefix("take-") for name, value in data.items() if name.startswith("take-") and value == "theirs"
    ]
    if not chosen:
        return data
    decided = data.copy()
    for name in chosen:
        decided.setlist(name, data.getlist(f"theirs-{name}"))
    return decided


def differences(form, past: dict[str, Any]) -> list[tuple[str, str, str]]:
    """(label, now, then) in words of each field of an unbound form whose value in `past` is another than its row's."""
    now = model_to_dict(form.instance, fields=list(past))
    compared = [(form.fields[name], _plain(now[name]), _plain(then)) for name, then in past.items()]
    return [
        (str(found.label), in_words(found, value), in_words(found, then))
        for found, value, then in compared
        if found.has_changed(value, then)
    ]
