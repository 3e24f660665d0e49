"""A meeting that is likely in the register already: told before it is saved, with the way to it and the way on."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from meetings.doubles import alike, likely_doubles
from meetings.models import Meeting
from tests.admin_pages import complaints_of, form_data, messages_of, rows_of
from tests.factories import AttendanceFactory, DistrictFactory, MeetingFactory, OfficialFactory, member_of

pytestmark = pytest.mark.django_db
ADD = "/admin/meetings/meeting/add/"
MAY_6 = datetime.date(2024, 5, 6)


@pytest.fixture
def district():
    return DistrictFactory()


@pytest.fixture
def clerk(district, client):
    user = member_of(district, "录入员")
    client.force_login(user)
    return user


def meeting_of(district, name="云帆产业园项目推进会", **fields):
    return MeetingFactory(**{"district": district, "kind": "meeting", "held_date": MAY_6, "name": name} | fields)


def typed(client, **fields):
    return form_data(client.get(ADD)) | {"name": "云帆产业园推进会", "held_date": "2024-05-06"} | fields


@pytest.mark.parametrize(
    ("name", "other", "told"),
    [
        ("云帆产业园推进会", "云帆产业园推进会", "名称相同"),
        ("“云帆”产业园推进会", "云帆产业园 推进会", "名称相同"),
        ("云帆产业园推进会", "云帆产业园项目推进会", "名称相近"),
        ("产业园推进会", "全区产业园推进会暨现场会", "名称相近"),
        ("云帆产业园推进会", "马寨食品产业调度会", ""),
        ("", "", ""),
        ("调度会", "云帆产业园调度会", ""),
    ],
)
def test_names_are_alike_or_not(name, other, told):
    assert alike(name, other) == told


def test_a_likely_double_is_told_with_a_link_and_saved_when_one_says_so(client, clerk, district):
    other = meeting_of(district)

    response = client.post(ADD, typed(client))

    assert messages_of(response) == ["还没有保存:可能与已有的会议活动重复,请看页面上方。"]
    page = response.content.decode()
    assert f'href="/admin/meetings/meeting/{other.pk}/change/"' in page
    assert "名称相近" in page
    assert "errornote" not in page
    assert Meeting.objects.count() == 1
    again = client.post(ADD, form_data(response))
    assert again.status_code == 200  # not said yet
    response = client.post(ADD, form_data(response) | {"still_save": f"{other.pk} "})
    assert response.status_code == 302, complaints_of(response)
    assert Meeting.objects.count() == 2


def test_one_more_double_than_was_accepted_is_told(client, clerk, district):
    other = meeting_of(district)
    page = typed(client)
    meeting_of(district, "云帆产业园推进大会")
    assert client.post(ADD, page | {"still_save": str(other.pk)}).status_code == 200


def test_the_same_people_tell_a_double_whatever_its_name(client, clerk, district):
    chair, guest = OfficialFactory.create_batch(2, district=district)
    other = meeting_of(district, "食品产业座谈会")
    for official in (chair, guest):
        AttendanceFactory(meeting=other, official=official)
    rows = rows_of("attendances", [{"role": "chair", "official": chair.pk}, {"official": guest.pk, "role": "attend"}])

    response = client.post(ADD, typed(client) | rows)

    assert f"同有{chair.name}、{guest.name} 2 位参加" in response.content.decode()


@pytest.mark.parametrize(
    "fields",
    [{"held_date": datetime.date(2024, 5, 7)}, {"held_date": None}, {"kind": "visit"}, {"name": "食品产业调度会"}],
)
def test_another_day_kind_or_name_is_no_double(fields, client, clerk, district):
    meeting_of(district, **fields)
    assert client.post(ADD, typed(client)).status_code == 302


def test_a_meeting_of_another_district_is_no_double_and_not_named(client, clerk):
    meeting_of(DistrictFactory())
    assert client.post(ADD, typed(client)).status_code == 302


def test_a_meeting_of_the_register_is_asked_about_only_when_its_head_is_changed(client, clerk, district):
    meeting, _ = meeting_of(district), meeting_of(district)
    page = f"/admin/meetings/meeting/{meeting.pk}/change/"
    saved = client.post(page, form_data(client.get(page)) | {"venue": "区政府"})
    assert saved.status_code == 302, complaints_of(saved)
    renamed = client.post(page, form_data(client.get(page)) | {"name": "云帆产业园项目推进大会"})
    assert messages_of(renamed) == ["还没有保存:可能与已有的会议活动重复,请看页面上方。"]


def test_doubles_cost_two_queries_more_however_many_meetings_the_day_has(client, clerk, district):
    for _ in range(8):
        AttendanceFactory(meeting=meeting_of(district))
    with CaptureQueriesContext(connection) as asked:
        assert len(likely_doubles(Meeting(district=district, held_date=MAY_6, name="云帆产业园推进会"), [], [])) == 8
    assert len(asked) == 2
