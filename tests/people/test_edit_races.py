"""Two processes save the same page at once, a hundred times: nothing that either typed is lost unseen."""

import json

import pytest
from django.urls import reverse

from tests.desk.own_processes import start
from tests.factories import (
    AttendanceFactory,
    DistrictFactory,
    MeetingFactory,
    ProjectAliasFactory,
    ProjectFactory,
    member_of,
)

RACES = 50  # of each row: a hundred in all


def page_of(row) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def ask(workers, *steps) -> list:
    """Give each worker its step at the same time; their answers."""
    for worker, step in zip(workers, steps, strict=True):
        worker.stdin.write(json.dumps(step) + "\n")
        worker.stdin.flush()
    return [json.loads(worker.stdout.readline() or "null") for worker in workers]


class Race:
    """Two editors of one row: both type the field `shared`, and each one field and one part of his own."""

    def __init__(self, row, shared: str, own: tuple[str, str], part: str, part_field: str):
        self.row, self.shared, self.own, self.part, self.part_field = row, shared, own, part, part_field

    def typed(self, editor: int, number: int) -> dict:
        word = f"{'甲乙'[editor]}{number}"
        return {self.shared: word, self.own[editor]: word, f"{self.part}-{editor}-{self.part_field}": word}

    def lost(self, number: int) -> list[str]:
        """What was typed in a race and is neither in the register nor in its history."""
        self.row.refresh_from_db()
        words = [f"{editor}{number}" for editor in "甲乙"]
        names = {record.__dict__[self.shared] for record in self.row.history.order_by("-history_id")[:6]}
        lost = [f"{self.shared} {word}" for word in words if word not in names]
        lost += [
            f"{field} {word}" for field, word in zip(self.own, words, strict=True) if getattr(self.row, field) != word
        ]
        parts = list(getattr(self.row, self.part).order_by("pk").values_list(self.part_field, flat=True))
        return lost + [f"{self.part} {word}" for word in words if word not in parts]


def run(race: Race, users, guard: str, races: int) -> tuple[list[str], list[int]]:
    """(what was lost, how often a save was refused in each race) of races on one row."""
    workers = [start("-m", "tests.people.edit_race_worker", str(user.pk), guard) for user in users]
    try:
        for worker in workers:
            assert worker.stdout.readline() == '"ready"\n', worker.stderr.read()
        lost, refused = [], []
        for number in range(races):
            address = page_of(race.row)
            assert ask(workers, ["open", address], ["open", address]) == ["opened", "opened"]
            answers = ask(workers, *(["save", race.typed(editor, number)] for editor in (0, 1)))
            assert None not in answers, [worker.stderr.read() for worker in workers if worker.poll() is not None]
            refused.append(sum(answers))
            lost += race.lost(number)
        return lost, refused
    finally:
        for worker in workers:
            worker.stdin.close()
            worker.wait(30)


@pytest.fixture
def district(transactional_db):
    return DistrictFactory()


@pytest.fixture
def users(district):
    return [member_of(district, "录入员"), member_of(district, "审核员")]


@pytest.fixture
def on_a_meeting(district):
    meeting = MeetingFactory(district=district)
    AttendanceFactory.create_batch(2, meeting=meeting, official=None)
    return Race(meeting, "name", ("venue", "places"), "attendances", "printed_title")


@pytest.fixture
def on_a_project(district):
    project = ProjectFactory(district=district)
    for name in ("一期", "二期"):
        ProjectAliasFactory(project=project, name=name)
    return Race(project, "name", ("location", "industry"), "aliases", "name")


@pytest.mark.parametrize("race", ["on_a_meeting", "on_a_project"])
def test_races_lose_nothing_unseen(race, users, request):
    lost, refused = run(request.getfixturevalue(race), users, "on", RACES)
    assert lost == []
    assert refused == [1] * RACES  # the second is told, every time, and then saves


@pytest.mark.parametrize("race", ["on_a_meeting", "on_a_project"])
def test_without_the_guard_the_same_races_lose_what_was_typed(race, users, request):
    lost, refused = run(request.getfixturevalue(race), users, "off", 5)
    assert lost
    assert refused == [0] * 5
