"""Every ledger: the page and its file say the same, nobody sees another district's rows, and rows cost no queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roles import ANALYST
from ledger.columns import with_columns
from ledger.csv_writer import INTERRUPTED
from ledger.views import LedgerView
from meetings import views as meetings
from meetings.models import Meeting
from tests.factories import FAMILY_NAMES, DistrictFactory, MeetingFactory, ProjectFactory, UserFactory, member_of
from tests.ledger.register import LEDGERS, SUGGESTIONS, Table, column, file_of, furnish, screen

pytestmark = pytest.mark.django_db
# The queue of the desk is no ledger for all to read; its tests are in tests/desk.
VIEWS = [view for view in LedgerView.__subclasses__() if hasattr(view, "name") and view.name != "desk:queue"]


@pytest.fixture
def district():
    return DistrictFactory(name="明州区")


@pytest.fixture
def client(client, district):
    client.force_login(member_of(district, ANALYST))
    return client


def test_every_ledger_is_tested():
    assert sorted(view.name for view in VIEWS) == sorted(f"{ledger}-list" for ledger in LEDGERS)


@pytest.mark.parametrize("ledger", LEDGERS)
@pytest.mark.parametrize("columns", ["", "all"])
def test_the_file_is_what_the_screen_shows_over_all_pages(client, district, ledger, columns):
    furnish(district, rows=27)
    first = screen(client, ledger, columns=columns)
    count = len(file_of(client, ledger, columns=columns)) - 1
    shown = []
    for page in range(1, (count - 1) // 50 + 2):
        shown += screen(client, ledger, columns=columns, page=page).rows
    header, *rows = file_of(client, ledger, columns=columns)
    assert header == first.headers
    money = [place for place, name in enumerate(header) if name.endswith("(万元)")]
    for row in shown:
        for place in money:
            row[place] = row[place].replace(",", "")
    assert rows == shown
    assert len(rows) >= 27


@pytest.mark.parametrize("ledger", LEDGERS)
def test_every_column_of_a_furnished_register_holds_something(client, district, ledger):
    furnish(district, rows=2)
    header, *rows = file_of(client, ledger)
    empty = [name for place, name in enumerate(header) if not any(row[place] for row in rows)]
    assert set(empty) <= {"期间起", "期间止", "截至日期", "统一社会信用代码"}


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_every_column_sorts_both_ways_and_the_empty_come_last(client, district, view):
    furnish(district, rows=3)
    ledger = view.name.removesuffix("-list")
    for name in [each.name for each in view.columns]:
        up = file_of(client, ledger, sort=name, columns="all")
        down = file_of(client, ledger, sort=f"-{name}", columns="all")
        assert sorted(up[1:]) == sorted(down[1:])
        place = [each.name for each in view.columns].index(name)
        filled = [bool(row[place]) for row in up[1:]]
        assert filled == sorted(filled, reverse=True), name
        assert [bool(row[place]) for row in down[1:]] == filled, name
        assert screen(client, ledger, sort=name).rows == screen(client, ledger, sort=name).rows


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_a_sorted_page_leaves_the_columns_as_they_were(client, district, view):
    """The columns are shared by all requests; Django resolves what stands in a subquery's `order_by` in place."""

    def sql() -> str:
        rows, names = with_columns(view.rows.all(), view.columns, links=True)
        return str(rows.values(*names).query)

    furnish(district)
    before = sql()
    for each in view.columns:
        screen(client, view.name.removesuffix("-list"), sort=each.name, columns="all")
        assert sql() == before, each.name


def test_sorting_turns_the_order_round_and_says_so(client, district):
    for name, day in (("甲会", "2024-05-03"), ("乙会", "2024-05-01"), ("丙会", None)):
        MeetingFactory(district=district, name=name, held_date=day, date_note="" if day else "近日")
    assert column(client, "meetings:meeting", "名称", sort="date") == ["乙会", "甲会", "丙会"]
    assert column(client, "meetings:meeting", "名称", sort="-date") == ["甲会", "乙会", "丙会"]
    page = client.get("/meetings/?sort=date").content.decode()
    assert 'aria-sort="ascending"' in page
    assert "?sort=-date" in page


def test_stages_sort_as_they_follow_one_another(client, district):
    for stage in ("at_full_effect", "planning", "", "started"):
        ProjectFactory(district=district, stage=stage)
    assert column(client, "projects:project", "项目阶段", sort="stage") == ["谋划", "开工", "达效", ""]


@pytest.mark.parametrize("sort", ["nonsense", "-", "name\0", "name;drop", "name" * 5000])
def test_an_unknown_sort_is_said_and_the_usual_order_kept(client, district, sort):
    furnish(district)
    response = client.get("/projects/", {"sort": sort})
    assert response.status_code == 200
    assert "没有所要求的排序" in response.content.decode()
    assert len(Table(response.content.decode()).rows) == 1


@pytest.mark.parametrize("ledger", LEDGERS)
def test_rows_cost_no_queries(client, district, ledger):
    def queries(rows: int) -> int:
        furnish(district, rows)
        with CaptureQueriesContext(connection) as seen:
            table = screen(client, ledger, columns="all")
        assert table.rows
        return len(seen)

    few = queries(1)
    assert queries(30) == few
    assert few <= 4  # session, user, count, rows


def test_a_range_of_days_costs_no_query_more(client, district):
    furnish(district, 3)
    with CaptureQueriesContext(connection) as seen:
        screen(client, "meetings:meeting", date_from="2024-01-01", chair="王", text="会")
    assert len(seen) <= 4


@pytest.mark.parametrize("ledger", LEDGERS)
def test_another_district_sees_nothing(client, ledger):
    furnish(DistrictFactory(name="隐州区"), 2)
    table = screen(client, ledger)
    assert table.rows == []
    assert len(file_of(client, ledger)) == 1


@pytest.mark.parametrize("name", SUGGESTIONS)
def test_another_district_gets_no_suggestions(client, district, name):
    other = DistrictFactory(name="隐州区")
    furnish(other, 2)
    terms = ["区", "号", "食品", "街道", "三个一批", *FAMILY_NAMES]
    assert "<option" not in "".join(client.get(reverse(name), {"q": term}).content.decode() for term in terms)
    furnish(district, 2)
    assert "<option" in "".join(client.get(reverse(name), {"q": term}).content.decode() for term in terms)


@pytest.mark.parametrize(
    "address", [f"{ledger}-{sort}" for ledger in LEDGERS for sort in ("list", "csv")] + SUGGESTIONS
)
def test_strangers_are_sent_to_sign_in(client, address):
    client.logout()
    response = client.get(reverse(address))
    assert response.status_code == 302
    assert "/login/" in response["Location"]


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
@pytest.mark.parametrize(
    "value", ["\0", "a\0b", "\ud800".encode("utf-8", "surrogatepass"), "%", "_", "'", '"><script>', "x" * 5000]
)
def test_nothing_in_the_address_breaks_a_ledger(client, district, view, value):
    furnish(district)
    parameters = [
        name
        for names in view.filterset_class({}, request=None, queryset=view.rows.all()).parameters.values()
        for name in names
    ]
    for parameter in [*parameters, "sort", "page", "columns", "unknown"]:
        for address in (view.name, view.name.replace("-list", "-csv")):
            response = client.get(reverse(address), {parameter: value})
            assert response.status_code in (200, 400), (parameter, response.status_code)
            if response.streaming:
                assert INTERRUPTED not in b"".join(response).decode(), parameter
            elif response["Content-Type"].startswith("text/html"):
                assert b"<script>" not in response.content, parameter


@pytest.mark.parametrize("name", SUGGESTIONS)
@pytest.mark.parametrize("value", ["\0", "a\0b", "%", "x" * 5000, " ", ""])
def test_nothing_in_the_address_breaks_the_suggestions(client, name, value):
    for parameters in ({"q": value}, {"field": "chair", "chair": value}, {"field": value}):
        response = client.get(reverse(name), parameters)
        assert response.status_code == (400 if "\0" in value and len(parameters) + ("q" in parameters) == 2 else 200)
        assert b"<option" not in response.content


@pytest.mark.parametrize("page", ["0", "-1", "999999", "abc", "9" * 5000, "1.5", "\0"])
def test_a_page_that_is_not_there_is_the_nearest(client, district, page):
    furnish(district)
    assert len(screen(client, "projects:project", page=page).rows) == 1


def test_wrong_filters_show_what_is_wrong_and_no_rows(client, district):
    furnish(district)
    response = client.get("/meetings/", {"date_from": "2024-13-40"})
    text = response.content.decode()
    assert "日期无效" in text
    assert Table(text).rows == []
    assert "导出 CSV" not in text
    response = client.get("/meetings/csv/", {"date_from": "2024-13-40"})
    assert response.status_code == 400
    assert "日期无效" in response.content.decode()


def test_filters_in_use_are_tags_in_words_that_can_be_lifted(client, district):
    furnish(district)
    text = client.get("/meetings/", {"kind": "meeting", "date_from": "2024-05-01", "sort": "name"}).content.decode()
    assert "类别:会议" in text
    assert "日期:2024-05-01 起" in text
    assert 'href="/meetings/?date_from=2024-05-01&amp;sort=name"' in text
    assert 'href="/meetings/?kind=meeting&amp;sort=name"' in text


def test_one_of_several_choices_can_be_lifted(client, district):
    furnish(district)
    text = client.get("/demands/?state=pending&state=solved").content.decode()
    assert 'href="/demands/?state=solved"' in text
    assert 'href="/demands/?state=pending"' in text


def test_the_number_of_rows_is_told_in_words(client, district):
    assert "还没有记录" in client.get("/meetings/").content.decode()
    furnish(district, 2)
    assert "共 <strong>2</strong> 场" in client.get("/meetings/").content.decode()
    text = client.get("/meetings/", {"text": "没有这个会"}).content.decode()
    assert "没有符合条件的记录" in text
    assert "清除全部条件" in text


def test_meetings_without_a_day_are_counted_out_of_a_range(client, district):
    MeetingFactory(district=district, name="有日期的会")
    MeetingFactory(district=district, name="近日的会", held_date=None, date_note="近日")
    MeetingFactory(district=district, name="别处近日的会", held_date=None, kind="visit")
    text = client.get("/meetings/", {"date_from": "2024-05-01", "kind": "meeting"}).content.decode()
    assert "有日期的会" in text
    assert "近日的会" not in text
    assert "另有 <strong>1</strong> 场未载明日期" in text
    assert "近日(具体日期未载)" in client.get("/meetings/").content.decode()


def test_htmx_gets_the_results_alone_and_the_address_that_shows_them(client, district):
    furnish(district)
    response = client.get("/meetings/?kind=meeting&text=&sort=", headers={"HX-Request": "true"})
    text = response.content.decode()
    assert "<html" not in text
    assert 'id="ledger-results"' in text
    assert 'id="ledger-count" hx-swap-oob="innerHTML"' in text
    assert response["HX-Push-Url"] == "/meetings/?kind=meeting"
    assert "HX-Request" in response["Vary"]
    back = client.get("/meetings/", headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert "<html" in back.content.decode()


def test_a_link_leads_to_the_row_and_to_the_place_in_the_article(client, district):
    furnish(district)
    meeting = Meeting.objects.get()
    assert f'<a href="/meetings/{meeting.pk}/">{meeting.name}</a>' in client.get("/meetings/").content.decode()
    fact = meeting.demands.get()
    assert (
        f'<a href="/articles/{fact.article_id}/#c{fact.span_start}">{fact.quote}</a>'
        in client.get("/demands/").content.decode()
    )


def test_a_superuser_sees_every_district(client, district):
    furnish(DistrictFactory())
    client.force_login(UserFactory(is_superuser=True))
    assert len(screen(client, "meetings:meeting").rows) == 1


def test_titles_in_the_ledger_are_those_of_the_meeting(client, district):
    for fields in ({"name": "", "places": "马寨"}, {"name": "", "venue": ""}, {"name": ""}, {"name": "调度会"}):
        MeetingFactory(district=district, **{"kind": "visit", **fields})
    assert sorted(column(client, "meetings:meeting", "名称")) == sorted(
        meeting.title for meeting in Meeting.objects.all()
    )


def test_posting_to_a_ledger_is_refused(client):
    assert client.post(reverse(meetings.MeetingLedger.name)).status_code == 405
