"""Rows of annual plans held against the register: the project must be there; one plan a year."""

from django.db.models import Model

from desk.sheets.planned import PlannedRow, RowPlan, Writes
from desk.sheets.project_rows import KnownRows, changed_plans, take_plans
from desk.sheets.related import Related
from desk.sheets.rows import Draft
from people.models import District
from projects.models import Project


class PlanRows:
    """Plans an import of annual plans."""

    def __init__(self, district: District, drafts: list[Draft], related: Related):
        self.district = district
        self.related = related
        self.writes = Writes()
        self.used: list[Model] = []
        self.known = KnownRows(district, drafts)
        targets = [self.known.project_of(draft) for draft in drafts]
        self.plans = self.known.plans({target.pk for target in targets if target is not None})
        self.planned = [self._row(draft, target) for draft, target in zip(drafts, targets, strict=True)]

    def _row(self, draft: Draft, project: Project | None) -> PlannedRow:
        plan = RowPlan(draft, self.related)
        plan.refuse_other_district(self.district)
        name = project.name if project else draft.get("name") or "(无名称)"
        if project is None and not draft.problems:
            draft.refuse("name", f"台账里没有项目“{name}”;请先导入项目,或改正名称、代码")
        if not draft.plans and not draft.problems:
            draft.refuse("plan", "没有计划投资")
        amounts = []
        if project is not None:
            for amount in draft.plans:
                self.known.seen.refuse_second(draft, "name", (project.pk, amount.year), "项目同一年的计划")
            amounts = changed_plans(plan, project, self.plans)
        is_new = bool(amounts) and not any(isinstance(found, tuple) for found in amounts)
        planned = plan.planned(name, key=project.pk if project else None, is_new=is_new)
        if not draft.problems:
            take_plans(self.writes, amounts)
        return planned
