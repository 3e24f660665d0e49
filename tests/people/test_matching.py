import pytest

from people import known_names, known_officials
from people.known_names import Outcome
from people.known_officials import KnownOfficials
from people.matching import (
    KnownEnterprises,
    KnownOrganizations,
    match_enterprises,
    match_officials,
    match_organizations,
)
from people.models import DistrictLevel, Enterprise, Official, Organization, Post
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
    return DistrictFactory(name="青禾区", parent=DistrictFactory(name="云州市", level=DistrictLevel.CITY))


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
    EnterpriseFactory(district=district, name="青禾城市投资控股集团有限公司")  # may be called so too
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
def test_many_names_are_matched_as_few_are_in_a_few_queries(district, monkeypatch, django_assert_max_num_queries, few):
    crowd(district)
    monkeypatch.setattr(known_names, "FEW_NAMES", few)
    monkeypatch.setattr(known_officials, "FEW_NAMES", few)
    # Two for what the names may stand for, one for candidates of what is new; of people their posts with those.
    with django_assert_max_num_queries(3):
        units = match_organizations(district, UNITS)
    with django_assert_max_num_queries(3):
        firms = match_enterprises(district, FIRMS)
    with django_assert_max_num_queries(4):
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
        ("林知远", "区教育局局长"): ("ambiguous", None, False),
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


def test_a_name_that_is_one_rows_and_the_alias_of_another_is_asked_about(district):
    OrganizationFactory(district=district, name="区商务局")
    merged = OrganizationFactory(district=district, name="区商务和投资促进局")
    OrganizationAliasFactory(organization=merged, name="区商务局")
    match = match_organizations(district, ["区商务局"])["区商务局"]
    assert (match.outcome, len(match.candidates)) == (Outcome.AMBIGUOUS, 2)


def test_a_short_alias_is_not_spelt_out_to_another_body(district):
    bureau = OrganizationFactory(district=district, name="区文化广电和旅游局")
    OrganizationAliasFactory(organization=bureau, name="区文旅局")
    matches = match_organizations(district, ["青禾区文旅局", "区文化和旅游局"])
    assert matches["青禾区文旅局"].row == bureau
    assert matches["区文化和旅游局"].outcome is Outcome.AMBIGUOUS


def test_a_bare_name_that_a_zone_has_too_is_asked_about(district):
    OrganizationFactory(district=district, name="区财政局")
    OrganizationFactory(district=district, name="青禾经开区财政局")
    matches = match_organizations(district, ["财政局", "青禾区财政局"])
    assert matches["财政局"].outcome is Outcome.AMBIGUOUS
    assert matches["青禾区财政局"].row.name == "区财政局"


def test_a_row_with_a_legal_name_takes_no_other(district):
    firm = EnterpriseFactory(district=district, name="启衡食品")
    EnterpriseAliasFactory(enterprise=firm, name="云州启衡食品有限公司")
    matches = match_enterprises(district, ["云州启衡食品有限责任公司", "开封启衡食品有限公司"])
    assert matches["云州启衡食品有限责任公司"].row == firm
    assert matches["开封启衡食品有限公司"].outcome is Outcome.NEW


def test_a_short_form_behind_a_place_nobody_knows_is_asked_about(district):
    EnterpriseFactory(district=district, name="望川云帆投资控股有限公司")
    match = match_enterprises(district, ["云帆投控"])["云帆投控"]
    assert (match.outcome, len(match.candidates)) == (Outcome.AMBIGUOUS, 1)


def test_the_holder_of_an_office_is_told_from_who_stands_above_him(district):
    mayor, writer = OfficialFactory.create_batch(2, district=district, name="江望舒")
    PostFactory(official=mayor, title="区长")
    PostFactory(official=writer, title="区文联主席")
    matches = match_officials(district, [("江望舒", "副区长"), ("江望舒", "区委副书记、区长"), ("江望舒", "文联主席")])
    assert matches["江望舒", "副区长"].outcome is Outcome.AMBIGUOUS
    assert matches["江望舒", "区委副书记、区长"].row == mayor
    assert matches["江望舒", "文联主席"].row == writer


def test_a_post_that_was_left_is_remembered(district):
    official = OfficialFactory(district=district, name="孟思远")
    PostFactory(official=official, title="区水利局局长", end_date="2030-01-01")
    PostFactory(official=official, title="区农业农村局局长")
    matches = match_officials(district, [("孟思远", "区水利局局长"), ("孟思远", "区统计局局长")])
    assert matches["孟思远", "区水利局局长"].row == official
    assert matches["孟思远", "区统计局局长"].outcome is Outcome.AMBIGUOUS


@pytest.mark.parametrize(
    ("name", "title", "why"),
    [
        ("陆怀锦", "", "同音"),
        ("陆怀远", "", "一字之差"),
        ("许青山", "区委书记", "同职务"),
        ("陆书记", "", "同姓同职务"),
    ],
)
def test_candidates_are_shown_with_what_speaks_for_them_and_never_linked(district, name, title, why):
    official = OfficialFactory(district=district, name="陆怀瑾")
    PostFactory(official=official, title="区委书记")
    match = match_officials(district, [(name, title)])[name, title]
    assert match.outcome is not Outcome.MATCHED
    assert (match.candidates, match.why) == ((official,), (why,))
    assert f"陆怀瑾({why})" in match.reason


def test_firms_that_sound_alike_are_candidates(district):
    firm = EnterpriseFactory(district=district, name="云州德润电子有限公司")
    match = match_enterprises(district, ["云州德闰电子有限公司"])["云州德闰电子有限公司"]
    assert (match.outcome, match.candidates, match.why) == (Outcome.NEW, (firm,), ("同音",))
