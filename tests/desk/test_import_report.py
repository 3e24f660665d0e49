import pytest

from desk.import_report import ImportReport, outcome_counts, page_counts, progress_of, report_of, write_report
from tests.factories import ImportBatchFactory, ImportedArticleFactory, ImportPageFactory, ReadingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch():
    """A page that is read, with an article of most outcomes; one that is not; and another batch beside them."""
    ImportedArticleFactory()
    batch = ImportBatchFactory()
    page = ImportPageFactory(batch=batch, name="要闻.txt", state="read")
    ImportPageFactory(batch=batch)
    for place, values in enumerate(
        [
            {"outcome": "recorded"},
            {"outcome": "same_news"},
            {"outcome": "recorded", "is_new": False},
            {"outcome": "known", "is_new": False},
            {"outcome": "new"},
            {"outcome": "refused", "reason": "识别结果不合台账规则。", "title": "观摩"},
            {
                "outcome": "refused",
                "reason": "文件是空的。",
                "title": "",
                "article": None,
                "is_new": False,
                "line": None,
            },
            {"outcome": "pending", "article": None, "is_new": False, "staged": {"reading": {}}},
        ],
        1,
    ):
        ImportedArticleFactory(page=page, place=place, **values)
    return batch


def test_the_numbers_are_those_of_the_batch(batch):
    assert outcome_counts([batch.pk])[batch.pk] == {
        "new": 4,
        "known": 2,
        "recorded": 3,
        "same_news": 1,
        "refused": 2,
    }
    assert page_counts([batch.pk])[batch.pk] == {"pages": 2, "pages_read": 1}
    assert outcome_counts([0]) == page_counts([0]) == {}


def test_progress_expects_as_much_of_the_unread_pages_as_was_in_the_others(batch):
    progress = progress_of(batch)
    assert (progress.settled, progress.expected, progress.pages_read, progress.pages) == (7, 16, 1, 2)
    assert progress_of(ImportBatchFactory()).expected == 0


def test_the_report_in_words_names_what_was_refused(batch):
    report = report_of(batch, [f"{number}.jpg" for number in range(7)])
    assert report.errors == ["要闻.txt:第 1 行:“观摩”:识别结果不合台账规则。", "要闻.txt:文件是空的。"]
    assert str(report) == (
        "新录入 4 篇,已有 2 篇,入库 3 篇(其中 1 篇并为同一活动),出错 2 处。\n"
        "跳过 7 个不能读取的类型的文件:0.jpg、1.jpg、2.jpg、3.jpg、4.jpg 等。"
    )
    assert str(ImportReport(new=1, recorded=1)) == "新录入 1 篇,已有 0 篇,入库 1 篇,出错 0 处。"


def test_the_report_counts_the_articles_with_doubts_that_were_entered_or_recorded(batch):
    assert report_of(batch).doubtful == 0
    for row in batch.articles.exclude(article=None):
        ReadingFactory(article=row.article, reader_version="0.9", doubts=1)
        ReadingFactory(article=row.article, doubts=2)
    report = report_of(batch)
    assert report.doubtful == 5  # not the one that was known and left as it was
    assert str(report).split("\n")[1] == "5 篇有存疑事实,可在报道台账里按“存疑”筛选。"


def test_the_file_is_whole_or_not_at_all(batch, tmp_path, monkeypatch):
    path = tmp_path / "报告.csv"
    write_report(batch, path)
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 9
    assert lines[6].split(",")[3:] == ["观摩", "拒绝", "识别结果不合台账规则。"]
    assert lines[8].split(",")[4] == "待录入"

    def break_midway(batch):
        yield b"half"
        raise OSError("disk full")

    monkeypatch.setattr("desk.import_report.report_lines", break_midway)
    with pytest.raises(OSError, match="disk full"):
        write_report(batch, path)
    assert path.read_text(encoding="utf-8-sig").splitlines() == lines
    assert [file.name for file in tmp_path.iterdir()] == ["报告.csv"]
