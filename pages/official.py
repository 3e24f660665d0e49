"""One official: his posts, his meetings by role with the title of that day, what he required, what he leads."""

from django.db.models import F
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from meetings.models import Attendance, Requirement, Role
from pages.citing import Citations
from pages.links import Links, ledger
from pages.meeting import meeting_lines
from pages.part import MOST, newest_first, parts_taken
from pages.project import project_lines
from pages.requirement import requirement_items
from people.models import Official, Post
from projects.models import Project


@require_safe
def official(request, pk: int):
    """The page of one official."""
    user = request.user
    official = get_object_or_404(Official.objects.visible_to(user), pk=pk)
    links = Links(user)
    mine = Attendance.objects.visible_to(user).filter(official=official)
    attendance_count = mine.count()
    attendances = list(newest_first(mine)[:MOST])
    issued = Requirement.objects.visible_to(user).filter(issued_by=official, parent=None)
    requirement_count = issued.count()
    requirements = list(
        issued.select_related("issued_by", "meeting")
        .prefetch_related("projects")
        .order_by(F("meeting__held_date").desc(nulls_last=True), "-meeting_id", "number")[:MOST]
    )
    citations = Citations(user, [*attendances, *requirements])
    posts = list(Post.objects.visible_to(user).filter(official=official).select_related("organization"))
    meetings = {row.pk: row.meeting for row in requirements}
    projects = Project.objects.visible_to(user).filter(responsible_leader=official).select_related("township")
    return render(
        request,
        "pages/official.html",
        {
            "official": official,
            "ledger": ledger("people:official-list"),
            "posts": [(post, links.to(post.organization)) for post in posts],
            "attendance_count": attendance_count,
            "more_attendances": attendance_count - len(attendances),
            "roles": [
                (label, parts_taken([row for row in attendances if row.role == role], links, citations))
                for role, label in Role.choices
                if any(row.role == role for row in attendances)
            ],
            "requirement_count": requirement_count,
            "more_requirements": requirement_count - len(requirements),
            "requirements": [
                (item, meeting_lines([meetings[item.pk]], links)[0])
                for item in requirement_items(requirements, links, citations)
            ],
            "projects": project_lines(projects, links),
        },
    )
