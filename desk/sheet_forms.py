"""What is asked of whoever hands in a spreadsheet, and what he may choose once he has seen it."""

import datetime

from django import forms
from django.utils import timezone

from desk.models import SheetImport
from desk.sheets.columns import Kind
from desk.sheets.files import SUFFIXES
from desk.sheets.values import UNITS
from people.models import District, DistrictLevel

_UNITS = [("", "以表中写明的为准"), *((unit, unit) for unit in ("万元", "亿元", "元") if unit in UNITS)]


def _styled(form: forms.BaseForm) -> None:
    for field in form.fields.values():
        if isinstance(field.widget, forms.CheckboxInput):
            field.widget.attrs["class"] = "form-check-input"
        else:
            field.widget.attrs["class"] = "form-select" if isinstance(field.widget, forms.Select) else "form-control"


class SheetChoicesForm(forms.ModelForm):
    """What counts where the table does not say."""

    class Meta:
        model = SheetImport
        fields = ["kind", "as_of_date", "unit", "year", "makes_new"]
        widgets = {"as_of_date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    kind = forms.ChoiceField(label="台账类别", required=False)
    unit = forms.ChoiceField(label="金额单位(表中没有写明时)", choices=_UNITS, required=False)
    year = forms.IntegerField(label="年度(表中没有写明时)", min_value=1990, max_value=2100, required=False)

    def __init__(self, *args, kinds: list[Kind], may_make_new: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "由表头识别"), *((kind.code, kind.label) for kind in kinds)]
        self.fields["as_of_date"].initial = timezone.localdate()
        self.fields["as_of_date"].help_text = "表中有“项目阶段”而没有“进入阶段日期”的,按这一天记。"
        self.fields["makes_new"].label = "新建台账里没有的单位、企业、领导(领导须写成“姓名(职务)”)"
        if not may_make_new:
            del self.fields["makes_new"]
        _styled(self)

    def clean_as_of_date(self) -> datetime.date:
        day = self.cleaned_data["as_of_date"]
        if day > timezone.localdate():
            raise forms.ValidationError("不能晚于今天。")
        return day


class SheetUploadForm(SheetChoicesForm):
    """A file, the district whose ledger it is, and what counts where the table does not say."""

    class Meta(SheetChoicesForm.Meta):
        fields = ["district", *SheetChoicesForm.Meta.fields]

    file = forms.FileField(
        label="文件",
        help_text="Excel(.xlsx,20 MB 以内)或 CSV(5 MB 以内)。",
        widget=forms.FileInput(attrs={"accept": ",".join(SUFFIXES)}),
    )
    field_order = ["file", "district", "kind", "as_of_date", "unit", "year", "makes_new"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        districts = District.objects.visible_to(user).exclude(level=DistrictLevel.TOWNSHIP)
        self.fields["district"].queryset = districts
        own = list(districts.filter(memberships__user=user).distinct()[:2]) or list(districts[:2])
        if len(own) == 1:
            self.fields["district"].initial = own[0].pk

    def chosen(self) -> dict:
        """The fields of a SheetImport that are chosen here, but for its file and district."""
        return {name: self.cleaned_data[name] for name in SheetChoicesForm.Meta.fields if name in self.cleaned_data}
