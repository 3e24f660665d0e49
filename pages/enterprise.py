"""One enterprise: visits and meetings, what it asked for, what it builds."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from meetings.models import Attendance, Demand, DemandState
from pages.citing import Citations
from pages.demand import demand_items
from pages.links import Links, ledger
from pages.part import MOST, newest_first, parts_taken
from pages.project import project_lines
from people.models import Enterprise
from projects.models import Project


@require_safe
def enterprise(request, pk: int):
    """The page of one enterprise."""
    user = request.user
    enterprise = get_object_or_404(Enterprise.objects.visible_to(user).prefetch_related("aliases"), pk=pk)
    links = Links(user)
    mine = Attendance.objects.visible_to(user).filter(enterprise=enterprise)
    attendance_count = mine.count()
    attendances = list(newest_first(mine)[:MOST])
    demands = list(
        Demand.objects.visible_to(user).filter(enterprise=enterprise).select_related("enterprise", "meeting")
    )
    citations = Citations(user, [*attendances, *demands])
    projects = Project.objects.visible_to(user).filter(owner_enterprise=enterprise).select_related("township")
    return render(
        request,
        "pages/enterprise.html",
        {
            "enterprise": enterprise,
            "ledger": ledger("people:enterprise-list"),
            "attendance_count": attendance_count,
            "more_attendances": attendance_count - len(attendances),
            "parts": parts_taken(attendances, links, citations),
            "demands": demand_items(
                sorted(demands, key=lambda demand: (demand.state == DemandState.SOLVED, -demand.pk)), links, citations
            ),
            "open_demands": sum(demand.state != DemandState.SOLVED for demand in demands),
            "projects": project_lines(projects, links),
        },
    )
