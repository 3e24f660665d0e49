"""One unit: who holds posts there, its meetings, the projects it answers for."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from meetings.models import Attendance
from pages.citing import Citations
from pages.links import Links, ledger
from pages.part import MOST, newest_first, parts_taken
from pages.project import project_lines
from people.models import Organization, Post
from projects.models import Project


@require_safe
def unit(request, pk: int):
    """The page of one unit."""
    user = request.user
    unit = get_object_or_404(
        Organization.objects.visible_to(user).select_related("parent").prefetch_related("aliases", "children"), pk=pk
    )
    links = Links(user)
    mine = Attendance.objects.visible_to(user).filter(organization=unit)
    attendance_count = mine.count()
    attendances = list(newest_first(mine)[:MOST])
    citations = Citations(user, attendances)
    posts = Post.objects.visible_to(user).filter(organization=unit).select_related("official")
    projects = Project.objects.visible_to(user).filter(responsible_unit=unit).select_related("township")
    return render(
        request,
        "pages/unit.html",
        {
            "unit": unit,
            "ledger": ledger("people:organization-list"),
            "parent": links.to(unit.parent),
            "children": [links.to(child) for child in unit.children.all()],
            "posts": [(post, links.to(post.official)) for post in posts],
            "attendance_count": attendance_count,
            "more_attendances": attendance_count - len(attendances),
            "parts": parts_taken(attendances, links, citations),
            "projects": project_lines(projects, links),
        },
    )
