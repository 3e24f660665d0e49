"""The history of a row: why it was changed, and back to what it was, by those who may change it."""

import pytest
from django.urls import reverse

from tests.admin_pages import complaints_of, form_data
from tests.factories import (
    AttendanceFactory,
    DistrictFactory,
    EnterpriseFactory,
    MeetingFactory,
    OfficialFactory,
    ProjectFactory,
    RequirementFactory,
    StageChangeFactory,
    TagFactory,
    member_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def district():
    return DistrictFactory()


@pytest.fixture
def clerk(district, client):
    user = member_of(district, "录入员", full_name="李录入")
    client.force_login(user)
    return user


def page_of(row, name="change"):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{name}", args=[row.pk])


def save(client, page, **typed):
    response = client.post(page, form_data(client.get(page)) | typed)
    assert response.status_code == 302, complaints_of(response)


def test_a_reason_is_kept_with_every_row_it_changed_and_shown(client, clerk, district):
    meeting = MeetingFactory(district=district, venue="区政府")
    row = AttendanceFactory(meeting=meeting)
    kept = AttendanceFactory(meeting=meeting)
    top = RequirementFactory(meeting=meeting, number=1)

    save(
        client,
        page_of(meeting),
        venue="大学路",
        change_reason="按会议通知更正",
        **{"attendances-0-printed_title": "副区长", "requirements-0-parts_lines": "倒排工期"},
    )

    changed = [meeting, row, top.parts.get()]
    assert [part.history.first().history_change_reason for part in changed] == ["按会议通知更正"] * 3
    assert kept.history.count() == 1
    shown = " ".join(client.get(page_of(meeting, "history")).content.decode().split())
    assert "<td>李录入</td> <td>按会议通知更正</td>" in shown
    assert "区政府 → 大学路" in shown


def test_without_a_reason_none_is_kept(client, clerk, district):
    enterprise = EnterpriseFactory(district=district)
    save(client, page_of(enterprise), industry="食品", change_reason="  ")
    assert enterprise.history.first().history_change_reason is None


def test_a_past_state_is_shown_asked_and_saved_as_a_new_history_row(client, clerk, district):
    tag, other = TagFactory(district=district, name="补短板"), TagFactory(district=district, name="省重点")
    leader = OfficialFactory(district=district, name="郭立新")
    project = ProjectFactory(district=district, name="云帆产业园", location="大学路", responsible_leader=leader)
    project.tags.add(tag)
    was = project.history.first()
    save(client, page_of(project), name="云帆产业园一期", location="", responsible_leader="", tags=[str(other.pk)])
    assert f"?revert={was.pk}" in client.get(page_of(project, "history")).content.decode()

    asked = client.get(f"{page_of(project)}?revert={was.pk}")

    page = " ".join(asked.content.decode().split())
    assert "<td>云帆产业园一期</td><td>云帆产业园</td>" in page
    assert "<td>空</td><td>郭立新</td>" in page
    assert "<td>省重点</td><td>补短板</td>" in page
    project.refresh_from_db()
    assert project.name == "云帆产业园一期"  # nothing is done before it is confirmed
    before = project.history.count()
    response = client.post(f"{page_of(project)}?revert={was.pk}", form_data(asked))
    assert response.status_code == 302, complaints_of(response)
    project.refresh_from_db()
    assert (project.name, project.location, project.responsible_leader) == ("云帆产业园", "大学路", leader)
    assert list(project.tags.all()) == [tag]
    assert project.history.count() > before
    assert project.history.first().history_change_reason.startswith("恢复到")
    assert project.history.first().history_user == clerk


def test_a_past_state_of_a_part_moves_what_follows_from_it(client, clerk, district):
    project = ProjectFactory(district=district)
    change = StageChangeFactory(project=project, stage="started")
    was = change.history.first()
    save(client, page_of(change), stage="signed")
    project.refresh_from_db()
    assert project.stage == "signed"

    asked = client.get(f"{page_of(change)}?revert={was.pk}")
    client.post(page_of(change), form_data(asked))

    project.refresh_from_db()
    assert project.stage == "started"


def test_a_past_state_does_not_overwrite_what_a_colleague_saved_meanwhile(client, clerk, district):
    enterprise = EnterpriseFactory(district=district, industry="食品")
    was = enterprise.history.first()
    save(client, page_of(enterprise), industry="乳制品")
    asked = form_data(client.get(f"{page_of(enterprise)}?revert={was.pk}"))
    save(client, page_of(enterprise), industry="奶业")

    response = client.post(page_of(enterprise), asked)

    assert response.status_code == 200
    enterprise.refresh_from_db()
    assert enterprise.industry == "奶业"


def test_who_may_only_look_is_offered_no_way_back(client, district):
    enterprise = EnterpriseFactory(district=district)
    was = enterprise.history.first()
    enterprise.industry = "食品"
    enterprise.save()
    organization = OfficialFactory(district=district)
    was_official = organization.history.first()
    organization.note = "原交通局"
    organization.save()
    client.force_login(member_of(district, "系统管理员"))  # sees officials and changes none
    assert "?revert=" not in client.get(page_of(organization, "history")).content.decode()
    assert client.get(f"{page_of(organization)}?revert={was_official.pk}").status_code == 403
    assert client.get(f"{page_of(enterprise)}?revert={was.pk}").status_code in (302, 403)


@pytest.mark.parametrize("key", ["0", "999999", "x", "9" * 30, ""])
def test_a_past_state_that_is_not_there_is_the_page_as_it_is(key, client, clerk, district):
    enterprise = EnterpriseFactory(district=district, name="云帆食品")
    other = EnterpriseFactory(district=district, name="别的企业")
    key = str(other.history.first().pk) if key == "0" else key
    response = client.get(f"{page_of(enterprise)}?revert={key}")
    assert form_data(response)["name"] == "云帆食品"
    assert "的内容?" not in response.content.decode()
