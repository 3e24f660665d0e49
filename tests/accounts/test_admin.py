import pytest
from django.contrib.auth.models import Group

from accounts.roles import ensure_roles
from tests.admin_pages import form_data
from tests.factories import PASSWORD, DistrictFactory, UserFactory, member_of

pytestmark = pytest.mark.django_db


def sidebar(response):
    return [(app["name"], [model["name"] for model in app["models"]]) for app in response.context["available_apps"]]


def test_the_index_stands_in_the_order_of_work(client):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    assert sidebar(client.get("/admin/")) == [
        ("会议活动", ["会议活动", "工作要求", "企业诉求", "参加人员和单位", "涉及项目"]),
        ("重点项目", ["重点项目", "数据", "标签"]),
        ("人员与单位", ["领导干部", "单位", "企业", "行政区"]),
        ("报道", ["报道", "识别结果"]),
        ("审读台", ["导入批次", "导入的版面", "导入的报道", "名称表", "表格导入", "审核决定"]),
        ("用户与权限", ["用户", "组"]),
    ]


@pytest.mark.parametrize(
    ("role", "rooms"),
    [
        ("录入员", ["会议活动", "重点项目", "人员与单位", "报道", "审读台"]),
        ("审核员", ["会议活动", "重点项目", "人员与单位", "报道", "审读台"]),
        ("系统管理员", ["人员与单位", "用户与权限"]),
    ],
)
def test_each_role_sees_its_rooms(role, rooms, client):
    client.force_login(member_of(DistrictFactory(), role))
    response = client.get("/admin/")
    assert [name for name, _ in sidebar(response)] == rooms
    assert "汇项 后台" in response.content.decode()


def test_a_stranger_signs_in_on_the_sites_page_and_comes_back(client):
    member_of(DistrictFactory(), "录入员", username="luru")
    response = client.get("/admin/meetings/meeting/", follow=True)
    assert response.wsgi_request.path == "/accounts/login/"

    response = client.post(
        response.wsgi_request.get_full_path(),
        {"username": "luru", "password": PASSWORD, "next": "/admin/meetings/meeting/"},
        follow=True,
    )

    assert response.wsgi_request.path == "/admin/meetings/meeting/"


def test_an_official_who_is_no_staff_is_told_so_and_not_sent_in_circles(client):
    client.force_login(member_of(DistrictFactory(), "领导"))
    assert client.get("/admin/meetings/meeting/", follow=True).status_code == 403


def test_a_role_is_read_in_chinese_and_not_edited(client):
    ensure_roles()
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    page = client.get(f"/admin/auth/group/{Group.objects.get(name='分析员').pk}/change/")
    assert "查看会议活动" in page.content.decode()
    assert "permissions" not in form_data(page)


def test_a_group_of_ones_own_offers_permissions_in_chinese(client):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    page = client.get("/admin/auth/group/add/").content.decode()
    assert "新增会议活动" in page
    assert "Can add" not in page
    assert "istorical" not in page
