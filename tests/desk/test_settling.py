import datetime
import json

import pytest
from django.db import IntegrityError, OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import desk.recording as recording
import desk.settling as settling
from accounts.bulk_writing import BulkWriting
from articles.models import Article, Reading, ReadingState
from articles.texts import text_sha256
from desk.batches import make_batch
from desk.importing import import_pages
from desk.models import ImportBatch, ImportedArticle, ImportPage
from desk.page_reading import claim_page, read_claimed
from desk.settling import settle_ready
from desk.working import work_on
from meetings.models import Meeting
from tests.desk.composed_news import TEXT, TITLE
from tests.factories import ArticleFactory, DecisionFactory, DistrictFactory, ReadingFactory, UserFactory, member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def district():
    return DistrictFactory(name="青禾区")


@pytest.fixture
def user(district):
    return member_of(district, "审核员")


def news(number: int) -> str:
    """News of its own for each number."""
    names = ["禾木镇", "青溪镇", "云岭街道", "望江街道", "南湖街道", "北山镇"]
    return f"{names[number]}召开防汛会\n本报讯 6月{number + 1}日上午，{names[number]}召开防汛会，镇长沈听澜{'甲乙丙丁戊己'[number]}主持会议。"


def jsonl(path, *rows: tuple[str, str | None], **more):
    """A JSONL file of (text, issue date) rows."""
    path.write_text(
        "".join(json.dumps({"text": text, "published": day, **more}, ensure_ascii=False) + "\n" for text, day in rows),
        encoding="utf-8",
    )
    return path


def always() -> bool:
    return True


def read_all(batch, number: int = 99) -> None:
    while number and (page := claim_page(batch)):
        read_claimed(page, batch)
        number -= 1


def order_of_entry() -> list[str]:
    return list(Article.objects.order_by("pk").values_list("title", flat=True))


def outcomes(batch) -> list[tuple[str, bool]]:
    return list(batch.articles.order_by("page", "place").values_list("outcome", "is_new"))


def test_articles_are_entered_by_issue_date_then_page_then_place(district, tmp_path):
    first = jsonl(tmp_path / "a.jsonl", (news(3), "2024-06-05"), (news(1), "2024-06-03"), (news(4), "2024-06-05"))
    second = jsonl(tmp_path / "b.jsonl", (news(5), "2024-06-05"), (news(0), "2024-06-02"), (news(2), "2024-06-03"))
    import_pages([first, second], district=district)
    assert order_of_entry() == [news(n).split("\n")[0] for n in range(6)]


def test_nothing_is_entered_before_every_page_is_read_that_could_hold_an_earlier_article(district, tmp_path):
    paths = [
        jsonl(tmp_path / f"{n}.jsonl", (news(n), f"2024-06-0{n + 2}"), (news(n + 3), f"2024-06-0{n + 3}"))
        for n in range(3)
    ]
    batch, _ = make_batch(paths, district=district)
    assert settle_ready(batch, always) == 0
    read_all(batch, 1)
    assert settle_ready(batch, always) == 1 + 1  # 2 June; 3 June of the first page stands before that of the second
    assert order_of_entry() == [news(0).split("\n")[0], news(3).split("\n")[0]]
    read_all(batch, 1)
    assert settle_ready(batch, always) == 2
    read_all(batch)
    assert settle_ready(batch, always) == 2


def test_while_the_date_of_an_unread_page_is_not_known_nothing_is_entered(district, tmp_path):
    page = tmp_path / "page.txt"
    page.write_text(TEXT, encoding="utf-8")
    batch, _ = make_batch([jsonl(tmp_path / "a.jsonl", (news(0), "2024-06-02")), page], district=district)
    undated = batch.pages.get(issue_date=None)
    dated = batch.pages.exclude(pk=undated.pk)
    dated.update(state="reading", worker="x/1/2/3", claimed_until=timezone.now())
    read_claimed(claim_page(batch), batch)
    ImportPage.objects.filter(pk=undated.pk).update(state="waiting", worker="")
    batch.articles.all().delete()
    read_claimed(dated.first(), batch)
    assert [row.outcome for row in batch.articles.all()] == ["pending"]
    assert settle_ready(batch, always) == 0
    read_all(batch)
    assert settle_ready(batch, always) == 1


def test_one_transaction_an_article(district, user, tmp_path, monkeypatch):
    """What fails takes nothing of the article before with it and leaves nothing of its own."""
    path = jsonl(tmp_path / "a.jsonl", (news(0), "2024-06-02"), (news(1), "2024-06-03"))
    write = BulkWriting.write
    calls = []

    def break_at_the_second(self):
        calls.append(1)
        write(self)
        if len(calls) == 2:
            raise OperationalError("the connection is gone")

    monkeypatch.setattr(BulkWriting, "write", break_at_the_second)
    with pytest.raises(OperationalError):
        import_pages([path], district=district, record_by=user)
    assert order_of_entry() == [news(0).split("\n")[0]]
    assert sorted(outcomes(ImportBatch.objects.get())) == [("pending", False), ("recorded", True)]
    monkeypatch.undo()
    import_pages([path], district=district, record_by=user)
    assert outcomes(ImportBatch.objects.get()) == [("recorded", True)] * 2
    assert Meeting.objects.count() == 2


def test_an_article_and_its_rows_come_with_one_history_row_each_in_the_name_of_the_recorder(district, user, tmp_path):
    import_pages([jsonl(tmp_path / "a.jsonl", (TEXT, "2024-06-05"))], district=district, record_by=user)
    reading = Reading.objects.get()
    assert (reading.state, reading.recorded_by, reading.recorded_in_bulk) == ("recorded", user, True)
    assert reading.made["meetings.meeting"] == [Meeting.objects.get().pk]
    assert not {"articles.article", "articles.reading"} & reading.made.keys()
    for row in (reading, reading.article, Meeting.objects.get()):
        (past,) = row.history.all()
        assert (past.history_type, past.history_user, past.history_change_reason) == ("+", user, "批量入库")


def test_of_the_same_text_twice_the_earlier_printed_one_is_entered(district, user, tmp_path):
    late = jsonl(tmp_path / "late.jsonl", (TEXT, "2024-06-07"), source="晚报")
    early = jsonl(tmp_path / "early.jsonl", (TEXT, "2024-06-05"), source="日报")
    import_pages([late, early], district=district, record_by=user)
    article = Article.objects.get()
    assert (article.outlet, str(article.issue_date)) == ("日报", "2024-06-05")
    assert outcomes(ImportBatch.objects.get()) == [("known", False), ("recorded", True)]


def test_a_waiting_article_is_recorded_when_it_is_imported_to_record(district, user, tmp_path):
    path = jsonl(tmp_path / "a.jsonl", (TEXT, "2024-06-05"), (news(1), "2024-06-05"))
    assert import_pages([path], district=district).new == 2
    report = import_pages([path], district=district, record_by=user)
    assert (report.new, report.known, report.recorded) == (0, 2, 2)
    assert set(Reading.objects.values_list("state", flat=True)) == {"recorded"}


def test_the_same_waiting_article_twice_in_a_batch_is_recorded_once(district, user, tmp_path):
    import_pages([jsonl(tmp_path / "a.jsonl", (TEXT, "2024-06-05"))], district=district)
    path = jsonl(tmp_path / "b.jsonl", (TEXT, "2024-06-05"), (TEXT, "2024-06-05"))
    report = import_pages([path], district=district, record_by=user)
    assert (report.known, report.recorded, report.errors) == (2, 1, [])


def test_what_a_person_works_on_is_left_to_him_and_told(district, user, tmp_path):
    path = jsonl(tmp_path / "a.jsonl", (TEXT, "2024-06-05"))
    import_pages([path], district=district)
    later = timezone.now() + datetime.timedelta(minutes=5)
    Reading.objects.update(state=ReadingState.IN_REVIEW, claimed_by=UserFactory(), claimed_until=later)
    report = import_pages([path], district=district, record_by=user)
    assert (report.recorded, report.errors) == (0, [])
    row = ImportedArticle.objects.get(batch__to_record=True)
    assert (row.outcome, row.reason) == ("known", "正在审核,留给审核人入库。")


def test_what_a_person_began_and_left_waits_for_a_person(district, user, tmp_path):
    path = jsonl(tmp_path / "a.jsonl", (TEXT, "2024-06-05"))
    import_pages([path], district=district)
    DecisionFactory(reading=Reading.objects.get(), verdict="drop")
    report = import_pages([path], district=district, record_by=user)
    assert (report.recorded, report.errors) == (0, [])
    assert ImportedArticle.objects.get(batch__to_record=True).reason == "正在审核,留给审核人入库。"
    assert not Meeting.objects.exists()


def test_what_is_not_by_the_rules_waits_for_a_person_and_is_told(district, user, tmp_path, monkeypatch):
    write = BulkWriting.write
    calls = []

    def fail_at_the_first(self):
        write(self)
        calls.append(1)
        if len(calls) == 1:
            raise IntegrityError("a rule of the register")

    monkeypatch.setattr(BulkWriting, "write", fail_at_the_first)
    path = jsonl(tmp_path / "a.jsonl", (TEXT, "2024-06-05"), (news(1), "2024-06-06"))
    report = import_pages([path], district=district, record_by=user)
    assert (report.new, report.recorded, report.refused) == (2, 1, 1)
    assert [f"“{TITLE}”:识别结果不合台账规则,未入库,留在待审。" in error for error in report.errors] == [True]
    assert sorted(Reading.objects.values_list("article__title", "state")) == sorted(
        [(TITLE, "waiting"), (news(1).split("\n")[0], "recorded")]
    )


def test_what_no_database_can_hold_is_refused_and_the_others_go_in(district, tmp_path, monkeypatch):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite holds any text")
    path = jsonl(tmp_path / "a.jsonl", (TEXT, "2024-06-05"), (news(1), "2024-06-06"))
    batch, _ = make_batch([path], district=district)
    read_all(batch)
    row = batch.articles.get(place=1)
    row.staged["article"]["deck"] = "引" * 301
    row.save()
    assert work_on(batch)
    assert outcomes(batch) == [("refused", False), ("new", True)]
    assert batch.articles.get(place=1).reason == "不能存入数据库,未录入;请把这篇报道发给维护人员。"


@pytest.mark.parametrize("to_record", [True, False])
def test_an_article_that_somebody_enters_meanwhile_is_known(district, user, tmp_path, monkeypatch, to_record):
    path = jsonl(tmp_path / "a.jsonl", (TEXT, "2024-06-05"))
    batch, _ = make_batch([path], district=district, record_by=user if to_record else None)
    read_all(batch)
    text = batch.articles.get().staged["article"]["text"]
    look = settling._known

    def look_too_early(batch, rows):
        found = look(batch, rows)
        if not Article.objects.exists():
            article = ArticleFactory(district=district, text=text, text_sha256=text_sha256(text))
            ReadingFactory(article=article, reader_version="0.1")
        return found

    monkeypatch.setattr(settling, "_known", look_too_early)
    assert work_on(batch)
    row = batch.articles.get()
    assert (row.outcome, row.is_new) == ("recorded" if to_record else "known", False)
    assert Article.objects.count() == 1


def test_an_article_known_by_its_title_alone_in_another_district_is_new(district, tmp_path):
    ArticleFactory(text=TEXT, text_sha256=text_sha256(TEXT))
    import_pages([jsonl(tmp_path / "a.jsonl", (TEXT, "2024-06-05"))], district=district)
    assert outcomes(ImportBatch.objects.get()) == [("new", True)]


def test_a_stopped_batch_is_left_and_goes_on_where_it_was(district, tmp_path):
    path = jsonl(tmp_path / "a.jsonl", *((news(n), f"2024-06-0{n + 2}") for n in range(6)))
    answers = iter([True] * 4 + [False] * 99)
    report = import_pages([path], district=district, may_go_on=lambda: next(answers))
    assert 0 < report.new < 6
    assert import_pages([path], district=district).new == 6
    assert ImportBatch.objects.count() == 1
    assert order_of_entry() == [news(n).split("\n")[0] for n in range(6)]


def test_a_batch_that_somebody_stopped_is_not_worked_on(district, tmp_path):
    batch, _ = make_batch([jsonl(tmp_path / "a.jsonl", (TEXT, "2024-06-05"))], district=district)
    ImportBatch.objects.update(state="stopped")
    assert work_on(batch)
    assert not Article.objects.exists()


def test_recording_a_new_article_costs_the_same_statements_however_many_names(district, user, tmp_path):
    def statements(number: int) -> int:
        names = "、".join(f"{'林苏沈顾叶'[n]}知远" for n in range(number))
        text = f"青禾区召开第{number}次会\n本报讯 6月{number}日上午，区委书记陆时雨主持召开第{number}次项目推进会。区领导{names}参加会议。"
        batch, _ = make_batch(
            [jsonl(tmp_path / f"{number}.jsonl", (text, "2024-06-09"))], district=district, record_by=user
        )
        read_all(batch)
        with CaptureQueriesContext(connection) as captured:
            assert settle_ready(batch, always) == 1
        return len([query for query in captured if "SAVEPOINT" not in query["sql"]])

    statements(1)  # PostgreSQL's sequences are asked for once
    few = statements(2)
    assert statements(5) == few
    if connection.vendor == "postgresql":
        assert few <= 15


def test_record_new_takes_an_article_once(district, user):
    values = {"district": district, "issue_date": datetime.date(2024, 6, 5), "title": TITLE, "text": TEXT}

    def made():
        article = Article(text_sha256=text_sha256(TEXT), **values)
        return article, Reading(article=article, reader_version="1", content={"events": []})

    article, reading = made()
    assert recording.record_new(article, reading, by=user).is_new
    assert Reading.objects.get() == reading
    with pytest.raises(IntegrityError):
        recording.record_new(*made(), by=user)
