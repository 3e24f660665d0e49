"""One key project: its meetings, the instructions given there, and who stands around it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Q
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from articles.models import Article
from meetings.models import Discussion, Meeting, Requirement
from pages.amounts import money
from pages.around import around_meetings
from pages.citing import Citations, Sentence, source_of
from pages.figure import figure_rows
from pages.links import Link, Links, ledger
from pages.meeting import MeetingLine, meeting_lines
from pages.requirement import RequirementItem, requirement_items
from projects.models import Figure, Project

MOST = 100  # meetings shown; the ledger has them all


@dataclass(frozen=True)
class Dealing:
    """A meeting that dealt with the project, and how."""

    line: MeetingLine
    manners: list[tuple[str, str, Sentence | None]]  # manner, name as printed, sentence


@dataclass(frozen=True)
class Instructions:
    """What one meeting required."""

    line: MeetingLine
    items: list[RequirementItem]


@dataclass(frozen=True)
class ProjectLine:
    link: Link
    stage: str
    category: str
    township: str
    money: str


def project_lines(projects: Iterable[Project], links: Links) -> list[ProjectLine]:
    """Projects, which come with their township selected, in the order given."""
    return [
        ProjectLine(
            link=links.to(project),
            stage=project.get_stage_display() or "未填",
            category=project.get_category_display(),
            township=project.township.name if project.township else "",
            money=money(project.total_investment),
        )
        for project in projects
    ]


@require_safe
def project(request, pk: int):
    """The page of one key project."""
    user = request.user
    project = get_object_or_404(
        Project.objects.visible_to(user)
        .select_related("township", "responsible_leader", "responsible_unit", "owner_enterprise")
        .prefetch_related("tags", "aliases", "annual_plans"),
        pk=pk,
    )
    links = Links(user)
    dealt_with = Meeting.objects.visible_to(user).filter(
        Q(pk__in=Discussion.objects.filter(project=project).values("meeting"))
        | Q(pk__in=Requirement.objects.filter(projects=project).values("meeting"))
    )
    meeting_count = dealt_with.count()
    meetings = list(dealt_with.order_by(F("held_date").desc(nulls_last=True), "-id")[:MOST])
    meeting_ids = [meeting.pk for meeting in meetings]
    discussions = list(Discussion.objects.filter(project=project, meeting__in=meeting_ids))
    requirements = list(
        Requirement.objects.filter(meeting__in=meeting_ids)
        .select_related("issued_by")
        .prefetch_related("projects")
        .order_by("number", "id")
    )
    figures = list(Figure.objects.visible_to(user).filter(project=project).select_related("project"))
    stage_changes = list(project.stage_changes.all())
    citations = Citations(user, [*discussions, *requirements, *figures, *stage_changes])
    lines = meeting_lines(meetings, links)
    linked, others = _linked_first(requirements, project)
    articles = (
        Article.objects.visible_to(user)
        .filter(
            Q(meeting_sources__meeting__in=meeting_ids)
            | Q(pk__in=[fact.article_id for fact in [*figures, *stage_changes] if fact.article_id])
        )
        .distinct()
        .order_by("-issue_date", "id")
        .defer("text")
    )
    return render(
        request,
        "pages/project.html",
        {
            "project": project,
            "ledger": ledger("projects:project-list"),
            "stage": project.get_stage_display() or "未填",
            "total_investment": money(project.total_investment),
            "leader": links.to(project.responsible_leader),
            "unit": links.to(project.responsible_unit),
            "owner": links.to(project.owner_enterprise),
            "meeting_count": meeting_count,
            "more_meetings": meeting_count - len(meetings),
            "dealings": [
                Dealing(
                    line,
                    [
                        (row.get_manner_display(), row.printed_name, citations.of(row))
                        for row in discussions
                        if row.meeting_id == line.pk
                    ],
                )
                for line in lines
            ],
            "instructions": _by_meeting(lines, requirement_items(linked, links, citations)),
            "other_instructions": _by_meeting(lines, requirement_items(others, links, citations)),
            "around": around_meetings(dealt_with, links),
            "figures": figure_rows(figures, links, citations),
            "stage_changes": [
                (change.pk, change.get_stage_display(), change.changed_date, citations.of(change))
                for change in stage_changes
            ],
            "plans": [(plan.year, money(plan.annual_planned_investment)) for plan in project.annual_plans.all()],
            "sources": [links.to(article, source_of(article)) for article in articles],
        },
    )


def _linked_first(requirements: list[Requirement], project: Project) -> tuple[list[Requirement], list[Requirement]]:
    """Requirements that concern the project, with their parts; and all others of the same meetings."""
    linked = {row.pk for row in requirements if any(one.pk == project.pk for one in row.projects.all())}
    known = {row.pk for row in requirements}
    whole = linked | {row.parent_id for row in requirements if row.pk in linked and row.parent_id in known}
    whole |= {row.pk for row in requirements if row.parent_id in whole}
    return [row for row in requirements if row.pk in whole], [row for row in requirements if row.pk not in whole]


def _by_meeting(lines: list[MeetingLine], items: list[RequirementItem]) -> list[Instructions]:
    """The items under their meetings, in the order of the meetings."""
    grouped = [Instructions(line, [item for item in items if item.meeting_id == line.pk]) for line in lines]
    return [group for group in grouped if group.items]
