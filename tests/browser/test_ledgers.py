"""A ledger in the browser: suggestions while one types, results that change in place, and all of it without scripts."""

import pytest
from playwright.sync_api import expect

from accounts.roles import ANALYST
from tests.factories import AttendanceFactory, DistrictFactory, MeetingFactory, OfficialFactory, member_of
from tests.ledger.register import LEDGERS, furnish

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def district():
    return DistrictFactory()


@pytest.fixture
def analyst(district):
    return member_of(district, ANALYST)


@pytest.fixture
def two_meetings(district):
    chair = OfficialFactory(district=district, name="樊惠林")
    AttendanceFactory(meeting=MeetingFactory(district=district, name="科创城推进会"), official=chair, role="chair")
    MeetingFactory(district=district, name="食品产业调度会")


def test_a_person_is_chosen_by_suggestion_and_the_results_change_in_place(desktop, sign_in, analyst, two_meetings, axe):
    sign_in(desktop, analyst)
    desktop.goto("/meetings/")
    desktop.get_by_text("更多筛选条件").click()
    field = desktop.get_by_label("主持、带队")
    field.press_sequentially("fhl")
    expect(desktop.locator("#suggestions-chair option")).to_have_attribute("value", "樊惠林")
    field.fill("樊惠林")
    field.press("Tab")
    expect(desktop.locator("#ledger-count")).to_contain_text("符合条件的共 1 场")
    expect(desktop.get_by_role("link", name="食品产业调度会")).to_have_count(0)
    assert "chair=" in desktop.url
    assert "text=" not in desktop.url
    axe(desktop)
    desktop.get_by_role("link", name="去掉条件").click()
    expect(desktop.get_by_role("link", name="食品产业调度会")).to_have_count(1)
    desktop.go_back()
    expect(desktop.get_by_label("主持、带队")).to_have_value("樊惠林")
    expect(desktop.get_by_role("link", name="食品产业调度会")).to_have_count(0)


def test_back_after_a_change_in_place_shows_what_was_there(desktop, sign_in, analyst, two_meetings):
    sign_in(desktop, analyst)
    desktop.goto("/meetings/")
    desktop.get_by_label("名称、地点").fill("科创城")
    desktop.get_by_label("名称、地点").press("Enter")
    expect(desktop.get_by_role("link", name="食品产业调度会")).to_have_count(0)
    desktop.go_back()
    expect(desktop.get_by_role("link", name="食品产业调度会")).to_have_count(1)
    expect(desktop.get_by_label("名称、地点")).to_have_value("")


def test_a_wrong_range_of_days_is_told_in_place(desktop, sign_in, analyst, two_meetings, axe):
    sign_in(desktop, analyst)
    desktop.goto("/meetings/")
    desktop.get_by_label("起", exact=True).fill("2024-05-09")
    desktop.get_by_label("止", exact=True).fill("2024-05-01")
    desktop.get_by_label("止", exact=True).press("Tab")
    expect(desktop.get_by_role("alert")).to_contain_text("起始日期不能晚于截止日期")
    axe(desktop)


def test_it_works_without_scripts(new_context, live_site, sign_in, analyst, two_meetings):
    page = new_context(base_url=live_site, java_script_enabled=False).new_page()
    sign_in(page, analyst)
    page.goto("/meetings/")
    page.get_by_text("更多筛选条件").click()
    page.get_by_label("主持、带队").fill("樊惠林")
    page.get_by_role("button", name="查询").click()
    expect(page.get_by_role("link", name="科创城推进会")).to_have_count(1)
    expect(page.get_by_role("link", name="食品产业调度会")).to_have_count(0)
    page.get_by_role("link", name="日期", exact=True).click()
    assert "sort=date" in page.url
    assert "chair=" in page.url


@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_every_ledger_with_all_its_columns_fits_the_page(request, width, sign_in, analyst, district, axe):
    furnish(district, 2)
    page = request.getfixturevalue(width)
    sign_in(page, analyst)
    for ledger in LEDGERS:
        page.goto(f"/{ledger.split(':')[1]}s/?columns=all")
        expect(page.locator(".lg-table tbody tr").first).to_be_visible()
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
