"""The reading desk in the browser: hand in by paste and by drop, take back, return and ignore, take the next one."""

import re

import pytest
from playwright.sync_api import expect

from accounts.roles import REVIEWER
from articles.models import Article, Reading
from tests.desk.composed_news import TEXT, TITLE
from tests.factories import ArticleFactory, DistrictFactory, ReadingFactory, member_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SECOND = "# 青禾区领导走访企业\n本报讯 6月4日，青禾区区长苏见山走访云帆投控，了解生产经营情况。\n记者 方小舟\n"
DROP = """([name, content]) => {
  const dropped = new DataTransfer();
  dropped.items.add(new File([content], name));
  return dropped;
}"""


@pytest.fixture(autouse=True)
def time_enough(monkeypatch):
    """However slow the machine, a small intake is read within the request."""
    monkeypatch.setattr("desk.intake.SECONDS_HERE", 300.0)


@pytest.fixture
def district():
    return DistrictFactory(name="青禾区")


@pytest.fixture
def reviewer(district):
    return member_of(district, REVIEWER, full_name="周砚秋")


@pytest.fixture
def waiting(district):
    """Two readings that wait."""
    return [
        ReadingFactory(article=ArticleFactory(district=district, title=title)) for title in ("甲镇开会", "乙镇开会")
    ]


def fits(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_pasted_news_is_read_listed_and_taken_back(desktop, sign_in, reviewer, axe):
    sign_in(desktop, reviewer)
    desktop.goto("/")
    desktop.get_by_role("link", name="审读台").click()
    axe(desktop)
    desktop.get_by_label("粘贴文字").fill(f"# {TEXT}\n{SECOND}")
    desktop.get_by_label("出版日期").fill("2024-06-05")
    desktop.get_by_label("媒体", exact=True).fill("青禾日报")
    desktop.get_by_role("button", name="收稿并识别").click()
    expect(desktop.get_by_role("status")).to_contain_text("新录入 2 篇")
    axe(desktop)
    desktop.get_by_role("link", name="去审读台审核").click()
    expect(desktop.locator(".lg-table tbody tr")).to_have_count(2)
    assert Article.objects.filter(outlet="青禾日报").count() == 2
    desktop.get_by_text("收稿:粘贴").click()
    desktop.get_by_role("link", name=re.compile(r"第 \d+ 批")).click()
    desktop.get_by_text("撤回这次收稿").click()
    axe(desktop)
    desktop.get_by_role("button", name="确认撤回").click()
    expect(desktop.get_by_text("新收的 2 篇报道已删去")).to_be_visible()
    expect(desktop.get_by_text("收稿已撤回。")).to_have_count(2)
    assert not Article.objects.exists()


@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_a_dropped_file_is_listed_and_handed_in_beside_one_that_is_refused(request, width, sign_in, reviewer, axe):
    page = request.getfixturevalue(width)
    sign_in(page, reviewer)
    page.goto("/desk/")
    form = page.locator("form[data-intake]")
    form.dispatch_event("drop", {"dataTransfer": page.evaluate_handle(DROP, ["第1版.txt", TEXT])})
    expect(page.locator("#files-chosen")).to_contain_text("第1版.txt")
    page.get_by_label("出版日期").fill("2024-06-05")
    page.get_by_label("粘贴文字").fill("批准\u202e万003元,区商务局召开会议。")
    axe(page)
    assert fits(page)
    page.get_by_role("button", name="收稿并识别").click()
    expect(page.get_by_role("status")).to_contain_text("新录入 1 篇,已有 0 篇,拒绝 1 处")
    expect(page.get_by_role("link", name=TITLE)).to_be_visible()
    expect(page.get_by_text("含有改变书写方向的字符 U+202E")).to_be_visible()
    axe(page)
    assert fits(page)


def test_too_many_files_are_told_before_they_are_sent(desktop, sign_in, reviewer, axe):
    sign_in(desktop, reviewer)
    desktop.goto("/desk/intake/")
    files = [{"name": f"{n}.txt", "mimeType": "text/plain", "buffer": b"a"} for n in range(101)]
    desktop.get_by_label("或选择文件").set_input_files(files)
    expect(desktop.locator("#files-chosen")).to_contain_text("选了 101 个文件,一次最多 100 个")
    desktop.get_by_role("button", name="收稿并识别").click()
    assert desktop.url.endswith("/desk/intake/")
    axe(desktop)


@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_a_reading_is_ignored_with_a_reason_and_reopened(request, width, sign_in, reviewer, waiting, axe):
    page = request.getfixturevalue(width)
    sign_in(page, reviewer)
    page.goto("/desk/")
    row = page.locator(".lg-table tbody tr", has_text="甲镇开会")
    row.get_by_text("退回、忽略").click()
    row.get_by_role("button", name="忽略").click()  # the browser asks for a reason
    row.get_by_label("原因").fill("广告")
    axe(page)
    assert fits(page)
    row.get_by_role("button", name="忽略").click()
    expect(page.get_by_text("“甲镇开会”已忽略。")).to_be_visible()
    page.get_by_role("link", name="忽略 1").click()
    expect(page.get_by_text("忽略:广告")).to_be_visible()
    axe(page)
    assert fits(page)
    page.get_by_role("button", name="撤销忽略").click()
    expect(page.get_by_text("重新待审")).to_be_visible()
    assert set(Reading.objects.values_list("state", flat=True)) == {"waiting"}


def test_the_next_one_is_taken_and_stands_under_review(desktop, sign_in, reviewer, waiting, axe):
    sign_in(desktop, reviewer)
    desktop.goto("/desk/")
    desktop.get_by_role("button", name="审核下一篇").click()
    expect(desktop.get_by_role("heading", level=1)).to_have_text("甲镇开会")
    desktop.goto("/desk/?state=in_review")
    expect(desktop.locator(".lg-table tbody tr")).to_contain_text("周砚秋")
    axe(desktop)
    desktop.get_by_role("button", name="放回").click()
    expect(desktop.get_by_text("已放回队列")).to_be_visible()


def test_filters_of_a_tab_change_its_rows_in_place(desktop, sign_in, reviewer, waiting, axe):
    sign_in(desktop, reviewer)
    desktop.goto("/desk/")
    desktop.get_by_label("标题", exact=True).fill("乙镇")
    desktop.get_by_label("标题", exact=True).press("Enter")
    expect(desktop.locator(".lg-table tbody tr")).to_have_count(1)
    axe(desktop)


def test_it_works_without_scripts(new_context, live_site, sign_in, reviewer):
    page = new_context(base_url=live_site, java_script_enabled=False).new_page()
    sign_in(page, reviewer)
    page.goto("/desk/")
    page.get_by_label("出版日期").fill("2024-06-05")
    page.get_by_label("或选择文件").set_input_files(
        {"name": "版面.txt", "mimeType": "text/plain", "buffer": TEXT.encode()}
    )
    page.get_by_role("button", name="收稿并识别").click()
    expect(page.get_by_role("status")).to_contain_text("新录入 1 篇")
