"""A ledger kept as a spreadsheet, handed in, looked at row by row, mended by a choice, and confirmed, in the browser."""

import openpyxl
import pytest
from playwright.sync_api import expect

from accounts.roles import DATA_ENTRY
from projects.models import Project
from tests.desk.sheets.made_sheets import xlsx
from tests.factories import DistrictFactory, ProjectFactory, member_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LEDGER = [
    ["青禾区2024年重点项目台账"],
    ["序号", "项目名称", "总投资(亿元)", "项目阶段", "责任单位", "批准文件"],
    ["一", "产业发展(2个)"],
    [1, "麦田数谷", 2.5, "在建", "区水务局", "某文"],
    [2, "河湾水厂", 1, "", "", ""],
    [3, "云仓", "约3", "", "", ""],
    *[[number, f"第{number}号园区", 1.5, "签约", "", ""] for number in range(4, 64)],
    ["合计", "", 99],
]


@pytest.fixture
def district():
    district = DistrictFactory(name="青禾区")
    ProjectFactory(district=district, name="河湾水厂", total_investment=8000)
    return district


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "2024年项目台账.xlsx"
    path.write_bytes(xlsx(LEDGER))
    return path


def fits(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_a_ledger_is_handed_in_looked_at_and_confirmed(request, width, sign_in, district, file, axe):
    page = request.getfixturevalue(width)
    sign_in(page, member_of(district, DATA_ENTRY))
    page.goto("/desk/sheets/")
    axe(page)
    assert fits(page)
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_label("阶段截至日期").fill("2024-05-31")
    page.get_by_role("button", name="读入并核对").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("核对“2024年项目台账.xlsx”")
    expect(page.get_by_text("项目台账!E4")).to_be_visible()
    expect(page.get_by_text("F 列“批准文件”:汇项没有对应的项目")).to_be_visible()
    expect(page.get_by_text("8,000")).to_be_visible()
    axe(page)
    assert fits(page)
    page.get_by_label("新建台账里没有的单位").check()
    page.get_by_role("button", name="按以上选择重新核对").click()
    expect(page.get_by_text("新建单位“区水务局”")).to_be_visible()
    page.get_by_role("link", name="不能导入").click()
    expect(page.get_by_text("不是确数")).to_be_visible()
    expect(page.get_by_text("麦田数谷")).to_have_count(0)
    axe(page)
    page.get_by_label("跳过 1 行不能导入的").check()
    page.get_by_role("button", name="确认导入").click()
    expect(page.get_by_role("status")).to_have_text("已导入。")
    axe(page)
    assert fits(page)
    assert Project.objects.count() == 62
    assert Project.objects.get(name="麦田数谷").responsible_unit.name == "区水务局"


def test_what_changed_meanwhile_is_shown_anew(desktop, sign_in, district, file, axe, faults):
    faults.expect("409")
    sign_in(desktop, member_of(district, DATA_ENTRY))
    desktop.goto("/desk/sheets/")
    desktop.locator("input[type=file]").set_input_files(file)
    desktop.get_by_role("button", name="读入并核对").click()
    Project.objects.filter(name="河湾水厂").update(total_investment=9000)
    desktop.get_by_label("跳过 2 行不能导入的").check()
    desktop.get_by_role("button", name="确认导入").click()
    expect(desktop.get_by_role("alert")).to_contain_text("台账有了变化")
    expect(desktop.get_by_text("9,000")).to_be_visible()
    axe(desktop)
    assert Project.objects.count() == 1


def test_it_is_done_by_keyboard_and_without_scripts(new_context, live_site, sign_in, district, file):
    page = new_context(base_url=live_site, java_script_enabled=False).new_page()
    sign_in(page, member_of(district, DATA_ENTRY))
    page.goto("/desk/sheets/")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="读入并核对").press("Enter")
    page.get_by_label("跳过 2 行不能导入的").press("Space")
    page.get_by_role("button", name="确认导入").press("Enter")
    expect(page.get_by_role("status")).to_have_text("已导入。")


def test_a_template_is_downloaded_and_opens(desktop, sign_in, district, tmp_path):
    sign_in(desktop, member_of(district, DATA_ENTRY))
    desktop.goto("/desk/sheets/")
    with desktop.expect_download() as download:
        desktop.get_by_role("link", name="重点项目导入模板").click()
    assert download.value.suggested_filename == "重点项目导入模板.xlsx"
    download.value.save_as(tmp_path / "模板.xlsx")
    book = openpyxl.load_workbook(tmp_path / "模板.xlsx")
    lists = [rule.formula1 for rule in book["重点项目台账"].data_validations.dataValidation]
    assert len(lists) == 2
    assert "签约" in lists[1]


def test_a_file_of_another_kind_is_told_in_place(phone, sign_in, district, tmp_path, axe, faults):
    faults.expect("400")
    (tmp_path / "台账.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    sign_in(phone, member_of(district, DATA_ENTRY))
    phone.goto("/desk/sheets/")
    phone.locator("input[type=file]").set_input_files(tmp_path / "台账.xls")
    phone.get_by_role("button", name="读入并核对").click()
    expect(phone.locator(".hx-field-error")).to_contain_text("另存为 .xlsx")
    axe(phone)
    assert fits(phone)
