"""Names typed or pasted as one text: how they are parted, what they stand for, and the rows they become."""

import datetime

import pytest

from meetings.attendee_list import match_list, read_list
from meetings.models import Attendance, Meeting
from people.known_names import Outcome
from tests.admin_pages import complaints_of, form_data, messages_of, rows_of
from tests.factories import (
    AttendanceFactory,
    DistrictFactory,
    EnterpriseFactory,
    MeetingFactory,
    OfficialFactory,
    OrganizationFactory,
    PostFactory,
    member_of,
)

ADD = "/admin/meetings/meeting/add/"
TOLD = "/admin/meetings/meeting/attendees/"
REASONS = [
    "同名者有 2 位",
    "领导干部、单位、企业中都没有这个名称",
    "名称一致",
    "单位、企业中都有这个名称",
    "没有这个姓名",
]
MAY_6 = datetime.date(2024, 5, 6)


@pytest.fixture
def district():
    return DistrictFactory(name="二七区", code="410103")


@pytest.fixture
def clerk(district, client):
    user = member_of(district, "录入员")
    client.force_login(user)
    return user


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("郭立新、孟凡亮、苏文博", [("", "郭立新"), ("", "孟凡亮"), ("", "苏文博")]),
        ("郭立新,孟凡亮,苏文博", [("", "郭立新"), ("", "孟凡亮"), ("", "苏文博")]),
        ("郭立新 孟凡亮\u3000苏文博", [("", "郭立新"), ("", "孟凡亮"), ("", "苏文博")]),
        ("郭立新\n孟凡亮\r\n\n苏文博\n", [("", "郭立新"), ("", "孟凡亮"), ("", "苏文博")]),
        ("郭 立、孟 凡 郭立新", [("", "郭立"), ("", "孟凡"), ("", "郭立新")]),
        ("区委书记郭立新、区长孟凡亮", [("区委书记", "郭立新"), ("区长", "孟凡亮")]),
        ("区委常委、副区长孟凡亮、苏文博", [("区委常委、副区长", "孟凡亮"), ("", "苏文博")]),
        ("区委书记 郭立新", [("区委书记", "郭立新")]),
        ("区领导郭立新、孟凡亮", [("区领导", "郭立新"), ("区领导", "孟凡亮")]),
        ("孟凡亮同志、区发改委、马寨镇", [("", "孟凡亮"), ("", "区发改委"), ("", "马寨镇")]),
        ("郭立新、郭立新", [("", "郭立新")]),
        ("区委书记郭立新一行", [("", "区委书记郭立新一行")]),  # not plain: shown as it is, nothing guessed
        (" 、, \n", []),
    ],
)
def test_a_list_is_parted_at_its_marks_and_titles_from_names(text, names):
    assert [(named.title, named.name) for named in read_list(text)] == names


def test_a_line_may_begin_with_its_role():
    named = read_list("主持:郭立新\n汇报单位:区发改委、马寨镇\n孟凡亮")
    assert [(who.role, who.name) for who in named] == [
        ("chair", "郭立新"),
        ("report", "区发改委"),
        ("report", "马寨镇"),
        ("", "孟凡亮"),
    ]


@pytest.mark.django_db
def test_names_are_linked_new_or_ambiguous_and_never_guessed(district, django_assert_num_queries):
    known = OfficialFactory(district=district, name="郭立新")
    PostFactory(official=known, title="区委书记", start_date=None)
    OfficialFactory.create_batch(2, district=district, name="孟凡亮")
    OfficialFactory(district=DistrictFactory(), name="苏文博")
    unit = OrganizationFactory(district=district, name="区发改委")
    OrganizationFactory(district=district, name="云帆中心")
    EnterpriseFactory(district=district, name="云帆中心")

    with django_assert_num_queries(11):
        listed = match_list(district, MAY_6, read_list("郭立新、孟凡亮、苏文博、区发改委、云帆中心、区委书记苏文博"))

    assert [(who.match.outcome, who.match.row, who.title) for who in listed] == [
        (Outcome.MATCHED, known, "区委书记"),
        (Outcome.AMBIGUOUS, None, ""),
        (Outcome.NEW, None, ""),
        (Outcome.MATCHED, unit, ""),
        (Outcome.AMBIGUOUS, None, ""),
        (Outcome.NEW, None, "区委书记"),
    ]
    for who, reason in zip(listed[1:], REASONS, strict=True):
        assert who.match.reason.startswith(reason)


@pytest.mark.django_db
def test_the_title_is_that_of_the_day_of_the_meeting(district):
    official = OfficialFactory(district=district, name="郭立新")
    PostFactory(official=official, title="区交通局局长", start_date=None, end_date=MAY_6)
    PostFactory(official=official, title="副区长", start_date=MAY_6 + datetime.timedelta(days=1))
    titles = [
        match_list(district, day, read_list("郭立新"))[0].title for day in (MAY_6, MAY_6 + datetime.timedelta(days=1))
    ]
    assert titles == ["区交通局局长", "副区长"]


@pytest.mark.django_db
def test_a_list_becomes_rows_when_the_meeting_is_saved(client, clerk, district):
    chair, guest = (OfficialFactory(district=district, name=name) for name in ("郭立新", "孟凡亮"))
    PostFactory(official=guest, title="副区长", start_date=None)
    unit = OrganizationFactory(district=district, name="区发改委")
    typed = form_data(client.get(ADD)) | {"name": "云帆产业园调度会", "held_date": "2024-05-06"}
    typed |= rows_of("attendances", [{"role": "chair", "official": chair.pk}])

    response = client.post(ADD, typed | {"attendee_list": "郭立新、孟凡亮、苏文博\r\n汇报:区发改委"}, follow=True)

    assert response.redirect_chain, complaints_of(response)
    rows = Meeting.objects.get().attendances.values_list("order", "role", "printed_name", "printed_title", "official")
    assert list(rows) == [
        (1, "chair", "郭立新", "", chair.pk),
        (2, "attend", "孟凡亮", "副区长", guest.pk),
        (3, "attend", "苏文博", "", None),
        (4, "report", "区发改委", "", None),
    ]
    assert Attendance.objects.get(order=4).organization == unit
    told = [str(message) for message in response.context["messages"]]
    assert told[0].startswith("名单:孟凡亮(已关联:同名一人,职务不矛盾)、苏文博(新名称:")
    assert told[1] == "名单中的郭立新已在参加人员和单位中,没有再加一行。"
    assert Meeting.objects.get().meeting_type == "dispatch"


@pytest.mark.django_db
def test_a_list_is_looked_at_as_rows_before_it_is_saved(client, clerk, district):
    """The way without scripts: the button shows the page again with a row a name, then it is saved."""
    guest = OfficialFactory(district=district, name="孟凡亮")
    typed = form_data(client.get(ADD)) | {"name": "调度会", "attendee_list": "孟凡亮、苏文博", "_list": "1"}

    shown = client.post(ADD, typed)

    assert not Meeting.objects.exists()
    assert messages_of(shown) == ["还没有保存:名单已成为下面的行,请核对后保存。"]
    assert "请更正" not in shown.content.decode()
    page = form_data(shown)
    assert page["attendee_list"] == ""
    assert "同名一人" in shown.content.decode()
    response = client.post(ADD, page)
    assert response.status_code == 302, complaints_of(response)
    assert list(Attendance.objects.values_list("printed_name", "official")) == [("孟凡亮", guest.pk), ("苏文博", None)]


@pytest.mark.django_db
def test_a_list_adds_to_a_meeting_and_leaves_its_rows(client, clerk, district):
    meeting = MeetingFactory(district=district)
    was = AttendanceFactory(meeting=meeting, order=1, official=OfficialFactory(district=district, name="郭立新"))
    page = f"/admin/meetings/meeting/{meeting.pk}/change/"

    response = client.post(page, form_data(client.get(page)) | {"attendee_list": "郭立新、苏文博"})

    assert response.status_code == 302, complaints_of(response)
    assert list(meeting.attendances.values_list("pk", "order", "printed_name"))[0][0] == was.pk
    assert list(meeting.attendances.values_list("order", "printed_name"))[1:] == [(2, "苏文博")]


@pytest.mark.django_db
def test_a_list_is_kept_where_the_form_has_another_fault(client, clerk, district):
    typed = form_data(client.get(ADD)) | {"name": "调度会", "held_date": "2024-04-31", "attendee_list": "苏文博"}
    response = client.post(ADD, typed)
    page = form_data(response)
    assert messages_of(response) == ["输入一个有效的日期。"]
    assert [value for name, value in page.items() if name.endswith("-printed_name") and value] == ["苏文博"]


@pytest.mark.django_db
def test_what_a_list_stands_for_is_told_while_it_is_typed(client, clerk, district):
    OfficialFactory(district=district, name="孟凡亮", note="原交通局")
    asked = {"district": district.pk, "held_date": "2024-05-06", "attendee_list": "孟凡亮、苏文博"}
    page = client.post(TOLD, asked).content.decode()
    assert "✓ 已关联" in page
    assert "孟凡亮(原交通局)" in page
    assert "+ 新名称,不关联" in page
    assert "请先选择行政区" in client.post(TOLD, asked | {"district": ""}).content.decode()
    assert client.get(TOLD).status_code == 405


@pytest.mark.django_db
def test_names_of_another_district_are_not_told(client, clerk):
    elsewhere = DistrictFactory()
    OfficialFactory(district=elsewhere, name="孟凡亮")
    page = client.post(TOLD, {"district": elsewhere.pk, "attendee_list": "孟凡亮"}).content.decode()
    assert "孟凡亮" not in page


@pytest.mark.django_db
def test_who_may_not_type_meetings_asks_in_vain(client, district):
    client.force_login(member_of(district, "系统管理员"))
    assert client.post(TOLD, {"district": district.pk, "attendee_list": "孟凡亮"}).status_code == 403
