"""Rows written together are those that saving them one by one makes, and so is their history."""

import datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Value
from django.test.utils import CaptureQueriesContext
from simple_history.utils import bulk_create_with_history

from accounts.bulk_writing import BulkWriting
from accounts.history import Author
from meetings.models import Meeting, Requirement
from people.models import Enterprise, Official, Organization, Post
from projects.models import Project
from tests.factories import (
    DistrictFactory,
    MeetingFactory,
    OfficialFactory,
    OrganizationFactory,
    PostFactory,
    ProjectFactory,
    RequirementFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
CONCERNED = Requirement._meta.get_field("projects")


@pytest.fixture
def user():
    return UserFactory()


@pytest.fixture
def district():
    return DistrictFactory(name="青禾区")


def written(author: Author, *steps) -> BulkWriting:
    writing = BulkWriting(author)
    for step in steps:
        step(writing)
    with transaction.atomic():
        writing.write()
    return writing


def create(*rows):
    return lambda writing: writing.create(list(rows))


def assert_newest_history_is_the_row(row) -> None:
    newest = row.history.order_by("-history_id").first()
    stored = type(row).objects.get(pk=row.pk)
    assert {f.attname: getattr(newest, f.attname) for f in newest.tracked_fields} == {
        f.attname: getattr(stored, f.attname) for f in newest.tracked_fields
    }


def test_new_rows_get_keys_and_the_history_that_bulk_create_with_history_gives(user, district):
    theirs = bulk_create_with_history(
        [Project(district=district, name=name, total_investment="12.5") for name in ("云帆数谷", "云岭产业园")],
        Project,
        default_user=user,
        default_change_reason="导入",
    )
    ours = [Project(district=district, name=name, total_investment="12.5") for name in ("星澜物流园", "启衡会展中心")]
    written(Author(user, "导入"), create(*ours))
    own = {"history_id", "history_date", "id", "name", "name_pinyin", "version"}
    expected = {f.attname: getattr(theirs[0].history.get(), f.attname) for f in Project.history.model._meta.fields}
    for row in ours:
        history = row.history.get()
        values = {f.attname: getattr(history, f.attname) for f in history._meta.fields}
        assert {k: v for k, v in values.items() if k not in own} == {k: v for k, v in expected.items() if k not in own}
        assert abs(history.history_date - theirs[0].history.get().history_date) < datetime.timedelta(minutes=1)
        assert_newest_history_is_the_row(row)
    assert Project.objects.get(name="星澜物流园").name_pinyin == "xinglanwuliuyuan xlwly"
    assert [row.pk for row in ours] == list(
        Project.objects.filter(name__in=["星澜物流园", "启衡会展中心"]).order_by("pk").values_list("pk", flat=True)
    )


def test_a_row_saved_later_gets_a_key_of_its_own(user, district):
    official = Official(district=district, name="林知远")
    written(Author(user), create(official))
    assert OfficialFactory(district=district).pk > official.pk


def test_keys_start_after_those_of_rows_that_are_there(user, district):
    before = OfficialFactory.create_batch(3, district=district)
    new = [Official(district=district, name=name) for name in ("林知远", "苏见山")]
    written(Author(user), create(*new))
    assert max(row.pk for row in before) < new[0].pk < new[1].pk
    assert Official.objects.count() == 5


def test_new_rows_may_refer_to_new_rows(user, district):
    official = Official(district=district, name="林知远")
    post = Post(official=official, title="区委书记")
    writing = written(Author(user), create(official), create(post))
    assert Post.objects.get().official == official
    assert writing.give_keys() == {"people.official": [official.pk], "people.post": [post.pk]}
    assert (official._state.adding, official.history.get().history_user) == (False, user)


def test_a_row_that_refers_to_one_never_given_is_refused(user, district):
    writing = BulkWriting(Author(user))
    writing.create([Post(official=Official(district=district, name="林知远"), title="区委书记")])
    with pytest.raises(ValueError, match="not given before it"), transaction.atomic():
        writing.write()
    assert not Post.objects.exists()


def test_an_expression_is_refused(user, district):
    writing = BulkWriting(Author(user))
    writing.create([Enterprise(district=district, name="云帆投控", industry=Value("食品"))])
    with pytest.raises(TypeError, match="industry"), transaction.atomic():
        writing.write()


def test_a_broken_rule_leaves_nothing_behind(user, district):
    writing = BulkWriting(Author(user))
    writing.create([Official(district=district, name="林知远")])
    writing.create([Enterprise(district=district, name="")])
    with pytest.raises(IntegrityError, match="enterprise_name_given"), transaction.atomic():
        writing.write()
    assert (Official.objects.count(), Official.history.count()) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_nothing_is_written_outside_a_transaction(user, district):
    writing = BulkWriting(Author(user))
    writing.create([Official(district=district, name="林知远")])
    with pytest.raises(transaction.TransactionManagementError):
        writing.write()
    assert not Official.objects.exists()


def test_changed_rows_get_their_values_a_newer_version_and_history(user, district):
    unseen = PostFactory(official__district=district, first_seen_date=None, last_seen_date=None)
    seen = PostFactory(official__district=district)
    bureau = OrganizationFactory(district=district)
    versions = {post.pk: post.version for post in (unseen, seen)}
    day = datetime.date(2024, 6, 3)
    changes = [
        (unseen, {"first_seen_date": day, "last_seen_date": day, "organization": bureau}),
        (seen, {"first_seen_date": None, "last_seen_date": None, "organization": None}),
    ]
    written(Author(user, "见报"), lambda writing: writing.change(changes))
    for post in (unseen, seen):
        post.refresh_from_db()
        assert post.version > versions[post.pk]
        assert_newest_history_is_the_row(post)
        newest = post.history.first()
        assert (newest.history_type, newest.history_user, newest.history_change_reason) == ("~", user, "见报")
    assert (unseen.first_seen_date, unseen.last_seen_date, unseen.organization) == (day, day, bureau)
    assert (seen.first_seen_date, seen.last_seen_date, seen.organization) == (None, None, None)


def test_two_changes_of_one_row_are_two_versions(user, district):
    post = PostFactory(official__district=district)
    days = [datetime.date(2024, 6, 3), datetime.date(2024, 6, 7)]
    written(Author(user), *(lambda writing, day=day: writing.change([(post, {"last_seen_date": day})]) for day in days))
    history = post.history.filter(history_type="~").order_by("history_id")
    assert [row.last_seen_date for row in history] == days
    assert history[0].version < history[1].version


def test_a_version_of_the_future_still_grows(user, district):
    post = PostFactory(official__district=district)
    far = post.version + 10**18
    Post.objects.filter(pk=post.pk).update(version=far)
    written(Author(user), lambda writing: writing.change([(post, {"title": "副区长"})]))
    post.refresh_from_db()
    assert (post.title, post.version) == ("副区长", far + 1)


def test_links_are_in_the_history_of_the_changed_row(user, district):
    meeting = MeetingFactory(district=district)
    old, new = RequirementFactory(meeting=meeting, number=1), Requirement(meeting=meeting, number=2, text="要提速。")
    known, fresh = ProjectFactory(district=district), Project(district=district, name="云岭产业园")
    written(
        Author(user),
        create(fresh),
        create(new),
        lambda writing: writing.link(
            CONCERNED, [(old, known), (old, Project.objects.get(pk=known.pk)), (old, fresh), (new, fresh), (new, fresh)]
        ),
    )
    assert set(old.projects.all()) == {known, fresh}
    assert list(new.projects.all()) == [fresh]
    for row, kinds in ((old, ["+", "~"]), (new, ["+", "~"])):
        history = list(row.history.order_by("history_id"))
        assert [entry.history_type for entry in history] == kinds
        assert history[-1].history_user == user
        assert {link.project_id for link in history[-1].projects.all()} == {p.pk for p in row.projects.all()}
        assert not history[0].projects.all()
        assert_newest_history_is_the_row(row)


def test_links_of_a_row_linked_before_are_all_in_its_newest_history(user, district):
    requirement = RequirementFactory(meeting__district=district)
    first, second = ProjectFactory.create_batch(2, district=district)
    requirement.projects.add(first)
    written(Author(user), lambda writing: writing.link(CONCERNED, [(requirement, second)]))
    newest = requirement.history.order_by("-history_id").first()
    assert {link.project_id for link in newest.projects.all()} == {first.pk, second.pk}
    assert requirement.history.count() == 3


def test_more_rows_than_a_statement_takes_are_written_whole(user, district):
    rows = [Organization(district=district, name=f"第{n}局") for n in range(2500)]
    written(Author(user), create(*rows))
    assert Organization.objects.count() == Organization.history.filter(history_type="+").count() == 2500
    with transaction.atomic():
        writing = BulkWriting(Author(user))
        writing.change([(row, {"name": row.name + "(改)"}) for row in rows])
        writing.write()
    assert Organization.objects.filter(name__endswith="(改)").count() == 2500
    assert Organization.history.filter(history_type="~", name__endswith="(改)").count() == 2500


def test_everything_goes_in_two_trips_or_a_statement_a_model_and_its_history(user, district):
    def write_some():
        official = Official(district=district, name="林知远")
        post = Post(official=official, title="区委书记")
        written(Author(user), create(official), create(post), create(Meeting(district=district)))

    write_some()  # the names of PostgreSQL's sequences are asked for once
    with CaptureQueriesContext(connection) as trips:
        write_some()
    assert (
        len([trip for trip in trips if "SAVEPOINT" not in trip["sql"]])
        == {"postgresql": 2, "sqlite": 1 + 3 * 2}[connection.vendor]
    )


def test_rows_that_refer_to_each_other_are_deleted_together_and_history_keeps_them(user, district):
    requirement = RequirementFactory(meeting__district=district)
    part = RequirementFactory(meeting=requirement.meeting, parent=requirement, number=1)
    project = ProjectFactory(district=district)
    requirement.projects.add(project)
    written(
        Author(user, "撤销入库"),
        lambda writing: writing.delete([project]),
        lambda writing: writing.delete([requirement.meeting]),
        lambda writing: writing.delete([requirement, part]),
    )
    assert not Requirement.objects.exists()
    assert not Requirement.projects.through.objects.exists()
    assert not Project.objects.exists()
    for model, pk in ((Requirement, part.pk), (Requirement, requirement.pk), (Project, project.pk)):
        newest = model.history.filter(id=pk).order_by("-history_id").first()
        assert (newest.history_type, newest.history_user, newest.history_change_reason) == ("-", user, "撤销入库")


@pytest.mark.django_db(transaction=True)
def test_a_row_that_another_refers_to_is_not_deleted(user, district):
    meeting = RequirementFactory(meeting__district=district).meeting
    with pytest.raises(IntegrityError):
        written(Author(user), lambda writing: writing.delete([meeting]))
    assert Meeting.objects.get() == meeting
    assert not Meeting.history.filter(history_type="-").exists()
