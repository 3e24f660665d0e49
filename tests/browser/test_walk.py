"""The walk an official takes: sign in, cockpit, project, the meeting of 6 May, the printed sentence, the CSV."""

import csv
import re

import pytest
from django.db.models import Q

from articles.models import Article
from desk.first_run import prepare
from meetings.models import Meeting
from people.models import Enterprise, Official, Organization
from projects.models import Project

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PROJECT = "中部数字科创城"


@pytest.fixture
def passwords(live_server) -> dict[str, str]:
    """The demonstration accounts of a first run, with the sample read and recorded."""
    return dict(re.findall(r"用户名 (\S+)\t密码 (\S+)", "\n".join(prepare())))


def sign_in_by_form(page, passwords, username):
    page.goto("/")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(passwords[username])
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1).wait_for()


@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_from_sign_in_to_the_printed_sentence_and_the_csv(request, width, passwords, axe, tmp_path):
    page = request.getfixturevalue(width)
    sign_in_by_form(page, passwords, "lingdao")
    axe(page)
    page.goto("/projects/")
    page.get_by_role("link", name=PROJECT).first.click()
    assert PROJECT in page.get_by_role("heading", level=1).inner_text()
    axe(page)
    page.get_by_role("link", name="中部数字科创城项目推进会").first.click()
    page.get_by_text("2024年5月6日下午").first.wait_for()
    assert "樊惠林" in page.locator("main").inner_text()
    axe(page)
    sentence = page.locator("details", has=page.locator("mark", has_text="樊惠林")).first
    sentence.locator("summary").click()
    assert "5月6日下午" in sentence.inner_text()
    sentence.get_by_role("link").first.click()
    page.locator("mark, .hx-mark, [class*=mark]", has_text="樊惠林").first.wait_for()
    axe(page)
    page.goto("/meetings/?" + "text=" + PROJECT)
    axe(page)
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("CSV")).first.click()
    assert re.search(r"会议活动.*\.csv", download.value.suggested_filename)
    path = tmp_path / "meetings.csv"
    download.value.save_as(path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(path.open(encoding="utf-8-sig", newline="")))
    assert [row["名称"] for row in rows] == ["中部数字科创城项目推进会"]
    assert "樊惠林" in "".join(rows[0].values())


def every_page() -> list[str]:
    """The address of each page of the site, a row's own page by the first row there is."""
    rows = {
        "meetings": Meeting.objects.filter(~Q(name="")),
        "projects": Project.objects,
        "officials": Official.objects,
        "organizations": Organization.objects,
        "enterprises": Enterprise.objects,
        "articles": Article.objects,
    }
    pages = ["/", "/requirements/", "/demands/", "/figures/"]
    for noun, queryset in rows.items():
        pages += [f"/{noun}/", f"/{noun}/{queryset.order_by('pk').first().pk}/"]
    return pages


@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_no_page_scrolls_sideways_or_breaks_a_rule_of_access(request, width, passwords, axe):
    page = request.getfixturevalue(width)
    sign_in_by_form(page, passwords, "fenxi")
    for address in every_page():
        page.goto(address)
        axe(page)
        too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert too_wide <= 0, f"{address} is {too_wide} px too wide"


def test_dark_pages_keep_the_rules_of_access(passwords, desktop, axe):
    desktop.emulate_media(color_scheme="dark")
    sign_in_by_form(desktop, passwords, "fenxi")
    for address in every_page():
        desktop.goto(address)
        axe(desktop)


def test_staff_find_the_meeting_in_the_admin(passwords, desktop):
    sign_in_by_form(desktop, passwords, "luru")
    desktop.goto("/admin/meetings/meeting/")
    desktop.get_by_role("link", name="中部数字科创城项目推进会").click()
    assert desktop.locator("input[name=name]").input_value() == "中部数字科创城项目推进会"
