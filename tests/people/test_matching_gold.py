"""The matchers against the gold: no wrong link, 95 of 100 unambiguous names linked, alike however they are asked."""

import dataclasses

import pytest

from people import known_names, known_officials
from people.known_names import Outcome
from tests.people.matching_gold import KINDS, Printed, build_register, composed_rows, gold_of, matched, score

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def bulk():
    return composed_rows()


@pytest.fixture
def register(db, bulk):
    return build_register(bulk)


def told(matches):
    return [(match.outcome, match.row and match.row.pk) for match in matches]


def test_the_gold_is_as_large_as_its_bound_and_names_every_row_it_expects(bulk):
    gold = {kind: gold_of(kind) for kind in KINDS}
    assert sum(len(one.printed) for one in gold.values()) >= 300
    assert sum(len(one.rows) + len(bulk[kind]) for kind, one in gold.items()) >= 3000
    for kind, one in gold.items():
        keys = [row.key for row in one.rows]
        assert len(keys) == len(set(keys)), kind
        assert {printed.expected for printed in one.printed} <= {*keys, "?", "新", "!"}, kind


def test_no_name_is_linked_to_a_wrong_row_and_nearly_all_unambiguous_ones_are_linked(register):
    for kind in KINDS:
        printed = gold_of(kind).printed
        found = score(printed, matched(kind, register.district, printed), register.keys[kind])
        assert found.wrong == [], kind
        assert found.share >= 0.95, (kind, found.missed)
        assert len(found.mistold) <= 0.02 * found.printed, (kind, found.mistold)


def test_few_names_are_told_as_they_are_among_many(register, monkeypatch):
    for kind in KINDS:
        printed = gold_of(kind).printed
        monkeypatch.undo()
        few = [
            match
            for start in range(0, len(printed), 25)
            for match in matched(kind, register.district, printed[start : start + 25])
        ]
        monkeypatch.setattr(known_names, "FEW_NAMES", 0)
        monkeypatch.setattr(known_officials, "FEW_NAMES", 0)
        assert told(few) == told(matched(kind, register.district, printed)), kind


def test_every_answer_gives_its_reason_in_chinese(register):
    for kind in KINDS:
        printed = gold_of(kind).printed
        for one, match in zip(printed, matched(kind, register.district, printed), strict=True):
            assert any("一" <= character <= "龥" for character in match.reason), one
            if match.why:
                assert len(match.why) == len(match.candidates), one
            if match.outcome is not Outcome.MATCHED:
                assert match.row is None, one


def test_a_matcher_that_links_wrongly_or_too_little_is_caught(register):
    printed = [
        Printed("陆怀瑾", "区委书记", "o1", ""),
        Printed("苏见山", "区领导", "?", ""),
        Printed("邵景行", "江城区副区长", "?", ""),
    ]
    right = matched("officials", register.district, printed)
    assert score(printed, right, register.keys["officials"]).wrong == []
    guessing = [
        dataclasses.replace(match, outcome=Outcome.MATCHED, row=match.row or match.candidates[0]) for match in right
    ]
    found = score(printed, guessing, register.keys["officials"])
    assert [one.name for one, _ in found.wrong] == ["苏见山", "邵景行"]
    timid = [dataclasses.replace(match, outcome=Outcome.NEW, row=None) for match in right]
    found = score(printed, timid, register.keys["officials"])
    assert (found.wrong, found.share) == ([], 0)
    assert [one.name for one, _ in found.mistold] == ["苏见山", "邵景行"]
