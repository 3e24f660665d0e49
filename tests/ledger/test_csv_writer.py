"""The file: hostile cells come back as they were and never first as a formula; a broken export says so."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roles import ANALYST
from ledger import csv_writer, views
from ledger.csv_writer import BOM, INTERRUPTED, csv_lines, safe_cell
from tests.factories import DistrictFactory, MeetingFactory, ProjectFactory, member_of
from tests.ledger.register import file_of

HOSTILE = [
    "=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\0=1", "|calc", "%0A=1", " =1", "\u3000=1", "\ufeff=1",
    "\u200b=1", "\u200b \ufeff=1", "\uff1d1+1", "\uff0b1", "\uff0d1+1", "\uff20SUM", "\uff5cx", "\uff05x", "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://x","y")', "\u2060=1", "\u00a0=1", "\u202e=1", "﹦1", "⁼1", "₊1", "\u00ad=1", "-", "--1", "-1,5",
    "-1e5", "\v=1", "\x1f=1", "\x1c-2+3",
]  # fmt: skip
HARMLESS = [
    "",
    "会议",
    "5月6日",
    "-3.5",
    "-12",
    "3.5",
    "甲=乙",
    "a,b",
    '他说"好"',
    "两\n行",
    "'已有撇号",
    "《科创城》",
    "#1",
    "(一)",
    "😀",
]


@pytest.mark.parametrize("cell", HOSTILE)
def test_a_cell_that_could_be_a_formula_is_made_text(cell):
    assert safe_cell(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", HARMLESS)
def test_a_harmless_cell_stays_as_it_is(cell):
    assert safe_cell(cell) == cell


def test_every_cell_is_read_back_as_it_was_written():
    rows = [[cell, "旁", cell] for cell in [*HOSTILE, *HARMLESS]]
    text = b"".join(csv_lines(["=表头", "乙", "丙"], rows)).decode()
    assert text.startswith(BOM)
    header, *read = csv.reader(io.StringIO(text.removeprefix(BOM), newline=""))
    assert header == ["'=表头", "乙", "丙"]
    assert read == [[safe_cell(cell) for cell in row] for row in rows]


def test_the_head_comes_before_the_first_row_is_asked_for():
    asked = []

    def rows():
        asked.append(True)
        yield ["甲"]

    lines = csv_lines(["名称"], rows())
    assert next(lines).decode() == f"{BOM}名称\r\n"
    assert not asked


def test_a_failure_midway_is_the_last_line_of_the_file():
    def rows():
        for n in range(1200):
            yield [str(n)]
        raise RuntimeError("gone")

    lines = b"".join(csv_lines(["数"], rows())).decode().splitlines()
    assert lines[-1] == INTERRUPTED
    assert lines[-2] == "1199"


def test_a_reader_who_leaves_closes_the_query():
    closed = []

    def rows():
        try:
            while True:
                yield ["甲"]
        finally:
            closed.append(True)

    lines = csv_lines(["名称"], rows())
    next(lines)
    next(lines)
    lines.close()
    assert closed


@pytest.fixture
def district():
    return DistrictFactory()


@pytest.fixture
def client(client, district):
    client.force_login(member_of(district, ANALYST))
    return client


@pytest.mark.django_db
def test_hostile_names_in_the_register_come_out_as_text(client, district):
    hostile = [name for name in HOSTILE if "\0" not in name]
    for name in hostile:
        ProjectFactory(district=district, name=name, total_investment=None)
    ProjectFactory(district=district, name="普通项目", total_investment="120000.50")
    header, *rows = file_of(client, "projects:project")
    names = {row[header.index("项目名称")] for row in rows}
    assert names == {f"'{name}" for name in hostile} | {"普通项目"}
    assert "120000.5" in {row[header.index("总投资(万元)")] for row in rows}


@pytest.mark.django_db
def test_the_file_has_a_chinese_name_with_its_day_and_is_not_kept(client):
    response = client.get(reverse("meetings:meeting-csv"))
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%E4%BC%9A%E8%AE%AE")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_a_query_that_fails_is_told_in_the_file(client, district, monkeypatch):
    MeetingFactory(district=district)

    def fail(*args, **kwargs):
        raise RuntimeError("the database went away")

    monkeypatch.setattr(views.LedgerView, "sorted_rows", property(fail))
    text = b"".join(client.get(reverse("meetings:meeting-csv"))).decode()
    assert text.splitlines()[-1] == INTERRUPTED


@pytest.mark.django_db(transaction=True)
def test_reading_streams_on_postgresql_and_locks_no_writer_on_sqlite(client, district, monkeypatch):
    """PostgreSQL keeps a cursor only inside a transaction; on SQLite one would be a write lock as long as the file."""
    monkeypatch.setattr(csv_writer, "BATCH", 1)
    for _ in range(3):
        MeetingFactory(district=district)
    with CaptureQueriesContext(connection) as seen:
        lines = iter(client.get(reverse("meetings:meeting-csv")))
        next(lines)
        next(lines)
        assert connection.in_atomic_block is (connection.vendor == "postgresql")
        if connection.vendor == "sqlite":
            MeetingFactory(district=district)
        assert b"".join(lines).count(b"\r\n") == 2
    assert not connection.in_atomic_block
    assert not any("WITH HOLD" in query["sql"] for query in seen)
