import csv
import datetime
import io
import json
import signal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.bulk_writing import BulkWriting
from articles.models import Article, Reading, ReadingState
from desk.models import ImportBatch
from desk.tasks import QueueUnreachable
from meetings.models import Meeting
from tests.desk.composed_news import BYLINE, PARAGRAPHS, TEXT, TITLE
from tests.desk.made_files import docx_file, html_page, jsonl_file, pdf_file, scanned_pdf
from tests.factories import DistrictFactory, UserFactory, member_of

PAGE = """# 青禾区召开云帆数谷项目推进会

本报讯 6月3日上午,青禾区委书记林知远主持召开云帆数谷项目推进会。

记者 方小舟

# 青禾区调度夏粮收购

本报讯 6月4日下午,青禾区副区长苏见山到禾木镇调研夏粮收购情况。

记者 方小舟
"""
ISSUE = "2024-06-05"
ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"]


@pytest.fixture
def district(db):
    return DistrictFactory(code="990101", name="青禾区")


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "page.txt"
    path.write_text(PAGE, encoding="utf-8")
    return path


def import_articles(*args, **options) -> tuple[str, str, int]:
    """Standard output, standard error and exit status of the command, which works in this process."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("import_articles", *map(str, args), stdout=out, stderr=err, **{"processes": 1, **options})
    except CommandError as error:
        return out.getvalue(), err.getvalue() + str(error), error.returncode
    return out.getvalue(), err.getvalue(), 0


def test_a_page_becomes_waiting_readings(district, page):
    out, err, status = import_articles(page, published=ISSUE)
    assert (err, status) == ("", 0)
    assert "新录入 2 篇" in out
    assert {r.state for r in Reading.objects.all()} == {ReadingState.WAITING}
    first, second = Article.objects.order_by("page_offset")
    assert (first.issue_date, first.title) == (datetime.date(2024, 6, 5), "青禾区召开云帆数谷项目推进会")
    assert PAGE[second.page_offset : second.page_offset + len(second.text)] == second.text
    assert not Meeting.objects.exists()


def test_the_same_page_twice_changes_nothing(district, page):
    user = member_of(district, "审核员")
    import_articles(page, published=ISSUE, record=True, by=user.username)
    before = Meeting.objects.count()
    out, _, status = import_articles(page, published=ISSUE, record=True, by=user.username)
    assert status == 0
    assert "新录入 0 篇,已有 2 篇,入库 0 篇" in out
    assert (Meeting.objects.count(), Article.objects.count(), Reading.objects.count()) == (before, 2, 2)
    assert before == 2


def test_recorded_in_bulk_is_marked(district, page):
    user = member_of(district, "审核员")
    import_articles(page, published=ISSUE, record=True, by=user.username)
    assert set(Reading.objects.values_list("state", "recorded_in_bulk", "recorded_by")) == {("recorded", True, user.pk)}


def test_articles_with_doubts_are_told_and_kept_with_their_number(district, page):
    said = "林知远提出三点要求。一要抢抓工期，确保年内开工；二要加强调度，每周通报一次进度。"
    page.write_text(PAGE.replace("记者", f"{said}\n\n记者", 1), encoding="utf-8")
    out, _, _ = import_articles(page, published=ISSUE, record=True, by=member_of(district, "审核员").username)
    assert "\n1 篇有存疑事实" in out
    readings = Reading.objects.order_by("article__page_offset")
    assert [reading.doubts for reading in readings] == [reading.content["doubts"] for reading in readings] == [1, 0]


def test_bad_files_and_lines_are_named_and_the_good_articles_go_in(district, page, tmp_path):
    (tmp_path / "empty.txt").touch()
    (tmp_path / "image.txt").write_bytes(b"\x89PNG\0")
    (tmp_path / "big.txt").write_bytes(b"a" * (5 * 1024 * 1024 + 1))
    (tmp_path / "big5.txt").write_bytes("會議\n青禾區召開項目推進會,要求各單位加快工作。".encode("big5"))
    (tmp_path / "scan.pdf").write_bytes(scanned_pdf())
    (tmp_path / "lines.jsonl").write_text(
        json.dumps({"text": PAGE.replace("云帆", "星帆"), "published": ISSUE}, ensure_ascii=False) + "\n{broken\n",
        encoding="utf-8",
    )
    out, err, status = import_articles(tmp_path, published=ISSUE)
    assert status == 1
    lines = err.splitlines()
    assert len([line for line in lines if "tmp" in line or ".txt" in line or ".jsonl" in line]) == 6
    for expected in (
        "empty.txt:文件是空的",
        "image.txt:第 1 行:这是二进制文件",
        "big.txt:文件有 5.0 MB,超过 5 MB 上限",
        "big5.txt:第 1 行:文件像是 Big5(繁体中文)编码,请另存为 UTF-8",
        "scan.pdf:扫描件没有文字层,请先做文字识别",
        "lines.jsonl:第 2 行:不是有效的 JSON",
    ):
        assert expected in err
    assert "新录入 3 篇,已有 1 篇" in out


@pytest.mark.parametrize("first", ["txt", "md", "html", "docx", "pdf", "jsonl"])
def test_the_same_news_in_every_kind_and_encoding_is_one_article_with_one_reading(district, tmp_path, first):
    files = {
        "txt": {f"{encoding}.txt": TEXT.encode(encoding) for encoding in ENCODINGS},
        "md": {"page.md": f"# {TEXT}".encode()},
        "html": {f"{encoding}.html": html_page(charset=encoding) for encoding in ("utf-8", "gb2312", "utf-16")},
        "docx": {"page.docx": docx_file()},
        "pdf": {"page.pdf": pdf_file()},
        "jsonl": {f"{encoding}.jsonl": jsonl_file(encoding) for encoding in ENCODINGS},
    }
    for kind in (first, *(other for other in files if other != first)):
        for name, raw in files[kind].items():
            (tmp_path / name).write_bytes(raw)
            _, err, status = import_articles(tmp_path / name, published=ISSUE)
            assert (err, status) == ("", 0)
    (article,) = Article.objects.all()
    reading = article.readings.get().content
    (event,) = [event for event in reading["events"] if event["kind"] == "meeting"]
    assert (article.title, reading["title"]) == (TITLE, TITLE)
    assert (event["name"], event["date"]) == ("云帆数谷项目推进会", "2024-06-03")
    assert {person["name"]: person["role"] for person in event["people"]}["林知远"] == "chair"
    assert [byline["name"] for byline in reading["bylines"]] == [BYLINE.split()[1]]


def test_title_page_and_source_of_a_row_are_those_of_its_article(district, tmp_path):
    path = tmp_path / "archive.jsonl"
    row = {"text": "\n".join([*PARAGRAPHS, BYLINE]), "title": "库里的标题", "page": "第02版 要闻", "source": "青禾日报"}
    path.write_text(json.dumps(row | {"published": ISSUE}), encoding="utf-8")
    import_articles(path)
    article = Article.objects.get()
    assert (article.title, article.page_label, article.outlet) == ("库里的标题", "第02版 要闻", "青禾日报")
    assert article.text == row["text"]


def test_a_title_given_for_a_page_of_several_articles_is_the_title_of_none(district, tmp_path):
    path = tmp_path / "archive.jsonl"
    path.write_text(json.dumps({"text": PAGE, "title": "要闻", "published": ISSUE}), encoding="utf-8")
    import_articles(path)
    assert sorted(Article.objects.values_list("title", flat=True)) == [
        "青禾区召开云帆数谷项目推进会",
        "青禾区调度夏粮收购",
    ]


def test_files_of_no_known_kind_are_named_and_hidden_ones_are_not(district, page, tmp_path):
    for number in range(1, 7):
        (tmp_path / f"photo{number}.jpg").touch()
    (tmp_path / ".DS_Store").touch()
    (tmp_path / "~$page.docx").touch()
    out, err, status = import_articles(tmp_path, published=ISSUE)
    assert (err, status) == ("", 0)
    assert "跳过 6 个不能读取的类型的文件:photo1.jpg、photo2.jpg、photo3.jpg、photo4.jpg、photo5.jpg 等。" in out


def test_a_page_without_an_issue_date_is_refused(district, page):
    _, err, status = import_articles(page)
    assert status == 1
    assert "page.txt:第 1 行:版面上没有出版日期,请指明后再导入" in err
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"district": "123456"}, "没有代码为 123456 的行政区"),
        ({"published": "13/05/2024"}, "--published 应形如 2024-05-13"),
        ({"record": True}, "--record 须用 --by"),
        ({"record": True, "by": "nobody"}, "没有名为 nobody 的在用账号"),
        ({"by": "somebody"}, "--by 须与 --record 同用"),
    ],
)
def test_wrong_options_are_refused_in_one_line(district, page, options, message):
    _, err, status = import_articles(page, **options)
    assert status == 1
    assert message in err
    assert len(err.splitlines()) == 1


def test_who_may_not_enter_rows_cannot_have_them_recorded_in_his_name(district, page):
    official = member_of(district, "领导")
    _, err, status = import_articles(page, published=ISSUE, record=True, by=official.username)
    assert status == 1
    assert "没有录入的权限" in err
    assert not Article.objects.exists()


def test_of_two_districts_one_must_be_named(district, page):
    DistrictFactory()
    assert "请用 --district" in import_articles(page, published=ISSUE)[1]
    assert import_articles(page, published=ISSUE, district="990101")[2] == 0


def test_an_article_that_breaks_a_rule_stays_waiting_and_the_others_go_in(district, page, monkeypatch):
    """One article's recording fails in the database: nothing of it is written, the other is whole, status 1."""
    user = member_of(district, "审核员")
    write = BulkWriting.write
    written = []

    def fail_at_the_first(self):
        write(self)
        written.append(Meeting.objects.count())
        if len(written) == 1:
            raise IntegrityError("a rule of the register")

    monkeypatch.setattr(BulkWriting, "write", fail_at_the_first)
    out, err, status = import_articles(page, published=ISSUE, record=True, by=user.username)
    assert status == 1
    assert "page.txt:第 1 行:“青禾区召开云帆数谷项目推进会”:识别结果不合台账规则" in err
    assert "入库 1 篇" in out
    assert written[0] == 1  # it was written when it failed
    assert Meeting.objects.count() == 1
    assert list(Reading.objects.order_by("article__page_offset").values_list("state", flat=True)) == [
        "waiting",
        "recorded",
    ]


def test_a_reading_that_somebody_works_on_is_left_to_him(district, page):
    import_articles(page, published=ISSUE)
    reading = Reading.objects.order_by("pk").first()
    reading.state = ReadingState.IN_REVIEW
    reading.claimed_by = UserFactory()
    reading.claimed_until = timezone.now() + datetime.timedelta(minutes=5)
    reading.save()
    out, _, _ = import_articles(page, published=ISSUE, record=True, by=member_of(district, "审核员").username)
    assert "入库 1 篇" in out
    reading.refresh_from_db()
    assert reading.state == ReadingState.IN_REVIEW


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"processes": 0}, "--processes 至少为 1"),
        ({"report": Path("/")}, "不能写入 /:请指明可写的文件夹里的一个文件。"),
        ({"report": Path("没有的文件夹/报告.csv")}, "不能写入 没有的文件夹/报告.csv"),
        ({"report": Path("报告.csv"), "background": True}, "--report 不能与 --background 同用"),
    ],
)
def test_what_cannot_be_done_is_refused_before_anything_is_read(district, page, options, message):
    _, err, status = import_articles(page, published=ISSUE, **options)
    assert status == 1
    assert message in err
    assert not ImportBatch.objects.exists()


def test_the_report_has_a_line_for_every_article(district, page, tmp_path):
    (tmp_path / "empty.txt").touch()
    report = tmp_path / "报告.csv"
    out, _, status = import_articles(tmp_path, published=ISSUE, report=report)
    assert status == 1
    assert f"逐篇结果见 {report}。" in out
    header, *rows = csv.reader(report.read_text(encoding="utf-8-sig").splitlines())
    assert header == ["文件", "行", "出版日期", "标题", "结果", "说明"]
    assert [row[1:] for row in rows] == [
        ["", "", "", "拒绝", "文件是空的。"],
        ["1", ISSUE, "青禾区召开云帆数谷项目推进会", "新录入", ""],
        ["7", ISSUE, "青禾区调度夏粮收购", "新录入", ""],
    ]


def test_a_batch_for_the_background_is_loaded_and_left_to_the_workers(district, page):
    out, err, status = import_articles(page, published=ISSUE, background=True)
    batch = ImportBatch.objects.get()
    assert (err, status) == ("", 0)
    assert f"已装入 1 个版面(第 {batch.pk} 批),交给后台。" in out
    assert batch.pages.get().state == "waiting"
    assert DBTaskResult.objects.get().args_kwargs["args"] == [batch.pk]


def test_where_the_queue_cannot_be_reached_the_pages_are_kept(district, page, monkeypatch):
    def refuse(batch):
        raise QueueUnreachable("连接不上任务队列(REDIS_URL):…")

    monkeypatch.setattr("desk.management.commands.import_articles.enqueue", refuse)
    _, err, status = import_articles(page, published=ISSUE, background=True)
    assert status == 1
    assert "版面已装入" in err
    assert ImportBatch.objects.get().state == "running"


def test_signals_are_heard_only_during_the_import(district, page):
    before = signal.getsignal(signal.SIGINT)
    import_articles(page, published=ISSUE)
    assert signal.getsignal(signal.SIGINT) is before
