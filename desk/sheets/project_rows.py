"""Rows of projects held against the register: the same by code, else by name within the district."""

import datetime
from collections.abc import Iterable

from django.db.models import Model

from desk.sheets.planned import Change, PlannedRow, RowPlan, SeenRows, Writes, as_read, in_words
from desk.sheets.related import Related
from desk.sheets.rows import Draft
from people.known_names import FEW_NAMES, Match, Outcome
from people.models import District
from people.pinyin import pinyin_of
from projects.matching import KnownProjects
from projects.models import AnnualPlan, Project, ProjectStage
from projects.project_names import project_key
from projects.stages import StagesOfMany

_PLAIN = {
    "project_code": "项目代码",
    "category": "项目类别",
    "industry": "行业",
    "location": "建设地点",
    "scope": "建设规模及内容",
    "total_investment": "总投资(万元)",
}
_RELATED = {
    "township": ("属地镇办", "township"),
    "responsible_leader": ("包联领导", "official"),
    "responsible_unit": ("责任单位", "organization"),
    "owner_enterprise": ("建设单位", "enterprise"),
}
_STAGES = dict(ProjectStage.choices)
_CODES_AT_ONCE = 500


class KnownRows:
    """The projects that the rows of a sheet may be, read in a few queries; shared by projects and their plans."""

    def __init__(self, district: District, drafts: list[Draft]):
        self.district = district
        self.names = KnownProjects(district, {draft.get("name") for draft in drafts} - {None})
        self._by_code = self._coded({draft.get("project_code") for draft in drafts} - {None})
        self.seen = SeenRows()

    def _coded(self, codes: set[str]) -> dict[str, Project]:
        """Codes are the whole country's: one that is another district's is known to be taken."""
        ordered = sorted(codes)
        portions = [ordered[at : at + _CODES_AT_ONCE] for at in range(0, len(ordered), _CODES_AT_ONCE)]
        return {row.project_code: row for some in portions for row in Project.objects.filter(project_code__in=some)}

    def project_of(self, draft: Draft) -> Project | None:
        """The project a row speaks of; None for a new one, and for one that is refused with what is wrong."""
        name, code = draft.get("name"), draft.get("project_code")
        match = self.names.match(name) if name else None
        coded = self._by_code.get(code) if code else None
        if coded is not None:
            return self._of_code(draft, coded, match)
        if match is None:
            draft.refuse_missing("name", "缺少项目名称")
            return None
        if match.outcome is Outcome.AMBIGUOUS and code and all(row.project_code for row in match.candidates):
            return None  # a code of its own beside theirs: another project
        if match.outcome is Outcome.AMBIGUOUS:
            draft.refuse("name", f"不能确定是哪个项目:{match.reason}({_named(match)});请填项目代码或改成全称")
            return None
        if match.row is not None and code and match.row.project_code and match.row.project_code != code:
            draft.refuse("project_code", f"台账中“{match.row.name}”的项目代码是 {match.row.project_code};请核对")
            return None
        if match.row is not None and as_read(match.row.name) != name:
            draft.notes.append(f"“{name}”即台账中的“{match.row.name}”({match.reason})")
        return match.row

    def _of_code(self, draft: Draft, coded: Project, match: Match | None) -> Project | None:
        if coded.district_id != self.district.pk:
            draft.refuse("project_code", "项目代码已被使用;请核对")
            return None
        if match is not None and match.row is not None and match.row.pk != coded.pk:
            draft.refuse("name", f"代码是“{coded.name}”的,名称却是另一个项目“{match.row.name}”的;请核对")
            return None
        return coded

    def full(self, projects: Iterable[Project]) -> dict[int, Project]:
        """The projects by key, with the rows they are related to, in one query."""
        keys = {project.pk for project in projects}
        rows = Project.objects.select_related("township", "responsible_leader", "responsible_unit", "owner_enterprise")
        if not keys:
            return {}
        many = len(keys) > FEW_NAMES
        rows = rows.filter(district=self.district) if many else rows.filter(pk__in=keys)
        return {row.pk: row for row in rows if row.pk in keys}

    def plans(self, keys: set[int]) -> dict[tuple[int, int], AnnualPlan]:
        """The plans of projects by key and year, in one query."""
        if not keys:
            return {}
        rows = AnnualPlan.objects.all()
        many = len(keys) > FEW_NAMES
        rows = rows.filter(project__district=self.district) if many else rows.filter(project__in=keys)
        return {(plan.project_id, plan.year): plan for plan in rows if plan.project_id in keys}


def _named(match: Match) -> str:
    return "、".join(str(row) for row in match.candidates[:5])


def related_names(drafts: list[Draft]) -> dict[str, set[str]]:
    """The names of other rows that projects print, for `Related`."""

    def of(key: str) -> set[str]:
        return {draft.get(key) for draft in drafts} - {None}

    return {
        "organizations": of("responsible_unit"),
        "enterprises": of("owner_enterprise"),
        "officials": of("responsible_leader"),
        "townships": of("township"),
    }


class ProjectRows:
    """Plans an import of projects, with their stages and annual plans."""

    def __init__(
        self, district: District, drafts: list[Draft], related: Related, *, as_of: datetime.date, today: datetime.date
    ):
        self.district = district
        self.related = related
        self.as_of = as_of
        self.today = today
        self.writes = Writes()
        self.used: list[Model] = []  # new rows of other models that the rows taken refer to
        self.known = KnownRows(district, drafts)
        targets = [self.known.project_of(draft) for draft in drafts]
        rows = self.known.full(target for target in targets if target is not None)
        self.stages = StagesOfMany(district, rows.values())
        self.plans = self.known.plans(set(rows))
        self.planned = [
            self._row(draft, rows.get(target.pk) if target else None)
            for draft, target in zip(drafts, targets, strict=True)
        ]

    def _row(self, draft: Draft, project: Project | None) -> PlannedRow:
        is_new = project is None
        name = draft.get("name") or (project.name if project else "")
        row = project or Project(district=self.district, name=name)
        plan = RowPlan(draft, self.related)
        plan.refuse_other_district(self.district)
        identity = project.pk if project else project_key(name)
        if name:
            self.known.seen.refuse_second(draft, "name", identity, "项目")
        if draft.get("project_code"):
            self.known.seen.refuse_second(draft, "project_code", ("code", draft.get("project_code")), "项目代码")
        if is_new and name:
            plan.changes.append(Change("项目名称", "", name))
        elif not is_new:
            self._rename(plan, project)
        for key, label in _PLAIN.items():
            plan.compare(row, key, label)
        for key, (label, find) in _RELATED.items():
            plan.relate(row, key, label, find)
        stage = self._stage(plan, row)
        amounts = self._amounts(plan, row)
        planned = plan.planned(name or "(无名称)", key=row.pk, is_new=is_new)
        if not draft.problems:
            self._take(row, plan, stage, amounts)
        return planned

    def _rename(self, plan: RowPlan, project: Project) -> None:
        """Found by its code, a project takes the name that the sheet prints, unless that is another of its names."""
        name = plan.draft.get("name")
        if not name or as_read(project.name) == name:
            return
        if self.known.names.match(name).outcome is Outcome.NEW:
            plan.set("name", "项目名称", project.name, name)
            plan.values["name_pinyin"] = pinyin_of(name)

    def _stage(self, plan: RowPlan, project: Project) -> tuple[str, datetime.date] | None:
        """The change of stage to be noted; None where there is none."""
        draft = plan.draft
        stage, day = draft.get("stage"), draft.get("stage_date")
        if day is not None and day > self.today:
            draft.refuse("stage_date", f"读到“{day}”,晚于今天;应为已经进入该阶段的日期")
            return None
        if stage is None:
            if day is not None:
                draft.notes.append("有进入阶段日期而没有项目阶段,日期未用")
            return None
        latest = self.stages.latest(project)
        if project.stage == stage and (day is None or self.stages.is_noted(project, stage, day)):
            return None
        if day is None and latest is not None and latest.changed_date > self.as_of:
            draft.refuse(
                "stage",
                f"台账已记 {latest.changed_date} 进入“{_STAGES[latest.stage]}”,晚于阶段截至日期 {self.as_of};"
                "请填写进入阶段日期,或改截至日期",
            )
            return None
        day = day or self.as_of
        if self.stages.is_noted(project, stage, day):
            draft.notes.append(f"{day} 进入“{_STAGES[stage]}”早已记下,当前阶段以更晚的变更为准")
            return None
        entered = f"{_STAGES[stage]}({day})"
        if latest is not None and latest.changed_date > day:
            plan.changes.append(Change("补记阶段", "", f"{entered},当前阶段不变"))
        elif project.stage == stage:
            plan.changes.append(Change("进入阶段日期", in_words(latest.changed_date) if latest else "", str(day)))
        else:
            plan.changes.append(Change("项目阶段", _STAGES.get(project.stage, ""), entered))
        return stage, day

    def _amounts(self, plan: RowPlan, project: Project) -> list[AnnualPlan | tuple[AnnualPlan, dict]]:
        return changed_plans(plan, project, self.plans)

    def _take(self, row: Project, plan: RowPlan, stage, amounts) -> None:
        if row.pk is None:
            for key, value in plan.values.items():
                setattr(row, key, value)
            self.writes.created.append(row)
        else:
            self.writes.change(row, plan.values)
        if stage:
            self.stages.note(row, *stage)
        take_plans(self.writes, amounts)
        self.used += plan.uses


def changed_plans(plan: RowPlan, project: Project, known: dict[tuple[int, int], AnnualPlan]) -> list:
    """What a row changes of its project's annual plans: new plans, and plans with their new values."""
    found = []
    for amount in plan.draft.plans:
        there = known.get((project.pk, amount.year)) if project.pk else None
        if there is None:
            found.append(AnnualPlan(project=project, year=amount.year, annual_planned_investment=amount.amount))
        elif there.annual_planned_investment != amount.amount:
            found.append((there, {"annual_planned_investment": amount.amount}))
        else:
            continue
        old = there.annual_planned_investment if there else None
        plan.changes.append(Change(f"{amount.year} 年计划投资(万元)", in_words(old), in_words(amount.amount)))
    return found


def take_plans(writes: Writes, amounts: list) -> None:
    """Add what `changed_plans` found to what is written."""
    for found in amounts:
        if isinstance(found, AnnualPlan):
            writes.parts.append(found)
        else:
            writes.change(*found)
