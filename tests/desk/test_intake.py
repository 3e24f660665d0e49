"""Handing in at the desk, through the page: what is pasted, chosen, packed, hostile, long."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

import desk.encodings as encodings
import desk.intake as intake
from accounts.roles import ANALYST, DATA_ENTRY, SYSTEM_ADMINISTRATOR
from articles.models import Article, Reading
from desk.models import ImportBatch
from desk.tasks import QueueUnreachable, work_on_batch
from people.models import District, DistrictLevel
from tests.desk.composed_news import TEXT, TITLE
from tests.desk.hostile_files import encrypted_zip, zip_bomb, zip_of
from tests.desk.made_files import docx_file, docx_with, html_page, pdf_file
from tests.factories import DistrictFactory, ImportBatchFactory, member_of

pytestmark = pytest.mark.django_db
ADDRESS = reverse("desk:intake")
ISSUE = "2024-06-05"
SECOND = "# 青禾区领导走访企业\n本报讯 6月4日，青禾区区长苏见山走访云帆投控，了解生产经营情况。\n记者 方小舟\n"
TWO = f"# {TEXT}\n{SECOND}"


@pytest.fixture(autouse=True)
def time_enough(monkeypatch):
    """However slow the machine, a small intake is read within the request."""
    monkeypatch.setattr("desk.intake.SECONDS_HERE", 300.0)


@pytest.fixture
def district():
    return DistrictFactory(name="青禾区")


@pytest.fixture
def clerk(district):
    return member_of(district, DATA_ENTRY, full_name="周砚秋")


@pytest.fixture
def client(client, clerk):
    client.force_login(clerk)
    return client


def hand_in(client, of: District, *files: tuple[str, bytes], **fields):
    """The page that follows an intake."""
    given = {"district": of.pk, "published": ISSUE, "files": [SimpleUploadedFile(*file) for file in files]}
    return client.post(ADDRESS, given | fields, follow=True)


def outcomes(page) -> list[tuple[str, str, str]]:
    """(file, title, outcome) of each row of the result."""
    return [(row.page.name, row.title, row.outcome) for row in page.context["page"]]


def refusals(page) -> list[str]:
    """Each refusal as the page shows it: file, line, reason."""
    rows = [row for row in page.context["page"] if row.outcome == "refused"]
    text = page.content.decode()
    assert all(row.page.name in text and row.reason.replace('"', "&quot;") in text for row in rows)
    return [f"{row.page.name}:{row.line or ''}:{row.reason}" for row in rows]


# --- what is taken


def test_pasted_text_is_split_and_waits_for_review(client, clerk, district):
    page = hand_in(client, district, text=TWO, outlet="青禾日报", page_label="第1版")
    assert outcomes(page) == [
        ("粘贴的文字.txt", TITLE, "new"),
        ("粘贴的文字.txt", "青禾区领导走访企业", "new"),
    ]
    assert "新录入 2 篇" in page.content.decode()
    articles = Article.objects.order_by("page_offset")
    assert {(one.outlet, one.page_label, str(one.issue_date)) for one in articles} == {("青禾日报", "第1版", ISSUE)}
    assert {reading.state for reading in Reading.objects.all()} == {"waiting"}
    assert articles[0].history.get().history_user == clerk
    assert not DBTaskResult.objects.exists()


def test_files_of_every_kind_and_an_archive_of_them_are_one_intake(client, district):
    page = hand_in(
        client,
        district,
        ("版面.zip", zip_of({"乙/网页.html": html_page(), "甲.md": TWO.encode("gb18030")})),
        ("版面.docx", docx_file()),
        ("版面.pdf", pdf_file()),
        text="",
    )
    assert [(name, outcome) for name, _, outcome in outcomes(page)] == [
        ("版面.zip/乙/网页.html", "new"),
        ("版面.zip/甲.md", "known"),
        ("版面.zip/甲.md", "new"),
        ("版面.docx", "known"),
        ("版面.pdf", "known"),
    ]


def test_the_same_page_handed_in_again_is_known(client, district):
    hand_in(client, district, text=TEXT)
    page = hand_in(client, district, text=TEXT)
    assert [outcome for *_, outcome in outcomes(page)] == ["known"]
    assert "文字相同的报道早已录入" in page.content.decode()
    assert Article.objects.count() == 1


def test_the_date_printed_on_a_page_is_enough(client, district):
    hand_in(client, district, text=f"2024年5月13日 星期一\n{TEXT}", published="")
    assert Article.objects.get().issue_date == datetime.date(2024, 5, 13)
    page = hand_in(client, district, text=SECOND, published="")
    assert refusals(page) == ["粘贴的文字.txt:1:版面上没有出版日期,请指明后再导入(命令用 --published 2024-05-13)。"]


# --- what is not


@pytest.mark.parametrize(
    ("name", "raw", "told"),
    [
        ("炸弹.zip", lambda: zip_bomb(80, files=20), "炸弹.zip::解开后超过 64 MB(可能是压缩炸弹)"),
        ("大页.zip", lambda: zip_bomb(20), "大页.zip/第0版.txt::解开后超过 5 MB"),
        ("套娃.zip", lambda: zip_of({"内.zip": zip_of({"a.txt": b"a"})}), "套娃.zip/内.zip::压缩包里的压缩包不展开"),
        ("越界.zip", lambda: zip_of({"../../a.txt": TEXT.encode()}), "越界.zip/../../a.txt::文件名无效"),
        ("锁.zip", encrypted_zip, "锁.zip::压缩包已加密"),
        ("万件.zip", lambda: zip_of({f"{n}.txt": b"a" for n in range(10_000)}), "万件.zip::压缩包里有 10000 个文件"),
        ("残.txt", lambda: TEXT.encode()[:-2], "残.txt:5:文件是 UTF-8 编码,但此处残缺"),
        ("空字.txt", lambda: b"abc\n\0\0", "空字.txt:2:这是二进制文件"),
        ("倒写.txt", lambda: f"{TEXT}批准\u202e万003元".encode(), "倒写.txt:6:含有改变书写方向的字符 U+202E"),
        ("空.txt", lambda: b"", "空.txt::文件是空的"),
        ("假.txt", pdf_file, "假.txt::这是 PDF 文件,不是 .txt 文件"),
        ("假.pdf", lambda: TEXT.encode(), "假.pdf::"),
        ("假.docx", lambda: TEXT.encode(), "假.docx::不是 Word 文档"),
        ("假.zip", lambda: TEXT.encode(), "假.zip::不是 ZIP 压缩包"),
        ("肥.docx", lambda: docx_with({"word/media/a.bin": b"\0" * (60 << 20)}), "肥.docx::Word 文件解压后超过 50 MB"),
        ("大.txt", lambda: b"a" * (6 << 20), "大.txt::文件超过 5 MB 上限"),
        ("长.txt", lambda: b"\xff" * (5 << 20), "长.txt:"),
        ("假长.txt", lambda: b"%PDF-1.7" + b"a" * (1 << 20), "假长.txt::这是 PDF 文件"),
        ("图.jpg", lambda: b"\xff\xd8", "图.jpg::不支持的文件类型"),
    ],
)
def test_a_hostile_file_is_refused_by_name_and_the_good_one_beside_it_is_taken(client, district, name, raw, told):
    page = hand_in(client, district, (name, raw()), ("好.txt", TEXT.encode()))
    assert page.status_code == 200
    (refusal,) = refusals(page)
    assert refusal.startswith(told)
    assert [row for row in outcomes(page) if row[2] == "new"] == [("好.txt", TITLE, "new")]


def test_what_cannot_be_seen_in_a_name_is_left_out(client, district):
    assert outcomes(hand_in(client, district, ("名\u202egpj.txt", TEXT.encode()))) == [("名gpj.txt", TITLE, "new")]


def test_pasted_text_is_held_to_the_same_rules(client, district):
    assert refusals(hand_in(client, district, text="开会\0了"))[0].startswith("粘贴的文字.txt:1:这是二进制文件")
    assert refusals(hand_in(client, district, text=f"{TEXT}\u2066"))[0].startswith("粘贴的文字.txt:6:含有改变书写方向")


def test_too_many_files_and_too_much_text_are_told_on_the_form(client, district):
    page = hand_in(client, district, *((f"{n}.txt", b"a") for n in range(120)))
    assert (page.status_code, "一次最多 100 个文件,从“99.txt”往后" in page.content.decode()) == (413, True)
    page = hand_in(client, district, text="字" * (1 << 20))
    assert (page.status_code, "粘贴的文字超过 2.5 MB" in page.content.decode()) == (413, True)
    assert not ImportBatch.objects.exists()


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"text": " \n"}, "请粘贴文字,或选择文件。"),
        ({"text": TEXT, "published": "5月6日"}, "日期无效"),
        ({"text": TEXT, "district": ""}, "必填项"),
        ({"text": TEXT, "district": "999999"}, "选择一个有效的选项"),
        ({"text": TEXT, "outlet": "报" * 101}, "100"),
        ({"text": TEXT, "page_label": "a\0"}, "不允许"),
    ],
)
def test_what_is_wrong_in_the_form_is_told_at_its_place_and_what_was_typed_stays(client, district, fields, told):
    page = hand_in(client, district, **fields)
    assert page.status_code == 400
    assert told in page.content.decode()
    assert page.context["form"]["text"].value() == fields["text"]
    assert not ImportBatch.objects.exists()


# --- who


def test_a_district_of_others_and_a_township_cannot_be_chosen(client, district):
    township = DistrictFactory(parent=district, level=DistrictLevel.TOWNSHIP)
    for other in (DistrictFactory(), township):
        assert hand_in(client, other, text=TEXT).status_code == 400
    assert not ImportBatch.objects.exists()


@pytest.mark.parametrize("role", [ANALYST, SYSTEM_ADMINISTRATOR])
def test_who_may_not_review_may_not_hand_in(client, district, role):
    client.force_login(member_of(district, role))
    assert client.get(ADDRESS).status_code == 403
    assert hand_in(client, district, text=TEXT).status_code == 403


def test_a_forged_request_is_refused(clerk, district):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(clerk)
    assert hand_in(strict, district, text=TEXT).status_code == 403
    assert not ImportBatch.objects.exists()


def test_an_intake_of_another_district_is_not_there(client):
    other = ImportBatchFactory()
    assert client.get(reverse("desk:intake-detail", args=[other.pk])).status_code == 404


# --- what takes longer


@pytest.fixture
def no_time(time_enough, monkeypatch):
    """Nothing can be read within the request."""
    monkeypatch.setattr(intake, "SECONDS_HERE", 0.0)


def test_what_is_not_read_in_time_is_left_to_the_workers_and_shown_as_it_comes(client, district, no_time):
    page = hand_in(client, district, text=TWO)
    text = page.content.decode()
    assert "正在识别" in text
    assert 'hx-trigger="every 1s"' in text
    batch = ImportBatch.objects.get()
    assert [task.args_kwargs["args"] for task in DBTaskResult.objects.all()] == [[batch.pk]]
    work_on_batch.call(batch.pk)
    partial = client.get(
        reverse("desk:intake-detail", args=[batch.pk]), headers={"HX-Request": "true"}
    ).content.decode()
    assert "<html" not in partial
    assert "every 1s" not in partial
    assert "新录入 2 篇" in partial


def test_a_long_text_is_decoded_elsewhere_and_left_to_the_workers(client, district, monkeypatch):
    monkeypatch.setattr("desk.page_files.encodings.decode", None)  # which would keep this process busy
    page = hand_in(client, district, ("长.txt", (TEXT * 1000).encode("gb18030")))
    assert "正在识别" in page.content.decode()


def test_many_texts_are_as_long_as_one_and_cost_a_request_no_more_time(client, district, monkeypatch, no_time):
    decoded = []
    decode = encodings.decode
    monkeypatch.setattr(encodings, "decode", lambda raw: decoded.append(len(raw)) or decode(raw))
    text = TEXT * 300  # a third of what is decoded here
    page = hand_in(client, district, ("多.zip", zip_of({f"{n}.txt": f"{n}{text}".encode() for n in range(20)})))
    assert "正在识别" in page.content.decode()
    assert 0 < sum(decoded) <= intake._TEXT_HERE
    assert ImportBatch.objects.get().pages.count() == 20


def test_when_no_worker_runs_it_is_said(client, district, no_time):
    hand_in(client, district, text=TEXT)
    batch = ImportBatch.objects.get()
    address = reverse("desk:intake-detail", args=[batch.pk])
    assert "没有后台进程" not in client.get(address).content.decode()
    ImportBatch.objects.update(worked_at=None, started_at=timezone.now() - datetime.timedelta(seconds=20))
    assert "没有后台进程在处理" in client.get(address).content.decode()
    ImportBatch.objects.update(worked_at=timezone.now())
    assert "没有后台进程" not in client.get(address).content.decode()
    ImportBatch.objects.update(worked_at=timezone.now() - datetime.timedelta(seconds=20))
    batch.pages.update(state="reading", worker="h/1/2/3", claimed_until=timezone.now() + datetime.timedelta(seconds=30))
    assert "没有后台进程" not in client.get(address).content.decode()


def test_a_queue_that_takes_nothing_loses_nothing(client, district, no_time, monkeypatch):
    def refuse(batch):
        raise QueueUnreachable("连接不上任务队列")

    monkeypatch.setattr(intake, "enqueue", refuse)
    assert hand_in(client, district, text=TEXT).status_code == 200
    assert ImportBatch.objects.get().pages.count() == 1


def test_the_result_costs_the_same_for_few_articles_and_many(client, district, django_assert_max_num_queries):
    news = "".join(
        f"# 第{n}次调度会召开\n本报讯 6月{n}日，青禾区召开第{n}次调度会。\n记者 方小舟\n\n" for n in range(1, 25)
    )
    page = hand_in(client, district, text=news)
    assert len(outcomes(page)) == 24
    with django_assert_max_num_queries(12):
        client.get(page.request["PATH_INFO"])
