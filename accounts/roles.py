"""The five roles and what each may do. Roles are groups; which rows a user sees is his membership, not his role.

Permissions are written as "app.action_model", so this room names the models of higher rooms without importing them.
"""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q

from accounts.models import User

DATA_ENTRY = "录入员"
REVIEWER = "审核员"
OFFICIAL = "领导"
ANALYST = "分析员"
SYSTEM_ADMINISTRATOR = "系统管理员"
STAFF_ROLES = (DATA_ENTRY, REVIEWER, SYSTEM_ADMINISTRATOR)  # those who may enter the admin

WHOLES = [
    "people.organization",
    "people.enterprise",
    "people.official",
    "projects.tag",
    "projects.project",
    "projects.figure",
    "articles.article",
    "articles.reading",
    "meetings.meeting",
    "meetings.demand",
]
PARTS = [
    "people.organizationalias",
    "people.enterprisealias",
    "people.post",
    "projects.projectalias",
    "projects.stagechange",
    "projects.annualplan",
    "meetings.meetingarticle",
    "meetings.attendance",
    "meetings.headcount",
    "meetings.discussion",
    "meetings.requirement",
]
IMPORTS = ["desk.importbatch", "desk.importpage", "desk.importedarticle", "desk.nametable", "desk.sheetimport"]
DECISIONS = ["desk.decision"]  # made on the review page, which asks for change of readings
BUSINESS = (*WHOLES, *PARTS)


def _allowed(actions: str, *models: str) -> frozenset[str]:
    """Permissions from words: ("view add", "people.official") → people.view_official, people.add_official."""
    pairs = ((action, *model.split(".")) for model in models for action in actions.split())
    return frozenset(f"{app}.{action}_{model}" for action, app, model in pairs)


READ = _allowed("view", *BUSINESS, "people.district")
ENTER = READ | _allowed("add change", *BUSINESS) | _allowed("view", *IMPORTS, *DECISIONS)
ROLES: dict[str, frozenset[str]] = {
    DATA_ENTRY: ENTER,
    REVIEWER: ENTER | _allowed("delete", *PARTS, "meetings.demand") | _allowed("unrecord", "desk.reading"),
    OFFICIAL: READ,
    ANALYST: READ,
    SYSTEM_ADMINISTRATOR: (
        _allowed("view add change", "accounts.user", "people.district", "people.organization")
        | _allowed("view add change delete", "people.membership", "people.organizationalias")
        # A role's permissions are this table's; whoever could change them could give himself any.
        | _allowed("view", "auth.group", "people.official", "people.post")
    ),
}


@transaction.atomic
def ensure_roles() -> None:
    """Make the five groups and set their permissions to exactly those of `ROLES`. Run after every migrate."""
    wanted = Q(pk__in=[])
    for app, codename in {tuple(permission.split(".")) for role in ROLES.values() for permission in role}:
        wanted |= Q(content_type__app_label=app, codename=codename)
    known = {f"{p.content_type.app_label}.{p.codename}": p for p in Permission.objects.filter(wanted).select_related()}
    for name, permissions in ROLES.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.set([known[permission] for permission in permissions])


def give_roles(user: User, *names: str) -> None:
    """Let `user` hold exactly the roles named, and enter the admin if one of them may."""
    groups = list(Group.objects.filter(name__in=names))
    if unknown := set(names) - {group.name for group in groups}:
        raise Group.DoesNotExist("没有这个角色:" + "、".join(sorted(unknown)))
    user.groups.set(groups)
    set_staff_from_roles(user)


def set_staff_from_roles(user: User) -> None:
    """Set `user.is_staff` from the groups he is in: the admin is open to `STAFF_ROLES` and superusers."""
    is_staff = user.is_superuser or user.groups.filter(name__in=STAFF_ROLES).exists()
    if user.is_staff != is_staff:
        user.is_staff = is_staff
        user.save(update_fields=["is_staff"])
