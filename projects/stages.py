"""The one writer of a project's stage."""

import datetime

from django.db import transaction

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
