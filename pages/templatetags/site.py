"""The bar at the head of every page."""

from django import template
from django.urls import NoReverseMatch, reverse

register = template.Library()

STAFF = "staff"
# (label, name of the address, None for all or STAFF or the permission it takes of staff); the entry is marked current
# on every page below its address.
ENTRIES = [
    ("驾驶舱", "pages:cockpit", None),
    ("会议活动", "meetings:meeting-list", None),
    ("重点项目", "projects:project-list", None),
    ("领导干部", "people:official-list", None),
    ("单位", "people:organization-list", None),
    ("企业", "people:enterprise-list", None),
    ("工作要求", "meetings:requirement-list", None),
    ("企业诉求", "meetings:demand-list", None),
    ("数据", "projects:figure-list", None),
    ("报道", "articles:article-list", None),
    ("审读台", "desk:queue", "articles.change_reading"),
    ("导入表格", "desk:sheet-list", "projects.add_project"),
    ("后台", "admin:index", STAFF),
]


@register.inclusion_tag("_partials/navigation.html", takes_context=True)
def navigation(context):
    """The entries this user may use, the one whose page this is marked."""
    request, user = context["request"], context["user"]
    entries = []
    for label, name, needed in ENTRIES:
        # Permissions are two queries, which whoever only reads is spared.
        if needed and not (user.is_staff and (needed == STAFF or user.has_perm(needed))):
            continue
        try:
            address = reverse(name)
        except NoReverseMatch:  # a room not yet furnished
            continue
        entries.append({"label": label, "address": address})
    above = [
        entry
        for entry in entries
        if request.path == entry["address"] or (entry["address"] != "/" and request.path.startswith(entry["address"]))
    ]
    if above:  # of a page below two of them the nearer one
        max(above, key=lambda entry: len(entry["address"]))["current"] = True
    return {"entries": entries}
