"""Names of many rows in one cell: in order, each once, on both databases."""

import pytest
from django.db.models import OuterRef

from ledger.name_search import resembles, rows_named
from ledger.names import CountOf, NamesOf, split_names
from meetings.models import Attendance, Meeting
from people.models import Enterprise, Official
from tests.factories import (
    AttendanceFactory,
    EnterpriseAliasFactory,
    EnterpriseFactory,
    MeetingFactory,
    OfficialFactory,
)

pytestmark = pytest.mark.django_db
HERE = Attendance.objects.filter(meeting=OuterRef("pk"))


def test_names_stand_in_their_order_and_each_once():
    meeting = MeetingFactory()
    for order, name in ((3, "丙"), (1, "甲"), (2, "乙"), (4, "甲")):
        AttendanceFactory(meeting=meeting, order=order, printed_name=name)
    MeetingFactory()
    rows = Meeting.objects.annotate(names=NamesOf(HERE, "printed_name", by="order")).order_by("pk")
    assert list(rows.values_list("names", flat=True)) == ["甲、乙、丙", ""]


def test_names_with_keys_are_parted_again():
    meeting = MeetingFactory()
    known = AttendanceFactory(meeting=meeting, order=1, printed_name="樊、惠林")
    AttendanceFactory(meeting=meeting, order=2, official=None, printed_name="未知名")
    value = Meeting.objects.annotate(names=NamesOf(HERE, "printed_name", key="official", by="order")).get().names
    assert split_names(value) == [("樊、惠林", known.official_id), ("未知名", None)]
    assert split_names("") == split_names(None) == []


def test_the_columns_join_no_rows_and_none_counts_as_nought():
    meeting = MeetingFactory()
    AttendanceFactory.create_batch(3, meeting=meeting)
    MeetingFactory()
    rows = Meeting.objects.annotate(
        names=NamesOf(HERE, "printed_name"), number=CountOf(HERE, "meeting"), more=NamesOf(HERE, "printed_title")
    ).order_by("pk")
    assert list(rows.values_list("number", "more")) == [(3, "区领导"), (0, "")]


@pytest.mark.parametrize("typed", ["樊惠林", "樊", "惠林", "fanhui", "FHL", "fhl", "fh"])
def test_a_person_is_found_by_part_of_the_name_and_by_pinyin(typed):
    OfficialFactory(name="樊惠林")
    OfficialFactory(name="王潜")
    assert [row.name for row in Official.objects.filter(resembles(Official.objects, typed))] == ["樊惠林"]


def test_an_exact_name_means_that_row_alone_and_a_part_all_that_hold_it():
    for name in ("花花牛", "花花牛乳业", "顶益食品"):
        EnterpriseFactory(name=name)
    assert [row.name for row in rows_named(Enterprise.objects.all(), "花花牛")] == ["花花牛"]
    assert rows_named(Enterprise.objects.all(), "花花").count() == 2


def test_an_alias_finds_its_row_once():
    firm = EnterpriseFactory(name="郑州二七投资控股集团有限公司")
    for alias in ("二七投控", "二七投控集团"):
        EnterpriseAliasFactory(enterprise=firm, name=alias)
    for typed in ("二七投控", "二七投"):
        assert list(rows_named(Enterprise.objects.all(), typed, aliases="aliases__name")) == [firm]


@pytest.mark.parametrize("typed", ["%", "_", "\\", "'", "''", "a b"])
def test_signs_of_the_database_are_plain_letters(typed):
    EnterpriseFactory(name="顶益食品")
    assert not rows_named(Enterprise.objects.all(), typed, aliases="aliases__name").exists()
