"""The bar at the head of every page."""

from django import template
from django.urls import NoReverseMatch, reverse

register = template.Library()

# (label, name of the address, for staff only); the entry is marked current on every page below its address.
ENTRIES = [
    ("驾驶舱", "pages:cockpit", False),
    ("会议活动", "meetings:meeting-list", False),
    ("重点项目", "projects:project-list", False),
    ("领导干部", "people:official-list", False),
    ("单位", "people:organization-list", False),
    ("企业", "people:enterprise-list", False),
    ("工作要求", "meetings:requirement-list", False),
    ("企业诉求", "meetings:demand-list", False),
    ("数据", "projects:figure-list", False),
    ("报道", "articles:article-list", False),
    ("后台", "admin:index", True),
]


@register.inclusion_tag("_partials/navigation.html", takes_context=True)
def navigation(context):
    """The entries this user may use, the one whose page this is marked."""
    request, user = context["request"], context["user"]
    entries = []
    for label, name, staff in ENTRIES:
        if staff and not user.is_staff:
            continue
        try:
            address = reverse(name)
        except NoReverseMatch:  # a room not yet furnished
            continue
        current = request.path == address or (address != "/" and request.path.startswith(address))
        entries.append({"label": label, "address": address, "current": current})
    return {"entries": entries}
