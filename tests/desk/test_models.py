import pytest
from django.db.models import ProtectedError
from django.utils import timezone

from desk.models import Decision, ImportedArticle, ImportPage, NameTable
from tests.constraints import Case, assert_accepts, assert_complete, assert_refuses
from tests.factories import (
    ArticleFactory,
    DecisionFactory,
    EnterpriseFactory,
    ImportBatchFactory,
    ImportedArticleFactory,
    ImportPageFactory,
    NameTableFactory,
    OfficialFactory,
    SheetImportFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
STAGED = {"reading": {"events": []}}


def claimed(**changes):
    return lambda row: {"state": "reading", "worker": "host/1/2/3", "claimed_until": timezone.now(), **changes}


def linked(**changes):
    return lambda row: {"verdict": "link", "official": OfficialFactory(), **changes}


def pending(**changes):
    return {"outcome": "pending", "staged": STAGED, "article": None, **changes}


CASES = [
    Case(
        "name_table_unique_version",
        NameTableFactory,
        accepts=[lambda row: {"version": NameTableFactory().version}],
        refuses=[lambda row: {"version": NameTableFactory(district=row.district).version}],
    ),
    Case("name_table_version_given", NameTableFactory, accepts=[{"version": "3f9c"}], refuses=[{"version": ""}]),
    Case("sheet_import_file_named", SheetImportFactory, accepts=[{}], refuses=[{"file_name": ""}]),
    Case(
        "sheet_import_kind_valid",
        SheetImportFactory,
        accepts=[{"kind": ""}, {"kind": "plans"}],
        refuses=[{"kind": "项目"}],
    ),
    Case(
        "sheet_import_content_until_written",
        SheetImportFactory,
        accepts=[{}, lambda row: {"written_at": timezone.now(), "content": None}],
        refuses=[{"content": None}, lambda row: {"written_at": timezone.now()}],
    ),
    Case("import_batch_state_valid", ImportBatchFactory, accepts=[{"state": "stopped"}], refuses=[{"state": "进行中"}]),
    Case(
        "import_batch_finish_dated",
        ImportBatchFactory,
        accepts=[{}, lambda row: {"state": "finished", "finished_at": timezone.now()}],
        refuses=[{"state": "finished"}, lambda row: {"finished_at": timezone.now()}],
    ),
    Case(
        "import_batch_recorded_by_someone",
        ImportBatchFactory,
        accepts=[lambda row: {"to_record": True, "started_by": UserFactory()}, {"to_record": False}],
        refuses=[{"to_record": True}],
    ),
    Case(
        "import_page_unique_position",
        ImportPageFactory,
        accepts=[lambda row: {"position": ImportPageFactory().position}],
        refuses=[lambda row: {"position": ImportPageFactory(batch=row.batch).position}],
    ),
    Case("import_page_state_valid", ImportPageFactory, accepts=[{"state": "refused"}], refuses=[{"state": "待读"}]),
    Case(
        "import_page_claim_complete",
        ImportPageFactory,
        accepts=[claimed(), {"state": "read", "worker": "host/1/2/3"}],
        refuses=[claimed(worker=""), claimed(claimed_until=None), claimed(state="waiting"), claimed(state="read")],
    ),
    Case(
        "import_page_place_given",
        ImportPageFactory,
        accepts=[{"name": "版面.txt", "line": 51}],
        refuses=[{"name": ""}, {"line": 0}],
    ),
    Case(
        "imported_article_unique_place",
        ImportedArticleFactory,
        accepts=[lambda row: {"place": ImportedArticleFactory().place}],
        refuses=[lambda row: {"place": ImportedArticleFactory(page=row.page).place}],
    ),
    Case(
        "imported_article_outcome_valid",
        ImportedArticleFactory,
        accepts=[{"outcome": "same_news"}],
        refuses=[{"outcome": "已有"}],
    ),
    Case(
        "imported_article_outcome_founded",
        ImportedArticleFactory,
        accepts=[
            {"outcome": "known"},
            {"outcome": "refused", "article": None, "reason": "没有找到报道正文。"},
            {"outcome": "refused", "reason": "识别结果不合台账规则。"},
            pending(),
            {"outcome": "pending"},
        ],
        refuses=[
            {"article": None},
            {"outcome": "recorded", "article": None},
            {"outcome": "refused", "article": None},
            pending(staged=None),
            pending(issue_date=None),
            lambda row: pending(article=ArticleFactory()),
        ],
    ),
    Case(
        "imported_article_settled_bare",
        ImportedArticleFactory,
        accepts=[pending(), {"outcome": "recorded"}],
        refuses=[{"outcome": "recorded", "staged": STAGED}, {"outcome": "new", "staged": STAGED}],
    ),
    Case(
        "decision_unique_fact",
        DecisionFactory,
        accepts=[lambda row: {"fact": DecisionFactory().fact}, {"fact": "event:0-8"}],
        refuses=[lambda row: {"fact": DecisionFactory(reading=row.reading).fact}],
    ),
    Case("decision_fact_given", DecisionFactory, accepts=[{"fact": "name:unit:区商务局"}], refuses=[{"fact": ""}]),
    Case("decision_verdict_valid", DecisionFactory, accepts=[{"verdict": "drop"}], refuses=[{"verdict": "采纳"}]),
    Case(
        "decision_content_where_written",
        DecisionFactory,
        accepts=[{"verdict": "correct", "corrected": {"name": "林知远"}}, {"verdict": "add", "corrected": {}}],
        refuses=[{"verdict": "correct"}, {"verdict": "add"}, {"corrected": {"name": "林知远"}}],
    ),
    Case(
        "decision_one_target",
        DecisionFactory,
        accepts=[linked(), {"verdict": "new"}],
        refuses=[
            linked(official=None),
            linked(verdict="new"),
            lambda row: {"verdict": "link", "official": OfficialFactory(), "enterprise": EnterpriseFactory()},
        ],
    ),
    Case(
        "decision_event_of_added",
        DecisionFactory,
        accepts=[{"verdict": "add", "corrected": {}, "event": "event:0-8"}],
        refuses=[{"event": "event:0-8"}],
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_constraint_accepts(case):
    assert_accepts(case)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_constraint_refuses_in_chinese(case):
    assert_refuses(case)


def test_every_constraint_is_tried():
    assert_complete("desk", CASES)


def test_a_batch_goes_with_its_pages_and_leaves_the_articles():
    row = ImportedArticleFactory()
    row.batch.delete()
    assert not ImportPage.objects.exists()
    assert not ImportedArticle.objects.exists()
    row.article.refresh_from_db()


def test_the_names_that_a_batch_is_read_with_stay():
    batch = ImportBatchFactory(name_table=NameTableFactory())
    with pytest.raises(ProtectedError):
        batch.name_table.delete()
    batch.delete()
    assert NameTable.objects.exists()


def test_an_article_that_an_import_tells_of_stays():
    row = ImportedArticleFactory()
    with pytest.raises(ProtectedError):
        row.article.delete()


def test_a_row_that_a_decision_names_stays():
    decision = DecisionFactory(fact="name:person:林知远", verdict="link", official=OfficialFactory())
    with pytest.raises(ProtectedError):
        decision.official.delete()
    assert decision.target == decision.official


def test_decisions_go_with_their_reading():
    DecisionFactory().reading.delete()
    assert not Decision.objects.exists()
