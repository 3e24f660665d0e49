"""Who reviews which reading: one at a time, by the database's clock, with who and why."""

import datetime
from collections import Counter

import pytest
from django.utils import timezone

from accounts.roles import REVIEWER
from articles.models import Reading, ReadingState
from desk import claims
from desk.claims import ClaimLost, HeldByAnother, NotOpen
from tests.desk.own_processes import start
from tests.factories import ArticleFactory, DistrictFactory, ReadingFactory, member_of

pytestmark = pytest.mark.django_db
MINUTES = datetime.timedelta(minutes=1)


@pytest.fixture
def district():
    return DistrictFactory()


@pytest.fixture
def zhou(district):
    return member_of(district, REVIEWER, full_name="周砚秋")


@pytest.fixture
def wu(district):
    return member_of(district, REVIEWER, full_name="吴疏影")


@pytest.fixture
def reading(district):
    return ReadingFactory(article__district=district)


def run_out(reading: Reading) -> None:
    Reading.objects.filter(pk=reading.pk).update(claimed_until=timezone.now() - MINUTES)


def now_in(reading: Reading) -> tuple:
    return Reading.objects.values_list("state", "claimed_by").get(pk=reading.pk)


# --- claiming


def test_a_claim_lasts_ten_minutes_and_says_who_and_why(reading, zhou):
    claimed = claims.claim(reading.pk, zhou)
    assert (claimed.state, claimed.claimed_by) == (ReadingState.IN_REVIEW, zhou)
    assert 9 * MINUTES < claimed.claimed_until - timezone.now() <= 10 * MINUTES
    newest = reading.history.first()
    assert (newest.state, newest.history_user, newest.history_change_reason) == ("in_review", zhou, "开始审核")
    reading.refresh_from_db()
    assert reading.version == claimed.version


def test_one_s_own_claim_is_renewed_without_a_row_of_history(reading, zhou):
    claims.claim(reading.pk, zhou)
    Reading.objects.update(claimed_until=timezone.now() + MINUTES)
    before = reading.history.count()
    assert claims.claim(reading.pk, zhou).claimed_until - timezone.now() > 9 * MINUTES
    assert reading.history.count() == before


def test_another_is_told_who_holds_it_and_until_when(reading, zhou, wu):
    until = claims.claim(reading.pk, zhou).claimed_until
    with pytest.raises(HeldByAnother, match="周砚秋正在审核") as told:
        claims.claim(reading.pk, wu)
    assert (told.value.by, told.value.until) == (zhou, until)
    assert now_in(reading) == ("in_review", zhou.pk)


def test_a_claim_that_has_run_out_is_taken_over(reading, zhou, wu):
    claims.claim(reading.pk, zhou)
    run_out(reading)
    claims.claim(reading.pk, wu)
    assert now_in(reading) == ("in_review", wu.pk)
    assert reading.history.first().history_change_reason == "接手周砚秋过期的审核"


def test_a_returned_reading_may_be_claimed(reading, zhou):
    claims.return_to_queue(reading.pk, zhou, "日期不清")
    assert claims.claim(reading.pk, zhou).state == ReadingState.IN_REVIEW


def test_recorded_and_ignored_readings_are_not_open(district, reading, zhou):
    claims.ignore(reading.pk, zhou, "广告")
    recorded = ReadingFactory(article__district=district, recorded=True)
    for closed in (reading, recorded):
        for act in (
            claims.claim,
            *(lambda pk, by, f=f: f(pk, by, "再看") for f in (claims.ignore, claims.return_to_queue)),
        ):
            with pytest.raises(NotOpen):
                act(closed.pk, zhou)


def test_a_reading_of_another_district_does_not_exist(zhou):
    hidden = ReadingFactory()
    for act in (claims.claim, claims.renew, claims.release, claims.reopen):
        with pytest.raises(Reading.DoesNotExist):
            act(hidden.pk, zhou)
    assert claims.claim_next(zhou) is None


# --- keeping and giving back


def test_a_heartbeat_prolongs_and_leaves_no_history(reading, zhou):
    claims.claim(reading.pk, zhou)
    Reading.objects.update(claimed_until=timezone.now() + MINUTES)
    before = reading.history.count()
    until = claims.renew(reading.pk, zhou)
    reading.refresh_from_db()
    assert reading.claimed_until == until > timezone.now() + 9 * MINUTES
    assert reading.history.count() == before


def test_a_heartbeat_that_comes_late_is_good_while_nobody_took_over(reading, zhou, wu):
    claims.claim(reading.pk, zhou)
    run_out(reading)
    assert claims.renew(reading.pk, zhou) > timezone.now()
    run_out(reading)
    claims.claim(reading.pk, wu)
    with pytest.raises(ClaimLost, match="别人接手"):
        claims.renew(reading.pk, zhou)


def test_what_is_given_back_is_as_it_was(reading, zhou, wu):
    claims.claim(reading.pk, zhou)
    claims.release(reading.pk, wu)
    assert now_in(reading) == ("in_review", zhou.pk)
    claims.release(reading.pk, zhou)
    assert now_in(reading) == ("waiting", None)
    claims.return_to_queue(reading.pk, zhou, "日期不清")
    claims.claim(reading.pk, wu)
    claims.release(reading.pk, wu)
    assert now_in(reading) == ("returned", None)


# --- setting aside


@pytest.mark.parametrize(
    ("act", "state", "said"),
    [(claims.ignore, "ignored", "忽略:是广告"), (claims.return_to_queue, "returned", "退回:是广告")],
)
def test_setting_aside_ends_the_claim_and_keeps_the_reason(reading, zhou, act, state, said):
    claims.claim(reading.pk, zhou)
    act(reading.pk, zhou, " 是广告\n")
    assert now_in(reading) == (state, None)
    newest = reading.history.first()
    assert (newest.history_user, newest.history_change_reason) == (zhou, said)


def test_setting_aside_needs_a_reason_and_nobody_else_at_it(reading, zhou, wu):
    for act in (claims.ignore, claims.return_to_queue):
        with pytest.raises(ValueError, match="写明原因"):
            act(reading.pk, zhou, "  ")
    claims.claim(reading.pk, wu)
    for act in (claims.ignore, claims.return_to_queue):
        with pytest.raises(HeldByAnother):
            act(reading.pk, zhou, "是广告")


def test_a_long_reason_is_kept_as_far_as_history_holds(reading, zhou):
    claims.ignore(reading.pk, zhou, "长" * 500)
    assert reading.history.first().history_change_reason == "忽略:" + "长" * claims.LONGEST_REASON


def test_what_was_ignored_waits_again(reading, zhou):
    with pytest.raises(NotOpen, match="没有被忽略"):
        claims.reopen(reading.pk, zhou)
    claims.ignore(reading.pk, zhou, "是广告")
    claims.reopen(reading.pk, zhou)
    assert now_in(reading) == ("waiting", None)
    assert reading.history.first().history_change_reason == "撤销忽略"


# --- the next one


def on_page(district, day: int, offset: int, doubts: int, **more) -> Reading:
    article = ArticleFactory(
        district=district, issue_date=datetime.date(2024, 5, day), page_offset=offset, page_label="第1版", **more
    )
    return ReadingFactory(article=article, doubts=doubts)


def test_next_is_the_oldest_page_its_most_doubtful_article_first(district, zhou):
    later = on_page(district, 14, 0, 9)
    plain = on_page(district, 13, 0, 0)
    second = on_page(district, 13, 300, 2)
    first = on_page(district, 13, 100, 2)
    assert [claims.claim_next(zhou).pk for _ in range(4)] == [first.pk, second.pk, plain.pk, later.pk]
    assert claims.claim_next(zhou) is None


def test_next_passes_over_what_is_held_returned_closed_or_superseded(district, zhou, wu):
    held, returned, ignored, lapsed = (on_page(district, 13, offset, 0) for offset in range(4))
    claims.claim(held.pk, wu)
    claims.return_to_queue(returned.pk, wu, "日期不清")
    claims.ignore(ignored.pk, wu, "是广告")
    claims.claim(lapsed.pk, wu)
    run_out(lapsed)
    old = on_page(district, 14, 0, 0)
    newer = ReadingFactory(article=old.article)
    recorded = ReadingFactory(article=on_page(district, 15, 0, 0).article, recorded=True)
    assert [claims.claim_next(zhou).pk for _ in range(2)] == [lapsed.pk, newer.pk]
    assert claims.claim_next(zhou) is None
    assert now_in(recorded)[0] == "recorded"


# --- many at once

PROCESSES, THREADS = 2, 10


def race(what: str, given: str, users: list, lock: str) -> list[tuple[int, int]]:
    """What each of the processes was granted: (user, reading)."""
    shares = [users[number::PROCESSES] for number in range(PROCESSES)]
    workers = [
        start("-m", "tests.desk.claim_worker", what, ",".join(str(user.pk) for user in share), given, lock)
        for share in shares
    ]
    for worker in workers:
        assert worker.stdout.readline() == "ready\n", worker.stderr.read()
    for worker in workers:
        worker.stdin.write("go\n")
        worker.stdin.flush()
    told = [worker.communicate() for worker in workers]
    assert [(worker.returncode, errors) for worker, (_, errors) in zip(workers, told, strict=True)] == [(0, "")] * 2
    return [tuple(map(int, line.split())) for granted, _ in told for line in granted.split("\n") if line]


@pytest.fixture
def racers(transactional_db):
    """Twenty reviewers of one district, and ten readings of it."""
    district = DistrictFactory()
    readings = [ReadingFactory(article__district=district) for _ in range(10)]
    return [member_of(district, REVIEWER) for _ in range(PROCESSES * THREADS)], readings


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("lock", ["on", "off"])
def test_of_twenty_who_claim_a_reading_at_once_one_gets_it_and_without_the_lock_several(racers, lock):
    users, readings = racers
    granted = race("one", ",".join(str(reading.pk) for reading in readings), users, lock)
    times = Counter(reading for _, reading in granted)
    assert set(times) == {reading.pk for reading in readings}
    if lock == "off":
        assert max(times.values()) > 1, "without the lock all went well: the other half proves nothing"
        return
    assert set(times.values()) == {1}
    assert {reading: user for user, reading in granted} == dict(Reading.objects.values_list("pk", "claimed_by"))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("lock", ["on", "off"])
def test_people_who_ask_for_the_next_at_once_never_get_the_same_and_without_the_lock_they_do(racers, lock):
    users, readings = racers
    granted = race("next", "1", users[:10], lock)
    times = Counter(reading for _, reading in granted)
    if lock == "off":
        assert max(times.values()) > 1, "without the lock all went well: the other half proves nothing"
        return
    assert times == {reading.pk: 1 for reading in readings}
