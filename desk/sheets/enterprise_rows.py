"""Rows of enterprises held against the register: the same by credit code, else by name within the district."""

import re

from django.db.models import Model

from desk.sheets.planned import Change, PlannedRow, RowPlan, SeenRows, Writes, as_read
from desk.sheets.related import Related
from desk.sheets.rows import Draft
from people.known_names import Outcome
from people.matching import KnownEnterprises
from people.models import District, Enterprise
from people.pinyin import pinyin_of

_CODES_AT_ONCE = 500
_USCC = re.compile(r"[0-9A-HJ-NPQRTUWXY]{18}")


class EnterpriseRows:
    """Plans an import of enterprises."""

    def __init__(self, district: District, drafts: list[Draft], related: Related):
        self.district = district
        self.related = related
        self.writes = Writes()
        self.used: list[Model] = []
        self.seen = SeenRows()
        for draft in drafts:
            _check_code(draft)
        self.known = KnownEnterprises(district, {draft.get("name") for draft in drafts} - {None})
        self.by_code = _coded({draft.get("uscc") for draft in drafts} - {None})
        self.planned = [self._row(draft) for draft in drafts]

    def _row(self, draft: Draft) -> PlannedRow:
        plan = RowPlan(draft, self.related)
        plan.refuse_other_district(self.district)
        there = self._enterprise_of(draft)
        name = draft.get("name") or (there.name if there else "")
        row = there or Enterprise(district=self.district, name=name)
        if name:
            self.seen.refuse_second(draft, "name", there.pk if there else name, "企业")
        if draft.get("uscc"):
            self.seen.refuse_second(draft, "uscc", ("code", draft.get("uscc")), "信用代码")
        if there is None and name:
            plan.changes.append(Change("企业名称", "", name))
        elif there is not None:
            self._rename(plan, there)
        plan.compare(row, "uscc", "统一社会信用代码")
        plan.compare(row, "industry", "行业")
        plan.compare(row, "kind", "企业类别")
        planned = plan.planned(name or "(无名称)", key=row.pk, is_new=there is None)
        if not draft.problems:
            if there is None:
                for key, value in plan.values.items():
                    setattr(row, key, value)
                self.writes.created.append(row)
            else:
                self.writes.change(row, plan.values)
        return planned

    def _enterprise_of(self, draft: Draft) -> Enterprise | None:
        """The enterprise a row speaks of; None for a new one, and for one that is refused with what is wrong."""
        name, code = draft.get("name"), draft.get("uscc")
        match = self.known.match(name) if name else None
        coded = self.by_code.get(code) if code else None
        if coded is not None:
            if coded.district_id != self.district.pk:
                draft.refuse("uscc", "统一社会信用代码已被使用;请核对")
                return None
            if match is not None and match.row is not None and match.row.pk != coded.pk:
                draft.refuse("name", f"代码是“{coded.name}”的,名称却是另一家企业“{match.row.name}”的;请核对")
                return None
            return coded
        if match is None:
            draft.refuse_missing("name", "缺少企业名称")
            return None
        if match.outcome is Outcome.AMBIGUOUS:
            candidates = "、".join(str(row) for row in match.candidates[:5])
            draft.refuse("name", f"不能确定是哪家企业:{match.reason}({candidates});请填信用代码或改成全称")
            return None
        if match.row is not None and code and match.row.uscc and match.row.uscc != code:
            draft.refuse("uscc", f"台账中“{match.row.name}”的信用代码是 {match.row.uscc};请核对")
            return None
        if match.row is not None and as_read(match.row.name) != name:
            draft.notes.append(f"“{name}”即台账中的“{match.row.name}”({match.reason})")
        return match.row

    def _rename(self, plan: RowPlan, there: Enterprise) -> None:
        name = plan.draft.get("name")
        match = self.known.match(name) if name and as_read(there.name) != name else None
        if match is None or match.outcome is Outcome.MATCHED:
            return
        if all(row.pk == there.pk for row in match.candidates):  # like no other enterprise
            plan.set("name", "企业名称", there.name, name)
            plan.values["name_pinyin"] = pinyin_of(name)


def _check_code(draft: Draft) -> None:
    code = draft.get("uscc")
    if code is None:
        return
    code = draft.values["uscc"] = code.replace(" ", "").upper()
    if not _USCC.fullmatch(code):
        draft.refuse("uscc", f"读到“{code}”,应为 18 位大写字母和数字")
        del draft.values["uscc"]


def _coded(codes: set[str]) -> dict[str, Enterprise]:
    ordered = sorted(codes)
    portions = [ordered[at : at + _CODES_AT_ONCE] for at in range(0, len(ordered), _CODES_AT_ONCE)]
    return {row.uscc: row for some in portions for row in Enterprise.objects.filter(uscc__in=some)}
