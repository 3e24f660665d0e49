"""A meeting typed into the admin by keyboard alone, and what the page does while one types."""

import datetime
import re
import sys

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from accounts.roles import DATA_ENTRY
from articles.reader import read_page
from meetings.models import Meeting
from people.models import Official, Organization
from tests.browser.conftest import WCAG_2_AA
from tests.factories import (
    DistrictFactory,
    EnterpriseFactory,
    MeetingFactory,
    OfficialFactory,
    OrganizationFactory,
    PostFactory,
    ProjectFactory,
    member_of,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADD = "/admin/meetings/meeting/add/"
MOST_KEYS = 90
COUNT_KEYS = """
window.keysDown = 0;
window.addEventListener("keydown", (event) => { if (!event.repeat) { window.keysDown += 1; } }, true);
"""


class Typist:
    """Hands on a keyboard. `counted` are the keys pressed but for the characters that end up in a field's value."""

    def __init__(self, page: Page):
        self.page, self.counted = page, 0
        page.add_init_script(COUNT_KEYS)

    def keys_down(self) -> int:
        return self.page.evaluate("window.keysDown")

    def press(self, *keys: str) -> None:
        for key in keys:
            before = self.keys_down()
            self.page.keyboard.press(key)
            self.counted += self.keys_down() - before

    def write(self, text: str) -> None:
        """Characters of a field's value."""
        before = self.page.evaluate("document.activeElement.value")
        self.page.keyboard.type(text)
        assert self.page.evaluate("document.activeElement.value") == before + text

    def pick(self, letters: str, name: str) -> None:
        """From a pick list by the first letters of the name in pinyin; the letters are counted, and Enter."""
        self.press(*letters)
        chosen = self.page.locator(".select2-results__option--highlighted")
        expect(chosen).to_contain_text(name)
        self.press("Enter")
        expect(self.page.locator(".select2-results")).to_have_count(0)

    def tell(self) -> None:
        """Print the count, which is at most MOST_KEYS."""
        sys.stdout.write(f"\n{self.counted} counted key presses (at most {MOST_KEYS})\n")
        assert self.counted <= MOST_KEYS

    def save(self) -> None:
        self.counted += 2  # the page is gone before it could tell
        self.page.keyboard.press("Control+Enter")
        expect(self.page.locator(".messagelist .success").first).to_be_visible()


def initials(row) -> str:
    return row.name_pinyin.split()[-1]


@pytest.fixture
def district():
    return DistrictFactory(name="二七区", code="410103")


@pytest.fixture
def clerk(district):
    return member_of(district, DATA_ENTRY)


@pytest.fixture
def axe():
    """As elsewhere, but for what axe does with style sheets that import others, as Django's do: it makes inline ones."""

    def check(page: Page) -> None:
        violations = Axe().run(page, options={**WCAG_2_AA, "preload": False}).response["violations"]
        assert [(v["id"], node["target"], node["html"][:200]) for v in violations for node in v["nodes"]] == []

    return check


def focused_field(page) -> str:
    """The name of the field that has the focus, of a pick list too."""
    return page.evaluate(
        """() => {
          const box = document.activeElement.closest(".select2");
          return (box ? box.previousElementSibling : document.activeElement).name;
        }"""
    )


def fits(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def type_meeting(page, typist, meeting: dict) -> None:
    """From the first field to saved; `chair` and `project` are rows of the register, `listed` the text of the list."""
    typist.write(meeting["name"])
    typist.press("Tab")
    typist.write(meeting["date"])
    typist.press("Tab", *["ArrowDown"] * meeting["day_part"], "Tab")
    typist.write(meeting["venue"])
    typist.press("Alt+n")
    assert focused_field(page) == "attendee_list"
    typist.write(meeting["listed"])
    expect(page.locator("#attendees-told tbody tr")).to_have_count(meeting["names"])
    typist.press("Alt+n", "Home", "Tab")
    typist.pick(initials(meeting["chair"]), meeting["chair"].name)
    typist.press("Alt+n", "Alt+n")
    typist.pick(initials(meeting["project"])[:4], meeting["project"].name)
    typist.press("Alt+n")
    for number, (heading, parts) in enumerate(meeting["requirements"]):
        if number:
            typist.press("Alt+a")
        assert focused_field(page) == f"requirements-{number}-heading"
        typist.write(heading)
        if parts:
            typist.press("Tab", "Tab", "Tab")
            assert focused_field(page) == f"requirements-{number}-parts_lines"
            typist.write("\n".join(parts))


def test_a_meeting_of_nine_is_typed_without_the_mouse(desktop, sign_in, clerk, district, axe):
    names = ["郭立新", "孟凡亮", "苏文博", "邢春生", "段玉兰", "葛永强"]
    chair = OfficialFactory(district=district, name="任志远")
    for name in names:
        PostFactory(official=OfficialFactory(district=district, name=name), title=f"区领导{name[0]}", start_date=None)
    for name in ("区发改委", "马寨镇"):
        OrganizationFactory(district=district, name=name)
    project = ProjectFactory(district=district, name="云帆产业园")
    sign_in(desktop, clerk)
    typist = Typist(desktop)
    desktop.goto(ADD)
    expect(desktop.locator("#id_name")).to_be_focused()

    type_meeting(
        desktop,
        typist,
        {
            "name": "云帆产业园项目推进会",
            "date": "2024-05-08",
            "day_part": 1,
            "venue": "区政府三楼会议室",
            "listed": "、".join(names) + "\n汇报:区发改委、马寨镇",
            "names": 8,
            "chair": chair,
            "project": project,
            "requirements": [("要倒排工期", []), ("要挂图作战", []), ("要按月通报", [])],
        },
    )
    axe(desktop)
    typist.save()

    typist.tell()
    meeting = Meeting.objects.get()
    assert (meeting.name, meeting.held_date, meeting.day_part) == (
        "云帆产业园项目推进会",
        datetime.date(2024, 5, 8),
        "morning",
    )
    assert (meeting.meeting_type, meeting.venue) == ("promotion", "区政府三楼会议室")
    rows = meeting.attendances.select_related("official", "organization")
    assert [(row.role, row.official or row.organization, row.printed_title) for row in rows] == [
        ("chair", chair, ""),
        *[("attend", Official.objects.get(name=name), f"区领导{name[0]}") for name in names],
        *[("report", Organization.objects.get(name=name), "") for name in ("区发改委", "马寨镇")],
    ]
    assert [row.project for row in meeting.discussions.all()] == [project]
    assert [(row.number, row.text) for row in meeting.requirements.all()] == [
        (1, "要倒排工期"),
        (2, "要挂图作战"),
        (3, "要按月通报"),
    ]


@pytest.mark.shared
def test_the_meeting_of_6_may_is_typed_without_the_mouse(desktop, sign_in, clerk, district, shared):
    """As printed, with its people, units, project and the parts of its three requirements."""
    page = (shared / "articles" / "erqi-2024-05.txt").read_text(encoding="utf-8")
    readings = read_page(page, datetime.date(2024, 5, 13))
    event = next(e for reading in readings for e in reading.events if e.date == datetime.date(2024, 5, 6))
    officials = {p.name: OfficialFactory(district=district, name=p.name) for p in event.people}
    firms = [EnterpriseFactory(district=district, name=firm.name) for firm in event.enterprises]
    project = ProjectFactory(district=district, name=event.projects[0].name)
    chair = next(officials[p.name] for p in event.people if p.role == "chair")
    others = [p.name for p in event.people if p.role != "chair"]
    requirements = [(d.heading, [part.text for part in d.parts]) for d in event.directives]
    sign_in(desktop, clerk)
    typist = Typist(desktop)
    desktop.goto(ADD)

    type_meeting(
        desktop,
        typist,
        {
            "name": event.name,
            "date": event.date.isoformat(),
            "day_part": ["", "上午", "下午"].index(event.day_part),
            "venue": event.venue,
            "listed": "、".join(others) + "\n汇报:" + "、".join(firm.name for firm in firms),
            "names": len(others) + len(firms),
            "chair": chair,
            "project": project,
            "requirements": requirements,
        },
    )
    typist.save()

    typist.tell()
    meeting = Meeting.objects.get()
    assert (meeting.name, meeting.held_date, meeting.venue) == (event.name, event.date, event.venue)
    rows = list(meeting.attendances.select_related("official", "enterprise"))
    assert [row.official or row.enterprise for row in rows] == [chair, *[officials[name] for name in others], *firms]
    assert len(requirements) == 3
    tops = meeting.requirements.filter(parent=None)
    assert [(top.heading, [part.text for part in top.parts.order_by("number")]) for top in tops] == requirements


def test_what_each_name_of_a_list_stands_for_is_told_while_it_is_typed(desktop, sign_in, clerk, district, axe):
    OfficialFactory.create_batch(2, district=district, name="孟凡亮")
    OfficialFactory(district=district, name="郭立新")
    sign_in(desktop, clerk)
    desktop.goto(ADD)
    desktop.locator("#id_attendee_list").press_sequentially("郭立新、孟凡亮、苏文博")
    told = desktop.locator("#attendees-told tbody tr")
    expect(told).to_have_count(3)
    for row, words in enumerate(["✓ 已关联", "? 不止一个", "+ 新名称"]):
        expect(told.nth(row)).to_contain_text(words)
    axe(desktop)


def test_the_keys_go_from_section_to_section_and_a_row_that_goes_leaves_the_focus(desktop, sign_in, clerk):
    sign_in(desktop, clerk)
    desktop.goto(ADD)
    visited = []
    for _ in range(8):
        desktop.keyboard.press("Alt+n")
        visited.append(focused_field(desktop))
    assert visited == [
        "attendee_list",
        "attendances-0-role",
        "headcounts-0-counted",
        "discussions-0-project",
        "requirements-0-heading",
        "demands-0-enterprise",
        "sources-0-article",
        "change_reason",
    ]
    desktop.locator("#id_attendances-0-printed_name").fill("苏文博")
    desktop.locator("#id_attendances-0-printed_name").press("Alt+a")
    assert focused_field(desktop) == "attendances-1-role"
    desktop.locator("#id_attendances-1-printed_name").fill("郭立新")
    desktop.locator("#id_attendances-1-printed_name").press("Alt+a")
    expect(desktop.locator("#id_attendances-2-role")).to_be_focused()
    desktop.locator("#attendances-2 .inline-deletelink").press("Enter")
    expect(desktop.locator("#attendances-group .add-row a")).to_be_focused()


def test_a_refused_form_has_the_focus_at_its_first_fault(desktop, sign_in, clerk):
    sign_in(desktop, clerk)
    desktop.goto(ADD)
    desktop.locator("#id_held_date").fill("2024-04-31")
    desktop.keyboard.press("Control+s")
    expect(desktop.locator(".errornote")).to_be_visible()
    expect(desktop.locator("#id_held_date")).to_be_focused()


def test_it_is_typed_on_a_phone(phone, sign_in, clerk, district, axe):
    OfficialFactory(district=district, name="郭立新")
    sign_in(phone, clerk)
    phone.goto(ADD)
    phone.get_by_label("名称:", exact=True).fill("云帆产业园调度会")
    phone.locator("#id_attendee_list").press_sequentially("郭立新、苏文博")
    expect(phone.locator("#attendees-told tbody tr")).to_have_count(2)
    assert fits(phone)
    axe(phone)
    phone.get_by_role("button", name="保存", exact=True).tap()
    expect(phone.locator(".messagelist .success").first).to_be_visible()
    assert list(Meeting.objects.get().attendances.values_list("printed_name", flat=True)) == ["郭立新", "苏文博"]
    phone.goto(re.sub("add/$", f"{Meeting.objects.get().pk}/change/", ADD))
    assert fits(phone)
    axe(phone)


def test_it_is_typed_without_scripts(new_context, live_site, sign_in, clerk, district):
    guest = OfficialFactory(district=district, name="郭立新")
    page = new_context(base_url=live_site, java_script_enabled=False).new_page()
    sign_in(page, clerk)
    page.goto(ADD)
    page.locator("#id_name").fill("云帆产业园调度会")
    page.locator("#id_attendee_list").fill("郭立新、苏文博")
    page.get_by_role("button", name="名单展开成行").click()
    expect(page.locator("#attendees-told tbody tr")).to_have_count(2)
    expect(page.locator(".hx-notice")).to_contain_text("还没有保存")
    page.get_by_role("button", name="保存", exact=True).click()
    assert list(Meeting.objects.get().attendances.values_list("printed_name", "official")) == [
        ("郭立新", guest.pk),
        ("苏文博", None),
    ]


# --- drafts, doubles, two editors


def drafts(page) -> list[str]:
    return page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('huixiang-draft:'))")


def wait_for_drafts(page, number: int) -> None:
    """Until the browser holds so many; a function to wait for would be refused as eval."""
    for _ in range(100):
        if len(drafts(page)) == number:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{drafts(page)} are not {number}")


def test_a_draft_is_offered_with_its_time_and_restored_whole(desktop, sign_in, clerk, district, axe):
    official = OfficialFactory(district=district, name="郭立新")
    sign_in(desktop, clerk)
    typist = Typist(desktop)
    desktop.goto(ADD)
    desktop.locator("#id_name").fill("云帆产业园调度会")
    desktop.locator("#id_attendances-0-official + .select2 .select2-selection").focus()
    typist.pick("glx", official.name)
    desktop.locator("#id_attendances-1-printed_name").fill("苏文博")
    desktop.locator("#id_attendances-1-printed_name").press("Alt+a")
    desktop.locator("#id_attendances-2-printed_name").fill("孟凡亮")
    wait_for_drafts(desktop, 1)
    desktop.wait_for_timeout(600)

    desktop.goto("/admin/")
    desktop.goto(ADD)
    expect(desktop.locator(".hx-draft")).to_contain_text("没有保存的草稿")
    axe(desktop)
    expect(desktop.locator("#id_name")).to_have_value("")
    desktop.get_by_role("button", name="恢复草稿").click()
    expect(desktop.locator("#id_name")).to_have_value("云帆产业园调度会")
    expect(desktop.locator("#id_attendances-2-printed_name")).to_have_value("孟凡亮")
    expect(desktop.locator("#id_attendances-0-official + .select2")).to_contain_text("郭立新")
    desktop.keyboard.press("Control+Enter")
    expect(desktop.locator(".messagelist .success").first).to_be_visible()
    assert list(Meeting.objects.get().attendances.values_list("printed_name", flat=True)) == [
        "郭立新",
        "苏文博",
        "孟凡亮",
    ]
    wait_for_drafts(desktop, 0)


def test_a_refused_save_keeps_the_draft_and_discarding_takes_it_away(desktop, sign_in, clerk):
    sign_in(desktop, clerk)
    desktop.goto(ADD)
    desktop.locator("#id_held_date").fill("2024-04-31")
    desktop.keyboard.press("Control+s")
    expect(desktop.locator(".errornote")).to_be_visible()
    assert len(drafts(desktop)) == 1
    desktop.goto("/admin/")
    desktop.goto(ADD)
    desktop.get_by_role("button", name="丢弃").click()
    wait_for_drafts(desktop, 0)


def test_signing_out_and_another_user_leave_no_draft(desktop, sign_in, clerk, district):
    sign_in(desktop, clerk)
    desktop.goto(ADD)
    desktop.locator("#id_name").fill("云帆产业园调度会")
    wait_for_drafts(desktop, 1)
    desktop.get_by_role("button", name="退出").click()
    desktop.wait_for_url("**/login/**")
    wait_for_drafts(desktop, 0)
    sign_in(desktop, clerk)
    desktop.goto(ADD)
    desktop.locator("#id_name").fill("云帆产业园调度会")
    wait_for_drafts(desktop, 1)
    sign_in(desktop, member_of(district, DATA_ENTRY))
    desktop.goto("/admin/people/enterprise/add/")
    wait_for_drafts(desktop, 0)


def test_a_likely_double_is_asked_about_at_the_keyboard(desktop, sign_in, clerk, district, axe):
    MeetingFactory(district=district, kind="meeting", name="云帆产业园项目推进会", held_date=datetime.date(2024, 5, 8))
    sign_in(desktop, clerk)
    desktop.goto(ADD)
    desktop.locator("#id_name").fill("云帆产业园推进会")
    desktop.locator("#id_held_date").fill("2024-05-08")
    desktop.keyboard.press("Control+Enter")
    expect(desktop.locator(".hx-doubles")).to_contain_text("名称相近")
    expect(desktop.locator(".hx-doubles input")).to_be_focused()
    axe(desktop)
    desktop.keyboard.press("Space")
    desktop.keyboard.press("Control+Enter")
    expect(desktop.locator(".messagelist .success").first).to_be_visible()
    assert Meeting.objects.count() == 2


@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_two_versions_are_looked_at_and_chosen_from(request, width, sign_in, clerk, district, axe):
    page = request.getfixturevalue(width)
    meeting = MeetingFactory(district=district, venue="区政府")
    sign_in(page, clerk)
    page.goto(f"/admin/meetings/meeting/{meeting.pk}/change/")
    meeting.venue = "大学路"
    meeting.save()
    page.locator("#id_venue").fill("马寨镇")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator(".hx-conflict")).to_contain_text("大学路")
    assert fits(page)
    axe(page)
    page.get_by_label("用对方保存的").check()
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator(".messagelist .success").first).to_be_visible()
    page.goto(f"/admin/meetings/meeting/{meeting.pk}/history/")
    assert fits(page)
    axe(page)
    page.get_by_role("link", name="恢复到这时").last.click()
    expect(page.locator(".hx-conflict")).to_contain_text("大学路")
    assert fits(page)
    axe(page)
