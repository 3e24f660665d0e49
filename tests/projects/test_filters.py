"""Every filter of the ledgers of projects and figures, and the suggestions of project names and tags."""

import pytest

from accounts.roles import ANALYST
from tests.factories import (
    ArticleFactory,
    DistrictFactory,
    EnterpriseFactory,
    FigureFactory,
    OfficialFactory,
    OrganizationFactory,
    ProjectAliasFactory,
    ProjectFactory,
    TagFactory,
    member_of,
    quoted,
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
def wanted(district):
    project = ProjectFactory(
        district=district,
        name="中部数字科创城",
        project_code="2024-410103-01",
        category="industry",
        industry="数字经济",
        stage="signed",
        township=DistrictFactory(township=True, parent=district, name="马寨镇"),
        responsible_leader=OfficialFactory(district=district, name="樊惠林"),
        responsible_unit=OrganizationFactory(district=district, name="区科技局"),
        owner_enterprise=EnterpriseFactory(district=district, name="二七投控"),
    )
    for name in ("数字城", "数字科创"):
        ProjectAliasFactory(project=project, name=name)
    project.tags.set(
        [TagFactory(district=district, name="三个一批"), TagFactory(district=district, name="三个一批二期")]
    )
    ProjectFactory(district=district, name="樱桃沟游园", category="ecology", industry="文旅", stage="")
    return project


@pytest.mark.parametrize(
    "query",
    [
        "text=科创城",
        "text=数字",
        "text=zbszkcc",
        "text=410103-01",
        "text=中部 科创",
        "category=industry",
        "industry=数字",
        "stage=signed",
        "township=马寨",
        "tag=三个一批",
        "tag=一批",
        "leader=樊惠林",
        "leader=fhl",
        "unit=科技",
        "owner=二七投控",
    ],
)
def test_a_project_is_found_once(client, wanted, query):
    assert column(client, "projects:project", "项目名称", **dict([query.split("=")])) == ["中部数字科创城"]


@pytest.mark.parametrize(
    "query",
    [
        "text=没有",
        "category=livelihood",
        "category=x",
        "industry=没有",
        "stage=completed",
        "stage=x",
        "township=侯寨",
        "tag=没有",
        "leader=王潜",
        "unit=没有",
        "owner=没有",
        "text=%",
    ],
)
def test_a_project_that_does_not_fit_is_left_out(client, wanted, query):
    assert column(client, "projects:project", "项目名称", **dict([query.split("=")])) == []


def test_stages_are_asked_for_together_and_unfilled_is_one_of_them(client, wanted):
    assert column(client, "projects:project", "项目名称", stage="none") == ["樱桃沟游园"]
    assert len(column(client, "projects:project", "项目名称", stage=["none", "signed"])) == 2


@pytest.fixture
def figure(district):
    article = ArticleFactory(district=district, issue_date="2024-05-13")
    project = ProjectFactory(district=district, name="科创城")
    FigureFactory(district=district, label="市内排名", unit="位", scope="市内六区", year=None, value=1)
    return FigureFactory(
        district=district,
        label="完成投资",
        value="35.6",
        unit="亿元",
        scope="省市重点建设项目",
        year=2024,
        project=project,
        **quoted(article, "要求各单位倒排工期"),
    )


@pytest.mark.parametrize(
    "query",
    [
        "text=投资",
        "text=倒排工期",
        "label=完成投资",
        "scope=省市",
        "year=2024",
        "unit=亿",
        "project=科创",
        "project=kcc",
        "date_from=2024-05-13",
        "date_to=2024-05-13",
        "source=cited",
    ],
)
def test_a_figure_is_found_once(client, figure, query):
    assert column(client, "projects:figure", "数值", **dict([query.split("=")])) == ["35.6"]


@pytest.mark.parametrize(
    "query",
    [
        "text=没有",
        "label=没有",
        "scope=没有",
        "year=2023",
        "year=x",
        "year=99999999999999999999",
        "unit=吨",
        "project=没有",
        "date_from=2024-05-14",
    ],
)
def test_a_figure_that_does_not_fit_is_left_out(client, figure, query):
    assert column(client, "projects:figure", "数值", **dict([query.split("=")])) == []


def test_figures_without_an_article_are_counted_out_of_a_range(client, figure):
    assert "另有 <strong>1</strong> 条未载明日期" in client.get("/figures/?date_from=2024-05-01").content.decode()


@pytest.mark.parametrize(("typed", "found"), [("科创", 1), ("zb", 1), ("数字城", 1), ("城", 1), ("没有", 0), ("%", 0)])
def test_projects_are_suggested_by_name_alias_and_pinyin(client, wanted, typed, found):
    text = client.get("/projects/suggest/?field=project", {"field": "project", "project": typed}).content.decode()
    assert text.count('<option value="中部数字科创城">签约</option>') == found


def test_at_most_twelve_are_suggested(client, district):
    ProjectFactory.create_batch(20, district=district)
    assert client.get("/projects/suggest/?q=产业园").content.decode().count("<option") == 12


def test_tags_are_suggested(client, wanted):
    assert client.get("/tags/suggest/?q=二期").content.decode().count("<option") == 1
