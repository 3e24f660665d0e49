"""Where the table of a sheet is found, as districts lay their ledgers out."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.sheets.columns import KINDS, OFFICIALS, PROJECTS, recognised, why_not_kept
from desk.sheets.files import read_workbook
from desk.sheets.rows import Defaults, drafts_of
from desk.sheets.tables import table_in
from desk.sheets.workbook import Cell, Row, Sheet
from tests.desk.sheets.made_sheets import csv, workbook


def table(rows, kinds=None, **options):
    (sheet,) = workbook(rows, **options).sheets
    return table_in(sheet, list(KINDS.values()) if kinds is None else kinds)


def read_as(found) -> dict[str, str]:
    """Column → key of what it stands for."""
    return {heading.letters: heading.found.column.key for heading in found.kept}


@pytest.mark.parametrize(
    ("printed", "key", "unit", "year"),
    [
        ("项目名称", "name", "", None),
        ("项 目\n名 称", "name", "", None),
        ("*项目名称", "name", "", None),
        ("总投资(万元)", "total_investment", "万元", None),
        ("总投资\n(亿元)", "total_investment", "亿元", None),
        ("计划总投资(单位:万元)", "total_investment", "万元", None),
        ("总投资(含设备)", "total_investment", "", None),
        ("2024年度计划投资(万元)", "plan", "万元", 2024),
        ("2024年计划投资", "plan", "", 2024),
        ("2024计划投资", "plan", "", 2024),
        ("今年计划投资", "plan", "", None),
        ("本年度计划投资", "plan", "", None),
        ("年度计划投资", "plan", "", None),
        ("计划年度", "year", "", None),
        ("分包领导", "responsible_leader", "", None),
        ("包联领导", "responsible_leader", "", None),
        ("主要建设内容及规模", "scope", "", None),
        ("业主单位", "owner_enterprise", "", None),
    ],
)
def test_a_heading_is_recognised_with_its_unit_and_year(printed, key, unit, year):
    found = recognised(printed, PROJECTS)
    assert (found.column.key, found.unit, found.year) == (key, unit, year)


@pytest.mark.parametrize(
    "printed",
    [
        "上年底累计完成投资",
        "本月完成投资",
        "1-6月累计完成投资",
        "建设用地面积(亩)",
        "2024年总投资",
        "批准文件",
        "建设性质",
    ],
)
def test_another_heading_is_not_taken_for_one_that_resembles_it(printed):
    assert recognised(printed, PROJECTS) is None


@pytest.mark.parametrize(
    ("printed", "why"),
    [("序号", "只是序号"), ("本月进展", "月度进展"), ("年度累计完成投资", "月度进展"), ("批准文件", "汇项没有")],
)
def test_why_a_heading_is_left_out_is_told(printed, why):
    assert why in why_not_kept(printed)


def test_titles_units_numbering_totals_categories_and_footnotes_are_told_from_rows():
    found = table(
        [
            ["青禾区2024年重点项目台账"],
            ["填报单位:区发改委", "", "", "单位:万元"],
            ["序号", "项目名称", "总投资", "备忘"],
            [1, 2, 3, 4],
            ["一", "产业发展(1个)", 500],
            [1, "河湾水厂", 500, "甲"],
            ["(二)", "基础设施", 30],
            ["序号", "项目名称", "总投资", "备忘"],
            [2, "麦田数谷", 30],
            [],
            ["", "小计(2个)", 530],
            ["合计", "", 530],
            ["填表人:某某", "", "审核人:某某"],
            ["注:总投资含设备。"],
        ]
    )
    assert [row.cells[2].text for row in found.rows] == ["河湾水厂", "麦田数谷"]
    assert (found.unit, found.year) == ("万元", 2024)
    assert [(row.number, row.what) for row in found.skipped] == [
        (1, "标题"),
        (2, "标题"),
        (4, "编号行"),
        (5, "分类行"),
        (7, "分类行"),
        (8, "重复的表头"),
        (11, "合计行"),
        (12, "合计行"),
        (13, "表尾说明"),
        (14, "表尾说明"),
    ]
    assert [(heading.printed, heading.reason) for heading in found.left_out] == [
        ("序号", "只是序号"),
        ("备忘", "汇项没有对应的项目"),
    ]


def test_headings_of_two_levels_are_read_together():
    def change(book):
        sheet = book.active
        sheet.merge_cells("B1:C1")
        sheet.merge_cells("D1:E1")
        sheet.merge_cells("A1:A2")

    rows = [
        ["项目名称", "投资(亿元)", None, "本年计划", None],
        [None, "总投资", "其他", "投资(万元)", "主要建设内容"],
        ["河湾水厂", 2.5, 1, 300, "主体"],
    ]
    found = table(rows, change=change)
    assert read_as(found) == {"A": "name", "B": "total_investment", "D": "plan"}
    assert [heading.printed for heading in found.left_out] == ["投资(亿元) 其他", "本年计划 主要建设内容"]


def test_headings_of_two_levels_without_merged_cells_are_read_together():
    raw = csv(
        [["项目名称", "本年计划", "", "责任单位"], ["", "投资", "内容", ""], ["河湾水厂", "300", "主体", "区水务局"]]
    )
    (sheet,) = read_workbook("台账.csv", raw).sheets
    assert read_as(table_in(sheet, [PROJECTS])) == {"A": "name", "B": "plan", "D": "responsible_unit"}


def test_units_in_a_row_of_their_own_are_those_of_the_columns():
    found = table([["项目名称", "总投资", "年度计划投资"], ["", "亿元", "万元"], ["河湾水厂", 2.5, 300]])
    assert [heading.found.unit for heading in found.kept] == ["", "亿元", "万元"]
    assert len(found.rows) == 1


def test_units_beneath_merged_headings_are_those_of_the_columns():
    def change(book):
        book.active.merge_cells("A1:A2")

    found = table(
        [["项目名称", "总投资", "年度计划投资"], [None, "亿元", "万元"], ["河湾水厂", 2.5, 300]], change=change
    )
    assert [heading.found.unit for heading in found.kept] == ["", "亿元", "万元"]


def test_what_is_done_already_is_not_the_whole():
    def change(book):
        book.active.merge_cells("A1:A2")
        book.active.merge_cells("B1:C1")

    rows = [["项目名称", "已完成", None], [None, "总投资", "面积"], ["河湾水厂", 2.5, 300]]
    found = table(rows, [PROJECTS], change=change)
    assert found is None or "total_investment" not in read_as(found).values()


def test_a_value_merged_over_several_rows_is_that_of_each():
    def change(book):
        book.active.merge_cells("B2:B3")

    found = table([["项目名称", "责任单位"], ["甲项目", "区水务局"], ["乙项目", None]], change=change)
    assert [row.cells[2].text for row in found.rows] == ["区水务局", "区水务局"]


def test_a_category_merged_over_the_table_is_no_row():
    def change(book):
        book.active.merge_cells("A2:D2")

    found = table(
        [["项目名称", "项目代码", "责任单位", "行业"], ["产业发展类"], ["甲项目", "2405-1", "", ""]], change=change
    )
    assert [row.number for row in found.rows] == [3]
    assert found.skipped[0].what == "分类行或说明"


def test_rows_may_be_numbered_in_chinese():
    found = table([["序号", "项目名称", "责任单位"], ["一", "甲项目", "区水务局"], ["二", "乙项目", "区商务局"]])
    assert [row.number for row in found.rows] == [2, 3]


def test_hidden_rows_and_columns_and_formulas_are_told():
    def change(book):
        book.active.row_dimensions[2].hidden = True
        book.active.column_dimensions["B"].hidden = True
        book.active["B2"] = "=1+1"

    found = table([["项目名称", "总投资(万元)"], ["甲项目", 1]], change=change)
    assert found.notes == [
        "有 1 个隐藏行(第 2 行),也在导入之列",
        "B 列“总投资(万元)”是隐藏列,也在导入之列",
        "B 列“总投资(万元)”有 1 个公式,按保存时的结果读入",
    ]


def test_of_two_columns_for_one_field_the_plainer_is_taken_and_that_is_told():
    found = table([["项目名称", "牵头单位", "责任单位"], ["甲项目", "甲局", "乙局"]])
    assert read_as(found) == {"A": "name", "C": "responsible_unit"}
    assert found.left_out[0].reason == "与“责任单位”是同一项,以那一列为准"


def test_a_column_without_a_heading_is_told():
    found = table([["项目名称", "行业"], ["甲项目", "供水", "什么"]])
    assert [(heading.letters, heading.reason) for heading in found.left_out] == [("C", "没有表头")]


@pytest.mark.parametrize(
    ("headings", "kind"),
    [
        (["序号", "项目名称", "建设单位"], "projects"),
        (["项目名称", "项目代码", "2023年计划投资(万元)", "2024年计划投资(万元)"], "plans"),
        (["项目名称", "年度", "年度计划投资"], "plans"),
        (["企业名称", "统一社会信用代码"], "enterprises"),
        (["序号", "企业名称"], "enterprises"),
        (["姓名", "职务", "单位"], "officials"),
    ],
)
def test_the_kind_is_told_by_the_headings(headings, kind):
    assert table([headings, ["甲"] * len(headings)]).kind.code == kind


@pytest.mark.parametrize(
    "rows", [[["栏目", "说明", "例"], ["项目名称", "必填", "甲"], ["行业", "选填", "乙"]], [["甲"], ["乙"]]]
)
def test_a_sheet_without_headings_has_no_table(rows):
    assert table(rows) is None


def test_only_the_kinds_asked_for_are_looked_for():
    assert table([["项目名称", "行业"], ["甲项目", "供水"]], [OFFICIALS]) is None


def test_two_years_of_plans_are_two_columns():
    found = table([["项目名称", "2023年计划投资(万元)", "2024年计划投资(亿元)"], ["甲项目", 1, 2]])
    assert [(heading.found.year, heading.found.unit) for heading in found.kept[1:]] == [(2023, "万元"), (2024, "亿元")]


WORDS = st.sampled_from(
    [
        "项目名称",
        "总投资(万元)",
        "2024年计划投资",
        "单位:亿元",
        "亿元",
        "合计",
        "一",
        "1",
        "2",
        "甲项目",
        "责任单位",
        "约5",
        "姓名",
        "",
    ]
)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.lists(WORDS, min_size=1, max_size=6), min_size=1, max_size=8),
    st.lists(st.tuples(*[st.integers(1, 9)] * 4), max_size=4),
)
def test_no_sheet_breaks_the_reader_and_no_row_is_lost(rows, corners):
    merged = [(min(a, c), min(b, d), max(a, c), max(b, d)) for a, b, c, d in corners]
    sheet = Sheet(
        "表",
        [Row(n, {c: Cell(word) for c, word in enumerate(row, 1) if word}) for n, row in enumerate(rows, 1) if any(row)],
        merged,
    )
    found = table_in(sheet, list(KINDS.values()))
    if found is None:
        return
    told = [*found.heading_rows, *(row.number for row in (*found.rows, *found.skipped))]
    assert sorted(told) == [row.number for row in sheet.rows]
    assert len(list(drafts_of(found, Defaults()))) == len(found.rows)
