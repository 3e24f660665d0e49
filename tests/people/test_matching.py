import pytest

from people import matching
from people.matching import (
    KnownEnterprises,
    KnownOfficials,
    KnownOrganizations,
    Outcome,
    core_of,
    is_short_form,
    match_enterprises,
    match_officials,
    match_organizations,
)
from people.models import Enterprise, Official, Organization, Post
from people.title_text import departments_of, is_enterprise_title, names_no_post, post_title
from tests.factories import (
    DistrictFactory,
    EnterpriseAliasFactory,
    EnterpriseFactory,
    OfficialFactory,
    OrganizationAliasFactory,
    OrganizationFactory,
    PostFactory,
)


@pytest.fixture
def district(db):
    return DistrictFactory(name="青禾区")


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("青禾投控", "云州青禾投资控股集团有限公司"),
        ("青禾投控", "青禾投资控股有限公司"),
        ("云帆科技", "云州云帆智能科技股份有限公司"),
        ("禾木药业", "云州市禾木药业有限责任公司"),
    ],
)
def test_a_short_form_is_its_brand_and_the_heads_of_its_words(short, full):
    assert is_short_form(short, full)


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("青禾", "青禾投资控股有限公司"),  # two characters name a place as well
        ("青禾城投", "青禾投资控股有限公司"),  # 城 stands nowhere in it
        ("云帆科技", "星帆云科技有限公司"),
        ("青禾投资有限公司", "青禾投资控股有限公司"),  # a legal name is no short form
        ("云州投控", "云州青禾置业有限公司"),
    ],
)
def test_another_company_is_no_short_form(short, full):
    assert not is_short_form(short, full)


def test_the_core_of_a_name_leaves_out_region_and_legal_ending():
    assert core_of("云州市青禾区禾木药业有限责任公司") == "禾木药业"


@pytest.mark.parametrize("title", ["", "区领导", "市领导", "相关负责同志", "主要负责人"])
def test_a_group_title_names_no_post(title):
    assert names_no_post(title)


@pytest.mark.parametrize("title", ["区委书记", "副区长", "区领导小组办公室主任"])
def test_an_office_is_a_post(title):
    assert not names_no_post(title)


@pytest.mark.parametrize(
    ("title", "is_company"), [("云帆集团董事长", True), ("总经理", True), ("区委书记", False), ("区商务局局长", False)]
)
def test_titles_of_companies_are_told_from_offices(title, is_company):
    assert is_enterprise_title(title) is is_company


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("青禾区委书记", "区委书记"),
        ("青禾区区长", "区长"),
        ("青禾区人民政府副区长", "区人民政府副区长"),
        ("区委书记", "区委书记"),
        ("青禾镇党委书记", "青禾镇党委书记"),
    ],
)
def test_a_post_leaves_out_the_name_of_its_own_district(printed, expected):
    assert post_title(printed, "青禾区") == expected


def test_leading_bodies_contradict_nothing():
    assert departments_of("区委常委、副区长") == frozenset()
    assert departments_of("区政协主席") == frozenset()
    assert departments_of("区商务局局长") == {"区商务局"}


def test_one_official_of_that_name_is_matched(district):
    official = OfficialFactory(district=district, name="林知远")
    PostFactory(official=official, title="区委书记")
    match = match_officials(district, [("林知远", "区领导")])["林知远", "区领导"]
    assert (match.outcome, match.row) == (Outcome.MATCHED, official)


def test_two_departments_at_one_time_are_ambiguous_not_new(district):
    official = OfficialFactory(district=district, name="林知远")
    PostFactory(official=official, title="区商务局局长")
    match = match_officials(district, [("林知远", "区教育局局长")])["林知远", "区教育局局长"]
    assert (match.outcome, match.row) == (Outcome.AMBIGUOUS, None)
    assert "区商务局局长" in match.reason


def test_namesakes_are_ambiguous_unless_one_holds_the_title(district):
    first, second = OfficialFactory.create_batch(2, district=district, name="林知远")
    PostFactory(official=first, title="副区长")
    PostFactory(official=second, title="区商务局局长")
    matches = match_officials(district, [("林知远", "区领导"), ("林知远", "副区长")])
    assert matches["林知远", "区领导"].outcome is Outcome.AMBIGUOUS
    assert matches["林知远", "副区长"].row == first


def test_an_official_of_another_district_is_no_match(district):
    OfficialFactory(name="林知远")
    assert match_officials(district, [("林知远", "副区长")])["林知远", "副区长"].outcome is Outcome.NEW


def test_units_match_by_name_alias_and_with_the_district_before_them(district):
    bureau = OrganizationFactory(district=district, name="区商务局")
    OrganizationAliasFactory(organization=bureau, name="区商务和投资促进局")
    matches = match_organizations(district, ["区商务局", "区商务和投资促进局", "青禾区商务局", "市商务局"])
    assert matches["区商务局"].row == bureau
    assert matches["区商务和投资促进局"].row == bureau
    assert (matches["青禾区商务局"].row, matches["青禾区商务局"].learn) == (bureau, True)
    assert matches["市商务局"].outcome is Outcome.NEW


def test_enterprises_match_by_name_alias_and_short_form(district):
    holding = EnterpriseFactory(district=district, name="云州青禾投资控股集团有限公司")
    EnterpriseAliasFactory(enterprise=holding, name="青投")
    matches = match_enterprises(district, ["青禾投控", "青投", "云帆科技"])
    assert (matches["青禾投控"].row, matches["青禾投控"].learn) == (holding, True)
    assert (matches["青投"].row, matches["青投"].learn) == (holding, False)
    assert matches["云帆科技"].outcome is Outcome.NEW


def test_a_short_form_of_two_companies_is_ambiguous(district):
    EnterpriseFactory(district=district, name="青禾投资控股有限公司")
    EnterpriseFactory(district=district, name="青禾城市投资控股集团有限公司")
    match = match_enterprises(district, ["青禾投控"])["青禾投控"]
    assert (match.outcome, len(match.candidates)) == (Outcome.AMBIGUOUS, 2)


def test_rows_not_saved_yet_are_matched_like_those_that_are(district):
    units = KnownOrganizations(district, ["区教育局", "青禾区教育局"])
    bureau = Organization(district=district, name="区教育局")
    assert units.match("青禾区教育局").outcome is Outcome.NEW
    units.add(bureau)
    assert (units.match("青禾区教育局").row, units.match("青禾区教育局").learn) == (bureau, True)
    units.learn(bureau, "青禾区教育局")
    assert (units.match("青禾区教育局").row, units.match("青禾区教育局").learn) == (bureau, False)

    firms = KnownEnterprises(district, ["云帆投控"])
    firms.add(Enterprise(district=district, name="云州云帆投资控股集团有限公司"))
    assert firms.match("云帆投控").row.name == "云州云帆投资控股集团有限公司"
    firms.add(Enterprise(district=district, name="云帆投资控股有限公司"))
    assert len(firms.match("云帆投控").candidates) == 2  # neither has a key to be told by

    people = KnownOfficials(district, ["林知远"])
    first, second = Official(district=district, name="林知远"), Official(district=district, name="林知远")
    people.add(first)
    people.hold(first, Post(title="区商务局局长"))
    assert people.match("林知远", "区教育局局长").outcome is Outcome.AMBIGUOUS
    people.add(second)
    assert people.match("林知远", "区商务局局长").row is first


def crowd(district) -> None:
    """Names that are matched in every way there is, in a register of other names."""
    bureau = OrganizationFactory(district=district, name="区商务局")
    OrganizationAliasFactory(organization=bureau, name="区招商局")
    EnterpriseAliasFactory(enterprise=EnterpriseFactory(district=district, name="云州正源置业有限公司"), name="老正源")
    EnterpriseFactory(district=district, name="云州青禾投资控股集团有限公司")
    EnterpriseFactory(district=district, name="云州海澜食品有限公司")
    EnterpriseFactory(district=district, name="云州市海澜绿色食品有限公司")
    for official in OfficialFactory.create_batch(2, district=district, name="苏见山"):
        PostFactory(official=official, title="副区长" if official.pk % 2 else "区商务局局长")
    PostFactory(official=OfficialFactory(district=district, name="林知远"), title="区委书记")
    OrganizationFactory.create_batch(5, district=district)
    EnterpriseFactory.create_batch(5, district=district)
    OrganizationFactory(name="区教育局")  # of another district


UNITS = ["区商务局", "区招商局", "青禾区商务局", "青禾区招商局", "区教育局"]
FIRMS = ["云州正源置业有限公司", "老正源", "青禾投控", "海澜食品", "启衡食品"]
PEOPLE = [("苏见山", "副区长"), ("苏见山", "区领导"), ("林知远", "区教育局局长"), ("林知远", ""), ("沈听澜", "副区长")]


@pytest.mark.parametrize("few", [0, 200])
def test_many_names_are_matched_as_few_are_in_two_queries_at_most(
    district, monkeypatch, django_assert_max_num_queries, few
):
    crowd(district)
    monkeypatch.setattr(matching, "FEW_NAMES", few)
    with django_assert_max_num_queries(2):
        units = match_organizations(district, UNITS)
    with django_assert_max_num_queries(2):
        firms = match_enterprises(district, FIRMS)
    with django_assert_max_num_queries(2):
        people = match_officials(district, PEOPLE)
    found = lambda matches: {  # noqa: E731
        name: (match.outcome.value, match.row and match.row.name, match.learn) for name, match in matches.items()
    }
    assert found(units) == {
        "区商务局": ("matched", "区商务局", False),
        "区招商局": ("matched", "区商务局", False),
        "青禾区商务局": ("matched", "区商务局", True),
        "青禾区招商局": ("matched", "区商务局", True),
        "区教育局": ("new", None, False),
    }
    assert found(firms) == {
        "云州正源置业有限公司": ("matched", "云州正源置业有限公司", False),
        "老正源": ("matched", "云州正源置业有限公司", False),
        "青禾投控": ("matched", "云州青禾投资控股集团有限公司", True),
        "海澜食品": ("ambiguous", None, False),
        "启衡食品": ("new", None, False),
    }
    assert found(people) == {
        ("苏见山", "副区长"): ("matched", "苏见山", False),
        ("苏见山", "区领导"): ("ambiguous", None, False),
        ("林知远", "区教育局局长"): ("matched", "林知远", False),
        ("林知远", ""): ("matched", "林知远", False),
        ("沈听澜", "副区长"): ("new", None, False),
    }


def test_no_names_ask_the_register_nothing(district, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert (
            match_organizations(district, []) == match_enterprises(district, []) == match_officials(district, []) == {}
        )


def test_a_contradiction_names_the_posts_newest_first(district):
    official = OfficialFactory(district=district, name="林知远")
    PostFactory(official=official, title="区水利局局长", first_seen_date=None, last_seen_date=None)
    PostFactory(official=official, title="区商务局局长")
    match = match_officials(district, [("林知远", "区教育局局长")])["林知远", "区教育局局长"]
    assert "区商务局局长、区水利局局长" in match.reason
