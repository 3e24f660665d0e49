"""Every filter of the ledgers of meetings, requirements and demands: what it keeps, what it leaves out, no row twice."""

import pytest

from accounts.roles import ANALYST
from meetings.models import Role
from tests.factories import (
    ArticleFactory,
    AttendanceFactory,
    DemandFactory,
    DiscussionFactory,
    DistrictFactory,
    EnterpriseAliasFactory,
    EnterpriseFactory,
    MeetingArticleFactory,
    MeetingFactory,
    OfficialFactory,
    OrganizationAliasFactory,
    OrganizationFactory,
    ProjectAliasFactory,
    ProjectFactory,
    RequirementFactory,
    UserFactory,
    member_of,
    quoted,
)
from tests.ledger.register import column, file_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def district():
    return DistrictFactory()


@pytest.fixture
def client(client, district):
    client.force_login(member_of(district, ANALYST))
    return client


@pytest.fixture
def wanted(district):
    """One meeting that has everything, some of it twice."""
    town = DistrictFactory(township=True, parent=district, name="马寨镇")
    meeting = MeetingFactory(
        district=district,
        name="科创城推进会",
        held_date="2024-05-06",
        kind="meeting",
        meeting_type="promotion",
        venue="会展中心",
        places="金水湾",
        township=town,
        checked_by=UserFactory(),
        checked_at="2024-05-08T10:00:00+08:00",
    )
    chair = OfficialFactory(district=district, name="樊惠林")
    for role in (Role.CHAIR, Role.SPEAK, Role.ATTEND):
        AttendanceFactory(meeting=meeting, official=chair, role=role)
    AttendanceFactory(meeting=meeting, official=OfficialFactory(district=district, name="王潜"))
    AttendanceFactory(meeting=meeting, official=None, printed_name="李无名", role=Role.LEAD)
    unit = OrganizationFactory(district=district, name="区商务局")
    OrganizationAliasFactory(organization=unit, name="商务部门")
    firm = EnterpriseFactory(district=district, name="郑州二七投资控股集团有限公司")
    EnterpriseAliasFactory(enterprise=firm, name="二七投控")
    for _ in range(2):
        AttendanceFactory(meeting=meeting, official=None, organization=unit, printed_name="区商务局")
        AttendanceFactory(meeting=meeting, official=None, enterprise=firm, printed_name="二七投控")
    project = ProjectFactory(district=district, name="中部数字科创城")
    ProjectAliasFactory(project=project, name="数字城")
    for _ in range(2):
        DiscussionFactory(meeting=meeting, project=project)
    DiscussionFactory(meeting=meeting, project=None, printed_name="未入库项目")
    MeetingArticleFactory(meeting=meeting)
    return meeting


@pytest.fixture
def other(district):
    """Another of the same district, that has none of it."""
    meeting = MeetingFactory(
        district=district, name="走访", held_date="2024-06-20", kind="visit", meeting_type="", venue="厂区"
    )
    AttendanceFactory(meeting=meeting, official=OfficialFactory(district=district, name="虎荣鑫"), role=Role.CHAIR)
    return meeting


@pytest.mark.parametrize(
    "query",
    [
        "text=科创城",
        "text=会展",
        "text=金水湾 推进",
        "date_from=2024-05-06&date_to=2024-05-06",
        "date_to=2024-06-19",
        "kind=meeting",
        "meeting_type=promotion",
        "chair=樊惠林",
        "chair=樊",
        "chair=fhl",
        "chair=李无名",
        "participant=王潜",
        "participant=惠林",
        "participant=李无",
        "organization=区商务局",
        "organization=商务部门",
        "organization=qswj",
        "enterprise=二七投控",
        "enterprise=郑州二七投资控股集团有限公司",
        "enterprise=投资控股",
        "project=中部数字科创城",
        "project=数字城",
        "project=zbsz",
        "project=未入库",
        "township=马寨镇",
        "township=马寨",
        "checked=yes",
        "source=article",
        "chair=樊惠林&participant=王潜&project=数字城&kind=meeting&date_from=2024-01-01",
    ],
)
def test_a_meeting_is_found_once(client, wanted, other, query):
    parameters = dict(pair.split("=") for pair in query.split("&"))
    assert column(client, "meetings:meeting", "名称", **parameters) == ["科创城推进会"]
    assert len(file_of(client, "meetings:meeting", **parameters)) == 2


@pytest.mark.parametrize(
    "query",
    [
        "text=没有",
        "text=科创城 没有",
        "date_from=2024-06-21",
        "date_to=2024-05-05",
        "kind=tour",
        "meeting_type=review",
        "chair=王潜",
        "chair=没有此人",
        "participant=没有此人",
        "organization=区交通局",
        "organization=樊惠林",
        "enterprise=区商务局",
        "project=别的项目",
        "township=侯寨",
        "kind=meeting&checked=no",
        "chair=樊惠林&project=别的项目",
    ],
)
def test_a_meeting_that_does_not_fit_is_left_out(client, wanted, other, query):
    parameters = dict(pair.split("=") for pair in query.split("&"))
    assert column(client, "meetings:meeting", "名称", **parameters) == []


@pytest.mark.parametrize("query", ["checked=no", "source=typed", "chair=虎荣鑫", "text=厂区", "kind=visit"])
def test_the_other_meeting_is_found_by_what_it_has(client, wanted, other, query):
    assert column(client, "meetings:meeting", "名称", **dict([query.split("=")])) == ["走访"]


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("kind=party", "不在可用的选项中"),
        ("meeting_type=x", "不在可用的选项中"),
        ("checked=maybe", "不在可用的选项中"),
        ("date_from=06.05.2024", "日期无效"),
        ("date_to=2024-02-30", "日期无效"),
        ("date_from=2024-05-07&date_to=2024-05-06", "起始日期不能晚于截止日期"),
        ("chair=" + "王" * 101, "100"),
        ("text=" + "会" * 101, "100"),
        ("text=%00", "null"),
        ("chair=%00", "null"),
    ],
)
def test_what_makes_no_sense_is_refused_with_the_reason(client, wanted, query, told):
    response = client.get(f"/meetings/?{query}")
    text = response.content.decode()
    assert told in text or "空字符" in text
    assert "科创城推进会" not in text
    assert client.get(f"/meetings/csv/?{query}").status_code == 400


def test_a_meeting_of_an_enterprise_that_only_asked_for_something_is_found(client, district, other):
    DemandFactory(meeting=other, enterprise=EnterpriseFactory(district=district, name="顶益食品"))
    assert column(client, "meetings:meeting", "名称", enterprise="顶益") == ["走访"]


def test_a_meeting_that_only_required_something_of_a_project_is_found(client, district, other):
    project = ProjectFactory(district=district, name="花花牛基地")
    RequirementFactory(meeting=other).projects.add(project)
    assert column(client, "meetings:meeting", "名称", project="花花牛") == ["走访"]


def test_an_official_of_another_district_is_found_as_printed(client, wanted):
    mayor = OfficialFactory(name="何雄")
    AttendanceFactory(meeting=wanted, official=mayor, printed_name="何雄")
    assert column(client, "meetings:meeting", "名称", participant="何雄") == ["科创城推进会"]


@pytest.fixture
def required(district, wanted):
    """A requirement with two parts, and one of another meeting."""
    article = ArticleFactory(district=district)
    speaker = wanted.attendances.get(role=Role.CHAIR).official
    project = wanted.discussions.first().project
    whole = RequirementFactory(
        meeting=wanted,
        number=2,
        heading="要建立机制",
        text="要建立周调度机制。",
        issued_by=speaker,
        printed_speaker="樊惠林",
        **quoted(article, "要求各单位倒排工期"),
    )
    whole.projects.add(project, ProjectFactory(district=district, name="中部数字科创城二期"))
    for number in (1, 2):
        RequirementFactory(meeting=wanted, parent=whole, number=number, heading=f"分项{number}", text="细目。")
    far = MeetingFactory(district=district, kind="visit", held_date=None, date_note="近日")
    RequirementFactory(meeting=far, number=1, heading="要加强服务", text="服务企业。", printed_speaker="会议")
    return whole


@pytest.mark.parametrize(
    "query",
    [
        "text=建立",
        "text=周调度",
        "date_from=2024-05-01",
        "speaker=樊惠林",
        "speaker=fhl",
        "kind=meeting",
        "project=数字城",
        "project=中部",
        "source=cited",
    ],
)
def test_a_requirement_is_found_once(client, required, query):
    assert column(client, "meetings:requirement", "要点", **dict([query.split("=")])) == ["要建立机制"]


@pytest.mark.parametrize("query", ["text=没有", "date_to=2024-05-05", "speaker=王潜", "kind=tour", "project=没有"])
def test_a_requirement_that_does_not_fit_is_left_out(client, required, query):
    assert column(client, "meetings:requirement", "要点", **dict([query.split("=")])) == []


def test_a_speaker_as_printed_is_found(client, required):
    assert column(client, "meetings:requirement", "要点", speaker="会议") == ["要加强服务"]


def test_parts_stand_in_the_row_of_their_whole_or_in_rows_of_their_own(client, required):
    assert column(client, "meetings:requirement", "序号") == ["2", "1"]
    assert column(client, "meetings:requirement", "分项") == ["1.分项1;2.分项2", ""]
    assert column(client, "meetings:requirement", "序号", level="all") == ["2", "2.1", "2.2", "1"]
    assert "层级" in client.get("/requirements/?level=x").content.decode()
    assert column(client, "meetings:requirement", "序号", level="x") == []


def test_requirements_of_a_meeting_without_a_day_are_counted_out_of_a_range(client, required):
    assert "另有 <strong>1</strong> 条未载明日期" in client.get("/requirements/?date_from=2024-05-01").content.decode()


@pytest.fixture
def asked(district, wanted):
    firm = EnterpriseFactory(district=district, name="顶益食品")
    DemandFactory(
        meeting=wanted, enterprise=firm, text="道路照明", demand_type="traffic", state="pending", handling="现场办公"
    )
    DemandFactory(
        meeting=None, enterprise=EnterpriseFactory(district=district, name="花花牛"), text="用工", state="solved"
    )
    return firm


@pytest.mark.parametrize(
    "query",
    [
        "text=照明",
        "text=现场办公",
        "text=顶益",
        "date_from=2024-05-01",
        "state=pending",
        "demand_type=traffic",
        "enterprise=顶益食品",
        "enterprise=dy",
        "source=typed&state=pending",
    ],
)
def test_a_demand_is_found_once(client, asked, query):
    parameters = dict(pair.split("=") for pair in query.split("&"))
    assert column(client, "meetings:demand", "诉求内容", **parameters) == ["道路照明"]


@pytest.mark.parametrize(
    "query",
    ["text=没有", "date_from=2024-05-07", "state=long_term", "demand_type=land", "enterprise=没有", "source=cited"],
)
def test_a_demand_that_does_not_fit_is_left_out(client, asked, query):
    assert column(client, "meetings:demand", "诉求内容", **dict([query.split("=")])) == []


def test_several_states_are_asked_for_at_once(client, asked):
    assert len(column(client, "meetings:demand", "诉求内容", state=["pending", "solved"])) == 2
    assert column(client, "meetings:demand", "诉求内容", state=["pending", "nonsense"]) == []


def test_demands_without_a_meeting_are_counted_out_of_a_range(client, asked):
    assert "另有 <strong>1</strong> 条未载明日期" in client.get("/demands/?date_to=2024-12-31").content.decode()
