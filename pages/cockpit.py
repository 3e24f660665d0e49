"""The first page: what the register holds, what happened this month, and what waits."""

import datetime
from dataclasses import dataclass

from django.db.models import Count, F, Max, QuerySet
from django.db.models.functions import Coalesce
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models import Article, Reading, ReadingState
from meetings.models import Demand, DemandState, Meeting, Requirement
from pages.citing import Citations, source_of
from pages.demand import demand_items
from pages.links import Links, ledger
from pages.meeting import meeting_lines
from people.models import District, Enterprise, Official, Organization
from projects.models import Project, ProjectStage

OPEN = [state for state in DemandState.values if state != DemandState.SOLVED]
MOST_MEETINGS = 20
MOST_DEMANDS = 10
NEWEST_ARTICLES = 8


@dataclass(frozen=True)
class Tile:
    label: str
    number: int
    address: str
    warns: bool = False


@dataclass(frozen=True)
class StageRow:
    label: str
    number: int
    width: str  # per cent of the longest bar
    address: str


@require_safe
def cockpit(request):
    """The page every user starts from."""
    user = request.user
    links = Links(user)
    meetings = Meeting.objects.visible_to(user)
    demands = Demand.objects.visible_to(user).filter(state__in=OPEN)
    open_demands = list(demands.select_related("enterprise", "meeting").order_by("-id")[:MOST_DEMANDS])
    open_count = demands.count()
    today = timezone.localdate()
    month, of_month = month_shown(meetings, today)
    shown = list(of_month[:MOST_MEETINGS])
    waiting = Reading.objects.visible_to(user).filter(state__in=[ReadingState.WAITING, ReadingState.IN_REVIEW]).count()
    tiles = [
        Tile("会议活动", meetings.count(), ledger("meetings:meeting-list")),
        Tile("重点项目", Project.objects.visible_to(user).count(), ledger("projects:project-list")),
        Tile("领导干部", Official.objects.visible_to(user).count(), ledger("people:official-list")),
        Tile("单位", Organization.objects.visible_to(user).count(), ledger("people:organization-list")),
        Tile("企业", Enterprise.objects.visible_to(user).count(), ledger("people:enterprise-list")),
        Tile(
            "工作要求",
            Requirement.objects.visible_to(user).filter(parent=None).count(),
            ledger("meetings:requirement-list"),
        ),
        Tile("未解决诉求", open_count, ledger("meetings:demand-list", state=OPEN), True),
        Tile("报道", Article.objects.visible_to(user).count(), ledger("articles:article-list")),
    ]
    articles = Article.objects.visible_to(user).defer("text").order_by("-issue_date", "-id")[:NEWEST_ARTICLES]
    return render(
        request,
        "pages/cockpit.html",
        {
            "has_district": District.objects.visible_to(user).exists(),
            "is_empty": not any(tile.number for tile in tiles),
            "tiles": tiles,
            "waiting": waiting,
            "waiting_address": ledger("desk:queue"),
            "month": month,
            "is_this_month": (month.year, month.month) == (today.year, today.month),
            "meetings": meeting_lines(shown, links),
            "more_meetings": of_month.count() - len(shown),
            "meetings_address": ledger("meetings:meeting-list"),
            "stages": stage_rows(Project.objects.visible_to(user)),
            "demands": demand_items(open_demands, links, Citations(user, open_demands)),
            "more_demands": open_count - len(open_demands),
            "demands_address": ledger("meetings:demand-list", state=OPEN),
            "articles": [links.to(article, source_of(article)) for article in articles],
        },
    )


def month_shown(meetings: QuerySet[Meeting], today: datetime.date) -> tuple[datetime.date, QuerySet[Meeting]]:
    """The first day of the month to show and its meetings: this month, or the newest before it that has any.

    A meeting without a day belongs to the month in which its inferred range ends.
    """
    known = meetings.annotate(known_date=Coalesce("held_date", "latest_date"))
    newest = known.filter(known_date__lt=_next_month(today)).aggregate(newest=Max("known_date"))["newest"]
    month = (newest or today).replace(day=1)
    return month, known.filter(known_date__gte=month, known_date__lt=_next_month(month)).order_by(
        F("held_date").desc(nulls_last=True), "-id"
    )


def _next_month(day: datetime.date) -> datetime.date:
    return (day.replace(day=1) + datetime.timedelta(days=32)).replace(day=1)


def stage_rows(projects: QuerySet[Project]) -> list[StageRow]:
    """How many projects stand in each stage, the unfilled last; every stage is named, also without projects."""
    counts = dict(projects.order_by().values_list("stage").annotate(number=Count("pk")))
    longest = max(counts.values(), default=0) or 1
    return [
        StageRow(
            label=label,
            number=counts.get(stage, 0),
            width=f"{counts.get(stage, 0) / longest * 100:.1f}%",
            address=ledger("projects:project-list", stage=stage or "none"),
        )
        for stage, label in [*ProjectStage.choices, ("", "未填")]
    ]
