"""The form of each kind of fact: what a reviewer types of it, and the printed words it rests on."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from desk.facts import EVENT, FIGURE, KINDS
from meetings.models import Counted, DayPart, Manner, MeetingKind, Role
from projects.models import FigureBound

_DAY_PARTS = [("", "未载"), *((label, label) for label in DayPart.labels)]


class FactForm(forms.Form):
    """A fact as it is read, to be corrected, or a new one that rests on text[start:end]."""

    # Without it the words are looked for in the article: a reviewer without a mouse types them.
    start = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    quote = forms.CharField(
        label="原文",
        strip=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="在左侧选中文字即可换成选中的;也可照原文输入。",
    )

    def __init__(self, *args, text: str, events: list[tuple[str, str]] = (), as_read: dict | None = None, **kwargs):
        self.text = text
        self.as_read = as_read or {}
        if as_read is not None:
            kwargs["initial"] = {**self.initial_of(as_read), **self._quoted(as_read.get("evidence"))}
        super().__init__(*args, **kwargs)
        if as_read is None and events:
            self.fields["event"] = forms.ChoiceField(label="所属会议活动", choices=events)
        self.order_fields([*(name for name in self.fields if name not in ("start", "quote", "event")), "event"])
        for field in self.fields.values():
            select = isinstance(field.widget, forms.Select)
            field.widget.attrs.setdefault("class", "form-select" if select else "form-control")
            field.widget.attrs.setdefault("autocomplete", "off")

    def _quoted(self, evidence) -> dict[str, Any]:
        return {"start": evidence[0], "quote": self.text[slice(*evidence)]} if evidence else {}

    def initial_of(self, content: dict) -> dict[str, Any]:
        """What the fields show of a fact."""
        return {name: content.get(name) for name in self.base_fields if name not in ("start", "quote")}

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        # Browsers send every line break as CR LF.
        quote = (data.get("quote") or "").replace("\r\n", "\n")
        if quote:
            data["evidence"] = self._place(quote, data.get("start"))
        return data

    def _place(self, quote: str, start: int | None) -> list[int] | None:
        """The characters [start, end) of `quote` in the article, whose own line breaks may be CR LF."""
        text = self.text
        if start is not None:
            end = start
            for character in quote:  # a CR of the text has gone with the CR LF above
                end += text[end : end + 1] == "\r" and text[end + 1 : end + 2] == character == "\n"
                if text[end : end + 1] != character:
                    break
                end += 1
            else:
                return [start, end]
        if quote.strip() and text.count(quote) == 1:
            start = text.index(quote)
            return [start, start + len(quote)]
        found = "原文里没有这段文字" if quote not in text else f"原文里有 {text.count(quote)} 处这样的文字"
        self.add_error("quote", ValidationError(f"{found},请在左侧选中所据的文字。"))
        return None

    def content(self) -> dict[str, Any]:
        """The fact as typed, in the form of docs/reading.md."""
        data = {name: value for name, value in self.cleaned_data.items() if name not in ("start", "quote", "event")}
        return {name: value for name, value in data.items() if name != "evidence" or value is not None}


class EventForm(FactForm):
    kind = forms.ChoiceField(label="类别", choices=MeetingKind.choices)
    name = forms.CharField(label="名称", max_length=200, required=False)
    date = forms.DateField(
        label="日期", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    end_date = forms.DateField(
        label="结束日期", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    day_part = forms.ChoiceField(label="时段", choices=_DAY_PARTS, required=False)
    date_note = forms.CharField(
        label="日期说明", max_length=50, required=False, help_text="未写明日期时的原话,如“近日”。"
    )
    venue = forms.CharField(label="地点", max_length=200, required=False)
    places = forms.CharField(label="到访地点", max_length=500, required=False, help_text="用顿号分开。")

    def initial_of(self, content):
        return {**super().initial_of(content), "places": "、".join(content.get("places") or [])}

    def clean(self):
        data = super().clean()
        first, last = data.get("date"), data.get("end_date")
        if last and (not first or last < first):
            self.add_error("end_date", "结束日期不能早于开始日期。")
        return data

    def content(self):
        data = super().content()
        return {
            **data,
            "name": data["name"] or None,
            "venue": data["venue"] or None,
            "date": data["date"].isoformat() if data["date"] else None,
            "end_date": data["end_date"].isoformat() if data["end_date"] else None,
            "places": [place.strip() for place in data["places"].split("、") if place.strip()],
        }


class PersonForm(FactForm):
    name = forms.CharField(label="姓名", max_length=50)
    position = forms.CharField(label="职务", max_length=150, required=False)
    role = forms.ChoiceField(label="角色", choices=Role.choices, initial=Role.ATTEND)


class UnitForm(FactForm):
    name = forms.CharField(label="单位", max_length=100)
    role = forms.ChoiceField(label="角色", choices=Role.choices, initial=Role.ATTEND)


class EnterpriseForm(FactForm):
    name = forms.CharField(label="企业", max_length=100)
    role = forms.ChoiceField(label="角色", choices=[("", "未载"), *Role.choices], required=False)

    def content(self):
        data = super().content()
        return {**data, "role": data["role"] or None}


class ProjectForm(FactForm):
    name = forms.CharField(label="项目", max_length=200)
    manner = forms.ChoiceField(label="方式", choices=Manner.choices)


class RequirementForm(FactForm):
    by = forms.CharField(label="提出者", max_length=100, required=False, help_text="会议提出的写“会议”。")
    heading = forms.CharField(label="要点", max_length=200, required=False)
    text = forms.CharField(label="内容", widget=forms.Textarea(attrs={"rows": 4}))
    parts = forms.CharField(
        label="分项", required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text="一行一项,没有可留空。"
    )

    def initial_of(self, content):
        return {**super().initial_of(content), "parts": "\n".join(part["text"] for part in content.get("parts") or [])}

    def content(self):
        data = super().content()
        known = {part["text"]: part for part in self.as_read.get("parts") or []}
        lines = [line.strip() for line in data["parts"].splitlines() if line.strip()]
        whole = data.get("evidence") or self.as_read.get("evidence")
        data["parts"] = [known.get(line) or {"text": line, "evidence": self._within(line, whole)} for line in lines]
        data["text"] = data["text"].replace("\r\n", "\n")
        if data["by"] != self.as_read.get("by"):
            data["by_kind"] = "meeting" if data["by"] in ("", "会议") else "person"
        return data

    def _within(self, line: str, whole: list[int] | None) -> list[int] | None:
        """Where a part stands in its requirement; the whole of it where it is not found word by word."""
        start = self.text.find(line, *whole) if whole else -1
        return whole if start < 0 else [start, start + len(line)]


class DemandForm(FactForm):
    enterprise = forms.CharField(label="企业", max_length=100, required=False)
    text = forms.CharField(label="诉求内容", widget=forms.Textarea(attrs={"rows": 2}))
    handling = forms.CharField(label="处理方式", max_length=100, required=False, help_text="见报说法,如“现场办公”。")


class FigureForm(FactForm):
    label = forms.CharField(label="指标", max_length=100)
    value = forms.DecimalField(label="数值", max_digits=20, decimal_places=4)
    unit = forms.CharField(label="计量单位", max_length=20, required=False)
    scope = forms.CharField(label="范围", max_length=100, required=False)
    year = forms.IntegerField(label="年份", required=False, min_value=1900, max_value=2200)
    as_of = forms.DateField(
        label="截至", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    bound = forms.ChoiceField(label="界限", choices=[("", "确数"), *FigureBound.choices], required=False)

    def content(self):
        data = super().content()
        value = data["value"]
        return {
            **data,
            "value": int(value) if value == value.to_integral_value() else float(value),
            "as_of": data["as_of"].isoformat() if data["as_of"] else None,
        }


class CountForm(FactForm):
    of = forms.ChoiceField(label="对象", choices=Counted.choices)
    number = forms.IntegerField(label="数量", min_value=1, max_value=1_000_000)


FORMS: dict[str, type[FactForm]] = {
    EVENT: EventForm,
    "person": PersonForm,
    "unit": UnitForm,
    "enterprise": EnterpriseForm,
    "project": ProjectForm,
    "requirement": RequirementForm,
    "demand": DemandForm,
    FIGURE: FigureForm,
    "count": CountForm,
}
assert set(FORMS) == set(KINDS)
