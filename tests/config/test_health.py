import pytest
from django.db import DatabaseError
from django.db.migrations.executor import MigrationExecutor


def test_healthz_answers_a_stranger_without_the_database(client):
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_readyz_answers_when_the_database_is_migrated(client):
    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_readyz_refuses_while_a_migration_is_missing(client, monkeypatch):
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda self, targets: [("articles", "0002")])
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"migrations\n")


@pytest.mark.django_db
def test_readyz_refuses_without_a_database_and_tells_a_stranger_nothing_else(client, monkeypatch):
    def fail(self, connection):
        raise DatabaseError("password of the database")

    monkeypatch.setattr(MigrationExecutor, "__init__", fail)
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"database\n")


def test_health_is_only_read(client):
    assert client.post("/healthz").status_code == 405
