import datetime
import json

import pytest

from articles.models import Article
from desk.batches import (
    LINES_PER_PAGE,
    GivenFile,
    finish,
    make_batch,
    make_batch_of,
    name_of,
    stop,
    unfinished_batches,
)
from desk.models import BatchState, ImportBatch, ImportedArticle, ImportPage
from desk.page_files import PageFileError
from desk.working import work_on
from tests.desk.composed_news import TEXT
from tests.desk.made_files import docx_file, scanned_pdf
from tests.factories import DistrictFactory, UserFactory

pytestmark = pytest.mark.django_db
ISSUE = datetime.date(2024, 6, 5)


@pytest.fixture
def district():
    return DistrictFactory(name="青禾区")


def line(text: str = TEXT, published: str | None = None) -> str:
    return json.dumps({"text": text, **({"published": published} if published else {})}, ensure_ascii=False)


def pages_of(batch: ImportBatch) -> list[tuple]:
    return [(page.name.rsplit("/", 1)[-1], page.line, page.issue_date, page.state) for page in batch.pages.all()]


def test_files_become_pages_in_the_order_given_and_by_name(district, tmp_path):
    for name in ("b.txt", "a.txt"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    (tmp_path / "z").mkdir()
    (tmp_path / "z" / "first.docx").write_bytes(docx_file())
    batch, is_begun = make_batch([tmp_path / "z", tmp_path], district=district, published=ISSUE)
    assert not is_begun
    assert pages_of(batch) == [
        ("first.docx", 1, None, "waiting"),  # what a document says of its date is not known before it is parsed
        ("a.txt", 1, ISSUE, "waiting"),
        ("b.txt", 1, ISSUE, "waiting"),
        ("first.docx", 1, None, "waiting"),
    ]
    assert bytes(batch.pages.get(position=2).raw) == TEXT.encode()


def test_lines_of_jsonl_become_pages_of_fifty_with_their_earliest_date(district, tmp_path):
    path = tmp_path / "archive.jsonl"
    lines = [line(published=f"2024-06-{1 + n % 28:02}") for n in range(LINES_PER_PAGE + 10)]
    lines[3:3] = ["", "{broken"]
    path.write_bytes("\n".join(lines).encode("gb18030"))
    batch, _ = make_batch([path], district=district)
    assert pages_of(batch) == [
        ("archive.jsonl", 1, datetime.date(2024, 6, 1), "waiting"),
        ("archive.jsonl", 51, datetime.date(2024, 6, 1), "waiting"),
    ]
    work_on(batch)
    refusal = ImportedArticle.objects.get(outcome="refused")
    assert (refusal.line, refusal.reason) == (5, "不是有效的 JSON。")
    assert set(ImportedArticle.objects.exclude(outcome="refused").values_list("line", flat=True)) == {*range(1, 63)} - {
        4,
        5,
    }


def test_the_date_printed_on_a_page_comes_before_the_one_given(district, tmp_path):
    (tmp_path / "page.txt").write_text("2024年5月13日 星期一\n\n" + TEXT, encoding="utf-8")
    (tmp_path / "rows.jsonl").write_text(line("2023年12月1日\n" + TEXT) + "\n" + line(), encoding="utf-8")
    batch, _ = make_batch([tmp_path], district=district, published=ISSUE)
    assert [page.issue_date for page in batch.pages.all()] == [
        datetime.date(2024, 5, 13),
        datetime.date(2023, 12, 1),
    ]


def test_what_cannot_be_taken_is_a_refused_page_with_its_reason(district, tmp_path):
    (tmp_path / "empty.txt").touch()
    (tmp_path / "big.txt").write_bytes(b"a" * (5 * 1024 * 1024 + 1))
    (tmp_path / "image.jsonl").write_bytes(b"\x89PNG\0")
    (tmp_path / "scan.pdf").write_bytes(scanned_pdf())
    batch, _ = make_batch([tmp_path, tmp_path / "gone.txt"], district=district)
    assert [(name, state) for name, _, _, state in pages_of(batch)] == [
        ("big.txt", "refused"),
        ("empty.txt", "refused"),
        ("image.jsonl", "refused"),
        ("scan.pdf", "waiting"),
        ("gone.txt", "refused"),
    ]
    assert list(batch.articles.order_by("page").values_list("outcome", flat=True)) == ["refused"] * 4
    assert batch.articles.get(page__name__endswith="gone.txt").reason == "文件不存在。"


def test_the_same_command_finds_its_unfinished_batch(district, tmp_path):
    (tmp_path / "page.txt").write_text(TEXT, encoding="utf-8")
    user = UserFactory()
    batch, _ = make_batch([tmp_path], district=district, published=ISSUE, record_by=user)
    stop(batch)
    batch.pages.update(claims=4)
    assert make_batch([tmp_path], district=district, published=ISSUE, record_by=user) == (batch, True)
    batch.refresh_from_db()
    assert (batch.state, batch.pages.get().claims) == (BatchState.RUNNING, 0)


@pytest.mark.parametrize("change", ["published", "record_by", "district", "bytes", "files", "finished"])
def test_another_command_gets_a_batch_of_its_own(district, tmp_path, change):
    page = tmp_path / "page.txt"
    page.write_text(TEXT, encoding="utf-8")
    given = {"district": district, "published": ISSUE, "record_by": None}
    batch, _ = make_batch([tmp_path], **given)
    if change == "bytes":
        page.write_text(TEXT + "编辑 林知远", encoding="utf-8")
    elif change == "files":
        (tmp_path / "second.txt").write_text(TEXT, encoding="utf-8")
    elif change == "finished":
        work_on(batch)
    else:
        given[change] = {"published": None, "record_by": UserFactory(), "district": DistrictFactory()}[change]
    other, is_begun = make_batch([tmp_path], **given)
    assert (other != batch, is_begun) == (True, False)


def test_a_batch_that_fails_while_its_pages_come_in_is_not_there(district, tmp_path, monkeypatch):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    monkeypatch.setattr("desk.batches._MOST_BYTES", 1)
    insert = ImportPage.objects.bulk_create
    monkeypatch.setattr(
        "desk.batches._insert", lambda pages: insert(pages) if pages and pages[0].position == 1 else 1 / 0
    )
    with pytest.raises(ZeroDivisionError):
        make_batch([tmp_path], district=district)
    assert not ImportBatch.objects.exists()
    assert not ImportPage.objects.exists()


def test_names_are_those_given_below_the_current_folder_or_the_root(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "档案").mkdir()
    assert name_of(tmp_path / "档案" / "要闻.txt") == "档案/要闻.txt"
    monkeypatch.chdir(tmp_path / "档案")
    assert name_of(tmp_path / "要闻.txt") == str(tmp_path / "要闻.txt")[1:]
    assert name_of(type(tmp_path)("../要闻.txt")) == str(tmp_path / "要闻.txt")[1:]
    assert name_of(type(tmp_path)("坏\udcff\n名\\.txt")) == "坏?�名�.txt"


def test_a_file_of_a_name_nobody_can_print_is_read(district, tmp_path):
    (tmp_path / "坏\n名\\.txt").write_text(TEXT, encoding="utf-8")
    batch, _ = make_batch([tmp_path], district=district, published=ISSUE)
    work_on(batch)
    assert [row.outcome for row in batch.articles.all()] == ["new"]


def test_only_a_batch_with_nothing_left_to_do_is_finished_and_drops_its_bytes(district, tmp_path):
    (tmp_path / "page.txt").write_text(TEXT, encoding="utf-8")
    batch, _ = make_batch([tmp_path], district=district, published=ISSUE)
    assert not finish(batch)
    assert unfinished_batches() == [batch]
    assert work_on(batch)
    batch.refresh_from_db()
    assert (batch.state, batch.finished_at is None, bytes(batch.pages.get().raw)) == ("finished", False, b"")
    assert unfinished_batches() == []


def test_files_given_as_bytes_make_the_same_batch_and_say_for_all_what_they_do_not_say_themselves(district):
    user = UserFactory()
    files = [GivenFile("版面.txt", TEXT.encode()), GivenFile("坏.pdf", b"", PageFileError("坏.pdf", "文件是空的。"))]
    given = {"district": district, "published": ISSUE, "outlet": "青禾日报", "page_label": "第2版", "by": user}
    batch, is_begun = make_batch_of(lambda: files, **given)
    assert (is_begun, batch.started_by, batch.to_record) == (False, user, False)
    assert make_batch_of(lambda: files, **given) == (batch, True)
    assert make_batch_of(lambda: files, **given | {"by": UserFactory()})[1] is False
    assert work_on(batch)
    (article,) = Article.objects.all()
    assert (article.outlet, article.page_label, article.issue_date) == ("青禾日报", "第2版", ISSUE)
    assert article.history.get().history_user == user
    refused = batch.articles.get(outcome="refused")
    assert (refused.page.name, refused.reason) == ("坏.pdf", "文件是空的。")


def test_what_a_file_says_of_itself_comes_before_what_is_said_for_all(district):
    row = json.dumps({"text": TEXT, "published": "2024-06-05", "source": "隐州日报", "page": "A1"}).encode()
    batch, _ = make_batch_of(
        lambda: [GivenFile("a.jsonl", row)], district=district, outlet="青禾日报", page_label="第2版"
    )
    work_on(batch)
    assert Article.objects.values_list("outlet", "page_label").get() == ("隐州日报", "A1")


def test_a_text_that_is_decoded_already_is_not_decoded_again(district, monkeypatch):
    monkeypatch.setattr("desk.batches.text_of", None)
    file = GivenFile("a.txt", TEXT.encode(), text="2024年5月13日\n" + TEXT)
    batch, _ = make_batch_of(lambda: [file], district=district, published=ISSUE)
    assert batch.pages.get().issue_date == datetime.date(2024, 5, 13)
