"""Many processes record and import the same page at once: the register is that of one import."""

import shutil

import pytest
from django.apps import apps
from django.db import connection

from desk.claims import claim_next
from desk.first_run import SAMPLE_ISSUE_DATE, SAMPLE_PAGE
from desk.importing import import_pages
from meetings.models import Meeting
from people.models import District
from tests.desk.own_processes import empty_register, start
from tests.factories import DistrictFactory, UserFactory, member_of

PROCESSES = 10
ROOMS = ["people", "articles", "projects", "meetings"]
# A post is seen in as many orders as there are processes: each widening leaves one more history row. A reading that
# waited has one more than one that was recorded as it came.
MOVING = {"people.HistoricalPost", "articles.HistoricalReading"}


def rows() -> dict[str, int]:
    """How many rows each model of the register holds; history tables too, so that nothing was made and dropped."""
    return {
        model._meta.label: model._base_manager.count()
        for room in ROOMS
        for model in apps.get_app_config(room).get_models()
        if model._meta.label not in MOVING
    }


def names() -> list[tuple[str, str]]:
    """Every name made by an import, by model: a double shows here."""
    return sorted(
        (label, name)
        for label in ["people.Official", "people.Organization", "people.Enterprise", "projects.Project"]
        for name in apps.get_model(label).objects.values_list("name", flat=True)
    )


def race(commands: list[list[str]]) -> list[int]:
    """Run race_worker with each of the arguments from a common start; the exit codes."""
    workers = [start("-m", "tests.desk.race_worker", *command) for command in commands]
    for worker in workers:
        assert worker.stdout.readline() == "ready\n", worker.stderr.read()
    for worker in workers:
        worker.stdin.write("go\n")
        worker.stdin.flush()
    return [worker.wait() if not worker.communicate()[1] else worker.returncode or 1 for worker in workers]


def race_to_record(user, lock: str) -> list[int]:
    import_pages([SAMPLE_PAGE], district=District.objects.get(), published=SAMPLE_ISSUE_DATE)
    return race([["record", str(seed), str(user.pk), lock] for seed in range(PROCESSES)])


@pytest.fixture
def one_import(transactional_db):
    """(rows, names, user) of a single import of the sample into an otherwise empty register, emptied again."""
    district = DistrictFactory(name="二七区")
    user = UserFactory()
    import_pages([SAMPLE_PAGE], district=district, published=SAMPLE_ISSUE_DATE, record_by=user)
    expected = rows(), names(), user
    empty_register()
    return expected


def test_ten_processes_record_exactly_the_rows_of_one_import(one_import):
    expected_rows, expected_names, user = one_import
    assert race_to_record(user, "on") == [0] * PROCESSES
    assert names() == expected_names
    assert rows() == expected_rows


def test_ten_processes_import_exactly_the_rows_of_one_import(one_import, tmp_path):
    expected_rows, expected_names, user = one_import
    pages = [shutil.copy(SAMPLE_PAGE, tmp_path / f"copy-{number}.txt") for number in range(PROCESSES)]
    assert race([["import", str(page), str(user.pk)] for page in pages]) == [0] * PROCESSES
    assert names() == expected_names
    assert rows() == expected_rows


def test_without_the_lock_postgresql_doubles_names_and_sqlite_is_its_own_lock(one_import):
    _, expected_names, user = one_import
    if connection.vendor == "sqlite":  # every transaction is IMMEDIATE: there is only one writer
        assert race_to_record(user, "off") == [0] * PROCESSES
        assert names() == expected_names
        return
    for _ in range(5):
        codes = race_to_record(user, "off")
        if names() != expected_names or any(codes):
            return
        empty_register()
    pytest.fail("five races without the lock went well: the test above proves nothing")


def test_of_ten_who_record_one_reviewed_reading_one_does_and_the_others_are_told(transactional_db):
    district = DistrictFactory(name="二七区")
    reviewer = member_of(district, "审核员")
    import_pages([SAMPLE_PAGE], district=district, published=SAMPLE_ISSUE_DATE)
    reading = claim_next(reviewer)
    workers = [
        start("-m", "tests.desk.race_worker", "reviewed", str(reading.pk), str(reviewer.pk)) for _ in range(PROCESSES)
    ]
    for worker in workers:
        assert worker.stdout.readline() == "ready\n", worker.stderr.read()
    said = [worker.communicate("go\n") for worker in workers]
    assert sorted(out for out, _ in said) == ["recorded\n"] + ["told\n"] * (PROCESSES - 1), said
    reading.refresh_from_db()
    assert reading.state == "recorded"
    assert Meeting.objects.count() == len(reading.made["meetings.meeting"])
