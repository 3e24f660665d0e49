"""Decisions are stored one by one, undone one by one, and only by who holds the reading."""

import datetime

import pytest
from django.utils import timezone

from articles.models import ReadingState
from desk.claims import ClaimLost, claim
from desk.deciding import CannotDecide, accept, accept_sure, add, choose, correct, drop, undo
from desk.facts import fact_key, facts_read, meeting_key, name_key
from desk.models import Decision
from desk.reviewing import reviewed_content
from tests.desk.readings import content, span
from tests.factories import (
    DistrictFactory,
    EnterpriseFactory,
    MeetingFactory,
    OfficialFactory,
    ReadingFactory,
    member_of,
)

pytestmark = pytest.mark.django_db
SECRETARY = fact_key("person", span("林知远"))
UNIT = fact_key("unit", span("区商务局"))
EVENT = facts_read(content())[0].key
NAME = name_key("person", "苏见山", "区领导")


@pytest.fixture
def district():
    return DistrictFactory(name="青禾区")


@pytest.fixture
def reviewer(district):
    return member_of(district, "审核员")


@pytest.fixture
def reading(district, reviewer):
    made = ReadingFactory(article__district=district, content=content(), state=ReadingState.WAITING)
    return claim(made.pk, reviewer)


def stored() -> dict[str, str]:
    return dict(Decision.objects.values_list("fact", "verdict"))


def now_recorded(reading) -> dict:
    return reviewed_content(reading, Decision.objects.all())["events"][0]


def test_each_decision_is_stored_with_who_and_when(reading, reviewer):
    before = timezone.now()
    accept(reading, SECRETARY, by=reviewer)
    drop(reading, UNIT, by=reviewer)
    assert stored() == {SECRETARY: "accept", UNIT: "drop"}
    decision = Decision.objects.get(fact=UNIT)
    assert (decision.decided_by, decision.decided_at >= before) == (reviewer, True)
    assert decision.history.get().history_user == reviewer


def test_a_second_decision_about_a_fact_takes_the_place_of_the_first(reading, reviewer):
    drop(reading, SECRETARY, by=reviewer)
    correct(reading, SECRETARY, {"name": "林知还", "role": "chair"}, by=reviewer)
    decision = Decision.objects.get()
    assert (decision.verdict, decision.corrected) == ("correct", {"name": "林知还"})
    assert [row.verdict for row in decision.history.order_by("history_id")] == ["drop", "correct"]


def test_a_correction_to_what_was_read_is_an_acceptance(reading, reviewer):
    correct(reading, SECRETARY, {"name": "林知远", "evidence": span("林知远")}, by=reviewer)
    assert stored() == {SECRETARY: "accept"}


def test_an_added_fact_can_be_corrected_accepted_and_dropped(reading, reviewer):
    person = {"name": "顾南枝", "role": "attend", "position": "", "evidence": [0, 2]}
    key = add(reading, "person", EVENT, person, by=reviewer)
    correct(reading, key, {"role": "report"}, by=reviewer)
    accept(reading, key, by=reviewer)
    assert now_recorded(reading)["people"][0] == {**person, "role": "report"}
    drop(reading, key, by=reviewer)
    assert now_recorded(reading)["people"] == content()["events"][0]["people"]
    undo(reading, by=reviewer)
    assert now_recorded(reading)["people"][0]["role"] == "report"


def test_a_fact_is_added_only_to_an_event_that_is_there(reading, reviewer):
    with pytest.raises(CannotDecide, match="所属的会议活动"):
        add(reading, "person", "event:900-901", {"name": "甲"}, by=reviewer)
    with pytest.raises(CannotDecide, match="所属的会议活动"):
        add(reading, "person", "", {"name": "甲"}, by=reviewer)
    add(reading, "figure", "", {"label": "投资", "value": 1}, by=reviewer)
    assert len(stored()) == 1


def test_all_sure_facts_of_an_event_are_accepted_and_what_is_decided_stays(reading, reviewer):
    reading.content["events"][0]["demands"][0]["confidence"] = 0.3
    drop(reading, UNIT, by=reviewer)
    assert accept_sure(reading, EVENT, by=reviewer) == 8
    assert stored()[UNIT] == "drop"
    assert not [fact for fact in stored() if fact.startswith("demand")]
    assert undo(reading, by=reviewer)
    assert stored() == {UNIT: "drop"}


def test_undo_takes_back_one_decision_after_the_other(reading, reviewer):
    drop(reading, SECRETARY, by=reviewer)
    correct(reading, SECRETARY, {"name": "林知还"}, by=reviewer)
    accept(reading, UNIT, by=reviewer)
    assert undo(reading, by=reviewer) == [UNIT]
    assert stored() == {SECRETARY: "correct"}
    assert undo(reading, by=reviewer) == [SECRETARY]
    assert stored() == {SECRETARY: "drop"}
    accept(reading, UNIT, by=reviewer)
    assert undo(reading, by=reviewer) == [UNIT]
    assert undo(reading, by=reviewer) == [SECRETARY]
    assert undo(reading, by=reviewer) == []
    assert stored() == {}
    types = list(Decision.history.order_by("history_id").values_list("history_type", flat=True))
    assert types == ["+", "~", "+", "-", "~", "+", "-", "-"]


def test_names_are_linked_made_new_or_left_open(reading, reviewer, district):
    official = OfficialFactory(district=district, name="苏见山")
    choose(reading, NAME, "link", by=reviewer, target=official)
    assert Decision.objects.get().target == official
    choose(reading, NAME, "open", by=reviewer)
    assert (Decision.objects.get().verdict, Decision.objects.get().target) == ("open", None)
    undo(reading, by=reviewer)
    assert Decision.objects.get().target == official
    meeting = MeetingFactory(district=district)
    choose(reading, meeting_key(EVENT), "link", by=reviewer, target=meeting)
    assert Decision.objects.get(fact=meeting_key(EVENT)).target == meeting


def test_a_name_is_linked_only_to_a_row_of_its_kind_and_district(reading, reviewer, district):
    for target in (None, OfficialFactory(name="苏见山"), EnterpriseFactory(district=district)):
        with pytest.raises(CannotDecide, match="本行政区台账"):
            choose(reading, NAME, "link", by=reviewer, target=target)
    with pytest.raises(CannotDecide):
        choose(reading, meeting_key(EVENT), "open", by=reviewer)
    with pytest.raises(CannotDecide):
        choose(reading, NAME, "drop", by=reviewer)
    assert stored() == {}


def test_a_fact_that_is_not_there_cannot_be_decided(reading, reviewer):
    for act in (accept, drop):
        with pytest.raises(CannotDecide, match="没有这一条"):
            act(reading, "person:900-903", by=reviewer)


def test_whoever_has_lost_the_reading_stores_nothing(reading, reviewer, district):
    accept(reading, SECRETARY, by=reviewer)
    other = member_of(district, "审核员")
    type(reading).objects.update(claimed_until=timezone.now() - datetime.timedelta(seconds=1))
    claim(reading.pk, other)
    for act in (
        lambda: accept(reading, UNIT, by=reviewer),
        lambda: accept_sure(reading, EVENT, by=reviewer),
        lambda: correct(reading, UNIT, {"name": "甲"}, by=reviewer),
        lambda: drop(reading, UNIT, by=reviewer),
        lambda: add(reading, "figure", "", {"label": "甲"}, by=reviewer),
        lambda: choose(reading, NAME, "new", by=reviewer),
        lambda: undo(reading, by=reviewer),
    ):
        with pytest.raises(ClaimLost):
            act()
    assert stored() == {SECRETARY: "accept"}
    accept(reading, UNIT, by=other)
    assert Decision.objects.get(fact=SECRETARY).decided_by == reviewer


def test_a_decision_keeps_the_claim(reading, reviewer):
    type(reading).objects.update(claimed_until=timezone.now() + datetime.timedelta(seconds=1))
    accept(reading, SECRETARY, by=reviewer)
    reading.refresh_from_db()
    assert reading.claimed_until > timezone.now() + datetime.timedelta(minutes=5)


def test_the_newest_history_of_a_decision_is_the_decision(reading, reviewer, district):
    accept_sure(reading, EVENT, by=reviewer)
    choose(reading, NAME, "link", by=reviewer, target=OfficialFactory(district=district))
    correct(reading, SECRETARY, {"name": "林知还"}, by=reviewer)
    undo(reading, by=reviewer)
    for decision in Decision.objects.all():
        newest = decision.history.order_by("-history_id").first()
        for field in Decision._meta.concrete_fields:
            assert getattr(newest, field.attname) == getattr(decision, field.attname), field
