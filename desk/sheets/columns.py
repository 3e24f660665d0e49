"""What ledgers of each kind hold: the headings by which districts print a column, and the field it goes to.

A heading without a field here is told to whoever imports, never dropped unseen.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from desk.sheets.values import UNITS, plain
from people.models import EnterpriseKind
from projects.models import ProjectCategory, ProjectStage

# How a column's cells are read.
TEXT, LINES, NAME, MONEY, DATE, END_DATE, YEAR, CHOICE = (
    "text",
    "lines",
    "name",
    "money",
    "date",
    "end",
    "year",
    "choice",
)
PROJECT, ENTERPRISE, OFFICIAL, PLAN = "projects", "enterprises", "officials", "plans"


@dataclass(frozen=True)
class Column:
    """`key` is the model's field where there is one; `header` how our own files print it; `names` how others do."""

    key: str
    header: str
    names: tuple[str, ...]
    kind: str = TEXT
    most: int = 0  # characters
    advice: str = ""
    labels: tuple[str, ...] = ()
    words: dict[str, str] = field(default_factory=dict, hash=False)

    @property
    def label(self) -> str:
        """The header without its unit."""
        return self.header.split("(")[0]


@dataclass(frozen=True)
class Kind:
    """One kind of ledger. A table is of this kind when its headings hold `identity`; `permissions` are what it takes."""

    code: str
    label: str
    columns: tuple[Column, ...]
    identity: tuple[str, ...]
    permissions: tuple[str, ...]

    def column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)


class Found(NamedTuple):
    """The column a heading stands for, with the year and the unit it names."""

    column: Column
    year: int | None = None
    unit: str = ""
    rank: int = 0  # the place of the printed name among the column's names: the lowest is what is meant first


def _choice(key: str, header: str, names: tuple[str, ...], choices: Iterable, words: dict[str, str]) -> Column:
    choices = list(choices)
    spelt = {label: code for code, label in choices} | words
    labels = tuple(label for _, label in choices)
    return Column(key, header, names, CHOICE, advice="填写:" + "、".join(labels), labels=labels, words=spelt)


# 续建 is printed for a project under construction, 达产 for one at its designed effect, 退库 for one withdrawn.
STAGE_WORDS = {
    "谋划储备": "planning", "储备": "planning", "策划": "planning", "前期": "planning", "前期谋划": "planning",
    "洽谈": "negotiating", "在谈洽谈": "negotiating", "对接洽谈": "negotiating", "已签约": "signed",
    "已开工": "started", "新开工": "started", "建设中": "under_construction", "在建中": "under_construction",
    "续建": "under_construction", "施工": "under_construction", "已竣工": "completed", "完工": "completed",
    "已完工": "completed", "建成": "completed", "已投产": "in_production", "竣工投产": "in_production",
    "达产": "at_full_effect", "已达产": "at_full_effect", "已达效": "at_full_effect", "达产达效": "at_full_effect",
    "退库": "withdrawn", "已终止": "withdrawn", "已退库": "withdrawn",
}  # fmt: skip
CATEGORY_WORDS = {
    "产业": "industry", "基础设施建设": "infrastructure", "民生": "livelihood", "社会事业": "livelihood",
    "生态": "ecology", "生态环境": "ecology", "安置": "resettlement",
}  # fmt: skip
KIND_WORDS = {
    "民营": "private", "民企": "private", "私营企业": "private", "国有": "state_owned", "国企": "state_owned",
    "平台": "platform", "外资": "foreign",
}  # fmt: skip

_PROJECT_NAME = Column("name", "项目名称", ("项目名称", "重点项目名称", "工程名称", "项目"), NAME, 200, "必填")
_PROJECT_CODE = Column(
    "project_code",
    "项目代码",
    (
        "项目代码",
        "投资项目代码",
        "项目统一代码",
        "投资项目统一代码",
        "赋码",
        "市级项目编码",
        "区级项目编码",
        "项目编码",
    ),
    most=50,
    advice="投资项目在线审批监管平台的代码;有代码的按代码认定同一项目",
)
_PLAN = Column(
    "plan",
    "年度计划投资(万元)",
    ("年度计划投资", "年度投资计划", "年度计划投资额", "年度计划完成投资", "年度投资额", "年度投资", "年度计划总投资",
     "年度计划", "年计划投资", "年投资计划", "年度目标投资"),
    MONEY,
    advice="表头可写明年度,如“2024年计划投资(亿元)”",
)  # fmt: skip
_YEAR = Column("year", "计划年度", ("计划年度", "年度", "年份"), YEAR, advice="如 2024")
_DISTRICT = Column("district", "行政区", ("行政区", "行政区划", "所属行政区", "县区", "区县"), NAME, 50)

PROJECTS = Kind(
    PROJECT,
    "重点项目",
    (
        _PROJECT_NAME,
        _PROJECT_CODE,
        _choice(
            "category",
            "项目类别",
            ("项目类别", "项目分类", "类别", "项目类型"),
            ProjectCategory.choices,
            CATEGORY_WORDS,
        ),
        Column("industry", "行业", ("行业", "行业分类", "所属行业", "行业类别", "产业类别", "所属产业"), most=50),
        _choice(
            "stage",
            "项目阶段",
            ("项目阶段", "建设阶段", "当前阶段", "所处阶段", "阶段", "实施进度分类", "项目状态"),
            ProjectStage.choices,
            STAGE_WORDS,
        ),
        Column(
            "stage_date",
            "进入阶段日期",
            ("进入阶段日期", "进入阶段时间", "阶段日期"),
            DATE,
            advice="不填则用导入时选定的“阶段截至日期”",
        ),
        Column(
            "township",
            "属地镇办",
            ("属地镇办", "所属镇办", "所在镇办", "镇办", "属地乡镇", "所属乡镇", "所在乡镇", "乡镇", "乡镇街道",
             "镇街", "所属镇街", "所属街道", "街道", "项目属地", "属地单位", "属地"),
            NAME,
            50,
            "台账中已有的镇、街道",
        ),
        Column("location", "建设地点", ("建设地点", "建设地址", "项目地址", "项目地点", "地址", "具体位置"), most=200),
        Column(
            "scope",
            "建设规模及内容",
            ("建设规模及内容", "建设内容及规模", "建设内容和规模", "建设规模和内容", "建设规模与内容",
             "主要建设内容及规模", "主要建设规模及内容", "主要建设内容", "建设内容", "项目内容", "项目概况", "建设规模"),
            LINES,
            5000,
        ),
        Column(
            "total_investment",
            "总投资(万元)",
            ("总投资", "项目总投资", "计划总投资", "总投资额", "投资总额", "计划投资总额", "投资规模", "概算总投资"),
            MONEY,
            advice="单位以表头为准;格内可写“2.5亿元”",
        ),
        _YEAR,
        _PLAN,
        Column(
            "responsible_leader",
            "包联领导",
            ("包联领导", "分包领导", "包保领导", "挂联领导", "责任领导", "联系领导", "挂包领导", "包抓领导",
             "分包区领导", "包联区领导", "区级责任领导", "区级领导", "牵头领导", "分管领导"),
            NAME,
            100,
            "台账中的领导干部;同名的写成“姓名(职务)”",
        ),
        Column(
            "responsible_unit",
            "责任单位",
            ("责任单位", "责任部门", "主管单位", "主管部门", "行业主管部门", "牵头单位", "牵头部门"),
            NAME,
            100,
        ),
        Column(
            "owner_enterprise",
            "建设单位",
            ("建设单位", "业主单位", "项目业主", "业主", "项目单位", "项目法人", "项目业主单位", "建设主体", "实施主体",
             "实施单位", "投资主体", "企业名称"),
            NAME,
            100,
        ),
        _DISTRICT,
    ),
    identity=("name",),
    permissions=(
        "projects.add_project", "projects.change_project", "projects.add_stagechange",
        "projects.add_annualplan", "projects.change_annualplan",
    ),
)  # fmt: skip
ENTERPRISES = Kind(
    ENTERPRISE,
    "企业",
    (
        Column(
            "name",
            "企业名称",
            ("企业名称", "公司名称", "企业全称", "市场主体名称", "单位名称", "名称"),
            NAME,
            100,
            "必填,写营业执照上的全称",
        ),
        Column(
            "uscc",
            "统一社会信用代码",
            ("统一社会信用代码", "社会信用代码", "信用代码", "统一信用代码", "统一社会信用代码证号"),
            most=18,
            advice="18 位;有代码的按代码认定同一企业",
        ),
        Column("industry", "行业", ("行业", "所属行业", "行业类别", "行业分类", "产业类别", "产业链"), most=50),
        _choice(
            "kind",
            "企业类别",
            ("企业类别", "企业类型", "企业性质"),
            EnterpriseKind.choices,
            KIND_WORDS,
        ),
        _DISTRICT,
    ),
    identity=("name",),
    permissions=("people.add_enterprise", "people.change_enterprise"),
)
OFFICIALS = Kind(
    OFFICIAL,
    "领导干部",
    (
        Column("name", "姓名", ("姓名", "领导姓名", "干部姓名", "领导干部"), NAME, 50, "必填"),
        Column(
            "title",
            "职务",
            ("职务", "现任职务", "担任职务", "工作职务", "现任职务全称"),
            most=100,
            advice="一行一项职务;同一人的几项职务写几行",
        ),
        Column("organization", "任职单位", ("任职单位", "工作单位", "所在单位", "单位", "单位名称", "部门"), NAME, 100),
        Column(
            "start_date",
            "任职日期",
            ("任职日期", "任职时间", "任现职时间", "任现职日期", "开始任职时间", "到任时间"),
            DATE,
        ),
        Column("end_date", "离任日期", ("离任日期", "离任时间", "免职日期", "免职时间"), END_DATE),
        Column("note", "备注", ("备注", "说明"), most=200, advice="用于区分同名人员,如“原交通局”"),
        _DISTRICT,
    ),
    identity=("name",),
    permissions=("people.add_official", "people.change_official", "people.add_post", "people.change_post"),
)
PLANS = Kind(
    PLAN,
    "年度计划",
    (_PROJECT_NAME, _PROJECT_CODE, _YEAR, _PLAN, _DISTRICT),
    identity=("name", "plan"),
    permissions=("projects.add_annualplan", "projects.change_annualplan"),
)
KINDS = {kind.code: kind for kind in (PROJECTS, ENTERPRISES, OFFICIALS, PLANS)}

_UNIT = "|".join(sorted(UNITS, key=len, reverse=True))
_UNIT_IN_BRACKETS = re.compile(rf"[(\[【](?:金额)?(?:单位[::])?({_UNIT})[)\]】]|[,/]({_UNIT})$")
_BRACKETS = re.compile(r"[(\[【][^()\[\]【】]*[)\]】]")
_YEAR_IN_HEADING = re.compile(r"((?:19|20)\d\d)(?:年度?)?|(?:本|今|当)年度?")
_NUMBERS = frozenset({"序号", "编号", "序", "no", "no.", "项目序号"})
_MONTHLY = re.compile(r"月|累计|完成投资|完成率|到位资金|资金到位|形象进度|进展|完成情况|存在问题|需协调")


def recognised(printed: str, kind: Kind) -> Found | None:
    """The column of `kind` that a heading stands for, with its unit and year; None for any other heading."""
    text = re.sub(r"^[*★☆※]+|[*★☆※:]+$", "", plain(printed)).replace("\\", "/")
    found = _UNIT_IN_BRACKETS.search(text)
    unit = unit_within(text)
    if found:
        text = text[: found.start()] + text[found.end() :]
    year = next((int(match[1]) for match in _YEAR_IN_HEADING.finditer(text) if match[1]), None)
    of_year = _YEAR_IN_HEADING.sub("年度", text, count=1)
    for spelling in dict.fromkeys([text, of_year, _BRACKETS.sub("", text), _BRACKETS.sub("", of_year)]):
        for column in kind.columns:
            if spelling in column.names:
                if year is not None and column.key != "plan":
                    return None
                return Found(column, year, unit, column.names.index(spelling))
    return None


def why_not_kept(printed: str) -> str:
    """Why a heading that stands for no column is left out."""
    text = plain(printed).lower()
    if text in _NUMBERS:
        return "只是序号"
    if _MONTHLY.search(text):
        return "月度进展目前不能从表格导入"
    return "汇项没有对应的项目"


def unit_alone(text: str) -> str:
    """The unit that a text consists of, "" for any other text: 亿元, (万元), 单位:亿元."""
    text = plain(text).strip("()[]【】")
    found = re.fullmatch(rf"(?:金额)?(?:单位[::]?)?({_UNIT})", text)
    return found[1] if found else ""


def unit_within(text: str) -> str:
    """The unit that a heading names in brackets, "" where it names none."""
    found = _UNIT_IN_BRACKETS.search(plain(text))
    return (found[1] or found[2]) if found else ""
