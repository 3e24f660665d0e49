from articles.models import Reading
from desk.facts import fact_key, facts_read, name_key
from desk.models import Decision
from desk.reviewing import choices_of, open_facts, reviewed_content, reviewed_facts
from people.models import Official
from tests.desk.readings import content, span


def decided(fact: str, verdict: str, corrected: dict | None = None, event: str = "", **target) -> Decision:
    return Decision(fact=fact, verdict=verdict, corrected=corrected, event=event, **target)


def reading(**changes) -> Reading:
    return Reading(content={**content(), **changes})


def key(kind: str, words: str) -> str:
    return fact_key(kind, span(words))


EVENT = facts_read(content())[0].key
SECRETARY = key("person", "林知远")


def test_without_decisions_the_content_is_as_it_was_read():
    assert reviewed_content(reading(), []) == content()


def test_accepting_changes_nothing():
    everything = [decided(fact.key, "accept") for fact in facts_read(content())]
    assert reviewed_content(reading(), everything) == content()


def test_what_was_read_is_not_touched():
    one = reading()
    reviewed_content(one, [decided(SECRETARY, "correct", {"name": "林知还"}), decided(key("unit", "区商务局"), "drop")])
    assert one.content == content()


def test_a_dropped_fact_is_left_out_and_a_dropped_event_takes_its_facts_along():
    (event,) = reviewed_content(reading(), [decided(key("unit", "区商务局"), "drop")])["events"]
    assert event["organizations"] == []
    assert len(event["people"]) == 2
    assert reviewed_content(reading(), [decided(EVENT, "drop")])["events"] == []


def test_only_the_fields_that_were_corrected_differ():
    (event,) = reviewed_content(reading(), [decided(SECRETARY, "correct", {"role": "speak", "evidence": [3, 6]})])[
        "events"
    ]
    assert event["people"][0] == {**content()["events"][0]["people"][0], "role": "speak", "evidence": [3, 6]}


def test_an_event_is_corrected_without_touching_its_facts():
    (event,) = reviewed_content(reading(), [decided(EVENT, "correct", {"venue": "区政务中心", "date": "2024-06-04"})])[
        "events"
    ]
    assert event == {**content()["events"][0], "venue": "区政务中心", "date": "2024-06-04"}


def test_a_corrected_name_is_corrected_where_the_event_repeats_it():
    firm = decided(key("enterprise", "云帆投控"), "correct", {"name": "云帆投资控股"})
    (event,) = reviewed_content(reading(), [decided(SECRETARY, "correct", {"name": "林知还"}), firm])["events"]
    assert event["directives"][0]["by"] == "林知还"
    assert event["demands"][0]["enterprise"] == "云帆投资控股"


def test_an_added_fact_stands_where_the_reader_would_have_put_it():
    added = {"name": "云帆数", "role": "attend", "position": "", "evidence": span("云帆数谷项目推进会")}
    (event,) = reviewed_content(reading(), [decided("+person:1-4#1", "add", added, EVENT)])["events"]
    assert [person["name"] for person in event["people"]] == ["林知远", "云帆数", "苏见山"]
    unit = {"name": "某局", "role": "attend", "evidence": [0, 2]}
    (event,) = reviewed_content(reading(), [decided("+unit:0-2#1", "add", unit, EVENT)])["events"]
    assert [one["name"] for one in event["organizations"]] == ["某局", "区商务局"]
    project = {"name": "某园", "manner": "visited", "evidence": [90, 92]}
    (event,) = reviewed_content(reading(), [decided("+project:90-92#1", "add", project, EVENT)])["events"]
    assert [one["name"] for one in event["projects"]] == ["云帆数谷", "某园"]


def test_an_added_event_takes_added_facts():
    head = {"kind": "visit", "name": None, "date": None, "evidence": [0, 4]}
    person = {"name": "苏见山", "role": "lead", "position": "区领导", "evidence": span("苏见山")}
    made = [decided("+event:0-4#1", "add", head), decided("+person:1-2#1", "add", person, "+event:0-4#1")]
    _, event = reviewed_content(reading(), made)["events"]
    assert (event["kind"], event["people"], event["directives"]) == ("visit", [person], [])


def test_a_fact_added_to_an_event_that_is_gone_is_left_out():
    person = {"name": "苏见山", "role": "lead", "position": "", "evidence": [0, 2]}
    assert reviewed_content(reading(), [decided("+person:0-2#1", "add", person, "+event:0-4#1")]) == content()


def test_a_figure_of_the_article_belongs_to_no_event():
    figure = {"label": "投资", "value": 3, "unit": "亿元", "evidence": [0, 2]}
    assert reviewed_content(reading(), [decided("+figure:0-2#1", "add", figure)])["figures"] == [figure]
    assert reviewed_content(reading(figures=[figure]), [decided("figure:0-2", "drop")])["figures"] == []


def test_only_undecided_doubtful_facts_are_open():
    one = reading()
    event = one.content["events"][0]
    event["people"][0]["confidence"] = 0.4
    event["demands"][0]["confidence"] = 0.69
    event["figures"][0]["confidence"] = 0.7

    def open_now(*decisions):
        return [fact.key for fact in open_facts(reviewed_facts(one.content, decisions))]

    demand = key("demand", "云帆投控提出办证慢的问题")
    assert open_now() == [SECRETARY, demand]
    assert open_now(decided(SECRETARY, "accept"), decided(demand, "correct", {"text": "办证慢、取证难"})) == []
    assert open_now(decided(SECRETARY, "drop")) == [demand]
    assert open_now(decided(EVENT, "drop")) == []


def test_choices_are_told_from_facts():
    official = Official(pk=7, name="苏见山")
    name = name_key("person", "苏见山", "区领导")
    choices = choices_of([decided(SECRETARY, "accept"), decided(name, "link", official=official)])
    assert {key: (choice.verdict, choice.row) for key, choice in choices.items()} == {name: ("link", official)}
