"""Pick lists of the admin: select2 fed by search, never a select of all, their labels read for a whole page at once."""

from django.contrib.admin import widgets
from django.forms import ModelChoiceField

LONGEST_KEY = 18  # digits: a longer number is no key, and SQLite does not compare with it


def may_be_key(key) -> bool:
    return len(str(key)) <= LONGEST_KEY


class Labels:
    """What the chosen rows of the pick lists of `forms` are called: none is asked for that is loaded already."""

    def __init__(self, forms):
        self.forms = forms
        self.known: dict[str, dict[str, str]] = {}

    def of(self, name: str) -> dict[str, str]:
        """Labels by key for the field `name`, in one query at most."""
        if name not in self.known:
            self.known[name] = self._read(name)
        return self.known[name]

    def _read(self, name: str) -> dict[str, str]:
        labels, wanted, field = {}, set(), None
        for form in self.forms:
            if name not in form.fields:
                continue
            field = form.fields[name]
            for row in self._loaded(form, name):
                labels[str(row.pk)] = field.label_from_instance(row)
            chosen = form[name].value()
            wanted.update(str(key) for key in (chosen if isinstance(chosen, list) else [chosen]) if key)
        missing = {key for key in wanted - set(labels) if key.isdecimal() and may_be_key(key)}
        if missing:
            rows = field.queryset.filter(pk__in=missing)
            labels |= {str(row.pk): field.label_from_instance(row) for row in rows}
        return labels

    @staticmethod
    def _loaded(form, name: str) -> list:
        initial = form.initial.get(name)
        if isinstance(initial, list):
            return [row for row in initial if hasattr(row, "pk")]
        row = form.instance._state.fields_cache.get(name)
        return [row] if row else []


class LabelledMixin:
    """A pick list that takes the labels of its chosen rows from a `Labels` shared with others."""

    labels: Labels | None = None

    def build_attrs(self, base_attrs, extra_attrs=None):
        attrs = super().build_attrs(base_attrs, extra_attrs)
        attrs["data-placeholder"] = f"选{self.field.verbose_name}"
        return attrs

    def optgroups(self, name, value, attr=None):
        if self.labels is None:
            return super().optgroups(name, value, attr)
        labels = self.labels.of(self.field.name)
        options = []
        if not self.is_required and not self.allow_multiple_selected:
            options.append(self.create_option(name, "", "", False, 0))
        for key in value:
            if key in labels:
                options.append(self.create_option(name, key, labels[key], True, len(options)))
        return [(None, options, 0)]


class PickOne(LabelledMixin, widgets.AutocompleteSelect):
    pass


class PickSeveral(LabelledMixin, widgets.AutocompleteSelectMultiple):
    def value_from_datadict(self, data, files, name):
        return [key for key in super().value_from_datadict(data, files, name) or [] if may_be_key(key)]

    def build_attrs(self, base_attrs, extra_attrs=None):
        # Each chosen row has its own cross; the one that clears them all breaks the list for screen readers.
        return {**super().build_attrs(base_attrs, extra_attrs), "data-allow-clear": "false"}


def share_labels(forms) -> None:
    """Let the pick lists of all `forms` read their labels together."""
    labels = Labels(forms)
    for form in forms:
        for field in form.fields.values():
            if isinstance(field, ModelChoiceField):
                widget = getattr(field.widget, "widget", field.widget)
                if isinstance(widget, LabelledMixin):
                    widget.labels = labels
