"""Phenomena 13, 14 and 21 to 23: bodies that take part, lists, firms, projects. Composed texts."""

import pytest

from .reading_of import event

MEETING = "6月5日，青禾县召开项目建设推进会。"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("会上，县商务局等8家单位汇报了工作。", [("县商务局", "report")]),
        ("县发改委主要负责人通报了项目情况。", [("县发改委", "report")]),
        ("县财政局、青石镇主要负责同志参加会议。", [("县财政局", "attend"), ("青石镇", "attend")]),
        ("会议听取了县住建局关于项目进展情况的汇报。", [("县住建局", "report")]),
        ("相关部门主要负责同志参加会议。", []),
        ("县公安、城管等部门负责人参加会议。", []),
    ],
)
def test_13_units_that_take_part(text, found):
    assert [(o.name, o.role) for o in event(MEETING + text).organizations] == found


def test_13_units_are_counted():
    (count,) = event(MEETING + "会上，县商务局等8家单位汇报了工作。").counts
    assert (count.of, count.number) == ("units", 8)


def test_a_host():
    assert [(o.name, o.role) for o in event("6月5日，县政府召开防汛会议。").organizations] == [("县政府", "host")]


def test_14_21_a_list_closed_by_a_count_of_projects():
    found = event(
        "6月5日，青禾县举行项目观摩活动，观摩团先后来到云杉智谷产业园、老城片区有机更新、星河商业中心等12个项目，看进度、比质量。"
    )
    assert [p.name for p in found.projects] == ["云杉智谷产业园", "老城片区有机更新", "星河商业中心"]
    assert [(c.of, c.number) for c in found.counts] == [("projects", 12)]
    assert found.figures == []


@pytest.mark.parametrize("text", ["推进招商引资项目落地", "抓好重大项目建设", "加快在建项目进度", "谋划一批产业项目"])
def test_generic_projects_have_no_name(text):
    assert event(MEETING + f"会议研究{text}有关工作。").projects == []


def test_22_short_firms_in_a_typed_list():
    found = event("6月5日，副县长白朗先后走访了云杉食品、北川机械、星河电子等5家企业，了解生产情况。")
    assert [e.name for e in found.enterprises] == ["云杉食品", "北川机械", "星河电子"]
    assert [(c.of, c.number) for c in found.counts] == [("enterprises", 5)]


def test_22_long_and_short_form_are_one_firm():
    found = event("6月5日，副县长白朗到云杉食品有限公司调研。云杉食品提出的用电增容等问题得到现场交办。")
    assert [e.name for e in found.enterprises] == ["云杉食品有限公司"]


def test_31_a_firm_before_its_post():
    found = event("6月5日，县长白朗会见云杉国际董事长顾北望一行。")
    assert [e.name for e in found.enterprises] == ["云杉国际"]


def test_23_a_park_is_no_firm():
    found = event("6月5日，县长白朗先后来到云杉科技产业园、青石临港产业城、云杉新材料有限公司调研。")
    assert [firm.name for firm in found.enterprises] == ["云杉新材料有限公司"]
    assert found.places == ["云杉科技产业园", "青石临港产业城"]


@pytest.mark.parametrize(
    "name",
    [
        "云杉创意园新质生产力培育",
        "星河路北延",
        "“两院”",
        "年产5万吨云豆分离蛋白",
        "云杉港二期码头",
        "云杉奥莱广场青石店",
    ],
)
def test_21_project_names_that_end_in_no_noun_or_stand_in_quotes(name):
    found = event(f"6月5日，县长白朗主持召开推进会，研究{name}项目建设工作。")
    assert [project.name for project in found.projects] in ([name], [name.strip("“”")])


def test_14_a_count_closes_a_list_without_etc():
    found = event("6月5日，县长白朗主持召开推进会。其中，云坪二期、青石水厂扩建、星河湿地公园3个项目进度超前。")
    assert [project.name for project in found.projects] == ["云坪二期", "青石水厂扩建", "星河湿地公园"]


@pytest.mark.parametrize(
    "words", ["垃圾清运、危房改造等工程", "过亿元项目46个", "2个居住项目", "新能源、食品加工等领域项目"]
)
def test_kinds_of_projects_are_none(words):
    assert event(f"6月5日，县长白朗主持召开推进会，部署{words}。").projects == []


def test_22_the_brand_that_begins_a_projects_name_is_its_firm():
    found = event("6月5日，县长白朗主持召开推进会，研究云杉精工高端轴承项目落地。")
    assert [firm.name for firm in found.enterprises] == ["云杉精工"]


def test_22_a_place_in_a_projects_name_is_no_firm():
    assert event("6月5日，县长白朗主持召开推进会，研究青石乡光伏扶贫电站项目落地。").enterprises == []


def test_22_utilities_are_firms_under_their_bare_name():
    found = event("6月5日，县长白朗率县发改委、供电公司、水务集团负责人到青石镇调研。")
    assert [firm.name for firm in found.enterprises] == ["供电公司", "水务集团"]


@pytest.mark.parametrize("words", ["原料进厂这一关", "一家上市公司", "区属国有公司", "回乡办个分厂"])
def test_22_what_is_no_firm_of_its_own(words):
    assert event(f"6月5日，县长白朗主持召开推进会，谈到{words}。").enterprises == []


def test_13_a_list_of_bodies_parted_by_commas():
    text = "6月5日，县长白朗主持召开推进会。县发改委、县财政局，青石镇、云坪街道主要负责人参加会议。"
    assert [body.name for body in event(text).organizations] == ["县发改委", "县财政局", "青石镇", "云坪街道"]


def test_13_what_is_counted_among_units_is_one():
    text = "6月5日，县长白朗主持召开推进会。县发改委、青石镇、罗店、云坪等8个单位在会上发言。"
    assert [body.name for body in event(text).organizations] == ["县发改委", "青石镇", "罗店", "云坪"]


def test_13_the_parties_of_a_contract_are_hosts():
    text = "6月5日，青石县第三中学与青石县教育基金会签订合作协议，县长白朗出席。"
    assert {body.name: body.role for body in event(text).organizations} == {
        "青石县第三中学": "host",
        "青石县教育基金会": "host",
    }


@pytest.mark.parametrize("word", ["产业布局", "工作格局", "院长办公室", "党支委"])
def test_words_that_end_as_bodies_do_are_none(word):
    assert event(f"6月5日，县长白朗主持召开推进会，{word}、有关负责人参加。").organizations == []


def test_21_works_in_a_list_of_projects_are_projects():
    found = event("6月5日，县长顾北望实地察看了东关棚户区改造、县污水处理厂、禾木大道等项目建设现场。")
    assert [p.name for p in found.projects] == ["东关棚户区改造", "县污水处理厂", "禾木大道"]
    assert found.enterprises == []


def test_14_a_count_of_firms_and_sites_is_one_of_firms():
    found = event("6月5日，县长顾北望先后走访了星澜食品、丰盛蔬菜、禾丰针织等9家企业和项目工地。")
    assert [e.name for e in found.enterprises] == ["星澜食品", "丰盛蔬菜", "禾丰针织"]
    assert found.projects == []


def test_21_kinds_that_were_signed_are_no_projects():
    found = event("6月5日，青禾县召开招商恳谈会，各乡镇与投资商签订涉及果蔬加工、服饰加工等13个项目。")
    assert (found.projects, found.enterprises) == ([], [])


def test_13_bodies_called_by_a_bare_abbreviation():
    found = event("6月5日，县长顾北望主持召开工作会，发改委、财政局、招商办、卫健委等部门负责人参会。")
    assert [o.name for o in found.organizations] == ["发改委", "财政局", "招商办", "卫健委"]


def test_13_bodies_whose_leaders_care_take_no_part():
    text = "6月5日，副市长顾北望到禾木镇调研。顾北望强调，这一工程市委、市政府主要领导高度重视。各镇要加快进度。"
    assert event(text).organizations == []


def test_14_projects_told_by_everyday_words_in_a_counted_list():
    found = event("6月5日，县长顾北望先后察看了禾木大道、东关棚户区改造、果蔬小镇产业综合开发等5个项目。")
    assert [p.name for p in found.projects] == ["禾木大道", "东关棚户区改造", "果蔬小镇产业综合开发"]


def test_14_a_list_of_projects_begins_after_the_verb_that_leads_to_it():
    found = event("6月5日，县长顾北望主持召开推进会，会议研究了抓好云帆新工业园、禾木大道、青溪水厂等重点工程的措施。")
    assert [p.name for p in found.projects] == ["云帆新工业园", "禾木大道", "青溪水厂"]


def test_21_the_manner_is_told_by_what_stands_nearest():
    text = "6月5日，青禾县举行集中签约暨开工仪式，涵盖禾木机场、云岭风力发电等10个签约项目，同时集中开工青溪水库、望江大桥等6个重点项目。"
    assert {p.name: p.manner for p in event(text).projects} == {
        "禾木机场": "signed",
        "云岭风力发电": "signed",
        "青溪水库": "started",
        "望江大桥": "started",
    }


def test_21_where_an_inspection_went_is_no_part_of_a_projects_name():
    text = "6月5日，副市长顾北望深入青禾县、云岭县、望江湖督查重点项目建设。"
    assert event(text).projects == []


def test_14_a_batch_is_no_count():
    text = "6月5日，青禾县举行项目集中签约仪式。今年以来，全县先后引进了云帆集团、禾丰生物科技等一批优质项目。"
    assert event(text).counts == []


def test_3_a_list_of_guests_is_no_part_of_a_title():
    text = "6月5日，青禾县举行开工仪式。参加活动的市领导有市委常委、组织部部长顾北望。"
    assert [p.position for p in event(text).people] == ["市委常委、组织部部长"]


def test_14_a_list_that_a_count_closes_without_a_word():
    found = event(
        "6月5日，青禾县举行重点项目观摩活动，与会人员观摩了外环道路、青禾游泳馆、第二人民医院、三期标准化厂房9个建设项目。"
    )
    assert [p.name for p in found.projects] == ["外环道路", "青禾游泳馆", "第二人民医院", "三期标准化厂房"]
    assert [(c.of, c.number) for c in found.counts] == [("projects", 9)]


def test_14_an_issue_year_before_the_closing_noun():
    text = "6月5日，县长顾北望调研了星澜文化中心项目、青溪传承中心、望江服务中心项目等2023年重点项目。"
    assert [p.name for p in event(text).projects] == ["星澜文化中心", "青溪传承中心", "望江服务中心"]


def test_14_towns_gone_through_are_no_projects():
    assert event("6月5日，县长顾北望赴禾木镇、青溪镇、云岭镇等乡镇开展重点项目督查。").projects == []


def test_14_a_list_after_the_names_of_who_goes_there():
    text = (
        "6月5日，区委副书记、区长顾北望带队对璞玉府城市综合体、望江热力管网、禾木冷链物流园等重点项目建设情况进行督导。"
    )
    assert [p.name for p in event(text).projects] == ["璞玉府城市综合体", "望江热力管网", "禾木冷链物流园"]


def test_21_works_joined_by_ji_are_one_project():
    text = "6月5日，县长顾北望调研了禾木镇污水处理厂及配套管网项目、县医院科研楼及地下车库工程。"
    assert [p.name for p in event(text).projects] == ["禾木镇污水处理厂及配套管网", "县医院科研楼及地下车库工程"]


def test_21_examples_of_a_kind_of_project():
    text = "6月5日，青禾县举行重点项目观摩活动。既有保障社会民生类项目，如老旧小区改造、城北幼儿园；也有产业类项目，如东阳现代物流园项目。"
    assert [p.name for p in event(text).projects] == ["老旧小区改造", "城北幼儿园", "东阳现代物流园"]


def test_22_yiji_parts_firms():
    text = "6月5日，县长顾北望先后来到华兴茶业公司、云帆新材料公司以及星澜抽水蓄能公司调研。"
    assert [e.name for e in event(text).enterprises] == ["华兴茶业公司", "云帆新材料公司", "星澜抽水蓄能公司"]


def test_22_a_plant_of_everyday_words_is_visited():
    assert [e.name for e in event("7月8日，县长顾北望到南方水泥厂调研。").enterprises] == ["南方水泥厂"]


def test_13_units_that_present_projects_report():
    text = "6月5日，县长顾北望主持召开招商恳谈会。县招商局、县发改局主要负责人进行项目介绍。"
    assert [(o.name, o.role) for o in event(text).organizations] == [("县招商局", "report"), ("县发改局", "report")]


def test_13_a_party_group_in_a_bare_post_takes_no_part():
    text = "6月5日，青禾县举行观摩活动。县委书记顾北望，县委常委，县政府党组成员、副县长，县法院院长参加。"
    assert event(text).organizations == []


def test_13_abbreviations_that_begin_with_jing_are_whole():
    text = "6月5日，县长顾北望主持召开项目推进会。会上，经发局汇报了项目情况。县建设局、经信局、五里井社区负责人参加。"
    assert {o.name: o.role for o in event(text).organizations} == {
        "经发局": "report",
        "县建设局": "attend",
        "经信局": "attend",
        "五里井社区": "attend",
    }


def test_22_a_numbered_group_is_one_name():
    text = "6月5日，县长顾北望到星澜建设第十一集团调研。"
    assert [e.name for e in event(text).enterprises] == ["星澜建设第十一集团"]


def test_22_and_other_firms_is_no_part_of_a_name():
    text = "6月5日，县长顾北望到星澜氯碱公司、普禾化工等公司调研。"
    assert [e.name for e in event(text).enterprises] == ["星澜氯碱公司", "普禾化工"]
