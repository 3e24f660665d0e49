"""The grammar of names, without a database: spelling, units, companies, titles."""

import re

import pytest

from articles.reader.lexicon import DATA
from people.enterprise_names import Likeness, firm_of, is_short_form, likeness, places_of_companies, trade_words
from people.offices import contradicts, offices_of
from people.person_names import is_no_name, spellings
from people.places import OWN, Places
from people.spelling import plain, unquoted
from people.title_text import is_enterprise_title, names_no_post, post_title
from people.unit_names import unit_forms, unit_name

HERE = Places("青禾区", ("云州市", "河南省"))


# --- spelling


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("沈　潜", "沈潜"),
        ("ＡＢＣ智造（云州）", "ABC智造(云州)"),
        ("艾山江•吐尔逊", "艾山江·吐尔逊"),
        ("艾山江．吐尔逊", "艾山江·吐尔逊"),
        ("陳國慶", "陈国庆"),
        ("程昇", "程昇"),  # a standard character of its own, though 升 is simpler
        ("王乾", "王乾"),
    ],
)
def test_a_name_is_spelt_alike_whoever_set_it(printed, expected):
    assert plain(printed) == expected


def test_quotation_marks_are_no_part_of_a_name():
    assert unquoted("“云帆数谷”项目") == unquoted("「云帆数谷」项目") == "云帆数谷项目"


def test_a_name_with_dots_is_looked_up_in_every_spelling():
    assert {"艾山江·吐尔逊", "艾山江•吐尔逊", "艾山江吐尔逊"} <= spellings("艾山江吐尔逊")


@pytest.mark.parametrize("printed", ["李局长", "欧阳部长", "张总", "刘某", "王某某", "赵××"])
def test_an_address_or_a_masked_name_tells_nobody(printed):
    assert is_no_name(printed)


@pytest.mark.parametrize("printed", ["李明", "欧阳明远", "常胜", "艾山江·吐尔逊"])
def test_a_name_is_no_address(printed):
    assert not is_no_name(printed)


# --- places and units


@pytest.mark.parametrize(
    ("printed", "of", "rest"),
    [
        ("区商务局", OWN, "商务局"),
        ("云州市青禾区商务局", OWN, "商务局"),
        ("我区商务局", OWN, "商务局"),
        ("市商务局", "市", "商务局"),
        ("云州市商务局", "市", "商务局"),
        ("河南省商务厅", "省", "商务厅"),
        ("江城区商务局", "江城区", "商务局"),
        ("商务局", None, "商务局"),
        ("市场监管局", None, "市场监管局"),
        ("市市场监管局", "市", "市场监管局"),
    ],
)
def test_whose_body_a_name_means(printed, of, rest):
    assert HERE.split(printed) == (of, rest)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("区发改委", "云州市青禾区发展和改革委员会"),
        ("区委办", "中共青禾区委办公室"),
        ("区政府办", "青禾区人民政府办公室"),
        ("组织部", "区委组织部"),
        ("云州市公安局青禾分局", "青禾公安分局"),
        ("团区委", "共青团青禾区委员会"),
        ("区税务局", "国家税务总局云州市青禾区税务局"),
        ("云岭街道", "云岭街道办事处"),
        ("青溪镇应急办", "青溪镇应急管理办公室"),
        ("青禾经开区管委会", "青禾经济技术开发区管理委员会"),
        ("区人社局劳动监察大队", "区人力资源和社会保障局劳动监察大队"),
    ],
)
def test_two_names_of_one_unit(one, other):
    key = unit_name(one, HERE).key
    assert key == unit_name(other, HERE).key
    assert {one, other} <= unit_forms(key, HERE)  # so that it is found without reading the whole district


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("区委办", "区政府办"),
        ("区财政局", "市财政局"),
        ("区财政局", "青禾经开区财政局"),
        ("青溪镇财政所", "禾木镇财政所"),
        ("区应急管理局", "区应急办"),
        ("禾木镇政府", "禾木镇党委"),
        ("区委组织部", "江城区委组织部"),
        ("区教育局", "区教育体育局"),
        ("区纪委", "区纪委监委"),
    ],
)
def test_two_units_alike_in_name(one, other):
    assert unit_name(one, HERE).key != unit_name(other, HERE).key


def test_two_units_in_one_name_are_none():
    assert unit_name("区委、区政府办公室", HERE) is None


# --- enterprises


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("青禾投控", "云州青禾投资控股集团有限公司"),
        ("青禾投控", "青禾投资控股有限公司"),
        ("青禾城投", "青禾城市建设投资有限公司"),
        ("长青生物", "云州长青生物科技有限公司"),
        ("禾木药业", "云州市禾木药业有限责任公司"),
    ],
)
def test_a_short_form_is_the_brand_and_the_trade_word_by_word(short, full):
    assert likeness(firm_of(short, HERE), firm_of(full, HERE)) >= Likeness.SHORT


@pytest.mark.parametrize(
    ("printed", "known"),
    [
        ("青禾建投", "青禾城市建设投资有限公司"),  # leaves out what is built
        ("云帆科技", "云帆智能科技有限公司"),
        ("云帆", "云帆智能科技有限公司"),
        ("禾木药业有限公司", "云州禾木药业有限公司"),
        ("云州禾木药业股份有限公司", "云州禾木药业有限公司"),
        ("中泽置业", "中泽控股集团云州置业有限公司"),
    ],
)
def test_what_may_be_a_company_is_asked_about(printed, known):
    assert likeness(firm_of(printed, HERE), firm_of(known, HERE)) is Likeness.WEAK


@pytest.mark.parametrize(
    ("printed", "known"),
    [
        ("瑞恒集团", "瑞恒集团河南有限公司"),
        ("天朗集团", "天朗食品有限公司"),
        ("瑞恒集团湖北有限公司", "瑞恒集团河南有限公司"),
        ("开封禾木药业有限公司", "云州禾木药业有限公司"),
        ("云州禾木药业有限公司二七分公司", "云州禾木药业有限公司"),
        ("星帆云科技", "云帆科技有限公司"),
    ],
)
def test_another_company_is_none_of_it(printed, known):
    assert likeness(firm_of(printed, HERE), firm_of(known, HERE)) is Likeness.NONE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("云州禾木药业有限责任公司", "云州市禾木药业有限公司"),
        ("云州星澜（集团）有限公司", "云州星澜集团有限公司"),
        ("河南省澄川建设工程有限公司", "河南澄川建设工程有限公司"),
    ],
)
def test_one_legal_name_in_two_spellings(one, other):
    assert likeness(firm_of(one, HERE), firm_of(other, HERE)) is Likeness.SAME


def test_the_place_is_the_brand_where_nothing_but_a_trade_follows_it():
    assert (firm_of("云州银行股份有限公司", HERE).region, firm_of("云州禾木药业有限公司", HERE).region) == ("", "云州")


def test_a_trade_is_words_alone_and_a_short_form_leaves_none_of_weight_out():
    assert trade_words("城市建设投资") == ("城市", "建设", "投资")
    assert trade_words("朵乳业") is None
    assert not is_short_form("青禾投", firm_of("青禾投资控股有限公司", HERE))


# --- titles


@pytest.mark.parametrize("title", ["", "区领导", "市领导", "相关区领导", "相关负责同志", "主要负责人"])
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


@pytest.mark.parametrize(
    ("title", "bodies"),
    [
        ("区委常委、副区长", ["委", "政府"]),
        ("区政府党组成员、副区长", ["政府", "政府"]),
        ("区商务局党组书记、局长", ["商务局", "商务局"]),
        ("云岭街道党工委副书记、办事处主任", ["云岭街道", "云岭街道"]),
        ("区委常委、组织部长", ["委", "委组织部"]),
        ("青溪镇党委副书记、镇长", ["青溪镇", "青溪镇"]),
        ("经开区管委会主任", ["经开区"]),
        ("市公安局青禾分局局长", ["公安分局"]),
        ("区政府党组成员、办公室主任", ["政府", "政府办"]),
        ("区领导", []),
    ],
)
def test_the_bodies_of_a_title(title, bodies):
    assert [office.body for office in offices_of(title, HERE)] == bodies


@pytest.mark.parametrize(
    ("printed", "held"),
    [
        ("副区长", "青溪镇党委书记"),  # promoted
        ("区委副书记、区长", "副区长"),
        ("区委统战部部长", "副区长"),
        ("区财政局局长", "区财政局副局长"),
        ("市委常委、区委书记", "区委书记"),
        ("市领导", "区委书记"),
        ("青禾区商务局党组书记", "区商务局局长"),
        ("副区长", "区二级巡视员"),
    ],
)
def test_one_person_may_hold_both(printed, held):
    assert not contradicts(printed, [held], HERE)


@pytest.mark.parametrize(
    ("printed", "held"),
    [
        ("区教育局局长", "区商务局局长"),
        ("市商务局局长", "区商务局局长"),
        ("江城区副区长", "副区长"),
        ("市委书记", "区委书记"),
        ("禾木镇镇长", "青溪镇镇长"),
        ("副区长", "区财政局副局长"),  # two ranks at once
        ("区第一中学校长", "副区长"),
        ("云帆集团董事长", "副区长"),
        ("副区长", "云帆集团董事长"),
        ("区统计局局长", "副区长"),
    ],
)
def test_two_people_hold_them(printed, held):
    assert contradicts(printed, [held], HERE)


def test_who_leads_later_may_have_headed_a_bureau_before():
    assert not contradicts("区统计局局长", ["副区长"], HERE, later={"副区长"})


def test_the_places_of_firms_are_those_of_the_readers_table():
    """The reader's table stands in a higher room, so that this room keeps its provinces and cities by itself."""
    lines = re.findall(r"^(?:\d{2}|\d{4}) ([^\s=]+)", (DATA / "regions.txt").read_text("utf-8"), re.M)
    short = {"内蒙古自治区", "广西壮族自治区", "西藏自治区", "宁夏回族自治区", "新疆维吾尔自治区"}
    expected = {name[:3] if name[0] == "内" else name[:2] for name in short} | {"香港", "澳门"}
    assert places_of_companies() == expected | {name[:-1] for name in lines if name[-1] in "省市"}
