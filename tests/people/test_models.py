import datetime

import pytest
from django.core.exceptions import ValidationError

from people.models import District, Enterprise, Official
from tests.constraints import Case, assert_accepts, assert_complete, assert_refuses
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
MAY_6 = datetime.date(2024, 5, 6)
MAY_7 = datetime.date(2024, 5, 7)


CASES = [
    Case(
        "district_level_valid",
        DistrictFactory,
        accepts=[{"level": "township"}],
        refuses=[{"level": "县"}, {"level": ""}],
    ),
    Case("district_name_given", DistrictFactory, accepts=[{"name": "二七区"}], refuses=[{"name": ""}]),
    Case(
        "district_not_own_parent",
        DistrictFactory,
        accepts=[{"parent": None}, lambda row: {"parent": DistrictFactory()}],
        refuses=[lambda row: {"parent": row}],
    ),
    Case(
        "organization_unique_name",
        OrganizationFactory,
        accepts=[lambda row: {"name": OrganizationFactory().name}],
        refuses=[lambda row: {"name": OrganizationFactory(district=row.district).name}],
    ),
    Case("organization_name_given", OrganizationFactory, accepts=[{"name": "区商务局"}], refuses=[{"name": ""}]),
    Case("organization_kind_valid", OrganizationFactory, accepts=[{"kind": "park"}], refuses=[{"kind": "园区"}]),
    Case(
        "organization_not_own_parent",
        OrganizationFactory,
        accepts=[lambda row: {"parent": OrganizationFactory()}],
        refuses=[lambda row: {"parent": row}],
    ),
    Case(
        "organization_alias_unique",
        OrganizationAliasFactory,
        accepts=[lambda row: {"name": OrganizationAliasFactory().name}],
        refuses=[lambda row: {"name": OrganizationAliasFactory(organization=row.organization).name}],
    ),
    Case("organization_alias_given", OrganizationAliasFactory, accepts=[{"name": "商务局"}], refuses=[{"name": ""}]),
    Case(
        "enterprise_unique_name",
        EnterpriseFactory,
        accepts=[lambda row: {"name": EnterpriseFactory().name}],
        refuses=[lambda row: {"name": EnterpriseFactory(district=row.district).name}],
    ),
    Case("enterprise_name_given", EnterpriseFactory, accepts=[{"name": "二七投控"}], refuses=[{"name": ""}]),
    Case("enterprise_kind_valid", EnterpriseFactory, accepts=[{"kind": "platform"}], refuses=[{"kind": "国企"}]),
    Case(
        "enterprise_uscc_null_not_empty",
        EnterpriseFactory,
        accepts=[{"uscc": None}, {"uscc": "91410103MA9F8G7H6J"}],
        refuses=[{"uscc": ""}],
    ),
    Case(
        "enterprise_alias_unique",
        EnterpriseAliasFactory,
        accepts=[lambda row: {"name": EnterpriseAliasFactory().name}],
        refuses=[lambda row: {"name": EnterpriseAliasFactory(enterprise=row.enterprise).name}],
    ),
    Case("enterprise_alias_given", EnterpriseAliasFactory, accepts=[{"name": "花花牛"}], refuses=[{"name": ""}]),
    Case("official_name_given", OfficialFactory, accepts=[{"name": "樊惠林"}], refuses=[{"name": ""}]),
    Case("post_title_given", PostFactory, accepts=[{"title": "副区长"}], refuses=[{"title": ""}]),
    Case(
        "post_end_not_before_start",
        PostFactory,
        accepts=[
            {"start_date": MAY_6, "end_date": MAY_6},
            {"start_date": None, "end_date": MAY_6},
            {"start_date": MAY_6, "end_date": None},
        ],
        refuses=[{"start_date": MAY_7, "end_date": MAY_6}],
    ),
    Case(
        "post_seen_dates_ordered",
        PostFactory,
        accepts=[
            {"first_seen_date": None, "last_seen_date": None},
            {"first_seen_date": MAY_6, "last_seen_date": MAY_6},
        ],
        refuses=[
            {"first_seen_date": MAY_7, "last_seen_date": MAY_6},
            {"first_seen_date": None, "last_seen_date": MAY_6},
            {"first_seen_date": MAY_6, "last_seen_date": None},
        ],
    ),
    Case(
        "post_unique_current_title",
        PostFactory,
        accepts=[
            lambda row: {"title": PostFactory().title},
            lambda row: {"title": PostFactory(official=row.official, end_date=MAY_6).title},
        ],
        refuses=[lambda row: {"title": PostFactory(official=row.official).title}],
    ),
    Case(
        "membership_unique",
        MembershipFactory,
        accepts=[lambda row: {"district": MembershipFactory().district}],
        refuses=[lambda row: {"district": MembershipFactory(user=row.user).district}],
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_constraint_accepts(case):
    assert_accepts(case)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_constraint_refuses_in_chinese(case):
    assert_refuses(case)


def test_every_constraint_is_tried():
    assert_complete("people", CASES)


@pytest.mark.parametrize(
    ("factory", "fields", "message"),
    [
        (DistrictFactory, {"code": "41O103"}, "行政区划代码由 2 至 12 位数字组成。"),
        (EnterpriseFactory, {"uscc": "91410103-ma9f8g7h6"}, "统一社会信用代码为 18 位大写字母和数字。"),
    ],
)
def test_codes_are_checked_for_their_form(factory, fields, message):
    row = factory(**fields)
    with pytest.raises(ValidationError) as refusal:
        row.full_clean()
    assert message in refusal.value.messages


def test_two_officials_may_share_a_name_and_are_told_apart_by_their_note():
    district = DistrictFactory()
    OfficialFactory(district=district, name="王强")
    OfficialFactory(district=district, name="王强", note="原交通局")
    assert {str(official) for official in Official.objects.all()} == {"王强", "王强(原交通局)"}


def test_pinyin_follows_the_name():
    official = OfficialFactory(name="曾国强")
    assert official.name_pinyin == "zengguoqiang zgq"
    official.name = "单国强"
    official.save()
    assert official.name_pinyin == "shanguoqiang sgq"


def test_a_member_sees_his_district_and_those_within_and_no_other():
    city = DistrictFactory(level="city")
    county = DistrictFactory(parent=city)
    township = DistrictFactory(parent=county, township=True)
    elsewhere = DistrictFactory()
    seen = [EnterpriseFactory(district=district) for district in (county, township)]
    for district in (city, elsewhere):
        EnterpriseFactory(district=district)

    user = member_of(county)

    assert set(District.objects.visible_to(user)) == {county, township}
    assert set(Enterprise.objects.visible_to(user)) == set(seen)
    assert not Enterprise.objects.visible_to(UserFactory()).exists()
    assert Enterprise.objects.visible_to(UserFactory(is_superuser=True)).count() == 4


def test_a_post_never_seen_comes_after_those_that_were():
    official = OfficialFactory()
    seen = {"first_seen_date": MAY_6, "last_seen_date": MAY_6}
    unseen = {"first_seen_date": None, "last_seen_date": None}
    posts = [PostFactory(official=official, **dates) for dates in (unseen, seen, unseen)]
    assert list(official.posts.all()) == [posts[1], posts[2], posts[0]]
