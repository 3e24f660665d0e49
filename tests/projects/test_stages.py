import datetime

import pytest

from projects.stages import change_stage, set_stage_from_changes
from tests.factories import ProjectFactory


@pytest.mark.django_db(transaction=True)
def test_the_stage_is_set_outside_a_transaction_too():
    project = ProjectFactory()
    change_stage(project, "signed", datetime.date(2024, 3, 1))
    change_stage(project, "started", datetime.date(2024, 5, 6)).delete()

    set_stage_from_changes(project)

    project.refresh_from_db()
    assert project.stage == "signed"
