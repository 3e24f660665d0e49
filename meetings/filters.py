"""What the ledgers of meetings, requirements and demands can be filtered by."""

from django.db.models import Q

from articles.filters import CitedFilterSet
from ledger.filters import DayRangeFilter, LedgerFilterSet, OneOf, SomeOf, TextFilter, holding
from meetings.models import (
    Attendance,
    Demand,
    DemandState,
    DemandType,
    Discussion,
    MeetingArticle,
    MeetingKind,
    MeetingType,
    Requirement,
    Role,
)
from people.filters import EnterpriseNamed, OfficialNamed, OrganizationNamed, TownshipNamed
from projects.filters import ProjectNamed

PRINCIPAL = (Role.CHAIR, Role.LEAD)


def attended(link: str, *roles: str):
    """Meetings where one of the rows took part, or a name that reads so."""

    def tied(rows, text: str) -> Q:
        unlinked = Q(official=None, organization=None, enterprise=None, printed_name__icontains=text)
        # One of a higher district is not among the rows the user sees, but was printed for all to read.
        printed = Q(**{f"{link}__isnull": False, "printed_name": text})
        attendances = Attendance.objects.filter(Q(**{f"{link}__in": rows}) | unlinked | printed)
        if roles:
            attendances = attendances.filter(role__in=roles)
        return Q(pk__in=attendances.values("meeting"))

    return tied


def dealing_with(rows, text: str) -> Q:
    """Meetings that dealt with one of the projects, or required something of it."""
    discussions = Discussion.objects.filter(Q(project__in=rows) | Q(project=None, printed_name__icontains=text))
    required = Requirement.projects.through.objects.filter(project__in=rows)
    return Q(pk__in=discussions.values("meeting")) | Q(pk__in=required.values("requirement__meeting"))


def of_enterprise(rows, text: str) -> Q:
    """Meetings an enterprise took part in, or where it asked for something."""
    asked = Demand.objects.filter(Q(enterprise__in=rows) | Q(enterprise=None, printed_enterprise__icontains=text))
    return attended("enterprise")(rows, text) | Q(pk__in=asked.filter(meeting__isnull=False).values("meeting"))


class MeetingFilterSet(LedgerFilterSet):
    text = TextFilter(holding("name", "venue", "places"), label="名称、地点")
    date = DayRangeFilter(field_name="held_date", label="日期")
    kind = OneOf(MeetingKind.choices, label="类别")
    meeting_type = OneOf(MeetingType.choices, label="会议类型")
    chair = OfficialNamed(attended("official", *PRINCIPAL), label="主持、带队")
    participant = OfficialNamed(attended("official"), label="参加人")
    organization = OrganizationNamed(attended("organization"), label="参加单位")
    enterprise = EnterpriseNamed(of_enterprise, label="企业")
    project = ProjectNamed(dealing_with, label="涉及项目")
    township = TownshipNamed(lambda rows, text: Q(township__in=rows))
    checked = OneOf(
        [("no", "未核"), ("yes", "已核")],
        conditions={"no": Q(checked_by=None), "yes": Q(checked_by__isnull=False)},
        label="核对状态",
    )
    source = OneOf(
        [("article", "有报道来源"), ("typed", "手工录入,无报道")],
        conditions={
            "article": Q(pk__in=MeetingArticle.objects.values("meeting")),
            "typed": ~Q(pk__in=MeetingArticle.objects.values("meeting")),
        },
        label="来源",
    )

    primary = ("text", "date", "kind")
    dates = "date"


def said_by(rows, text: str) -> Q:
    """Requirements of an official, or of a speaker printed so."""
    return Q(issued_by__in=rows) | Q(issued_by=None, printed_speaker__icontains=text)


class RequirementFilterSet(CitedFilterSet):
    text = TextFilter(holding("heading", "text"), label="要点、内容")
    date = DayRangeFilter(field_name="meeting__held_date", label="会议日期")
    speaker = OfficialNamed(said_by, label="提出者")
    kind = OneOf(MeetingKind.choices, field_name="meeting__kind", label="会议类别")
    project = ProjectNamed(
        lambda rows, text: Q(
            pk__in=Requirement.projects.through.objects.filter(project__in=rows).values("requirement")
        ),
        label="涉及项目",
    )
    level = OneOf(
        [("all", "总项和分项各占一行")],
        conditions={"all": Q()},
        empty_label="只列总项(分项写在同一行)",
        label="层级",
    )

    primary = ("text", "date", "speaker")
    dates = "date"

    def filter_queryset(self, queryset):
        if not self.form.cleaned_data.get("level"):
            queryset = queryset.filter(parent=None)
        return super().filter_queryset(queryset)


class DemandFilterSet(CitedFilterSet):
    text = TextFilter(holding("text", "printed_enterprise", "handling"), label="诉求内容")
    date = DayRangeFilter(field_name="meeting__held_date", label="提出日期")
    state = SomeOf(DemandState.choices, label="办理状态")
    demand_type = OneOf(DemandType.choices, label="诉求类型")
    enterprise = EnterpriseNamed(
        lambda rows, text: Q(enterprise__in=rows) | Q(enterprise=None, printed_enterprise__icontains=text),
        label="企业",
    )

    primary = ("text", "date", "enterprise", "state")
    dates = "date"
