import datetime

import pytest
from django.urls import reverse

from meetings.models import Attendance, Demand, Meeting, Requirement
from tests.admin_pages import complaints_of, form_data, messages_of, rows_of
from tests.factories import (
    ArticleFactory,
    AttendanceFactory,
    DemandFactory,
    DiscussionFactory,
    DistrictFactory,
    EnterpriseFactory,
    HeadcountFactory,
    MeetingArticleFactory,
    MeetingFactory,
    OfficialFactory,
    OrganizationFactory,
    PostFactory,
    ProjectFactory,
    RequirementFactory,
    member_of,
    quoted,
)

pytestmark = pytest.mark.django_db
ADD = "/admin/meetings/meeting/add/"


@pytest.fixture
def district():
    return DistrictFactory(name="二七区", code="410103")


@pytest.fixture
def clerk(district, client):
    user = member_of(district, "录入员", full_name="李录入")
    client.force_login(user)
    return user


def change_url(row):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def full_meeting(district, attendees=15):
    """A meeting with parts of every kind, each from its sentence."""
    meeting = MeetingFactory(district=district)
    article = ArticleFactory(district=district)
    MeetingArticleFactory(meeting=meeting, article=article)
    for place in range(1, attendees + 1):
        link = {
            0: {"official": OfficialFactory(district=district)},
            1: {"official": None, "organization": OrganizationFactory(district=district), "printed_name": "区商务局"},
            2: {"official": None, "enterprise": EnterpriseFactory(district=district), "printed_name": "顶益食品"},
        }[place % 3]
        AttendanceFactory(meeting=meeting, order=place, **link, **quoted(article, "会议听取"))
    HeadcountFactory(meeting=meeting)
    DiscussionFactory.create_batch(3, meeting=meeting)
    for number in (1, 2, 3):
        requirement = RequirementFactory(
            meeting=meeting, number=number, issued_by=OfficialFactory(district=district), heading=f"要点{number}"
        )
        requirement.projects.add(ProjectFactory(district=district))
        RequirementFactory(meeting=meeting, parent=requirement, number=1, text="倒排工期")
        RequirementFactory(meeting=meeting, parent=requirement, number=2, text="挂图作战")
    DemandFactory.create_batch(2, meeting=meeting)
    return meeting


def test_a_whole_meeting_is_typed_in_on_one_page(client, clerk, district):
    officials = OfficialFactory.create_batch(6, district=district)
    for official in officials:
        PostFactory(official=official, title=f"区委常委{official.pk}", start_date=None)
    enterprises = EnterpriseFactory.create_batch(2, district=district)
    project = ProjectFactory(district=district, name="中部数字科创城")
    typed = form_data(client.get(ADD))
    typed |= {
        "kind": "meeting",
        "name": "项目推进会",
        "held_date": "2024-05-06",
        "day_part": "morning",
        "venue": "区政府",
    }
    people = [{"role": "chair", "official": officials[0].pk}]
    people += [{"role": "attend", "official": official.pk} for official in officials[1:]]
    people += [{"role": "attend", "enterprise": enterprise.pk} for enterprise in enterprises]
    typed |= rows_of("attendances", people)
    typed |= rows_of("discussions", [{"project": project.pk, "manner": "discussed"}])
    typed |= rows_of(
        "requirements",
        [
            {"heading": "要建立机制", "text": "建立周调度机制", "parts_lines": "倒排工期\r\n\r\n 挂图作战 \r\n"},
            {"heading": "要突出重点", "issued_by": officials[0].pk},
            {"text": "要强化保障", "projects": [project.pk]},
        ],
    )

    response = client.post(ADD, typed)

    assert response.status_code == 302, complaints_of(response)
    meeting = Meeting.objects.get()
    assert (meeting.district, meeting.entered_by, meeting.held_date) == (district, clerk, datetime.date(2024, 5, 6))
    assert list(meeting.attendances.values_list("order", "role", "printed_name", "printed_title")) == [
        (1, "chair", officials[0].name, f"区委常委{officials[0].pk}"),
        *[(place, "attend", o.name, f"区委常委{o.pk}") for place, o in enumerate(officials[1:], 2)],
        *[(place, "attend", e.name, "") for place, e in enumerate(enterprises, 7)],
    ]
    assert list(meeting.discussions.values_list("order", "printed_name")) == [(1, "中部数字科创城")]
    tops = meeting.requirements.filter(parent=None)
    assert list(tops.values_list("number", "heading", "text")) == [
        (1, "要建立机制", "建立周调度机制"),
        (2, "要突出重点", "要突出重点"),
        (3, "", "要强化保障"),
    ]
    assert list(tops[0].parts.values_list("number", "text")) == [(1, "倒排工期"), (2, "挂图作战")]
    assert list(tops[2].projects.all()) == [project]
    assert meeting.history.get().history_user == clerk


def test_the_title_of_that_day_is_filled_in(client, clerk, district):
    official = OfficialFactory(district=district)
    may_6 = datetime.date(2024, 5, 6)
    PostFactory(official=official, title="区交通局局长", start_date=None, end_date=may_6 - datetime.timedelta(days=1))
    PostFactory(official=official, title="副区长", start_date=may_6, end_date=datetime.date(2024, 12, 1))
    PostFactory(official=official, title="区长", start_date=datetime.date(2024, 12, 2))
    typed = form_data(client.get(ADD)) | {"name": "调度会", "held_date": "2024-05-06"}

    client.post(ADD, typed | rows_of("attendances", [{"role": "chair", "official": official.pk}]))

    assert Attendance.objects.get().printed_title == "副区长"


def test_a_post_never_seen_printed_gives_way_to_one_that_was(client, clerk, district):
    official = OfficialFactory(district=district)
    PostFactory(official=official, title="副区长", start_date=None, last_seen_date=datetime.date(2024, 5, 1))
    PostFactory(official=official, title="区委常委", start_date=None, first_seen_date=None, last_seen_date=None)
    typed = form_data(client.get(ADD)) | {"name": "调度会", "held_date": "2024-05-06"}

    client.post(ADD, typed | rows_of("attendances", [{"role": "chair", "official": official.pk}]))

    assert Attendance.objects.get().printed_title == "副区长"


def test_a_row_without_a_name_is_refused_in_its_place(client, clerk):
    typed = form_data(client.get(ADD)) | {"name": "调度会"} | rows_of("attendances", [{"role": "chair"}])

    response = client.post(ADD, typed)

    assert messages_of(response) == ["请填写见报名称,或选择登记在册的一项。"]
    assert not Meeting.objects.exists()


def test_two_links_in_one_row_are_refused_in_chinese(client, clerk, district):
    both = {
        "role": "attend",
        "official": OfficialFactory(district=district).pk,
        "enterprise": EnterpriseFactory(district=district).pk,
    }
    response = client.post(ADD, form_data(client.get(ADD)) | {"name": "调度会"} | rows_of("attendances", [both]))
    assert messages_of(response) == ["领导干部、单位、企业至多填写一项。"]


def test_a_number_used_twice_is_refused_in_chinese(client, clerk):
    twice = rows_of("requirements", [{"number": 1, "text": "要快"}, {"number": 1, "text": "要好"}])
    response = client.post(ADD, form_data(client.get(ADD)) | {"name": "调度会"} | twice)
    assert messages_of(response) == ["同一会议活动的要求序号不能重复。"]


def three_requirements(district):
    meeting = MeetingFactory(district=district)
    return meeting, [RequirementFactory(meeting=meeting, number=number, text=f"原{number}") for number in (1, 2, 3)]


def numbered(meeting):
    return list(meeting.requirements.filter(parent=None).order_by("number").values_list("number", "text"))


def test_two_requirements_swap_their_numbers(client, clerk, district):
    meeting, rows = three_requirements(district)
    page = form_data(client.get(change_url(meeting)))

    response = client.post(change_url(meeting), page | {"requirements-0-number": 2, "requirements-1-number": 1})

    assert response.status_code == 302, complaints_of(response)
    assert numbered(meeting) == [(1, "原2"), (2, "原1"), (3, "原3")]
    assert [record.number for record in rows[0].history.all()] == [2, 1]


def test_a_requirement_is_put_before_the_others(client, clerk, district):
    meeting, _ = three_requirements(district)
    page = form_data(client.get(change_url(meeting)))
    page |= {f"requirements-{index}-number": index + 2 for index in range(3)}
    page |= {"requirements-TOTAL_FORMS": 4, "requirements-3-version": ""}

    response = client.post(change_url(meeting), page | {"requirements-3-number": 1, "requirements-3-text": "新的"})

    assert response.status_code == 302, complaints_of(response)
    assert numbered(meeting) == [(1, "新的"), (2, "原1"), (3, "原2"), (4, "原3")]


def test_a_requirement_takes_the_number_of_one_that_goes(client, district):
    client.force_login(member_of(district, "审核员"))
    meeting, _ = three_requirements(district)
    page = form_data(client.get(change_url(meeting)))

    response = client.post(change_url(meeting), page | {"requirements-0-number": 3, "requirements-2-DELETE": "on"})

    assert response.status_code == 302, complaints_of(response)
    assert numbered(meeting) == [(2, "原2"), (3, "原1")]


def test_saving_the_page_as_it_is_changes_no_part(client, clerk, district):
    meeting = full_meeting(district)
    before = {model: set(model.objects.values_list("pk", "version")) for model in (Attendance, Requirement, Demand)}

    response = client.post(change_url(meeting), form_data(client.get(change_url(meeting))))

    assert response.status_code == 302, complaints_of(response)
    after = {model: set(model.objects.values_list("pk", "version")) for model in (Attendance, Requirement, Demand)}
    assert after == before


def test_parts_are_reworded_moved_and_added_and_the_others_keep_their_sentence(client, clerk, district):
    meeting = MeetingFactory(district=district)
    article = ArticleFactory(district=district)
    top = RequirementFactory(meeting=meeting, number=1)
    kept = RequirementFactory(meeting=meeting, parent=top, number=1, text="倒排工期", **quoted(article, "倒排工期"))
    reworded = RequirementFactory(meeting=meeting, parent=top, number=2, text="挂图作占")
    page = form_data(client.get(change_url(meeting)))

    response = client.post(change_url(meeting), page | {"requirements-0-parts_lines": "挂图作战\n倒排工期\n按月通报"})

    assert response.status_code == 302, complaints_of(response)
    parts = list(top.parts.order_by("number"))
    assert [(part.number, part.text) for part in parts] == [(1, "挂图作战"), (2, "倒排工期"), (3, "按月通报")]
    assert parts[0] == reworded
    assert (parts[1], parts[1].quote) == (kept, "倒排工期")
    assert parts[2].meeting == meeting
    assert {part.history.first().history_user for part in parts} == {clerk}


@pytest.mark.parametrize(("role", "left"), [("录入员", 2), ("审核员", 1)])
def test_only_a_reviewer_drops_a_part(role, left, client, district):
    client.force_login(member_of(district, role))
    meeting = MeetingFactory(district=district)
    top = RequirementFactory(meeting=meeting, number=1)
    for number in (1, 2):
        RequirementFactory(meeting=meeting, parent=top, number=number, text=f"第{number}项")
    page = form_data(client.get(change_url(meeting)))

    response = client.post(change_url(meeting), page | {"requirements-0-parts_lines": "第2项"})

    assert top.parts.count() == left
    assert messages_of(response) == (["您可以修改、增加分项,不能删减;需要删减请交审核员。"] if left == 2 else [])


def test_the_second_editor_is_told_and_nothing_is_overwritten(client, clerk, district):
    meeting = full_meeting(district, attendees=2)
    stale = form_data(client.get(change_url(meeting)))
    other = member_of(district, "审核员", full_name="王审核")
    client.force_login(other)
    client.post(change_url(meeting), form_data(client.get(change_url(meeting))) | {"name": "改后的名称"})
    client.force_login(clerk)

    response = client.post(change_url(meeting), stale | {"name": "旧页面上的名称"})

    (message,) = messages_of(response)
    assert message.startswith("没有保存:您打开本页之后,王审核于")
    meeting.refresh_from_db()
    assert meeting.name == "改后的名称"


def test_a_part_changed_elsewhere_meanwhile_is_not_overwritten(client, clerk, district):
    meeting = MeetingFactory(district=district)
    attendance = AttendanceFactory(meeting=meeting, printed_title="区领导")
    stale = form_data(client.get(change_url(meeting)))
    attendance.printed_title = "副区长"
    attendance.save()

    response = client.post(change_url(meeting), stale | {"attendances-0-printed_title": "区长"})

    (message,) = messages_of(response)
    assert message.startswith("没有保存:您打开本页之后,系统于")
    attendance.refresh_from_db()
    assert attendance.printed_title == "副区长"


@pytest.mark.parametrize(
    ("typed", "then"),
    [
        ({"venue": "区政府"}, ["倒排工期、挂图作战"]),
        ({"requirements-0-parts_lines": "倒排工期\r\n按月通报"}, ["倒排工期", "按月通报"]),
    ],
)
def test_a_part_of_a_requirement_changed_meanwhile_is_not_overwritten_unseen(typed, then, client, clerk, district):
    meeting = MeetingFactory(district=district)
    top = RequirementFactory(meeting=meeting, number=1)
    part = RequirementFactory(meeting=meeting, parent=top, number=1, heading="", text="倒排工期")
    stale = form_data(client.get(change_url(meeting)))
    client.force_login(member_of(district, "审核员", full_name="王审核"))
    client.post(change_url(part), form_data(client.get(change_url(part))) | {"text": "倒排工期、挂图作战"})
    client.force_login(clerk)

    response = client.post(change_url(meeting), stale | typed)

    (message,) = messages_of(response)
    assert message.startswith("没有保存:您打开本页之后,王审核于")
    assert "倒排工期、挂图作战" in message
    assert top.parts.get().text == "倒排工期、挂图作战"
    again = client.post(change_url(meeting), form_data(response))
    assert again.status_code == 302, complaints_of(again)
    assert list(top.parts.order_by("number").values_list("text", flat=True)) == then


@pytest.mark.parametrize("attendees", [15, 60])
def test_the_change_form_asks_12_queries_whatever_its_size(
    attendees, client, clerk, district, django_assert_num_queries
):
    meeting = full_meeting(district, attendees=attendees)
    client.get(change_url(meeting))
    with django_assert_num_queries(12):
        response = client.get(change_url(meeting))
    assert response.content.count(b"selected>") > 20


def test_a_source_shows_its_sentence_and_is_not_typed(client, clerk, district):
    meeting = full_meeting(district, attendees=3)
    page = client.get(change_url(meeting))
    assert "会议听取" in page.content.decode()
    assert not [name for name in form_data(page) if name.endswith(("-quote", "-span_start", "-span_end"))]


def test_foreign_rows_cannot_be_linked(client, clerk):
    stranger = OfficialFactory()
    typed = form_data(client.get(ADD)) | {"name": "调度会"}

    response = client.post(ADD, typed | rows_of("attendances", [{"role": "chair", "official": stranger.pk}]))

    assert messages_of(response) == ["选择一个有效的选项： 该选择不在可用的选项中。"]


def test_a_key_too_long_for_any_row_is_refused_or_dropped(client, clerk):
    typed = form_data(client.get(ADD)) | {"name": "调度会"}

    response = client.post(ADD, typed | rows_of("attendances", [{"role": "chair", "official": "9" * 30}]))

    assert messages_of(response) == ["选择一个有效的选项： 该选择不在可用的选项中。"]
    response = client.post(ADD, typed | rows_of("requirements", [{"text": "要快", "projects": ["9" * 30]}]))
    assert response.status_code == 302, complaints_of(response)
    assert not Requirement.objects.get().projects.exists()


def test_a_present_link_to_a_row_beyond_sight_is_kept(client, clerk, district):
    meeting = MeetingFactory(district=district)
    attendance = AttendanceFactory(meeting=meeting, official=OfficialFactory(name="市领导甲"))
    page = client.get(change_url(meeting))
    assert "市领导甲" in page.content.decode()

    response = client.post(change_url(meeting), form_data(page) | {"attendances-0-printed_title": "市领导"})

    assert response.status_code == 302, complaints_of(response)
    was = attendance.official
    attendance.refresh_from_db()
    assert (attendance.official, attendance.printed_title) == (was, "市领导")


def test_unlinked_names_are_found_by_filter(client, clerk, district):
    meeting = MeetingFactory(district=district)
    AttendanceFactory(meeting=meeting, official=None, printed_name="未登记的人")
    AttendanceFactory(meeting=meeting, printed_name="已登记的人")
    page = client.get("/admin/meetings/attendance/?linked=no").content.decode()
    assert "未登记的人" in page
    assert "已登记的人" not in page


def test_a_demand_may_come_without_a_meeting_but_not_without_an_enterprise(client, clerk, district):
    enterprise = EnterpriseFactory(district=district, name="花花牛乳业")
    add = "/admin/meetings/demand/add/"
    page = form_data(client.get(add)) | {"text": "缺少停车位"}
    assert "会议活动和企业至少填写一项。" in messages_of(client.post(add, page))

    client.post(add, page | {"enterprise": enterprise.pk})

    assert Demand.objects.get().printed_enterprise == "花花牛乳业"
