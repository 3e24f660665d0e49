"""The pages of importing a spreadsheet, as whoever hands one in meets them."""

import csv as csv_files
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roles import ANALYST, DATA_ENTRY, OFFICIAL, REVIEWER, SYSTEM_ADMINISTRATOR
from desk.models import SheetImport
from people.models import Enterprise, Organization
from projects.models import AnnualPlan, Project
from tests.desk.sheets.made_sheets import csv, xlsx
from tests.factories import (
    AnnualPlanFactory,
    DistrictFactory,
    EnterpriseFactory,
    OfficialFactory,
    OrganizationFactory,
    ProjectFactory,
    StageChangeFactory,
    member_of,
)

pytestmark = pytest.mark.django_db
LEDGER = [
    ["项目名称", "项目类别", "项目阶段", "总投资(亿元)", "2024年计划投资(万元)", "责任单位"],
    ["河湾水厂二期", "基础设施", "在建", 1.2, 3000, "区水务局"],
    ["麦田数谷", "产业发展", "签约", 2.5, 8000, ""],
]


@pytest.fixture
def district():
    return DistrictFactory(name="青禾区")


@pytest.fixture
def clerk(district, client):
    user = member_of(district, DATA_ENTRY)
    client.force_login(user)
    return user


def hand_in(client, district, rows=LEDGER, *, name="2024年台账.xlsx", raw=None, **chosen):
    """Upload a ledger; the answer to it."""
    raw = raw if raw is not None else xlsx(rows)
    data = {
        "file": SimpleUploadedFile(name, raw),
        "district": district.pk,
        "as_of_date": "2024-05-31",
        **chosen,
    }
    return client.post("/desk/sheets/", data)


def shown_page(client, answer) -> str:
    assert answer.status_code == 302, answer.content.decode()
    return client.get(answer.headers["Location"]).content.decode()


def confirm(client, answer, **chosen):
    """Confirm what the page of a handed-in file shows."""
    page = client.get(answer.headers["Location"])
    address = answer.headers["Location"] + "confirm/"
    return client.post(address, {"shown": page.context["fingerprint"], **chosen})


def test_a_ledger_is_shown_before_it_is_written_and_written_once_confirmed(client, district, clerk):
    OrganizationFactory(district=district, name="区水务局")
    answer = hand_in(client, district)
    text = shown_page(client, answer)
    assert "还没有写入" in text
    assert "河湾水厂二期" in text
    assert "12,000" in text
    assert Project.objects.count() == 0
    assert confirm(client, answer).status_code == 302
    project = Project.objects.get(name="河湾水厂二期")
    assert (project.stage, project.total_investment, project.responsible_unit.name) == (
        "under_construction",
        12000,
        "区水务局",
    )
    assert list(project.stage_changes.values_list("stage", "changed_date__year")) == [("under_construction", 2024)]
    assert list(project.annual_plans.values_list("year", "annual_planned_investment")) == [(2024, 3000)]
    assert {row.history_change_reason for row in project.history.all()} == {"电子表格导入:2024年台账.xlsx"}
    assert {row.history_user for row in project.history.all()} == {clerk}
    written = SheetImport.objects.get()
    assert (written.new_count, written.content) == (2, None)
    assert "2 行" in client.get(answer.headers["Location"]).content.decode()


def test_the_same_ledger_again_changes_nothing(client, district, clerk):
    OrganizationFactory(district=district, name="区水务局")
    confirm(client, hand_in(client, district))
    before = Project.history.count(), AnnualPlan.history.count()
    text = shown_page(client, hand_in(client, district))
    assert "各行都与台账一致" in text
    assert (Project.history.count(), AnnualPlan.history.count()) == before


def test_a_change_shows_old_and_new_and_is_written_field_by_field(client, district, clerk):
    project = ProjectFactory(district=district, name="河湾水厂二期", total_investment=12000, industry="供水")
    answer = hand_in(client, district, [["项目名称", "总投资(万元)"], ["河湾水厂二期", "1.5亿元"]])
    text = shown_page(client, answer)
    assert "<del>12,000</del> → <ins>15,000</ins>" in text
    confirm(client, answer)
    project.refresh_from_db()
    assert (project.total_investment, project.industry) == (15000, "供水")
    assert project.history.first().total_investment == 15000


def test_what_changed_in_the_register_meanwhile_is_shown_anew_and_nothing_written(client, district, clerk):
    project = ProjectFactory(district=district, name="河湾水厂二期", total_investment=12000)
    answer = hand_in(client, district, [["项目名称", "总投资(万元)"], ["河湾水厂二期", 15000]])
    shown = client.get(answer.headers["Location"]).context["fingerprint"]
    project.total_investment = 13000
    project.save()
    conflict = client.post(answer.headers["Location"] + "confirm/", {"shown": shown})
    assert conflict.status_code == 409
    assert "台账有了变化" in conflict.content.decode()
    assert "<del>13,000</del>" in conflict.content.decode()
    project.refresh_from_db()
    assert project.total_investment == 13000
    assert confirm(client, answer).status_code == 302
    project.refresh_from_db()
    assert project.total_investment == 15000


def test_what_was_chosen_otherwise_meanwhile_is_shown_anew(client, district, clerk):
    answer = hand_in(client, district, [["项目名称", "总投资"], ["河湾水厂二期", 1.5]], unit="万元")
    shown = client.get(answer.headers["Location"]).context["fingerprint"]
    client.post(answer.headers["Location"], {"as_of_date": "2024-05-31", "unit": "亿元"})
    assert client.post(answer.headers["Location"] + "confirm/", {"shown": shown}).status_code == 409
    assert Project.objects.count() == 0


def test_refused_rows_hold_all_back_unless_they_are_left_out(client, district, clerk):
    rows = [["项目名称", "总投资(万元)"], ["河湾水厂二期", "约500"], ["麦田数谷", 800]]
    answer = hand_in(client, district, rows)
    assert "项目台账!B2" in shown_page(client, answer)
    assert confirm(client, answer).status_code == 409
    assert Project.objects.count() == 0
    assert confirm(client, answer, skip="on").status_code == 302
    assert list(Project.objects.values_list("name", flat=True)) == ["麦田数谷"]
    assert SheetImport.objects.get().refused_count == 1


def test_confirming_twice_writes_once(client, district, clerk):
    answer = hand_in(client, district, LEDGER[:1] + [["麦田数谷", "", "", "", "", ""]])
    shown = client.get(answer.headers["Location"]).context["fingerprint"]
    for _ in range(2):
        assert client.post(answer.headers["Location"] + "confirm/", {"shown": shown}).status_code == 302
    assert Project.objects.get().history.count() == 1


def test_new_names_are_made_only_when_that_is_chosen(client, district, clerk):
    rows = [
        ["项目名称", "责任单位", "建设单位"],
        ["甲项目", "区水务局", "青禾水务有限公司"],
        ["乙项目", "区水务局", ""],
    ]
    answer = hand_in(client, district, rows)
    assert "台账里没有单位“区水务局”" in shown_page(client, answer)
    client.post(answer.headers["Location"], {"as_of_date": "2024-05-31", "makes_new": "on"})
    assert "新建单位“区水务局”" in client.get(answer.headers["Location"]).content.decode()
    confirm(client, answer)
    unit = Organization.objects.get(name="区水务局")
    assert unit.projects_responsible.count() == 2
    assert unit.history.get().history_change_reason == "电子表格导入:2024年台账.xlsx"
    assert Enterprise.objects.get().name == "青禾水务有限公司"


def test_a_row_that_is_refused_makes_nothing_new(client, district, clerk):
    rows = [["项目名称", "责任单位", "总投资(万元)"], ["甲项目", "区水务局", "约1"], ["乙项目", "", 1]]
    answer = hand_in(client, district, rows, makes_new="on")
    confirm(client, answer, skip="on")
    assert Project.objects.get().name == "乙项目"
    assert Organization.objects.count() == 0


def test_a_column_can_be_left_out(client, district, clerk):
    rows = [["项目名称", "项目类型"], ["甲项目", "工业"]]
    answer = hand_in(client, district, rows)
    assert "应为:产业发展" in shown_page(client, answer)
    client.post(answer.headers["Location"], {"as_of_date": "2024-05-31", "ignored": ["项目台账!B"]})
    assert "已选择不导入" in client.get(answer.headers["Location"]).content.decode()
    assert confirm(client, answer).status_code == 302
    assert Project.objects.get().category == ""


def test_a_file_that_cannot_be_read_is_told_in_place(client, district, clerk):
    answer = hand_in(client, district, name="台账.xls", raw=b"\xd0\xcf\x11\xe0")
    assert answer.status_code == 400
    assert "另存为 .xlsx" in answer.content.decode()
    assert SheetImport.objects.count() == 0


def test_a_file_without_a_table_is_told(client, district, clerk):
    text = shown_page(client, hand_in(client, district, [["随便", "什么"], ["一", "二"]]))
    assert "没有找到可以导入的表格" in text


def test_a_file_that_is_given_up_is_gone(client, district, clerk):
    answer = hand_in(client, district)
    client.post(answer.headers["Location"] + "discard/")
    assert SheetImport.objects.count() == 0
    assert client.get(answer.headers["Location"]).status_code == 404


def test_the_page_takes_as_many_queries_for_ten_times_the_rows(client, district, clerk):
    counts = []
    for number in (6, 60):
        rows = [["项目名称", "总投资(万元)", "责任单位"], *([f"第{n}号园区", n, "区水务局"] for n in range(number))]
        address = hand_in(client, district, rows, makes_new="on").headers["Location"]
        with CaptureQueriesContext(connection) as made:
            assert client.get(address).status_code == 200
        counts.append(len(made))
    assert counts[0] == counts[1]
    assert counts[1] <= 25


def test_the_rows_of_one_state_are_shown_alone(client, district, clerk):
    ProjectFactory(district=district, name="麦田数谷", total_investment=8)
    rows = [["项目名称", "总投资(万元)"], ["麦田数谷", 8], ["河湾水厂二期", 8]]
    answer = hand_in(client, district, rows)
    rows = client.get(answer.headers["Location"] + "?state=unchanged").context["page"].object_list
    assert [row.label for row in rows] == ["麦田数谷"]


@pytest.mark.parametrize("role", [OFFICIAL, ANALYST, SYSTEM_ADMINISTRATOR])
def test_who_may_not_write_rows_may_not_import_them(client, district, role):
    client.force_login(member_of(district, role))
    assert client.get("/desk/sheets/").status_code == 403
    assert client.get("/desk/sheets/templates/projects.xlsx").status_code == 403
    assert "/desk/sheets/" not in client.get("/").content.decode()


@pytest.mark.parametrize("role", [DATA_ENTRY, REVIEWER])
def test_who_may_write_rows_finds_the_page(client, district, role):
    client.force_login(member_of(district, role))
    assert 'href="/desk/sheets/"' in client.get("/").content.decode()
    assert client.get("/desk/sheets/").status_code == 200


def test_another_users_file_and_another_district_are_not_there(client, district, clerk):
    answer = hand_in(client, district)
    other = member_of(district, DATA_ENTRY)
    client.force_login(other)
    for address in (answer.headers["Location"], answer.headers["Location"] + "confirm/"):
        assert client.post(address, {}).status_code == 404
    elsewhere = DistrictFactory(name="北岭区")
    refused = hand_in(client, elsewhere)
    assert refused.status_code == 400
    assert SheetImport.objects.count() == 1


def test_who_has_left_the_district_finds_his_file_no_more(client, district, clerk):
    answer = hand_in(client, district)
    clerk.memberships.all().delete()
    assert client.get(answer.headers["Location"]).status_code == 404


def test_an_exported_ledger_of_projects_imports_as_nothing(client, district, clerk):
    """With names that repeat, formulas that were made harmless, and all columns."""
    town = DistrictFactory(name="柳林镇", level="township", parent=district)
    for name in ("=麦田数谷", "河湾水厂 二期", "“云仓”项目"):
        project = ProjectFactory(
            district=district,
            name=name,
            project_code=f"2405-{len(name)}",
            township=town,
            total_investment="12345.67",
            scope="一期:厂房;\n\n二期:仓库。",
            responsible_leader=OfficialFactory(district=district, name="任远"),
            responsible_unit=OrganizationFactory(district=district),
            owner_enterprise=EnterpriseFactory(district=district),
        )
        AnnualPlanFactory(project=project, year=2023)
        AnnualPlanFactory(project=project, year=2024, annual_planned_investment="100.5")
        StageChangeFactory(project=project, stage="signed")
        project.stage = "signed"
        project.save()
    exported = b"".join(client.get("/projects/csv/?columns=all").streaming_content)
    assert len(list(csv_files.reader(io.StringIO(exported.decode("utf-8-sig"))))) == 4
    page = client.get(hand_in(client, district, name="重点项目台账.csv", raw=exported).headers["Location"])
    assert [(row.state, row.problems, row.changes) for row in page.context["plan"].rows] == [("unchanged", [], [])] * 3


@pytest.mark.parametrize("kind", ["projects", "enterprises", "officials", "plans"])
def test_an_empty_template_imports_as_nothing(client, district, clerk, kind):
    template = client.get(reverse("desk:sheet-template", args=[kind]))
    assert "xlsx" in template.headers["Content-Disposition"]
    page = client.get(hand_in(client, district, raw=template.content).headers["Location"])
    plan = page.context["plan"]
    assert (plan.kind.code, plan.rows, [table.left_out for table in plan.tables]) == (kind, [], [[]])
    assert plan.passed_over == [("填写说明", "填写说明,未读")]
    assert "表里没有要导入的行" in page.content.decode()


def test_a_csv_in_gbk_is_read(client, district, clerk):
    raw = csv([["项目名称", "总投资(万元)"], ["河湾水厂二期扩建工程", "500"]], "gb18030")
    confirm(client, hand_in(client, district, name="台账.csv", raw=raw))
    assert Project.objects.get().name == "河湾水厂二期扩建工程"
