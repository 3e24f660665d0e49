"""Many processes record the same page at once: the register is that of one import."""

import os
import shutil
import subprocess
import sys

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction

from desk.first_run import SAMPLE_ISSUE_DATE, SAMPLE_PAGE
from desk.importing import import_pages
from tests.factories import DistrictFactory, UserFactory

PROCESSES = 10
ROOMS = ["people", "articles", "projects", "meetings"]


def rows() -> dict[str, int]:
    """How many rows each model of the register holds; history tables too, so that nothing was made and dropped."""
    return {
        model._meta.label: model._base_manager.count()
        for room in ROOMS
        for model in apps.get_app_config(room).get_models()
    }


def names() -> list[tuple[str, str]]:
    """Every name made by an import, by model: a double shows here."""
    return sorted(
        (label, name)
        for label in ["people.Official", "people.Organization", "people.Enterprise", "projects.Project"]
        for name in apps.get_model(label).objects.values_list("name", flat=True)
    )


def race(folder, user, lock: str) -> list[int]:
    """Run the processes from a common start; their exit codes."""
    test_database = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        url = f"sqlite:///{test_database}"
    else:
        at = connection.settings_dict
        url = (
            f"postgres://{at['USER']}:{at['PASSWORD']}@{at['HOST'] or '127.0.0.1'}:{at['PORT'] or 5432}/{test_database}"
        )
    environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings"}
    workers = []
    for seed in range(PROCESSES):
        page = folder / f"copy-{seed}.txt"
        shutil.copy(SAMPLE_PAGE, page)
        workers.append(
            subprocess.Popen(
                [sys.executable, "-m", "tests.desk.race_worker", str(page), str(seed), str(user.pk), lock],
                cwd=settings.BASE_DIR,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
        )
    for worker in workers:
        assert worker.stdout.readline() == "ready\n", worker.stderr.read()
    for worker in workers:
        worker.stdin.write("go\n")
        worker.stdin.flush()
    return [worker.wait() if not worker.communicate()[1] else worker.returncode or 1 for worker in workers]


def empty_register() -> None:
    """Delete every row of the register but its district, in one transaction: the keys are checked at its end."""
    with transaction.atomic(), connection.cursor() as cursor:
        for room in reversed(ROOMS):
            for model in apps.get_app_config(room).get_models(include_auto_created=True):
                if model._meta.label not in ("people.District", "people.HistoricalDistrict"):
                    cursor.execute(f'DELETE FROM "{model._meta.db_table}"')


@pytest.fixture
def one_import(transactional_db):
    """(rows, names, user) of a single import of the sample into an otherwise empty register, emptied again."""
    district = DistrictFactory(name="二七区")
    user = UserFactory()
    import_pages([SAMPLE_PAGE], district=district, published=SAMPLE_ISSUE_DATE, record_by=user)
    expected = rows(), names(), user
    empty_register()
    return expected


def test_ten_processes_make_exactly_the_rows_of_one_import(one_import, tmp_path):
    expected_rows, expected_names, user = one_import
    assert race(tmp_path, user, "on") == [0] * PROCESSES
    assert names() == expected_names
    # A post is seen in as many orders as there are processes: each widening leaves one more history row.
    moving = {"people.HistoricalPost"}
    assert {k: v for k, v in rows().items() if k not in moving} == {
        k: v for k, v in expected_rows.items() if k not in moving
    }


def test_without_the_lock_postgresql_doubles_names_and_sqlite_is_its_own_lock(one_import, tmp_path):
    _, expected_names, user = one_import
    if connection.vendor == "sqlite":  # every transaction is IMMEDIATE: there is only one writer
        assert race(tmp_path, user, "off") == [0] * PROCESSES
        assert names() == expected_names
        return
    for _ in range(5):
        codes = race(tmp_path, user, "off")
        if names() != expected_names or any(codes):
            return
        empty_register()
    pytest.fail("five races without the lock went well: the test above proves nothing")
