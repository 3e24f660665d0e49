"""The head of a meeting as it is typed, with the list of those who took part in one field."""

from django import forms
from django.http import QueryDict
from django.urls import reverse_lazy
from django.utils.dateparse import parse_date

from meetings.attendee_list import Attendee, match_list, read_list
from meetings.models import MeetingKind, Role
from meetings.naming import meeting_type_of
from people.models import District
from people.pick_lists import may_be_key
from people.versioned_forms import VersionedForm

LONGEST_LIST = 5000  # characters
LIST_FIELDS = ("attendee_role", "attendee_list")
HEAD = {"district", "kind", "held_date", "name"}  # what tells one meeting from another
LINKS = ("official", "organization", "enterprise")


class MeetingForm(VersionedForm):
    """A meeting. The list of names is made into rows of attendance before this form sees it (`with_listed_rows`)."""

    attendee_role = forms.ChoiceField(label="角色", choices=Role, initial=Role.ATTEND, required=False)
    attendee_list = forms.CharField(
        label="名单",
        required=False,
        max_length=LONGEST_LIST,
        help_text="领导、单位、企业的名称,用顿号、逗号、空格或换行分开,姓名前可带职务;一行开头可写“主持:”等角色。",
        widget=forms.Textarea(
            attrs={
                "rows": 3,
                "class": "vLargeTextField",
                "hx-post": reverse_lazy("admin:meetings_meeting_attendees"),
                "hx-trigger": "input changed delay:300ms, change from:#id_held_date",
                "hx-target": "#attendees-told",
                "hx-params": "csrfmiddlewaretoken,district,held_date,attendee_role,attendee_list",
                "hx-sync": "this:replace",
            }
        ),
    )

    def clean(self):
        data = super().clean()
        values = self.cleaned_data
        is_new_meeting = not self.instance.pk and values.get("kind") == MeetingKind.MEETING
        if is_new_meeting and not values.get("meeting_type"):
            values["meeting_type"] = meeting_type_of(values.get("name") or "")
        if not self.instance.pk or HEAD & set(self.changed_data):
            # Asked of the rows of attendance, which know who takes part: AttendanceFormSet.clean.
            self.instance.accepted_doubles = set(self.data.get("still_save", "").split())
        if "_list" in self.data and not self.errors:
            raise forms.ValidationError("还没有保存:名单已成为下面的行,请核对后保存。", code="notice")
        return data


def attendees_of(data: QueryDict, user) -> list[Attendee] | None:
    """Whom the posted list names, matched in the posted district; None where `user` sees no such district."""
    key = data.get("district", "")
    if not (key.isdecimal() and may_be_key(key)):
        return None
    district = District.objects.visible_to(user).filter(pk=key).first()
    if district is None:
        return None
    try:
        day = parse_date(data.get("held_date", ""))
    except ValueError:  # the 31st of April: the date's own field complains
        day = None
    return match_list(district, day, read_list(data.get("attendee_list", "")[:LONGEST_LIST]))


def with_listed_rows(data: QueryDict, attendees: list[Attendee]) -> tuple[QueryDict, list[Attendee]]:
    """The posted form with a row of attendance for each of `attendees`, and those who are rows now.

    Whoever is linked in another row already gets no second one.
    """
    typed = data.copy()
    total = data.get("attendances-TOTAL_FORMS", "0")
    total = int(total) if total.isdecimal() and len(total) < 5 else 0
    linked = {(name, data.get(f"attendances-{index}-{name}")) for index in range(total) for name in LINKS}
    made = []
    for attendee in attendees:
        row = attendee.as_row(data.get("attendee_role") or Role.ATTEND)
        if any((name, str(row[name])) in linked for name in LINKS if name in row):
            continue
        for name, value in {"version": "", "id": "", **row}.items():
            typed[f"attendances-{total}-{name}"] = str(value)
        total += 1
        made.append(attendee)
    typed["attendances-TOTAL_FORMS"] = str(total)
    typed["attendee_list"] = ""
    return typed, made
