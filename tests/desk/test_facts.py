from desk.facts import (
    added_key,
    fact_key,
    facts_read,
    is_fact_key,
    kind_of_key,
    meeting_key,
    name_key,
)
from tests.desk.readings import content, span


def test_every_fact_has_a_key_of_its_own_by_kind_and_place():
    facts = facts_read(content())
    assert len({fact.key for fact in facts}) == len(facts)
    start, end = span("林知远")
    assert facts[1].key == f"person:{start}-{end}"
    assert [fact.kind for fact in facts] == [
        "event",
        "person",
        "person",
        "unit",
        "enterprise",
        "project",
        "requirement",
        "demand",
        "figure",
        "count",
    ]
    assert {fact.event for fact in facts[1:]} == {facts[0].key}


def test_two_facts_on_the_same_words_are_told_apart_in_their_order():
    reading = content()
    event = reading["events"][0]
    event["demands"].append({**event["demands"][0], "text": "缺人手"})
    demands = [fact for fact in facts_read(reading) if fact.kind == "demand"]
    assert demands[1].key == demands[0].key + "#2"
    assert [fact.content["text"] for fact in demands] == ["办证慢", "缺人手"]


def test_a_key_stays_when_other_facts_come_or_go():
    before = {fact.key: fact.content for fact in facts_read(content())}
    reading = content()
    del reading["events"][0]["people"][0]
    reading["events"][0]["projects"].append({"name": "区商务局", "evidence": span("商务局")})
    after = {fact.key: fact.content for fact in facts_read(reading)}
    assert set(before) - set(after) == {fact_key("person", span("林知远"))}
    assert {key: after[key] for key in before if key in after} == {key: before[key] for key in before if key in after}


def test_a_fact_without_evidence_has_a_key_too():
    reading = {"events": [{"kind": "meeting", "people": [{"name": "甲"}, {"name": "乙"}]}]}
    assert [fact.key for fact in facts_read(reading)] == ["event:", "person:", "person:#2"]


def test_an_added_fact_takes_no_key_that_is_taken():
    first = added_key("person", [3, 6], [])
    assert added_key("person", [3, 6], [first]) != first
    assert first not in {fact.key for fact in facts_read(content())}


def test_a_key_tells_what_it_is_about():
    keys = {
        "person": [
            fact_key("person", [1, 3]),
            name_key("person", "林知远", "区委书记"),
            added_key("person", [1, 3], []),
        ],
        "event": [fact_key("event", [1, 3]), meeting_key(fact_key("event", [1, 3]))],
    }
    for kind, some in keys.items():
        assert {kind_of_key(key) for key in some} == {kind}
    assert [is_fact_key(key) for key in keys["person"] + keys["event"]] == [True, False, True, True, False]


def test_the_longest_name_and_title_fit_the_column():
    assert len(name_key("enterprise", "名" * 500, "职" * 500)) <= 300
