"""What holds for the admin of every model of the register."""

import pytest
from concurrency.exceptions import RecordModifiedError
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteMixin
from django.db import connection
from django.forms import ModelChoiceField
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.scoped_admin import ScopedAdmin
from tests import factories
from tests.admin_pages import complaints_of, form_data, messages_of
from tests.factories import (
    AttendanceFactory,
    DistrictFactory,
    EnterpriseFactory,
    MeetingFactory,
    OfficialFactory,
    UserFactory,
    member_of,
)

pytestmark = pytest.mark.django_db

FACTORIES = {
    factory._meta.model: factory
    for factory in vars(factories).values()
    if isinstance(factory, type)
    and issubclass(factory, factories.DjangoModelFactory)
    and factory is not factories.DjangoModelFactory
}
SCOPED = {model: site for model, site in admin.site._registry.items() if isinstance(site, ScopedAdmin)}
ROOMS = ("people", "articles", "projects", "meetings")
each_scoped_admin = pytest.mark.parametrize("model", SCOPED, ids=lambda model: model._meta.label)


def page_of(model, name, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)


def row_of(model, district):
    """A row of `model` that belongs to `district`."""
    if model is factories.District:
        return DistrictFactory(parent=district)
    return FACTORIES[model](**{model.objects.all().district_paths[0]: district})


def overseer(district):
    """A staff user of `district` who may do anything there that permissions can allow."""
    return member_of(district, "审核员", "系统管理员")


def test_every_model_of_the_register_has_an_admin_and_a_factory():
    rooms = (*ROOMS, "desk", "accounts")
    models = {
        model
        for room in rooms
        for model in apps.get_app_config(room).get_models()
        if not model.__name__.startswith("Historical")
    }
    assert models == {model for model in admin.site._registry if model._meta.app_label in rooms}
    assert models == set(FACTORIES)
    assert {model for model in models if model._meta.app_label in ROOMS} == set(SCOPED)


@each_scoped_admin
def test_a_list_costs_the_same_for_5_and_for_30_rows(model, client, django_assert_num_queries):
    district = DistrictFactory()
    client.force_login(overseer(district))
    for _ in range(5):
        row_of(model, district)
    client.get(page_of(model, "changelist"))
    with CaptureQueriesContext(connection) as few:
        client.get(page_of(model, "changelist"))
    for _ in range(25):
        row_of(model, district)

    with django_assert_num_queries(len(few)):
        response = client.get(page_of(model, "changelist"))

    assert len(response.context["cl"].result_list) >= 30
    assert len(few) <= 8


@each_scoped_admin
def test_rows_of_another_district_do_not_exist(model, client):
    mine, theirs = DistrictFactory(), DistrictFactory()
    row = row_of(model, theirs)
    client.force_login(overseer(mine))

    listed = client.get(page_of(model, "changelist"))
    opened = client.get(page_of(model, "change", row.pk), follow=True)
    posted = client.post(page_of(model, "change", row.pk), {"name": "改名"}, follow=True)
    deleted = client.post(page_of(model, "delete", row.pk), {"post": "yes"})
    history = client.get(page_of(model, "history", row.pk))
    past = client.get(page_of(model, "simple_history", row.pk, row.history.first().pk))

    assert row not in listed.context["cl"].result_list
    assert opened.redirect_chain
    assert posted.status_code == 403 or posted.redirect_chain
    assert deleted.status_code in (302, 403)
    assert (history.status_code, past.status_code) == (404, 404)
    assert row.__class__.objects.filter(pk=row.pk, version=row.version).exists()


@each_scoped_admin
def test_own_rows_open_with_their_history(model, client):
    district = DistrictFactory()
    row = row_of(model, district)
    client.force_login(overseer(district))

    for page in [
        page_of(model, "change", row.pk),
        page_of(model, "history", row.pk),
        page_of(model, "simple_history", row.pk, row.history.first().pk),
    ]:
        response = client.get(page)
        assert response.status_code == 200
        assert "style=" not in response.content.decode()
        assert "<script>" not in response.content.decode()


@each_scoped_admin
def test_a_past_state_cannot_be_posted(model, client):
    district = DistrictFactory()
    row = row_of(model, district)
    client.force_login(overseer(district))
    assert client.post(page_of(model, "simple_history", row.pk, row.history.first().pk), {}).status_code == 403


@each_scoped_admin
def test_every_link_is_a_pick_list_of_visible_rows(model):
    district, elsewhere = DistrictFactory(), DistrictFactory()
    request = RequestFactory().get("/")
    request.user = overseer(district)
    site = SCOPED[model]
    forms = [site.get_form(request)] + [
        inline.get_formset(request).form for inline in site.get_inline_instances(request)
    ]
    fields = [field for form in forms for field in form.base_fields.values() if isinstance(field, ModelChoiceField)]
    for field in fields:
        assert isinstance(field.widget.widget, AutocompleteMixin), field.label
        linked = field.queryset.model
        stranger = row_of(linked, elsewhere)
        assert stranger not in field.queryset


@pytest.mark.parametrize(
    ("model", "field", "factory"),
    [
        ("attendance", "official", OfficialFactory),
        ("attendance", "enterprise", EnterpriseFactory),
        ("meeting", "district", None),
    ],
)
def test_pick_lists_offer_only_visible_rows(model, field, factory, client):
    mine, theirs = DistrictFactory(name="二七区"), DistrictFactory(name="金水区")
    rows = [factory(district=mine), factory(district=theirs)] if factory else [mine, theirs]
    client.force_login(member_of(mine, "录入员"))

    answer = client.get(
        reverse("admin:autocomplete"), {"app_label": "meetings", "model_name": model, "field_name": field, "term": ""}
    )

    assert [result["id"] for result in answer.json()["results"]] == [str(rows[0].pk)]


def test_the_only_district_is_preset(client):
    district = DistrictFactory()
    client.force_login(member_of(district, "录入员"))
    assert form_data(client.get("/admin/meetings/meeting/add/"))["district"] == str(district.pk)


def test_a_member_of_two_districts_chooses(client):
    user = member_of(DistrictFactory(), "录入员")
    factories.MembershipFactory(user=user)
    client.force_login(user)
    assert form_data(client.get("/admin/meetings/meeting/add/"))["district"] == ""


def test_the_district_filter_names_no_foreign_district(client):
    mine, other, theirs = DistrictFactory(name="二七区"), DistrictFactory(name="管城区"), DistrictFactory(name="金水区")
    user = member_of(mine, "录入员")
    factories.MembershipFactory(user=user, district=other)
    client.force_login(user)
    page = client.get("/admin/people/enterprise/").content.decode()
    assert "二七区" in page
    assert "管城区" in page
    assert theirs.name not in page


def test_a_stale_page_is_refused_and_says_who_was_first(client):
    district = DistrictFactory()
    enterprise = EnterpriseFactory(district=district, name="花花牛")
    client.force_login(member_of(district, "录入员"))
    page = page_of(factories.Enterprise, "change", enterprise.pk)
    stale = form_data(client.get(page))
    client.force_login(member_of(district, "审核员", full_name="王审核"))
    client.post(page, form_data(client.get(page)) | {"name": "花花牛乳业"})

    response = client.post(page, stale | {"name": "花花牛奶"})

    (message,) = messages_of(response)
    assert "王审核" in message
    assert "修改了“花花牛乳业”" in message
    enterprise.refresh_from_db()
    assert enterprise.name == "花花牛乳业"


def test_a_save_that_loses_the_race_to_a_writer_outside_the_admin_is_told_too(client, monkeypatch):
    district = DistrictFactory()
    enterprise = EnterpriseFactory(district=district)
    client.force_login(member_of(district, "录入员"))
    page = page_of(factories.Enterprise, "change", enterprise.pk)
    typed = form_data(client.get(page))
    save, lock = ScopedAdmin.save_model, ScopedAdmin._lock
    overtaken = []

    def refused(self, request, obj, form, change):
        if not overtaken:
            overtaken.append(obj)
            raise RecordModifiedError("", target=obj)
        return save(self, request, obj, form, change)

    def lock_after_the_other(self, key):
        if overtaken:
            enterprise.name = "先到者"
            enterprise.save()
        return lock(self, key)

    monkeypatch.setattr(ScopedAdmin, "save_model", refused)
    monkeypatch.setattr(ScopedAdmin, "_lock", lock_after_the_other)

    response = client.post(page, typed | {"name": "后到者"})

    assert messages_of(response)[0].startswith("没有保存:您打开本页之后,")
    assert form_data(response)["name"] == "后到者"
    assert factories.Enterprise.objects.get().name == "先到者"


def test_deleting_what_others_need_is_refused_in_chinese(client):
    district = DistrictFactory()
    official = OfficialFactory(district=district)
    AttendanceFactory(meeting=MeetingFactory(district=district), official=official)
    client.force_login(UserFactory(is_superuser=True, is_staff=True))

    many = client.post(
        page_of(factories.Official, "changelist"),
        {"action": "delete_selected", "_selected_action": [official.pk], "post": "yes"},
    )
    one = client.post(page_of(factories.Official, "delete", official.pk), {"post": "yes"})

    for response in (many, one):
        assert response.status_code == 200
        assert "受保护的相关对象" in response.content.decode()
        assert "参加人员和单位" in response.content.decode()
    assert factories.Official.objects.exists()


def test_a_history_shows_who_changed_what_and_not_the_version(client):
    district = DistrictFactory()
    enterprise = EnterpriseFactory(district=district, industry="食品")
    client.force_login(member_of(district, "录入员", full_name="李录入"))
    page = page_of(factories.Enterprise, "change", enterprise.pk)
    response = client.post(page, form_data(client.get(page)) | {"industry": "乳制品"})
    assert response.status_code == 302, complaints_of(response)

    history = client.get(page_of(factories.Enterprise, "history", enterprise.pk)).content.decode()

    assert "李录入" in history
    assert "食品 → 乳制品" in " ".join(history.split())
    assert "ersion" not in history.split("change-history")[1]


def test_a_history_shows_why_where_it_is_said(client):
    district = DistrictFactory()
    enterprise = EnterpriseFactory(district=district)
    enterprise._change_reason = "批量入库"
    enterprise.save()
    client.force_login(member_of(district, "录入员"))

    history = client.get(page_of(factories.Enterprise, "history", enterprise.pk)).content.decode()

    assert "<td>修改</td>" in history
    assert "<td>批量入库</td>" in history
    assert "<td>新增</td>" in history
