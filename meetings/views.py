"""The ledgers of meetings, requirements and demands."""

from django.db.models import Case, CharField, F, OuterRef, Q, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, NullIf

from articles.views import ARTICLE, article_columns
from ledger.columns import Column, Link, label_of
from ledger.names import CountOf, NamesOf
from ledger.views import LedgerView
from meetings.filters import PRINCIPAL, DemandFilterSet, MeetingFilterSet, RequirementFilterSet
from meetings.models import (
    Attendance,
    Counted,
    DayPart,
    Demand,
    DemandState,
    DemandType,
    Discussion,
    Headcount,
    Meeting,
    MeetingArticle,
    MeetingKind,
    MeetingType,
    Requirement,
)
from people.views import DISTRICT, ENTERPRISE, OFFICIAL, ORGANIZATION
from projects.views import PROJECT

MEETING = "meetings:meeting-detail"


def as_text(expression) -> Cast:
    return Cast(expression, CharField())


def day_as_known(path: str = "") -> Case:
    """The day of a meeting, or its days; where none is printed what the article says instead of it."""
    return Case(
        When(
            **{f"{path}end_date__isnull": False},
            then=Concat(as_text(f"{path}held_date"), Value(" 至 "), as_text(f"{path}end_date")),
        ),
        When(**{f"{path}held_date__isnull": False}, then=as_text(f"{path}held_date")),
        When(**{f"{path}pk__isnull": True}, then=Value("")),
        default=Concat(
            Coalesce(NullIf(f"{path}date_note", Value("")), Value("日期"), output_field=CharField()),
            Value("(具体日期未载)"),
        ),
        output_field=CharField(),
    )


def title_of(path: str = "") -> Case:
    """What a meeting is called, as `Meeting.title` has it: its name, or its kind and places."""
    kind = label_of(f"{path}kind", MeetingKind.choices)
    return Case(
        When(**{f"{path}pk__isnull": True}, then=Value("")),
        When(~Q(**{f"{path}name": ""}), then=F(f"{path}name")),
        When(~Q(**{f"{path}places": ""}), then=Concat(kind, Value(":"), F(f"{path}places"))),
        When(~Q(**{f"{path}venue": ""}), then=Concat(kind, Value(":"), F(f"{path}venue"))),
        default=kind,
        output_field=CharField(),
    )


def range_of(path: str = "") -> Case:
    """The range in which an unknown day lies, where neighbours give one."""
    earliest, latest = as_text(f"{path}earliest_date"), as_text(f"{path}latest_date")
    return Case(
        When(**{f"{path}held_date__isnull": False}, then=Value("")),
        When(
            **{f"{path}earliest_date__isnull": False, f"{path}latest_date__isnull": False},
            then=Concat(earliest, Value(" 至 "), latest),
        ),
        When(**{f"{path}latest_date__isnull": False}, then=Concat(Value("不晚于 "), latest)),
        When(**{f"{path}earliest_date__isnull": False}, then=Concat(Value("不早于 "), earliest)),
        default=Value(""),
        output_field=CharField(),
    )


def body_or_man(link: str) -> Case:
    """The name of a unit or enterprise: as printed, or of the body whose man was named with his title."""
    return Case(When(printed_title="", then=F("printed_name")), default=F(f"{link}__name"), output_field=CharField())


HERE = Attendance.objects.filter(meeting=OuterRef("pk"))
# People are those who are linked to an official or were printed with a title; a company's man stands with his company.
PEOPLE = HERE.filter(Q(official__isnull=False) | (~Q(printed_title="") & Q(enterprise=None)))
UNLINKED = HERE.filter(official=None, organization=None, enterprise=None, printed_title="")
MEASURE = Case(
    *[
        When(counted=counted, then=Value(measure + Counted(counted).label))
        for measure, many in (("家", (Counted.UNITS, Counted.ENTERPRISES)), ("名", (Counted.PEOPLE,)))
        for counted in many
    ],
    default=Concat(Value("个"), label_of("counted", Counted.choices)),
    output_field=CharField(),
)


def newest_first(path: str = ""):
    return F(f"{path}held_date").desc(nulls_last=True)


class MeetingLedger(LedgerView):
    rows = Meeting.objects
    filterset_class = MeetingFilterSet
    title = "会议活动台账"
    measure = "场"
    name = "meetings:meeting-list"
    default_order = (newest_first(),)
    columns = [
        Column("date", "日期", day_as_known(), "date", order="held_date"),
        Column("day_part", "时段", "day_part", "choice", choices=DayPart.choices),
        Column("kind", "类别", "kind", "choice", choices=MeetingKind.choices),
        Column("meeting_type", "会议类型", "meeting_type", "choice", choices=MeetingType.choices),
        Column("name", "名称", title_of(), link=Link(MEETING), main=True),
        Column(
            "chair",
            "主持人、带队",
            NamesOf(HERE.filter(role__in=PRINCIPAL), "printed_name", key="official", by="order"),
            "names",
            link=Link(OFFICIAL),
        ),
        Column(
            "participants",
            "参加领导",
            NamesOf(PEOPLE.exclude(role__in=PRINCIPAL), "printed_name", key="official", by="order"),
            "names",
            link=Link(OFFICIAL),
        ),
        Column(
            "organizations",
            "单位",
            NamesOf(
                HERE.filter(organization__isnull=False), body_or_man("organization"), key="organization", by="order"
            ),
            "names",
            link=Link(ORGANIZATION),
        ),
        Column(
            "enterprises",
            "企业",
            NamesOf(HERE.filter(enterprise__isnull=False), body_or_man("enterprise"), key="enterprise", by="order"),
            "names",
            link=Link(ENTERPRISE),
        ),
        Column("others", "其他列名", NamesOf(UNLINKED, "printed_name", by="order"), default_shown=False),
        Column(
            "headcount",
            "见报数量",
            NamesOf(Headcount.objects.filter(meeting=OuterRef("pk")), Concat(as_text("number"), Value(" "), MEASURE)),
        ),
        Column(
            "projects",
            "涉及项目",
            NamesOf(Discussion.objects.filter(meeting=OuterRef("pk")), "printed_name", key="project", by="order"),
            "names",
            link=Link(PROJECT),
        ),
        Column("venue", "地点", "venue"),
        Column("places", "到访地点", "places"),
        Column("township", "属地镇办", "township__name"),
        Column(
            "requirements",
            "要求数",
            CountOf(Requirement.objects.filter(meeting=OuterRef("pk"), parent=None), "meeting"),
            "number",
        ),
        Column("demands", "诉求数", CountOf(Demand.objects.filter(meeting=OuterRef("pk")), "meeting"), "number"),
        Column(
            "articles",
            "报道来源",
            NamesOf(MeetingArticle.objects.filter(meeting=OuterRef("pk")), "article__title", key="article"),
            "names",
            link=Link(ARTICLE),
            long=True,
        ),
        Column(
            "checked",
            "核对状态",
            Case(When(checked_by=None, then=Value("no")), default=Value("yes"), output_field=CharField()),
            "choice",
            choices=[("no", "未核"), ("yes", "已核")],
        ),
        Column("range", "日期推定范围", range_of(), order="latest_date", default_shown=False),
        Column("entered_by", "录入人", "entered_by__full_name", default_shown=False),
        Column("checked_by", "核对人", "checked_by__full_name", default_shown=False),
        Column("checked_at", "核对时间", "checked_at", "datetime", default_shown=False),
        DISTRICT,
    ]


MEETING_COLUMNS = [
    Column("date", "会议日期", day_as_known("meeting__"), "date", order="meeting__held_date"),
    Column("meeting", "会议活动", title_of("meeting__"), link=Link(MEETING, "meeting")),
]
PARTS = Requirement.objects.filter(parent=OuterRef("pk"))


class RequirementLedger(LedgerView):
    rows = Requirement.objects
    filterset_class = RequirementFilterSet
    title = "工作要求台账"
    name = "meetings:requirement-list"
    default_order = (
        newest_first("meeting__"),
        "-meeting",
        Coalesce("parent__number", "number"),
        F("parent__number").asc(nulls_first=True),
        "number",
    )
    columns = [
        *MEETING_COLUMNS,
        Column("kind", "会议类别", "meeting__kind", "choice", choices=MeetingKind.choices, default_shown=False),
        Column(
            "number",
            "序号",
            Case(
                When(parent=None, then=as_text("number")),
                default=Concat(as_text("parent__number"), Value("."), as_text("number")),
                output_field=CharField(),
            ),
            order=(Coalesce("parent__number", "number"), F("parent__number"), F("number")),
        ),
        Column("heading", "要点", "heading", main=True),
        Column("text", "内容", "text", long=True),
        Column("part_count", "分项数", CountOf(PARTS, "parent"), "number"),
        Column(
            "parts",
            "分项",
            NamesOf(
                PARTS,
                Concat(
                    as_text("number"),
                    Value("."),
                    Coalesce(NullIf("heading", Value("")), Cast("text", CharField()), output_field=CharField()),
                ),
                by="number",
                joined_by=";",
            ),
            long=True,
        ),
        Column("speaker", "提出者", "printed_speaker", link=Link(OFFICIAL, "issued_by")),
        Column(
            "projects",
            "涉及项目",
            NamesOf(
                Requirement.projects.through.objects.filter(requirement=OuterRef("pk")), "project__name", key="project"
            ),
            "names",
            link=Link(PROJECT),
        ),
        *article_columns(),
        Column("district", "行政区", "meeting__district__name", default_shown=False),
    ]


class DemandLedger(LedgerView):
    rows = Demand.objects
    filterset_class = DemandFilterSet
    title = "企业诉求台账"
    name = "meetings:demand-list"
    default_order = (newest_first("meeting__"),)
    columns = [
        Column("date", "提出日期", day_as_known("meeting__"), "date", order="meeting__held_date"),
        Column(
            "enterprise",
            "企业",
            Coalesce(NullIf("printed_enterprise", Value("")), "enterprise__name", Value("")),
            link=Link(ENTERPRISE, "enterprise"),
            main=True,
        ),
        Column("text", "诉求内容", "text", long=True),
        Column("demand_type", "诉求类型", "demand_type", "choice", choices=DemandType.choices),
        Column("handling", "处理方式", "handling"),
        Column("state", "办理状态", "state", "choice", choices=DemandState.choices),
        MEETING_COLUMNS[1],
        *article_columns(),
        Column(
            "district",
            "行政区",
            Coalesce("meeting__district__name", "enterprise__district__name"),
            default_shown=False,
        ),
    ]
