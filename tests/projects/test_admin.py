import datetime

import pytest

from projects.models import Figure, Project
from projects.stages import change_stage
from tests.admin_pages import complaints_of, form_data, messages_of, rows_of
from tests.factories import DistrictFactory, ProjectAliasFactory, ProjectFactory, TagFactory, member_of

pytestmark = pytest.mark.django_db
ADD = "/admin/projects/project/add/"


@pytest.fixture
def district():
    return DistrictFactory()


@pytest.fixture
def reviewer(district, client):
    user = member_of(district, "审核员")
    client.force_login(user)
    return user


def test_a_project_is_typed_with_its_stages_plan_and_tags(client, reviewer, district):
    tag = TagFactory(district=district)
    stages = [
        {"stage": "started", "changed_date": "2024-05-06"},
        {"stage": "signed", "changed_date": "2024-03-01"},
    ]
    typed = form_data(client.get(ADD)) | {"name": "中部数字科创城", "total_investment": "120000", "tags": [tag.pk]}
    typed |= rows_of("stage_changes", stages)
    typed |= rows_of("annual_plans", [{"year": 2024, "annual_planned_investment": "30000"}])
    typed |= rows_of("aliases", [{"name": "科创城"}])

    response = client.post(ADD, typed)

    assert response.status_code == 302, complaints_of(response)
    project = Project.objects.get()
    assert project.stage == "started"
    assert list(project.tags.all()) == [tag]
    assert project.annual_plans.get().annual_planned_investment == 30000


def test_the_stage_is_not_typed_and_follows_a_new_change(client, reviewer, district):
    project = ProjectFactory(district=district)
    change_stage(project, "signed", datetime.date(2024, 3, 1))
    page = f"/admin/projects/project/{project.pk}/change/"
    typed = form_data(client.get(page))
    assert "stage" not in typed
    index = typed["stage_changes-INITIAL_FORMS"]
    new = {f"stage_changes-{index}-stage": "started", f"stage_changes-{index}-changed_date": "2024-05-06"}

    response = client.post(page, typed | new)

    assert response.status_code == 302, complaints_of(response)
    project.refresh_from_db()
    assert project.stage == "started"


def test_the_stage_falls_back_when_its_change_is_deleted(client, reviewer, district):
    project = ProjectFactory(district=district)
    change_stage(project, "signed", datetime.date(2024, 3, 1))
    latest = change_stage(project, "started", datetime.date(2024, 5, 6))

    client.post(f"/admin/projects/stagechange/{latest.pk}/delete/", {"post": "yes"})

    project.refresh_from_db()
    assert project.stage == "signed"


def test_the_same_change_typed_twice_is_refused(client, reviewer):
    twice = [{"stage": "started", "changed_date": "2024-05-06"}] * 2
    response = client.post(ADD, form_data(client.get(ADD)) | {"name": "科创城"} | rows_of("stage_changes", twice))
    assert response.status_code == 200
    assert messages_of(response)
    assert not Project.objects.exists()


@pytest.mark.parametrize("term", ["科创城", "zbsz", "zhongbushuzi", "数字城"])
def test_a_project_is_found_by_name_pinyin_and_alias(term, client, reviewer, district):
    ProjectFactory.create_batch(2, district=district)
    project = ProjectFactory(district=district, name="中部数字科创城")
    ProjectAliasFactory(project=project, name="数字城")
    ProjectAliasFactory(project=project, name="二七数字城")
    assert list(client.get("/admin/projects/project/", {"q": term}).context["cl"].result_list) == [project]


def test_a_figure_is_typed_without_a_source(client, reviewer):
    add = "/admin/projects/figure/add/"
    response = client.post(add, form_data(client.get(add)) | {"label": "完成投资", "value": "35.6", "unit": "亿元"})
    assert response.status_code == 302, complaints_of(response)
    assert str(Figure.objects.get()) == "完成投资 35.6亿元"


@pytest.mark.django_db(transaction=True)
def test_the_stages_fall_back_when_changes_of_several_projects_are_deleted_at_once(client):
    district = DistrictFactory()
    client.force_login(member_of(district, "审核员"))
    projects = ProjectFactory.create_batch(2, district=district)
    for project in projects:
        change_stage(project, "signed", datetime.date(2024, 3, 1))
    latest = [change_stage(project, "started", datetime.date(2024, 5, 6)).pk for project in projects]

    response = client.post(
        "/admin/projects/stagechange/", {"action": "delete_selected", "_selected_action": latest, "post": "yes"}
    )

    assert response.status_code == 302
    assert [Project.objects.get(pk=project.pk).stage for project in projects] == ["signed", "signed"]
