"""A page of six articles reviewed by keyboard alone, the presses counted; and each thing the review page promises."""

import datetime
import re

import pytest
from django.db.models import Q

from accounts.roles import ensure_roles
from articles.models import Reading, ReadingState
from articles.texts import text_sha256
from desk.claims import claim
from desk.first_run import SAMPLE_ISSUE_DATE, SAMPLE_PAGE
from desk.importing import import_pages
from desk.models import Decision
from desk.reviewing import reviewed_content
from meetings.models import Attendance, Meeting
from tests.desk.readings import TEXT, content
from tests.factories import (
    ArticleFactory,
    DistrictFactory,
    EnterpriseFactory,
    OfficialFactory,
    ReadingFactory,
    member_of,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Key-downs but for the characters that end up in the value of a field.
COUNT_PRESSES = """
addEventListener("keydown", event => {
  const typed = event.target.closest?.("input, textarea, select") && event.key.length === 1;
  if (!typed) sessionStorage.presses = Number(sessionStorage.presses || 0) + 1;
}, true);
"""


@pytest.fixture
def district():
    ensure_roles()
    return DistrictFactory(name="青禾区")


@pytest.fixture
def reviewer(district):
    return member_of(district, "审核员")


@pytest.fixture
def reading(district):
    article = ArticleFactory(
        district=district,
        title="云帆数谷项目推进会",
        text=TEXT,
        text_sha256=text_sha256(TEXT),
        issue_date=datetime.date(2024, 6, 4),
    )
    return ReadingFactory(article=article, content=content(), state=ReadingState.WAITING)


@pytest.fixture
def keyboard(desktop, sign_in, reviewer):
    """A desktop page of somebody who has signed in and has no mouse."""
    sign_in(desktop, reviewer)
    desktop.context.add_init_script(COUNT_PRESSES)
    return desktop


def open_review(page, reading) -> None:
    page.goto(f"/desk/{reading.pk}/")
    page.locator(".rv-fact.rv-current").first.wait_for()


def press(page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def current(page) -> str:
    return page.locator(".rv-fact.rv-current").get_attribute("data-fact")


def presses(page) -> int:
    return int(page.evaluate("sessionStorage.presses || 0"))


def record(page) -> None:
    press(page, "r")
    page.get_by_role("dialog").get_by_role("button", name="入库").wait_for()
    press(page, "Enter")
    page.get_by_role("heading", name="已入库").wait_for()


def review_all(page, readings, accept) -> int:
    """Review, record and go on to the next; the presses it took, the one to go on among them."""
    pressed = 0
    for reading in readings:
        open_review(page, reading)  # in the order of the page, whatever the queue would bring next
        accept(page)
        record(page)
        pressed += 1  # the key n
    return presses(page) + pressed


def accept_each(page) -> None:
    for _ in range(page.locator(".rv-fact").count()):
        press(page, "a")
    page.get_by_text("未逐条决定的 0 条").wait_for()


def accept_by_event(page) -> None:
    for _ in range(page.locator(".rv-event").count()):
        press(page, "A")
    page.get_by_text("未逐条决定的 0 条").wait_for()


def read_page(path, district, reviewer) -> list[Reading]:
    import_pages([path], district=district, published=SAMPLE_ISSUE_DATE)
    return list(Reading.objects.order_by("article__page_offset"))


@pytest.mark.parametrize(("accept", "most"), [(accept_each, 120), (accept_by_event, 35)])
def test_a_page_of_six_articles_by_keyboard_alone(keyboard, district, reviewer, accept, most):
    readings = read_page(SAMPLE_PAGE, district, reviewer)
    assert len(readings) == 6
    taken = review_all(keyboard, readings, accept)
    print(f"sample page, six articles, {accept.__name__}: {taken} presses")  # noqa: T201
    assert taken <= most
    assert Reading.objects.filter(state="recorded", recorded_by=reviewer, recorded_in_bulk=False).count() == 6
    assert Meeting.objects.count() == sum(len(reading.content["events"]) for reading in readings)


@pytest.mark.shared
@pytest.mark.parametrize("accept", [accept_each, accept_by_event])
def test_the_real_page_by_keyboard_alone(keyboard, reviewer, shared, accept):
    district = reviewer.memberships.get().district
    type(district).objects.update(name="二七区")
    district.refresh_from_db()
    readings = read_page(shared / "articles" / "erqi-2024-05.txt", district, reviewer)
    assert len(readings) == 6
    del readings[4]  # the one with doubts
    taken = review_all(keyboard, readings, accept)
    print(f"real page, articles 1, 2, 3, 4 and 6, {accept.__name__}: {taken} presses")  # noqa: T201
    assert taken <= 60
    assert Reading.objects.filter(state="recorded").count() == 5


def test_keys_move_decide_and_undo(keyboard, reading):
    open_review(keyboard, reading)
    keys = [fact.get_attribute("data-fact") for fact in keyboard.locator(".rv-fact").all()]
    press(keyboard, "j", "j", "k")
    assert current(keyboard) == keys[1]
    press(keyboard, "x")
    keyboard.locator(".rv-dropped").wait_for()
    assert current(keyboard) == keys[2]
    press(keyboard, "a", "a")  # the second while the first is being saved
    keyboard.get_by_text("未逐条决定的 7 条").wait_for()
    assert current(keyboard) == keys[4]
    press(keyboard, "u")
    keyboard.get_by_text("未逐条决定的 8 条").wait_for()
    assert current(keyboard) == keys[3]
    assert dict(Decision.objects.values_list("fact", "verdict")) == {keys[1]: "drop", keys[2]: "accept"}
    press(keyboard, "u", "u")
    keyboard.get_by_text("未逐条决定的 10 条").wait_for()
    assert not Decision.objects.exists()


def test_a_fact_is_corrected_by_keyboard_and_keys_are_letters_while_typing(keyboard, reading):
    open_review(keyboard, reading)
    press(keyboard, "j", "e")
    keyboard.get_by_role("heading", name="改正人员").wait_for()
    press(keyboard, "Control+a")
    keyboard.keyboard.type("xjrau")
    press(keyboard, "Enter")
    keyboard.locator(".rv-name", has_text="xjrau").wait_for()
    assert keyboard.locator("#editor form").count() == 0
    decision = Decision.objects.get()
    assert (decision.verdict, decision.corrected) == ("correct", {"name": "xjrau"})
    assert current(keyboard) == decision.fact
    press(keyboard, "e")
    keyboard.get_by_role("heading", name="改正人员").wait_for()
    press(keyboard, "Escape", "j")
    assert keyboard.locator("#editor form").count() == 0
    keyboard.locator(f'.rv-fact.rv-current:not([data-fact="{decision.fact}"])').wait_for()


def select(page, start: int, end: int) -> None:
    """Select text[start:end], counted in the characters that the page shows, as a mouse or shift and arrows would."""
    page.evaluate(
        """([start, end]) => {
          const nodes = document.createTreeWalker(document.getElementById("printed"), NodeFilter.SHOW_TEXT);
          const range = document.createRange();
          let passed = 0;
          for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
            const units = [...node.data];
            const at = (place) => units.slice(0, place - passed).join("").length;
            if (start >= passed && start < passed + units.length) range.setStart(node, at(start));
            if (end > passed && end <= passed + units.length) range.setEnd(node, at(end));
            passed += units.length;
          }
          const selection = getSelection();
          selection.removeAllRanges();
          selection.addRange(range);
        }""",
        [start, end],
    )


@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_what_is_selected_across_a_line_break_becomes_evidence_to_the_character(
    keyboard, reviewer, reading, line_break
):
    # A character of two UTF-16 units before it, and facts whose marks cut the text.
    text = "𠮷" + TEXT.replace("\n", line_break)
    type(reading.article).objects.update(text=text)
    open_review(keyboard, reading)
    words = f"参加。{line_break}会议"
    start = text.index(words)
    select(keyboard, start, start + len(words))
    keyboard.get_by_text("补录:已选“参加。").wait_for()
    press(keyboard, "i", "Tab", "Tab", "Enter")  # event, person, unit
    keyboard.get_by_role("heading", name="补录单位").wait_for()
    press(keyboard, "Control+a")
    keyboard.keyboard.type("区水务局")
    press(keyboard, "Enter")
    keyboard.locator(".rv-name", has_text="区水务局").wait_for()
    added = Decision.objects.get()
    assert added.corrected["evidence"] == [start, start + len(words)]
    assert current(keyboard) == added.fact
    record(keyboard)
    unit = Attendance.objects.get(printed_name="区水务局")
    assert (unit.quote, unit.span_start) == (words, start)


def test_an_ambiguous_name_is_chosen_by_its_number(keyboard, district, reading):
    OfficialFactory.create_batch(2, district=district, name="苏见山")
    open_review(keyboard, reading)
    assert keyboard.locator(".rv-fact.rv-current .rv-name").inner_text() == "苏见山"
    press(keyboard, "r")
    keyboard.get_by_text("还不能入库").wait_for()
    press(keyboard, "Escape", "2")
    keyboard.get_by_text("(人工选定)").wait_for()
    chosen = Decision.objects.get().official
    record(keyboard)
    assert Attendance.objects.get(printed_name="苏见山").official == chosen


def test_a_name_is_looked_for_in_the_register_by_keyboard(keyboard, district, reading):
    firm = EnterpriseFactory(district=district, name="青禾城市运营集团有限公司")
    open_review(keyboard, reading)
    press(keyboard, "j", "j", "j", "j", "l")
    keyboard.keyboard.type("城市运营")
    keyboard.get_by_role("button", name="关联“青禾城市运营集团有限公司”").wait_for()
    press(keyboard, "Tab", "Enter")
    keyboard.get_by_text("(人工选定)").first.wait_for()
    assert Decision.objects.get().enterprise == firm
    press(keyboard, "j", "a")  # the keys are awake again
    keyboard.get_by_text("未逐条决定的 9 条").wait_for()


def test_focus_and_pointer_on_one_side_show_the_other(keyboard, reading):
    open_review(keyboard, reading)
    press(keyboard, "j")
    assert keyboard.locator("#printed .rv-current").inner_text() == "林知远"
    keyboard.locator("#printed mark", has_text="苏见山").first.hover()
    assert keyboard.locator(".rv-fact.rv-hover .rv-name").inner_text() == "苏见山"
    keyboard.locator("#printed mark a", has_text="区商务局").first.focus()
    assert keyboard.locator(".rv-fact.rv-current .rv-name").inner_text() == "区商务局"


def test_help_opens_and_closes_and_keys_rest_meanwhile(keyboard, reading, axe):
    open_review(keyboard, reading)
    press(keyboard, "?")
    keyboard.get_by_role("dialog", name="快捷键").wait_for()
    axe(keyboard)
    press(keyboard, "x", "Escape")
    assert keyboard.get_by_role("dialog").count() == 0
    press(keyboard, "j", "a")
    keyboard.get_by_text("未逐条决定的 9 条").wait_for()
    assert list(Decision.objects.values_list("verdict", flat=True)) == ["accept"]


def test_a_lost_claim_is_told_at_the_next_key(keyboard, district, reading):
    open_review(keyboard, reading)
    Reading.objects.update(claimed_until=datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC))
    claim(reading.pk, member_of(district, "审核员"))
    press(keyboard, "a")
    keyboard.get_by_text("已不由您审核").wait_for()
    assert keyboard.locator(".rv-buttons").count() == 0
    assert not Decision.objects.exists()


def test_a_server_that_fails_is_told_and_the_key_can_be_pressed_again(keyboard, reading, faults):
    faults.expect("Failed to load resource|ERR_FAILED|htmx:(afterRequest|sendError)")
    open_review(keyboard, reading)
    keyboard.route("**/decide/", lambda route: route.abort())
    press(keyboard, "a")
    keyboard.get_by_text("没有保存:连接不上服务器").wait_for()
    keyboard.unroute("**/decide/")
    press(keyboard, "a")
    keyboard.get_by_text("未逐条决定的 9 条").wait_for()
    assert not keyboard.locator("#failed").is_visible()


def test_whoever_is_signed_out_is_told_and_keeps_the_page(keyboard, reading, faults):
    faults.expect("Response Status Error Code 200|htmx:responseError")
    open_review(keyboard, reading)
    press(keyboard, "a")
    keyboard.get_by_text("未逐条决定的 9 条").wait_for()
    keyboard.context.clear_cookies(name="sessionid")
    press(keyboard, "x")
    keyboard.get_by_text("没有保存:登录已失效").wait_for()
    assert keyboard.locator(".rv-fact").count() == 10
    assert list(Decision.objects.values_list("verdict", flat=True)) == ["accept"]


@pytest.mark.parametrize("width", ["desktop", "phone"])
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_the_page_keeps_the_rules_of_access_and_never_scrolls_sideways(
    request, width, colours, sign_in, reviewer, district, reading, axe
):
    page = request.getfixturevalue(width)
    page.emulate_media(color_scheme=colours, reduced_motion="reduce")  # no colour half-way to another
    sign_in(page, reviewer)
    OfficialFactory.create_batch(2, district=district, name="苏见山")
    long = reading.content["events"][0]["people"][0]
    long.update(position="青禾区城市更新和产业发展攻坚指挥部办公室综合协调组组长", confidence=0.4)
    reading.save()

    def check() -> None:
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0

    open_review(page, reading)
    check()
    page.get_by_role("button", name=re.compile("改正:林知远")).click()
    page.get_by_role("heading", name="改正人员").wait_for()
    check()
    page.get_by_role("button", name="取消").click()
    page.get_by_role("button", name=re.compile("采纳:林知远")).click()
    page.get_by_text("待定 1 条").wait_for()
    page.get_by_role("button", name=re.compile("留待查明")).first.click()
    page.get_by_text("没有待定的内容").wait_for()
    page.get_by_role("button", name=re.compile("^入库")).click()
    page.get_by_role("dialog").get_by_text("留待查明").wait_for()
    check()
    page.get_by_role("dialog").get_by_role("button", name="入库").click()
    page.get_by_role("heading", name="已入库").wait_for()
    check()
    assert Meeting.objects.filter(~Q(entered_by=None)).count() == 1
    page.get_by_text("撤销入库…").click()
    page.get_by_role("button", name="撤销入库", exact=True).click()
    page.get_by_role("heading", name="已撤销入库").wait_for()
    check()
    assert not Meeting.objects.exists()
    assert page.get_by_text("没有待定的内容").count() == 1  # its decisions are there


def test_what_is_on_the_page_is_what_is_recorded(keyboard, reading):
    open_review(keyboard, reading)
    press(keyboard, "j", "x")
    keyboard.locator(".rv-dropped").wait_for()
    record(keyboard)
    (event,) = reviewed_content(reading, Decision.objects.all())["events"]
    assert {person["name"] for person in event["people"]} == {"苏见山"}
    assert not Attendance.objects.filter(printed_name="林知远").exists()
