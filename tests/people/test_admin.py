import datetime

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from people.models import District, Official, Post
from tests.admin_pages import complaints_of, form_data, messages_of, rows_of
from tests.factories import (
    DistrictFactory,
    EnterpriseAliasFactory,
    EnterpriseFactory,
    MembershipFactory,
    OfficialFactory,
    OrganizationAliasFactory,
    OrganizationFactory,
    PostFactory,
    UserFactory,
    member_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def district():
    return DistrictFactory(name="二七区")


@pytest.fixture
def clerk(district, client):
    user = member_of(district, "录入员")
    client.force_login(user)
    return user


@pytest.fixture
def administrator(district, client):
    user = member_of(district, "系统管理员")
    client.force_login(user)
    return user


def found(client, model, term):
    return list(client.get(f"/admin/people/{model}/", {"q": term}).context["cl"].result_list)


@pytest.mark.parametrize("term", ["樊惠林", "惠林", "fhl", "fanhuilin", "商务局局长"])
def test_an_official_is_found_by_name_pinyin_initials_and_post(term, client, clerk, district):
    OfficialFactory.create_batch(3, district=district)
    official = OfficialFactory(district=district, name="樊惠林")
    PostFactory(official=official, title="区商务局局长甲")
    PostFactory(official=official, title="区商务局局长乙")
    assert official in found(client, "official", term)
    assert found(client, "official", term).count(official) == 1


@pytest.mark.parametrize(
    ("factory", "alias_factory", "model"),
    [
        (OrganizationFactory, OrganizationAliasFactory, "organization"),
        (EnterpriseFactory, EnterpriseAliasFactory, "enterprise"),
    ],
)
def test_units_and_enterprises_are_found_by_alias_too(factory, alias_factory, model, client, clerk, district):
    factory.create_batch(3, district=district)
    row = factory(district=district, name="郑州二七投资控股集团有限公司")
    for alias in ("二七投控", "二七投控集团"):
        alias_factory(**{model: row, "name": alias})
    for term in ("二七投控", "eqtz", "投资控股"):
        assert found(client, model, term) == [row]


def test_two_officials_of_one_name_are_told_apart_in_pick_lists(client, clerk, district):
    for title in ("区交通局局长", "区教育局副局长"):
        PostFactory(official=OfficialFactory(district=district, name="王强"), title=title)
    PostFactory(official=Official.objects.first(), title="旧职务", end_date=datetime.date(2024, 1, 1))

    answer = client.get(
        "/admin/autocomplete/",
        {"app_label": "meetings", "model_name": "attendance", "field_name": "official", "term": "wq"},
    ).json()

    assert {result["text"] for result in answer["results"]} == {"王强 · 区交通局局长", "王强 · 区教育局副局长"}


def test_the_title_shown_is_the_post_seen_last_not_one_never_seen(client, clerk, district):
    official = OfficialFactory(district=district)
    PostFactory(official=official, title="副区长", last_seen_date=datetime.date(2024, 5, 1))
    PostFactory(official=official, title="区委常委", first_seen_date=None, last_seen_date=None)
    (shown,) = client.get("/admin/people/official/").context["cl"].result_list
    assert shown.latest_title == "副区长"


def test_an_official_is_typed_with_his_posts(client, clerk, district):
    add = "/admin/people/official/add/"
    typed = form_data(client.get(add)) | {"name": "王潜"}

    response = client.post(add, typed | rows_of("posts", [{"title": "区委书记"}, {"title": "人武部第一书记"}]))

    assert response.status_code == 302, complaints_of(response)
    assert set(Official.objects.get().posts.values_list("title", flat=True)) == {"区委书记", "人武部第一书记"}


def test_a_current_post_twice_is_refused_in_chinese(client, clerk):
    add = "/admin/people/official/add/"
    typed = form_data(client.get(add)) | {"name": "王潜"}
    response = client.post(add, typed | rows_of("posts", [{"title": "区委书记"}, {"title": "区委书记"}]))
    assert messages_of(response) == ["该领导干部已有此项在任职务。"]
    assert not Post.objects.exists()


def test_an_enterprise_twice_is_refused_in_chinese(client, clerk, district):
    EnterpriseFactory(district=district, name="顶益食品")
    add = "/admin/people/enterprise/add/"
    response = client.post(add, form_data(client.get(add)) | {"name": "顶益食品"})
    assert messages_of(response) == ["本行政区已有同名企业。"]


def test_enterprises_without_a_credit_code_do_not_collide(client, clerk):
    add = "/admin/people/enterprise/add/"
    for name in ("甲公司", "乙公司"):
        response = client.post(add, form_data(client.get(add)) | {"name": name, "uscc": ""})
        assert response.status_code == 302, complaints_of(response)


def test_an_administrator_makes_a_user_of_his_district(client, administrator, district):
    add = "/admin/accounts/user/add/"
    typed = form_data(client.get(add)) | {
        "username": "zhangsan",
        "full_name": "张三",
        "usable_password": "true",
        "password1": "hai-liang-ting-2024",
        "password2": "hai-liang-ting-2024",
    }
    response = client.post(add, typed | rows_of("memberships", [{"district": district.pk}]))
    assert response.status_code == 302, complaints_of(response)
    user = User.objects.get(username="zhangsan")
    page = f"/admin/accounts/user/{user.pk}/change/"
    groups = dict(client.get(page).context["adminform"].form.fields["groups"].choices)
    reviewer = next(key for key, label in groups.items() if label == "审核员")

    response = client.post(page, form_data(client.get(page)) | {"groups": [reviewer.value]})

    assert response.status_code == 302, complaints_of(response)
    user.refresh_from_db()
    assert (user.full_name, user.is_staff) == ("张三", True)
    assert list(user.memberships.values_list("district", flat=True)) == [district.pk]
    assert user.has_perm("meetings.add_meeting")


def test_an_administrator_does_not_reach_above_or_beyond_himself(client, administrator, district):
    superuser = UserFactory(is_superuser=True)
    stranger = member_of(DistrictFactory())
    in_both = member_of(district)
    MembershipFactory(user=in_both)
    colleague = member_of(district)
    unplaced = UserFactory()

    shown = set(client.get("/admin/accounts/user/").context["cl"].result_list)

    assert shown == {administrator, colleague}
    for user in (superuser, stranger, in_both, unplaced):
        assert client.get(f"/admin/accounts/user/{user.pk}/password/").status_code in (302, 404)
    assert "is_superuser" not in form_data(client.get(f"/admin/accounts/user/{colleague.pk}/change/"))
    assert "user_permissions" not in client.get(f"/admin/accounts/user/{colleague.pk}/change/").content.decode()


def test_a_user_without_a_district_is_made_and_seen_by_superusers_only(client, administrator):
    add = "/admin/accounts/user/add/"
    typed = form_data(client.get(add)) | {"username": "zhangsan", "usable_password": "false"}

    assert messages_of(client.post(add, typed)) == ["请为用户填写至少一个行政区。"]

    assert not User.objects.filter(username="zhangsan").exists()
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    response = client.post(add, form_data(client.get(add)) | {"username": "zhangsan", "usable_password": "false"})
    assert response.status_code == 302, complaints_of(response)
    assert User.objects.get(username="zhangsan") in client.get("/admin/accounts/user/").context["cl"].result_list


def test_nobody_gives_himself_roles(client, administrator):
    page = f"/admin/accounts/user/{administrator.pk}/change/"
    every = list(Group.objects.values_list("pk", flat=True))
    typed = form_data(client.get(page))

    response = client.post(page, typed | {"full_name": "赵管理", "groups": every})

    assert response.status_code == 302, complaints_of(response)
    administrator.refresh_from_db()
    assert administrator.full_name == "赵管理"
    assert [group.name for group in administrator.groups.all()] == ["系统管理员"]


def test_an_administrator_adds_townships_within_his_district(client, administrator, district):
    add = "/admin/people/district/add/"
    typed = form_data(client.get(add)) | {"code": "410103001", "name": "侯寨街道", "level": "township"}
    assert messages_of(client.post(add, typed)) == ["请选择上级行政区。"]

    client.post(add, typed | {"parent": district.pk})

    assert {str(seen) for seen in District.objects.visible_to(administrator)} == {"二七区", "侯寨街道"}


def test_the_user_list_costs_the_same_for_5_and_for_30_rows(client, administrator, district, django_assert_num_queries):
    for _ in range(4):
        member_of(district, "录入员")
    client.get("/admin/accounts/user/")
    with CaptureQueriesContext(connection) as few:
        client.get("/admin/accounts/user/")
    for _ in range(25):
        member_of(district, "录入员")
    with django_assert_num_queries(len(few)):
        client.get("/admin/accounts/user/")
