"""History written by the database: whose it is, what it copies, and when there is none."""

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from simple_history.models import HistoricalRecords

from accounts.bulk_writing import BulkWriting
from accounts.history import CHANGED, Author, history_statements, signed_in
from articles.models import Reading
from people.models import Official
from tests.factories import DistrictFactory, ReadingFactory, RequirementFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_of():
    """Makes a request be answered for a user, as HistoryRequestMiddleware does."""

    def answer(user) -> None:
        HistoricalRecords.context.request = SimpleNamespace(user=user)

    yield answer
    if hasattr(HistoricalRecords.context, "request"):
        del HistoricalRecords.context.request


def test_who_is_signed_in_writes(request_of):
    user = UserFactory()
    assert signed_in() == Author(None)
    request_of(user)
    assert signed_in() == Author(user)
    request_of(AnonymousUser())
    assert signed_in() == Author(None)


def test_the_database_copies_the_row_as_it_holds_it(request_of):
    reading = ReadingFactory(content={"events": []})
    Reading.objects.filter(pk=reading.pk).update(reader_version="9.9", made={"people.official": [1]})
    user = UserFactory()
    with transaction.atomic(), connection.cursor() as cursor:
        for sql, parameters in history_statements(Reading, [reading.pk], CHANGED, Author(user, "更正")):
            cursor.execute(sql, parameters)
    newest = reading.history.first()
    assert (newest.reader_version, newest.made) == ("9.9", {"people.official": [1]})
    assert (newest.history_type, newest.history_user, newest.history_change_reason) == ("~", user, "更正")
    assert not hasattr(newest, "content")  # which the model leaves out of its history


def test_links_are_copied_only_for_changed_rows():
    requirement = RequirementFactory()
    created = history_statements(type(requirement), [requirement.pk], "+", Author(None))
    changed = history_statements(type(requirement), [requirement.pk], CHANGED, Author(None))
    assert (len(created), len(changed)) == (1, 2)


def test_history_that_is_switched_off_is_not_written(settings):
    settings.SIMPLE_HISTORY_ENABLED = False
    writing = BulkWriting(Author(None))
    writing.create([Official(district=DistrictFactory(), name="林知远")])
    with transaction.atomic():
        writing.write()
    assert (Official.objects.count(), Official.history.count()) == (1, 0)
