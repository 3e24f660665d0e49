import pytest
from django.contrib.auth.models import Group, Permission

from accounts.roles import BUSINESS, ROLES, STAFF_ROLES, ensure_roles, give_roles
from tests.factories import DistrictFactory, UserFactory, member_of

pytestmark = pytest.mark.django_db
EVERY_ROLE = ["录入员", "审核员", "领导", "分析员", "系统管理员"]

# What each role may do with a few tell-tale models: v(iew), a(dd), c(hange), d(elete), u(nrecord).
MATRIX = {
    "meetings.meeting": ["vac", "vac", "v", "v", ""],
    "meetings.attendance": ["vac", "vacd", "v", "v", ""],
    "meetings.requirement": ["vac", "vacd", "v", "v", ""],
    "meetings.demand": ["vac", "vacd", "v", "v", ""],
    "projects.project": ["vac", "vac", "v", "v", ""],
    "projects.stagechange": ["vac", "vacd", "v", "v", ""],
    "people.enterprise": ["vac", "vac", "v", "v", ""],
    "people.official": ["vac", "vac", "v", "v", "v"],
    "people.organization": ["vac", "vac", "v", "v", "vac"],
    "people.organizationalias": ["vac", "vacd", "v", "v", "vacd"],
    "people.district": ["v", "v", "v", "v", "vac"],
    "people.membership": ["", "", "", "", "vacd"],
    "articles.article": ["vac", "vac", "v", "v", ""],
    "articles.reading": ["vac", "vac", "v", "v", ""],
    "desk.decision": ["v", "v", "", "", ""],
    "desk.reading": ["", "u", "", "", ""],
    "accounts.user": ["", "", "", "", "vac"],
    "auth.group": ["", "", "", "", "v"],
    "auth.permission": ["", "", "", "", ""],
}
ACTIONS = {"v": "view", "a": "add", "c": "change", "d": "delete", "u": "unrecord"}


@pytest.mark.parametrize("model", MATRIX)
def test_each_role_may_do_what_the_matrix_says(model):
    ensure_roles()
    app, name = model.split(".")
    held = []
    for role in EVERY_ROLE:
        user = UserFactory()
        give_roles(user, role)
        held.append("".join(letter for letter, action in ACTIONS.items() if user.has_perm(f"{app}.{action}_{name}")))
    assert held == MATRIX[model]


def test_every_business_model_is_in_the_table():
    models = {
        f"{permission.content_type.app_label}.{permission.content_type.model}"
        for permission in Permission.objects.select_related("content_type")
    }
    ours = {
        model
        for model in models
        if model.split(".")[0] in ("people", "articles", "projects", "meetings")
        and not model.split(".")[1].startswith("historical")
    }
    assert ours == {*BUSINESS, "people.district", "people.membership"}


def test_ensure_roles_sets_permissions_exactly_and_twice_changes_nothing():
    ensure_roles()
    group = Group.objects.get(name="领导")
    before = set(group.permissions.all())
    group.permissions.add(Permission.objects.get(codename="delete_meeting"))
    group.permissions.remove(Permission.objects.get(codename="view_meeting"))

    ensure_roles()

    assert set(group.permissions.all()) == before
    assert Group.objects.count() == len(ROLES) == 5


@pytest.mark.parametrize("role", EVERY_ROLE)
def test_only_staff_roles_enter_the_admin(role, client):
    user = member_of(DistrictFactory(), role)
    client.force_login(user)

    assert user.is_staff is (role in STAFF_ROLES)
    assert client.get("/admin/").status_code == (200 if user.is_staff else 302)


def test_losing_the_role_closes_the_admin():
    user = member_of(DistrictFactory(), "录入员")

    give_roles(user, "领导")

    user.refresh_from_db()
    assert not user.is_staff


def test_an_unknown_role_is_named():
    ensure_roles()
    with pytest.raises(Group.DoesNotExist, match="没有这个角色:书记"):
        give_roles(UserFactory(), "领导", "书记")
