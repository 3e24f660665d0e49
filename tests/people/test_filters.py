"""Every filter of the ledgers of officials, units and enterprises, and the suggestions of their names."""

import datetime

import pytest

from accounts.roles import ANALYST
from tests.factories import (
    DemandFactory,
    DistrictFactory,
    EnterpriseAliasFactory,
    EnterpriseFactory,
    MeetingFactory,
    OfficialFactory,
    OrganizationAliasFactory,
    OrganizationFactory,
    PostFactory,
    member_of,
)
from tests.ledger.register import column

pytestmark = pytest.mark.django_db


@pytest.fixture
def district():
    return DistrictFactory()


@pytest.fixture
def client(client, district):
    client.force_login(member_of(district, ANALYST))
    return client


@pytest.fixture
def people(district):
    unit = OrganizationFactory(district=district, name="区商务局", kind="government")
    for name in ("商务部门", "商务口"):
        OrganizationAliasFactory(organization=unit, name=name)
    OrganizationFactory(district=district, name="马寨镇", kind="township")
    official = OfficialFactory(district=district, name="樊惠林", note="原交通局")
    PostFactory(official=official, organization=unit, title="商务局局长")
    PostFactory(official=official, organization=unit, title="商务局党组书记")
    PostFactory(official=official, organization=None, title="旧职", end_date=datetime.date(2023, 12, 31))
    OfficialFactory(district=district, name="王潜")


@pytest.mark.parametrize(
    "query",
    [
        "text=樊惠林",
        "text=惠",
        "text=fhl",
        "text=fanhui",
        "text=交通局",
        "organization=区商务局",
        "organization=商务部门",
        "organization=qsw",
        "title=局长",
        "title=旧职",
    ],
)
def test_an_official_is_found_once(client, people, query):
    assert column(client, "people:official", "姓名", **dict([query.split("=")])) == ["樊惠林"]


@pytest.mark.parametrize("query", ["text=没有", "text=zzz", "organization=马寨镇", "title=没有", "text=樊 王"])
def test_an_official_that_does_not_fit_is_left_out(client, people, query):
    assert column(client, "people:official", "姓名", **dict([query.split("=")])) == []


def test_posts_held_and_posts_left_stand_apart(client, people):
    assert column(client, "people:official", "现任职务", text="樊惠林") == ["商务局局长、商务局党组书记"]
    assert column(client, "people:official", "曾任职务", text="樊惠林") == ["旧职"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("text=商务", ["区商务局"]),
        ("text=商务口", ["区商务局"]),
        ("text=qswj", ["区商务局"]),
        ("kind=government", ["区商务局"]),
        ("text=没有", []),
        ("kind=park", []),
        ("kind=x", []),
    ],
)
def test_units_are_found_once_or_left_out(client, people, query, found):
    assert column(client, "people:organization", "单位名称", **dict([query.split("=")])) == found


@pytest.fixture
def firms(district):
    firm = EnterpriseFactory(
        district=district, name="顶益食品", industry="食品制造", kind="foreign", uscc="91410100MA44EXYT0A"
    )
    for name in ("顶益", "康师傅"):
        EnterpriseAliasFactory(enterprise=firm, name=name)
    meeting = MeetingFactory(district=district)
    DemandFactory(meeting=meeting, enterprise=firm, state="pending")
    DemandFactory(meeting=meeting, enterprise=firm, state="solved")
    solved = EnterpriseFactory(district=district, name="花花牛", industry="乳业", kind="private")
    DemandFactory(meeting=meeting, enterprise=solved, state="solved")
    EnterpriseFactory(district=district, name="楷林置业", industry="房地产", kind="private")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("text=顶益", ["顶益食品"]),
        ("text=康师傅", ["顶益食品"]),
        ("text=dysp", ["顶益食品"]),
        ("text=91410100MA", ["顶益食品"]),
        ("text=没有", []),
        ("industry=食品", ["顶益食品"]),
        ("industry=没有", []),
        ("kind=foreign", ["顶益食品"]),
        ("kind=platform", []),
        ("kind=x", []),
        ("demands=any", ["顶益食品", "花花牛"]),
        ("demands=open", ["顶益食品"]),
        ("demands=none", ["楷林置业"]),
        ("demands=x", []),
    ],
)
def test_enterprises_are_found_once_or_left_out(client, firms, query, found):
    assert column(client, "people:enterprise", "企业名称", **dict([query.split("=")])) == found


@pytest.mark.parametrize(
    ("address", "typed", "option"),
    [
        ("officials", "fhl", '<option value="樊惠林">原交通局 商务局局长、商务局党组书记</option>'),
        ("officials", "惠", '<option value="樊惠林">原交通局 商务局局长、商务局党组书记</option>'),
        ("organizations", "商务口", '<option value="区商务局">政府部门</option>'),
        ("enterprises", "康师傅", '<option value="顶益食品">食品制造</option>'),
    ],
)
def test_names_are_suggested_with_what_tells_them_apart(client, people, firms, address, typed, option):
    assert client.get(f"/{address}/suggest/", {"q": typed}).content.decode().strip() == option


def test_townships_are_suggested(client, district):
    DistrictFactory(township=True, parent=district, name="马寨镇")
    assert '<option value="马寨镇">' in client.get("/townships/suggest/", {"q": "马寨"}).content.decode()
    assert "<option" not in client.get("/townships/suggest/", {"q": district.name}).content.decode()


def test_suggestions_show_signs_as_text(client, district):
    OfficialFactory(district=district, name='"><b>甲')
    assert "<b>" not in client.get("/officials/suggest/", {"q": "甲"}).content.decode()
