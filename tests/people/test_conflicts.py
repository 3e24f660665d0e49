"""Two editors of one page: the second sees both versions field by field, and goes on with what he typed."""

import re

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from meetings.models import Attendance
from people.models import Post
from tests.admin_pages import complaints_of, form_data, messages_of
from tests.factories import (
    AttendanceFactory,
    DistrictFactory,
    EnterpriseFactory,
    MeetingFactory,
    OfficialFactory,
    PostFactory,
    ProjectFactory,
    RequirementFactory,
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


@pytest.fixture
def reviewer(district):
    return member_of(district, "审核员", full_name="王审核")


def page_of(row):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def save_as(client, user, page, **typed):
    """What `user` saves on a page he has just opened; the client is then again whoever it was."""
    was = client.session["_auth_user_id"]
    client.force_login(user)
    response = client.post(page, form_data(client.get(page)) | typed)
    assert response.status_code == 302, complaints_of(response)
    client.force_login(type(user).objects.get(pk=was))


def versions_on(response) -> dict[str, list[str]]:
    """The table of versions: field → when opened, mine, theirs, what stands."""
    rows = re.findall(r'<th scope="row">(.*?)</th>(.*?)</tr>', response.content.decode(), re.S)
    return {
        label: [" ".join(strip_tags(cell).split()) for cell in re.findall(r"<td>(.*?)</td>", cells, re.S)]
        for label, cells in rows
    }


def test_both_versions_stand_side_by_side_and_nothing_typed_is_lost(client, clerk, reviewer, district):
    enterprise = EnterpriseFactory(district=district, name="云帆食品", industry="食品", kind="other")
    page = page_of(enterprise)
    stale = form_data(client.get(page))
    save_as(client, reviewer, page, name="云帆乳业", industry="乳制品")

    response = client.post(page, stale | {"name": "云帆食品公司", "kind": "private"})

    assert "王审核于" in messages_of(response)[0]
    shown = versions_on(response)
    assert shown["企业名称"][:3] == ["云帆食品", "云帆食品公司", "云帆乳业"]
    assert shown["行业"] == ["食品", "食品", "乳制品", "用对方保存的(您没有改),表单里已换好"]
    assert shown["企业类别"] == ["其他", "民营企业", "其他", "用您填写的(对方没有改)"]
    typed = form_data(response)
    assert (typed["name"], typed["industry"], typed["kind"]) == ("云帆食品公司", "乳制品", "private")
    client.post(page, typed)
    enterprise.refresh_from_db()
    assert (enterprise.name, enterprise.industry, enterprise.kind) == ("云帆食品公司", "乳制品", "private")


def test_theirs_is_chosen_for_one_field(client, clerk, reviewer, district):
    enterprise = EnterpriseFactory(district=district, name="云帆食品")
    page = page_of(enterprise)
    stale = form_data(client.get(page))
    save_as(client, reviewer, page, name="云帆乳业")
    response = client.post(page, stale | {"name": "云帆食品公司", "industry": "食品"})

    again = client.post(page, form_data(response) | {"take-name": "theirs"})

    assert again.status_code == 302, complaints_of(again)
    enterprise.refresh_from_db()
    assert (enterprise.name, enterprise.industry) == ("云帆乳业", "食品")


def test_a_third_save_while_two_versions_are_looked_at_is_told_again(client, clerk, reviewer, district):
    enterprise = EnterpriseFactory(district=district, name="云帆食品")
    page = page_of(enterprise)
    stale = form_data(client.get(page))
    save_as(client, reviewer, page, name="云帆乳业")
    response = client.post(page, stale | {"name": "云帆食品公司"})
    save_as(client, reviewer, page, name="云帆奶业")

    again = client.post(page, form_data(response))

    assert versions_on(again)["企业名称"][1:3] == ["云帆食品公司", "云帆奶业"]
    enterprise.refresh_from_db()
    assert enterprise.name == "云帆奶业"


def test_lists_links_amounts_and_days_are_compared_too(client, clerk, reviewer, district):
    old, new, other = (TagFactory(district=district, name=name) for name in ("三个一批", "补短板", "省重点"))
    leader = OfficialFactory(district=district, name="郭立新")
    project = ProjectFactory(district=district, total_investment="12.50")
    project.tags.add(old)
    page = page_of(project)
    stale = form_data(client.get(page))
    save_as(
        client, reviewer, page, tags=[str(old.pk), str(new.pk)], responsible_leader=leader.pk, total_investment="13"
    )

    response = client.post(page, stale | {"tags": [str(other.pk)], "location": "大学路"})

    shown = versions_on(response)
    assert shown["标签"][:3] == ["三个一批", "省重点", "三个一批、补短板"]
    assert shown["包联领导"][:3] == ["空", "空", "郭立新"]
    assert shown["总投资(万元)"][1:3] == ["12.50", "13.00"]
    assert form_data(response)["responsible_leader"] == str(leader.pk)
    again = client.post(page, form_data(response) | {"take-tags": "theirs"})
    assert again.status_code == 302, complaints_of(again)
    project.refresh_from_db()
    assert set(project.tags.all()) == {old, new}
    assert (project.responsible_leader, project.location, project.total_investment) == (leader, "大学路", 13)


def test_a_row_of_the_page_shows_its_versions(client, clerk, reviewer, district):
    meeting = MeetingFactory(district=district)
    row = AttendanceFactory(meeting=meeting, printed_title="区领导", role="attend")
    page = page_of(meeting)
    stale = form_data(client.get(page))
    save_as(client, reviewer, page, **{"attendances-0-printed_title": "副区长"})

    response = client.post(page, stale | {"attendances-0-printed_title": "区长", "attendances-0-role": "chair"})

    shown = versions_on(response)
    assert shown["当日职务"][:3] == ["区领导", "区长", "副区长"]
    assert shown["角色"][:3] == ["参加", "主持", "参加"]
    again = client.post(page, form_data(response))
    assert again.status_code == 302, complaints_of(again)
    row.refresh_from_db()
    assert (row.printed_title, row.role) == ("区长", "chair")


def test_a_row_deleted_meanwhile_comes_back_only_where_it_was_changed(client, clerk, reviewer, district):
    meeting = MeetingFactory(district=district)
    for place, name in enumerate(["郭立新", "孟凡亮", "苏文博"], 1):
        AttendanceFactory(meeting=meeting, order=place, printed_name=name, official=None)
    page = page_of(meeting)
    stale = form_data(client.get(page))
    save_as(client, reviewer, page, **{"attendances-0-DELETE": "on", "attendances-1-DELETE": "on"})

    response = client.post(page, stale | {"attendances-1-printed_title": "副区长", "venue": "区政府"})

    assert any("王审核于" in message and "删除了" in message for message in messages_of(response))
    assert versions_on(response)["当日职务"][1:3] == ["副区长", "已删除"]
    again = client.post(page, form_data(response))
    assert again.status_code == 302, complaints_of(again)
    assert list(meeting.attendances.values_list("printed_name", "printed_title")) == [
        ("孟凡亮", "副区长"),
        ("苏文博", Attendance.objects.get(printed_name="苏文博").printed_title),
    ]


def test_a_row_changed_meanwhile_is_not_deleted_unseen(client, clerk, reviewer, district):
    meeting = MeetingFactory(district=district)
    row = AttendanceFactory(meeting=meeting, printed_title="区领导")
    client.force_login(reviewer)
    page = page_of(meeting)
    stale = form_data(client.get(page))
    save_as(client, clerk, page_of(row), printed_title="副区长")

    response = client.post(page, stale | {"attendances-0-DELETE": "on"})

    assert any("李录入于" in message for message in messages_of(response))
    assert versions_on(response)["当日职务"][2] == "副区长"
    assert Attendance.objects.filter(pk=row.pk).exists()
    client.post(page, form_data(response))
    assert not Attendance.objects.filter(pk=row.pk).exists()


def test_rows_both_added_stand_both_with_numbers_of_their_own(client, clerk, reviewer, district):
    meeting = MeetingFactory(district=district)
    RequirementFactory(meeting=meeting, number=1, text="要快")
    page = page_of(meeting)
    stale = form_data(client.get(page))
    save_as(client, reviewer, page, **{"requirements-TOTAL_FORMS": 2, "requirements-1-text": "要好"})

    mine = {"requirements-TOTAL_FORMS": 2, "requirements-1-text": "要稳", "requirements-1-version": ""}
    response = client.post(page, stale | mine)
    again = client.post(page, form_data(response))

    assert again.status_code == 302, complaints_of(again)
    assert list(meeting.requirements.order_by("number").values_list("number", "text")) == [
        (1, "要快"),
        (2, "要好"),
        (3, "要稳"),
    ]


def test_posts_of_an_official_are_guarded(client, clerk, reviewer, district):
    official = OfficialFactory(district=district)
    post = PostFactory(official=official, title="副区长", start_date=None)
    page = page_of(official)
    stale = form_data(client.get(page))
    save_as(client, reviewer, page_of(post), title="常务副区长")

    response = client.post(page, stale | {"posts-0-title": "区长"})

    assert versions_on(response)["职务"][:3] == ["副区长", "区长", "常务副区长"]
    assert Post.objects.get().title == "常务副区长"


def test_the_name_of_a_row_beyond_sight_is_not_told(client, clerk, reviewer, district):
    enterprise = EnterpriseFactory(district=DistrictFactory(), name="外区企业")
    project = ProjectFactory(district=district)
    page = page_of(project)
    stale = form_data(client.get(page))
    save_as(client, reviewer, page, location="大学路")
    response = client.post(page, stale | {"owner_enterprise": str(enterprise.pk)})
    assert "外区企业" not in response.content.decode()
