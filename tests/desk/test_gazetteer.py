"""Which names of the register the reader is given, and that all who read a batch are given the same."""

import datetime
import importlib

import pytest
from django.apps import apps
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

import desk.gazetteer as gazetteer
import desk.page_reading as page_reading
from articles.models import Reading
from articles.reader import EMPTY_GAZETTEER, Gazetteer
from desk.batches import make_batch
from desk.gazetteer import frozen_names, gazetteer_for, gazetteer_of
from desk.importing import import_pages
from desk.models import ImportBatch, ImportedArticle, ImportPage
from desk.page_reading import claim_page, read, read_claimed
from desk.recording import record
from desk.working import work_on
from people.models import Enterprise, EnterpriseAlias
from tests.admin_pages import complaints_of, form_data
from tests.desk.own_processes import start
from tests.factories import (
    ArticleFactory,
    DistrictFactory,
    EnterpriseAliasFactory,
    EnterpriseFactory,
    ImportBatchFactory,
    NameTableFactory,
    OfficialFactory,
    OrganizationAliasFactory,
    OrganizationFactory,
    ProjectAliasFactory,
    ProjectFactory,
    ReadingFactory,
    UserFactory,
    member_of,
)

ISSUE = datetime.date(2024, 6, 5)
FIRM = "云杉"  # nothing in the text tells that it is one


def news(number: int = 3) -> str:
    return f"青禾区领导走访企业\n本报讯 6月{number}日，副区长陶小溪到{FIRM}走访，详细了解用工情况。\n"


def firms_in(reading: dict) -> list[str]:
    return [firm["name"] for event in reading["events"] for firm in event["enterprises"]]


def firms_read() -> list[tuple[list[str], str]]:
    """(firms, version of the names) of every reading, in the order of the articles."""
    readings = Reading.objects.order_by("article__issue_date", "article__text")
    return [(firms_in(reading.content), reading.gazetteer_version) for reading in readings]


@pytest.fixture
def district(db):
    return DistrictFactory(name="青禾区")


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "page.txt"
    path.write_text(news(), encoding="utf-8")
    return path


# --- what is read with a register's names


def test_a_bare_name_is_read_as_a_firm_once_the_register_knows_it(district, page):
    import_pages([page], district=district, published=ISSUE)
    assert firms_read() == [([], gazetteer_of(district).version)]
    Reading.objects.get().article.imports.all().delete()
    Reading.objects.all().delete()

    EnterpriseFactory(district=district, name=FIRM)
    import_pages([page], district=district, published=ISSUE)

    assert firms_read() == [([FIRM], gazetteer_of(district).version)]
    assert Reading.objects.get().gazetteer_version == ImportBatch.objects.first().name_table.version


def test_an_article_read_by_this_reader_is_not_read_again_for_a_new_name(district, page, monkeypatch):
    import_pages([page], district=district, published=ISSUE)
    EnterpriseFactory(district=district, name=FIRM)
    monkeypatch.setattr(page_reading, "read_article", lambda *args, **named: pytest.fail("read again"))
    report = import_pages([page], district=district, published=ISSUE)
    assert (report.new, report.known) == (0, 1)
    assert firms_read()[0][0] == []


# --- which names


def test_every_kind_of_name_and_alias_of_the_district_is_in_it(district):
    OfficialFactory(district=district, name="陶小溪")
    OfficialFactory(district=district, name="陶小溪")  # a namesake is the same name
    OrganizationAliasFactory(organization=OrganizationFactory(district=district, name="区商务局"), name="区招商局")
    EnterpriseAliasFactory(enterprise=EnterpriseFactory(district=district, name="云杉新材料有限公司"), name=FIRM)
    ProjectAliasFactory(project=ProjectFactory(district=district, name="云帆数谷"), name="数谷一期")
    for factory in (OrganizationAliasFactory, EnterpriseAliasFactory, ProjectAliasFactory, OfficialFactory):
        factory()  # of other districts
    found = gazetteer_of(district)
    assert found == Gazetteer(
        found.version,
        people=frozenset(["陶小溪"]),
        organizations=frozenset(["区商务局", "区招商局"]),
        enterprises=frozenset(["云杉新材料有限公司", FIRM]),
        projects=frozenset(["云帆数谷", "数谷一期"]),
    )


def test_it_takes_one_query_a_model(district):
    for _ in range(5):
        OrganizationAliasFactory(organization__district=district)
        ProjectAliasFactory(project__district=district)
    with CaptureQueriesContext(connection) as captured:
        gazetteer_of(district)
    assert len(captured) == 7


def recorded(district, firm: str = "云杉新材料有限公司", *, in_bulk: bool) -> None:
    """An article that names a firm and an official, recorded."""
    person = {"name": "陶小溪", "role": "lead", "position": "副区长", "evidence": None}
    firms = [{"name": firm, "evidence": None}]
    content = {"events": [{"kind": "visit", "people": [person], "enterprises": firms, "evidence": None}]}
    article = ArticleFactory(district=district)
    record(ReadingFactory(article=article, content=content), by=UserFactory(), in_bulk=in_bulk)


def test_what_a_person_recorded_article_by_article_is_in_it(district):
    recorded(district, in_bulk=False)
    found = gazetteer_of(district)
    assert (found.enterprises, found.people) == ({"云杉新材料有限公司"}, {"陶小溪"})


def test_what_was_recorded_in_bulk_is_in_it_once_a_person_has_saved_it(district, client):
    recorded(district, in_bulk=True)
    firm = Enterprise.objects.get()
    assert gazetteer_of(district) == gazetteer_of(DistrictFactory())

    client.force_login(member_of(district, "录入员"))
    address = f"/admin/people/enterprise/{firm.pk}/change/"
    response = client.post(address, form_data(client.get(address)))

    assert response.status_code == 302, complaints_of(response)
    found = gazetteer_of(district)
    assert (found.enterprises, found.people) == ({"云杉新材料有限公司"}, set())


def test_a_short_name_learnt_in_bulk_is_in_it_once_a_person_has_saved_it(district, client):
    firm = EnterpriseFactory(district=district, name="云杉新材料有限公司")
    recorded(district, "云杉新材", in_bulk=True)
    learnt = EnterpriseAlias.objects.get()
    assert gazetteer_of(district).enterprises == {firm.name}

    client.force_login(member_of(district, "录入员"))
    address = f"/admin/people/enterprisealias/{learnt.pk}/change/"
    response = client.post(address, form_data(client.get(address)))

    assert response.status_code == 302, complaints_of(response)
    assert gazetteer_of(district).enterprises == {firm.name, "云杉新材"}


@pytest.mark.parametrize("is_guarded", [False, True])
def test_what_was_recorded_in_bulk_does_not_make_the_next_article_be_misread(
    district, tmp_path, monkeypatch, is_guarded
):
    firms = f"青禾区领导走访企业\n本报讯 6月3日，副区长陶小溪先后走访{FIRM}、恒泰食品等企业，详细了解用工情况。\n"
    trees = f"青禾区领导调研绿化\n本报讯 6月4日，副区长陶小溪到北山公园{FIRM}林下察看养护情况。\n"
    (tmp_path / "firms.txt").write_text(firms, encoding="utf-8")
    (tmp_path / "trees.txt").write_text(trees, encoding="utf-8")
    if not is_guarded:
        monkeypatch.setattr(gazetteer, "IN_BULK", "never said")
    for name in ("firms.txt", "trees.txt"):
        import_pages([tmp_path / name], district=district, published=ISSUE, record_by=member_of(district, "审核员"))
    assert Enterprise.objects.filter(name=FIRM).exists()
    trees_read = Reading.objects.get(article__title="青禾区领导调研绿化")
    assert firms_in(trees_read.content) == ([] if is_guarded else [FIRM])


def test_the_same_names_have_the_same_version_in_whatever_order_they_came(district):
    other = DistrictFactory()
    for name in ("甲山", "乙水", "丙川"):
        EnterpriseFactory(district=district, name=name)
    for name in ("丙川", "甲山"):
        EnterpriseFactory(district=other, name=name)
    assert gazetteer_of(other).version != gazetteer_of(district).version
    EnterpriseAliasFactory(enterprise=Enterprise.objects.filter(district=other).first(), name="乙水")
    assert gazetteer_of(other) == gazetteer_of(district)


def test_a_name_of_another_kind_is_another_version(district):
    other = DistrictFactory()
    EnterpriseFactory(district=district, name=FIRM)
    ProjectFactory(district=other, name=FIRM)
    assert gazetteer_of(other).version != gazetteer_of(district).version


# --- frozen with a batch


def test_the_same_names_are_kept_once(district):
    EnterpriseFactory(district=district, name=FIRM)
    first = frozen_names(district)
    assert frozen_names(district) == first
    assert first.names == {"people": [], "organizations": [], "enterprises": [FIRM], "projects": []}
    EnterpriseFactory(district=district, name="甲山")
    assert frozen_names(district) != first
    other = DistrictFactory()
    EnterpriseFactory(district=other, name=FIRM)
    assert frozen_names(other) != first
    assert frozen_names(other).version == first.version


def test_a_batch_that_goes_on_keeps_the_names_it_began_with(district, page):
    given = {"district": district, "published": ISSUE}
    batch, _ = make_batch([page], **given)
    EnterpriseFactory(district=district, name=FIRM)
    again, is_begun = make_batch([page], **given)
    assert (again, is_begun, again.name_table) == (batch, True, batch.name_table)
    work_on(again)
    assert firms_read() == [([], batch.name_table.version)]
    newer, _ = make_batch([page], **given)
    assert newer.name_table.names["enterprises"] == [FIRM]


def test_a_batch_from_before_there_were_tables_is_read_without_names(district, page):
    EnterpriseFactory(district=district, name=FIRM)
    batch, _ = make_batch([page], district=district, published=ISSUE)
    ImportBatch.objects.update(name_table=None)
    batch.refresh_from_db()
    assert gazetteer_for(batch) is EMPTY_GAZETTEER
    work_on(batch)
    assert firms_read() == [([], "")]


def test_what_was_staged_before_there_were_tables_is_entered(district, page):
    batch, _ = make_batch([page], district=district, published=ISSUE)
    read_claimed(claim_page(batch), batch)
    row = ImportedArticle.objects.get()
    del row.staged["gazetteer_version"], row.staged["reading"]["doubts"]
    row.save()
    assert work_on(batch)
    assert Reading.objects.values_list("gazetteer_version", "doubts").get() == ("", 0)


def test_a_table_is_made_a_gazetteer_once_a_process(district, monkeypatch):
    monkeypatch.setattr(gazetteer, "_in_use", {})
    tables = [NameTableFactory(names={"enterprises": [f"{FIRM}{n}"]}) for n in range(20)]
    batches = [ImportBatchFactory(name_table=table) for table in tables]
    for number, batch in enumerate(batches):
        first = gazetteer_for(batch)
        assert (first.version, first.enterprises) == (tables[number].version, {f"{FIRM}{number}"})
        assert gazetteer_for(ImportBatch.objects.get(pk=batch.pk)) is first
    assert len(gazetteer._in_use) < 10


def test_a_database_that_is_away_while_the_names_are_fetched_refuses_no_article(district, page, monkeypatch):
    batch, _ = make_batch([page], district=district, published=ISSUE)

    def fail(batch):
        raise OperationalError("the server closed the connection")

    monkeypatch.setattr(page_reading, "gazetteer_for", fail)
    with pytest.raises(OperationalError):
        read_claimed(claim_page(batch), batch)
    assert not ImportedArticle.objects.exists()


def test_two_processes_read_the_same_while_the_register_changes(transactional_db, tmp_path):
    district = DistrictFactory(name="青禾区")
    firm = EnterpriseFactory(district=district, name=FIRM)
    for number in (3, 4):
        (tmp_path / f"{number}.txt").write_text(news(number), encoding="utf-8")
    batch, _ = make_batch([tmp_path], district=district, published=ISSUE)
    read_claimed(claim_page(batch), batch)

    firm.name = "云松"
    firm.save()
    now = gazetteer_of(district)
    assert firms_in(read(news(4), ISSUE, now)) == []  # what whoever reads next would make of it

    command = ("import_articles", str(tmp_path), "--published", str(ISSUE), "--processes", "1")
    process = start("manage.py", *command)
    out, err = process.communicate()
    assert (process.returncode, err) == (0, "")
    assert "继续上次没有完成的导入" in out
    assert len(set(ImportPage.objects.values_list("worker", flat=True))) == 2
    assert now.version != batch.name_table.version
    assert firms_read() == [([FIRM], batch.name_table.version)] * 2


def test_rows_recorded_in_bulk_before_their_history_said_so_are_told_by_what_was_made(district):
    """As an older version left them: the history says nothing, and a person has seen one of the rows since."""
    recorded(district, in_bulk=True)
    OrganizationFactory(district=district, name="区商务局")
    for model in apps.get_models():
        if any(field.name == "history_change_reason" for field in model._meta.fields):
            model.objects.update(history_change_reason=None)
    assert gazetteer_of(district).enterprises
    Enterprise.objects.get().save()
    migration = importlib.import_module("desk.migrations.0002_name_tables")
    migration.say_in_bulk(apps, None)
    found = gazetteer_of(district)
    assert (found.people, found.organizations) == (set(), {"区商务局"})
    assert found.enterprises == {"云杉新材料有限公司"}
