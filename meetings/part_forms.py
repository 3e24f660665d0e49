"""How the parts of a meeting are typed: what may be left blank, and what is then put in."""

from django import forms

from meetings.doubles import Double, likely_doubles
from meetings.models import Requirement
from meetings.requirement_parts import last_changed_part, part_line, set_parts
from meetings.titles import titles_on
from people.versioned_forms import OrderedFormSet, VersionedForm

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
    """Those who took part, in the order printed. A blank title is the post held on the meeting's day.

    With them a meeting is told from others of its day: where it is likely a double, that is asked before it is saved.
    """

    doubles: list[Double] = []

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
        if not any(self.errors):
            self._warn_of_doubles()

    def _warn_of_doubles(self) -> None:
        accepted = getattr(self.instance, "accepted_doubles", None)
        if accepted is None:  # the meeting is known, and what tells it from others was not changed
            return
        rows = [form.cleaned_data for form in self.live_forms()]
        linked = {row["official"].pk for row in rows if row.get("official")}
        found = likely_doubles(self.instance, linked, {row.get("printed_name") for row in rows})
        if any(str(double.meeting.pk) not in accepted for double in found):
            self.doubles = found
            raise forms.ValidationError("还没有保存:可能与已有的会议活动重复,请看页面上方。", code="notice")


class DiscussionForm(PrintedNameForm):
    links = ["project"]


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
        if "text" in self.fields and not self.cleaned_data.get("text"):
            self.cleaned_data["text"] = self.cleaned_data.get("heading", "")
            if not self.cleaned_data["text"]:
                self.add_error("text", "请填写要求内容。")
        if self.instance.pk and "parts_lines" in self.changed_data and not self.may_drop_parts:
            before, after = self.initial["parts_lines"], self.cleaned_data["parts_lines"]
            if len(after.splitlines()) < len(before.splitlines()):
                self.add_error("parts_lines", "您可以修改、增加分项,不能删减;需要删减请交审核员。")
        return self.cleaned_data

    def is_stale(self) -> bool:
        return super().is_stale() or (
            "parts_lines" in self.fields and self._lines_when_opened() != self._lines(self.initial["parts_lines"])
        )

    def values_when_opened(self) -> dict:
        return {"parts_lines": self._lines_when_opened()} if "parts_lines" in self.fields else {}

    def last_change_of_parts(self):
        """The history row of the part changed last, be it gone by now."""
        return last_changed_part(self.instance)

    def _lines_when_opened(self) -> str:
        return self._lines(self.data.get(self.add_initial_prefix("parts_lines"), ""))

    def _lines(self, text: str) -> str:
        return self.fields["parts_lines"].to_python(text)


class RequirementFormSet(OrderedFormSet):
    """The numbered requirements of a meeting, each with its parts."""

    place_field = "number"

    def get_queryset(self):
        """The numbered ones, each with its parts beside it: both come in one query."""
        if not hasattr(self, "_queryset"):
            rows = list(super().get_queryset())
            for row in rows:
                parts = Requirement.objects.filter(parent=row)
                parts._result_cache = [part for part in rows if part.parent_id == row.pk]
                row._prefetched_objects_cache["parts"] = parts
            self._queryset = [row for row in rows if row.parent_id is None]
        return self._queryset

    def clean(self):
        super().clean()
        taken = set(self.other_rows().values_list("number", flat=True)) if self.instance.pk else set()
        for form in self.live_forms():
            number = form.cleaned_data.get("number")
            if number in taken:
                form.add_error("number", "同一会议活动的要求序号不能重复。")
            taken.add(number)

    def other_rows(self):
        return super().other_rows().filter(parent=None)

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


class DemandForm(PrintedNameForm):
    links = ["enterprise"]
    printed_name_field = "printed_enterprise"
    nothing_given = ""
