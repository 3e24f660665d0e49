"""An import that was looked at is written: exactly what was shown, all of it or nothing, with its history."""

from collections.abc import Callable

from django.db import IntegrityError, transaction
from django.db.models import Model

from accounts.bulk_writing import BulkWriting
from accounts.history import Author
from desk.sheets.planned import counted
from desk.sheets.planning import Plan
from people.name_lock import lock_names
from projects.models import Project

REASON = "电子表格导入:"
_ROWS_AT_ONCE = 500


class ChangedMeanwhile(ValueError):
    """The register is not what it was when the import was shown: it has to be looked at again."""


def reason_of(file_name: str) -> str:
    """What the history of every row written says: 电子表格导入:2024年项目台账.xlsx."""
    return (REASON + file_name)[:100]


def write_import(make_plan: Callable[[], Plan], shown: str, *, by, file_name: str, beside=lambda counts: None) -> dict:
    """Write what `make_plan` plans, in the name of the user `by`, if its fingerprint is still `shown`.

    The plan is made; then, in one transaction, the rows it changes and the names it makes are locked and it is made once
    more: what is written is what was shown. `beside` is called with the counts in that transaction. Raises
    ChangedMeanwhile.
    """
    plan = make_plan()
    _refuse_other(plan, shown)
    with transaction.atomic():
        _lock(plan)
        plan = make_plan()
        _refuse_other(plan, shown)
        try:
            with transaction.atomic():
                _writing_of(plan, Author(by, reason_of(file_name))).write()
        except IntegrityError as error:  # a row of the same name or code was made since, of which no lock tells
            raise ChangedMeanwhile("写入时发现台账已有相同的名称或代码,没有写入任何内容。") from error
        counts = counted(plan.rows)
        beside(counts)
    return counts


def _writing_of(plan: Plan, author: Author) -> BulkWriting:
    """All rows of a plan, and of what is new of other models only what they refer to."""
    writing = BulkWriting(author)
    used = {id(row) for row in plan.used}
    related = plan.related
    for rows in (related.new_organizations, related.new_enterprises, related.new_officials):
        writing.create([row for row in rows if id(row) in used])
    writing.create([post for post in related.new_posts if id(post.official) in used])
    plan.writes.give(writing)
    if plan.stages is not None:
        plan.stages.write(writing)
    return writing


def _refuse_other(plan: Plan, shown: str) -> None:
    if plan.fingerprint() != shown:
        raise ChangedMeanwhile("您查看之后,台账有了变化,没有写入任何内容;请重新核对后再确认。")


def _lock(plan: Plan) -> None:
    """Hold the rows to be changed until the transaction ends, and the names of new officials."""
    lock_names(plan.district.pk, plan.new_names())
    keys: dict[type[Model], set[int]] = {}
    for row, _ in plan.writes.changed:
        keys.setdefault(type(row), set()).add(row.pk)
    if plan.stages is not None:
        keys.setdefault(Project, set()).update(plan.stages.saved_projects())
    for model, pks in sorted(keys.items(), key=lambda item: item[0]._meta.label):
        ordered = sorted(pks)
        for at in range(0, len(ordered), _ROWS_AT_ONCE):
            portion = ordered[at : at + _ROWS_AT_ONCE]
            list(model.objects.select_for_update().filter(pk__in=portion).order_by("pk").values_list("pk"))
