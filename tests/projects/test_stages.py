import datetime

import pytest
from django.db import transaction

from accounts.bulk_writing import BulkWriting
from accounts.history import Author
from projects.models import Project
from projects.stages import StagesOfMany, change_stage, set_stage_from_changes
from tests.factories import ProjectFactory


@pytest.mark.django_db(transaction=True)
def test_the_stage_is_set_outside_a_transaction_too():
    project = ProjectFactory()
    change_stage(project, "signed", datetime.date(2024, 3, 1))
    change_stage(project, "started", datetime.date(2024, 5, 6)).delete()

    set_stage_from_changes(project)

    project.refresh_from_db()
    assert project.stage == "signed"


def written(stages: StagesOfMany, *, new: list[Project] = ()) -> None:
    with transaction.atomic():
        writing = BulkWriting(Author(None, "试"))
        writing.create(list(new))
        stages.write(writing)
        writing.write()


@pytest.mark.django_db
def test_stages_of_many_follow_the_rules_of_one():
    alone, one_of_many = (ProjectFactory() for _ in range(2))
    days = [("signed", 5), ("under_construction", 20), ("started", 10), ("in_production", 20), ("signed", 5)]
    for stage, day in days:
        change_stage(alone, stage, datetime.date(2024, 5, day))
    stages = StagesOfMany(one_of_many.district, [one_of_many])
    shown = [stages.note(one_of_many, stage, datetime.date(2024, 5, day)) for stage, day in days]
    assert stages.saved_projects() == {one_of_many.pk}
    written(stages)
    alone.refresh_from_db()
    one_of_many.refresh_from_db()
    assert shown == ["signed", "under_construction", "under_construction", "in_production", "in_production"]
    assert one_of_many.stage == alone.stage == "in_production"
    noted = [sorted(project.stage_changes.values_list("stage", "changed_date")) for project in (alone, one_of_many)]
    assert noted[0] == noted[1]


@pytest.mark.django_db
def test_stages_of_many_go_on_from_what_is_noted():
    project = ProjectFactory()
    change_stage(project, "under_construction", datetime.date(2024, 5, 20))
    project.refresh_from_db()
    stages = StagesOfMany(project.district, [project])
    assert stages.latest(project).stage == "under_construction"
    assert stages.is_noted(project, "under_construction", datetime.date(2024, 5, 20))
    assert stages.note(project, "signed", datetime.date(2024, 1, 5)) == "under_construction"
    written(stages)
    project.refresh_from_db()
    assert (project.stage, project.stage_changes.count()) == ("under_construction", 2)


@pytest.mark.django_db
def test_a_new_project_has_its_stage_from_the_start():
    project = ProjectFactory.build(district=ProjectFactory().district)
    stages = StagesOfMany(project.district, [project])
    stages.note(project, "signed", datetime.date(2024, 5, 5))
    written(stages, new=[project])
    project.refresh_from_db()
    assert (project.stage, project.history.get().stage) == ("signed", "signed")
    assert project.stage_changes.get().history.get().history_change_reason == "试"
