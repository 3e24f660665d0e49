"""The one writer of a project's stage, of one project or of many at once."""

import datetime
from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction

from accounts.bulk_writing import BulkWriting
from people.known_names import FEW_NAMES
from people.models import District
from projects.models import Project, StageChange


@transaction.atomic
def change_stage(
    project: Project, stage: str, changed_date: datetime.date, *, article=None, span: tuple[int, int] | None = None
) -> StageChange:
    """Note that `project` entered `stage` (a ProjectStage code) on `changed_date`, and set `project.stage`.

    The project shows the stage of its latest change; an earlier one noted late leaves it alone. The same change
    twice is one row. `span` is [start, end) in characters of `article.text`.
    """
    cited = {}
    if article is not None and span is not None:
        cited = {"article": article, "quote": article.text[slice(*span)], "span_start": span[0], "span_end": span[1]}
    change, _ = StageChange.objects.get_or_create(
        project=project, stage=stage, changed_date=changed_date, defaults=cited
    )
    set_stage_from_changes(project)
    return change


@transaction.atomic
def set_stage_from_changes(project: Project) -> None:
    """Set `project.stage` from its StageChange rows: the latest by date, of one day the last noted."""
    project = Project.objects.select_for_update().get(pk=project.pk)
    latest = project.stage_changes.order_by("-changed_date", "-id").first()
    stage = latest.stage if latest else ""
    if project.stage != stage:
        project.stage = stage
        project.save()


class StagesOfMany:
    """`change_stage` for many projects of a district: their changes are read in one query and written in one go.

    Between reading and writing the projects are locked by who calls; they may be new and not saved yet.
    """

    def __init__(self, district: District, projects: Iterable[Project]):
        self._changes: dict[int, list[StageChange]] = defaultdict(list)  # by id() of the project: a new one has no key
        self._new: list[StageChange] = []
        by_pk = {project.pk: project for project in projects if project.pk is not None}
        rows = StageChange.objects.order_by("changed_date", "id")
        if len(by_pk) > FEW_NAMES:
            rows = rows.filter(project__district=district)
        else:
            rows = rows.filter(project__in=list(by_pk))
        for change in rows if by_pk else ():
            if change.project_id in by_pk:
                self._changes[id(by_pk[change.project_id])].append(change)

    def latest(self, project: Project) -> StageChange | None:
        """The change by which the project shows its stage: the latest by date, of one day the last noted."""
        changes = self._changes[id(project)]
        return max(reversed(changes), key=lambda change: change.changed_date, default=None)

    def is_noted(self, project: Project, stage: str, changed_date: datetime.date) -> bool:
        """Whether the project is known to have entered `stage` (a ProjectStage code) on that day."""
        return any((c.stage, c.changed_date) == (stage, changed_date) for c in self._changes[id(project)])

    def note(self, project: Project, stage: str, changed_date: datetime.date) -> str:
        """Note that `project` entered `stage` on `changed_date`; says the stage that it then shows."""
        if not self.is_noted(project, stage, changed_date):
            change = StageChange(project=project, stage=stage, changed_date=changed_date)
            self._changes[id(project)].append(change)
            self._new.append(change)
        return self.latest(project).stage

    def saved_projects(self) -> set[int]:
        """The keys of the projects of the register for which a change was noted: those to be locked."""
        return {change.project.pk for change in self._new} - {None}

    def write(self, writing: BulkWriting) -> None:
        """Give `writing` the changes noted and the stages that follow from them; new projects are given before."""
        changed = []
        for change in self._new:
            stage = self.latest(change.project).stage
            if change.project.pk is None:
                change.project.stage = stage
            elif change.project.stage != stage:
                changed.append((change.project, {"stage": stage}))
        writing.create(self._new)
        writing.change(list({project.pk: (project, values) for project, values in changed}.values()))
