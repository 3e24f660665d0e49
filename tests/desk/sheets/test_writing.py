"""What is written is what was shown, all of it or nothing; with its history; by as many queries for ten times the rows."""

import threading

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from accounts.history import history_model
from desk.sheets import writing
from desk.sheets.planning import MOST_OFFICIALS, NoTable
from desk.sheets.writing import ChangedMeanwhile, write_import
from people.models import Enterprise, Official, Organization, Post
from projects.models import AnnualPlan, Project, StageChange
from tests.desk.sheets.planning import plan, write
from tests.factories import DistrictFactory, OfficialFactory, PostFactory, UserFactory, numeral

HEAD = ["项目名称", "项目代码", "项目阶段", "总投资(亿元)", "2024年计划投资(万元)", "责任单位", "建设单位", "包联领导"]


@pytest.fixture
def district():
    return DistrictFactory(name="青禾区")


def ledger(count: int, *, total: float = 1.5) -> list[list]:
    return [HEAD] + [
        [
            f"第{numeral(number)}号产业园",
            f"2405-410103-{number:04}",
            "在建" if number % 2 else "签约",
            total,
            300 + number,
            f"区第{numeral(number % 7)}局",
            f"青禾第{numeral(number % 11)}号有限公司",
            "任远",
        ]
        for number in range(count)
    ]


def queries(act) -> int:
    with CaptureQueriesContext(
        connection,
    ) as made:
        act()
    return len(made)


def counted_queries(step: str, rows: int) -> tuple[int, int]:
    """The queries of looking at a ledger of so many rows, and those of writing it."""
    district = DistrictFactory(name=f"青禾{rows}区")
    PostFactory(official=OfficialFactory(district=district, name="任远"), title="副区长", organization=None)
    table = [
        [cell.replace("410103", str(rows)) if isinstance(cell, str) else cell for cell in row] for row in ledger(rows)
    ]
    if step != "new":
        write(district, table, make_new=True)
    if step == "changed":
        table = [[2.5 if cell == 1.5 else "投产" if cell == "在建" else cell for cell in row] for row in table]
    looking = queries(lambda: plan(district, table, make_new=True))
    return looking, queries(lambda: write(district, table, make_new=True))


@pytest.mark.django_db
@pytest.mark.parametrize("step", ["new", "again", "changed"])
def test_ten_times_the_rows_take_no_query_for_each(step):
    """What grows is the number of statements, each with as many rows as its parameters allow: 999 on SQLite."""
    few, many = counted_queries(step, 20), counted_queries(step, 200)
    assert many[0] - few[0] <= 2
    assert many[1] - few[1] <= 5
    assert many[1] < 70


@pytest.mark.django_db
def test_every_row_written_has_the_history_of_what_it_is(district):
    PostFactory(official=OfficialFactory(district=district, name="任远"), title="副区长", organization=None)
    write(district, ledger(30), make_new=True)
    write(district, ledger(30, total=2.5), make_new=True)
    for model, rows in ((Project, 30), (AnnualPlan, 30), (StageChange, 30), (Organization, 7), (Enterprise, 11)):
        assert model.objects.count() == rows
        past = history_model(model)
        for row in model.objects.all():
            newest = past.objects.filter(id=row.pk).order_by("-history_id").first()
            kept = [field.attname for field in past.tracked_fields]
            assert [getattr(newest, name) for name in kept] == [getattr(row, name) for name in kept]
            assert newest.history_change_reason == "电子表格导入:台账.xlsx"
    assert Project.history.count() == 60


@pytest.mark.django_db
def test_what_is_refused_at_the_last_moment_leaves_nothing(district, monkeypatch):
    """Another writer makes a project of that name after the locks are taken: no lock tells of it, a constraint does."""
    rows = [["项目名称", "责任单位"], ["甲项目", "区水务局"], ["乙项目", "区水务局"]]
    shown = plan(district, rows, make_new=True).fingerprint()
    give_keys = writing.BulkWriting.give_keys

    def made_meanwhile(self):
        Project.objects.bulk_create([Project(district=district, name="乙项目")])
        return give_keys(self)

    monkeypatch.setattr(writing.BulkWriting, "give_keys", made_meanwhile)
    with pytest.raises(ChangedMeanwhile, match="已有相同的名称或代码"):
        write_import(lambda: plan(district, rows, make_new=True), shown, by=UserFactory(), file_name="台账.xlsx")
    assert not Project.objects.exists()
    assert not Organization.objects.exists()


@pytest.mark.django_db
def test_what_differs_from_what_was_shown_is_not_written(district):
    rows = [["项目名称", "行业"], ["甲项目", "食品"]]
    with pytest.raises(ChangedMeanwhile, match="台账有了变化"):
        write_import(lambda: plan(district, rows), "0" * 64, by=UserFactory(), file_name="台账.xlsx")
    assert not Project.objects.exists()


@pytest.mark.django_db
def test_what_was_chosen_otherwise_is_another_plan(district):
    rows = [["项目名称", "总投资"], ["甲项目", 1]]
    assert plan(district, rows, unit="万元").fingerprint() != plan(district, rows, unit="亿元").fingerprint()
    assert plan(district, rows, unit="万元").fingerprint() == plan(district, rows, unit="万元").fingerprint()


@pytest.mark.django_db
def test_a_reason_is_no_longer_than_its_field(district):
    rows = [["项目名称", "行业"], ["甲项目", "食品"]]
    shown = plan(district, rows).fingerprint()
    write_import(lambda: plan(district, rows), shown, by=UserFactory(), file_name="长" * 100)
    assert len(Project.objects.get().history.get().history_change_reason) == 100


@pytest.mark.django_db
def test_more_officials_than_can_be_locked_at_once_are_refused(district):
    rows = [["姓名", "职务"]] + [["任远", f"第{number}科科长"] for number in range(MOST_OFFICIALS + 1)]
    with pytest.raises(NoTable, match="一次最多导入 2000 行"):
        plan(district, rows)


@pytest.mark.django_db(transaction=True)
def test_two_who_confirm_at_once_make_one_row_of_an_official(district):
    """No constraint keeps two officials of one name apart: with the lock off, both would be made."""
    rows = [["姓名", "职务"], ["任远", "区水务局局长"]]
    shown = plan(district, rows).fingerprint()
    clerks = [UserFactory(), UserFactory()]
    together, ends = threading.Barrier(2), []

    def confirm(clerk):
        first = []

        def make_plan():
            made = plan(district, rows)
            if not first:
                first.append(made)
                if connection.vendor == "postgresql":  # SQLite lets one in at a time
                    together.wait(10)
            return made

        try:
            write_import(make_plan, shown, by=clerk, file_name="台账.xlsx")
            ends.append("written")
        except ChangedMeanwhile:
            ends.append("shown anew")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=confirm, args=[clerk]) for clerk in clerks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(ends) == ["shown anew", "written"]
    assert Official.objects.count() == Post.objects.count() == 1
