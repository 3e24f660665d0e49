"""Phenomena 13, 14, 18-25: units, lists, figures, firms, projects, demands, requirements. Composed texts."""

from datetime import date

import pytest

from .reading_of import event, reading

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


@pytest.mark.parametrize("handling", ["现场办公", "现场交办"])
def test_24_demands_are_handled_never_solved(handling):
    found = event(
        f"6月5日，副县长白朗到云杉食品、北川食品走访座谈，并对云杉食品咨询的技改补贴政策、北川食品提出的门前道路等诉求问题进行了{handling}。"
    )
    assert [(d.enterprise, d.text, d.handling) for d in found.demands] == [
        ("云杉食品", "技改补贴政策", handling),
        ("北川食品", "门前道路", handling),
    ]


def heads(text, by="白朗"):
    found = event(MEETING + text)
    assert {d.by for d in found.directives} <= {by}
    return [d.heading for d in found.directives]


def test_25_semicolons_part_requirements_commas_do_not():
    assert heads("县长白朗强调，要抓好春灌，备足农资；要加强管理；抓紧落实资金。") == [
        "要抓好春灌，备足农资",
        "要加强管理",
        "抓紧落实资金",
    ]


@pytest.mark.parametrize("marks", [("一是", "二是"), ("一要", "二要"), ("第一，", "第二，")])
def test_25_ordinals_are_dropped_and_what_follows_unfolds(marks):
    found = event(MEETING + f"县长白朗要求，{marks[0]}抓好春灌。要备足水源。{marks[1]}加强管理。各镇要落实责任。")
    assert [(d.number, d.heading, len(d.parts)) for d in found.directives] == [(1, "抓好春灌", 1), (2, "加强管理", 1)]


def test_25_headed_paragraphs_after_an_announcement():
    text = (
        MEETING
        + "县长白朗提出两个要求。\n要抓住农时，力争丰产丰收。要根据墒情及时开展灌溉，确保每一块麦田都能浇上返青水，打牢丰收基础。\n"
        + "要强化服务，解决后顾之忧。要组织农技人员下到田间地头，手把手指导农户科学施肥，帮助解决实际困难。"
    )
    found = event(text)
    assert [(d.heading, len(d.parts)) for d in found.directives] == [
        ("要抓住农时，力争丰产丰收", 1),
        ("要强化服务，解决后顾之忧", 1),
    ]


def test_25_the_speaker_changes():
    found = event(MEETING + "县长白朗强调，要抓好春灌。副县长陶小溪要求，各镇要落实责任。会议要求，要加强督查。")
    assert [(d.by, d.by_kind) for d in found.directives] == [
        ("白朗", "person"),
        ("陶小溪", "person"),
        ("会议", "meeting"),
    ]


def test_25_what_leads_up_to_a_requirement_is_left_out():
    assert heads("县长白朗强调，农业是根基，下一步，各镇要抓好春灌。") == ["各镇要抓好春灌"]


@pytest.mark.parametrize(
    "text",
    [
        "大家表示，要抓好落实。",
        "县委书记陶小溪作出批示，要求抓好落实。",
        "政协委员白朗建议，要扩大宣传。",
        "白朗希望大家共同努力。",
    ],
)
def test_25_no_requirements(text):
    assert event(MEETING + text).directives == []


@pytest.mark.parametrize("word", ["主要任务是春灌", "重要的是春灌", "春灌需求很大", "春灌要素充足"])
def test_words_with_yao_demand_nothing(word):
    assert event(MEETING + f"县长白朗指出，{word}。").directives == []


def figures(text):
    return [(f.value, f.unit, f.bound) for f in reading(text).figures]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("截至5月底，全县项目总投资120亿元。", [(120, "亿元", "")]),
        ("全县固定资产投资约35.6亿元，增长8.2%。", [(35.6, "亿元", "about"), (8.2, "%", "")]),
        ("全年税收超过3亿元。", [(3, "亿元", "over")]),
        ("企业产值近2999.98万元。", [(2999.98, "万元", "nearly")]),
        ("项目带动就业300余人。", [(300, "人", "above")]),
        ("前三季度，全县综合考核位列全市第三。", [(3, "名", "")]),
        ("项目总投资1,250万元。", [(1250, "万元", "")]),
        ("推进投资5000万元以上重大项目48个。", [(48, "个", "")]),
        ("发放宣传手册3000份，参加群众200余人。", []),
        ("共发生火灾12起，直接损失300万元，罚款5万元。", []),
    ],
)
def test_19_20_numbers_units_and_bounds(text, found):
    assert figures(text) == found


@pytest.mark.parametrize(
    ("words", "year", "period", "as_of"),
    [
        ("2022年", 2022, None, None),
        ("去年", 2022, None, None),
        ("截至5月底", None, None, date(2023, 5, 31)),
        ("一季度", None, (date(2023, 1, 1), date(2023, 3, 31)), None),
        ("1-5月", None, (date(2023, 1, 1), date(2023, 5, 31)), None),
        ("前三季度", None, (date(2023, 1, 1), date(2023, 9, 30)), None),
    ],
)
def test_18_times_of_figures(words, year, period, as_of):
    (figure,) = reading(f"{words}，全县完成投资35亿元。").figures
    assert (figure.year, figure.period, figure.as_of) == (year, period, as_of)


def test_19_the_set_a_figure_speaks_of():
    found = reading(
        "2023年，全县推进投资5000万元以上重大项目48个，总投资200亿元。列入省重点项目6个，总投资90亿元。"
    ).figures
    assert [f.scope for f in found] == ["投资5000万元以上重大项目"] * 2 + ["省重点项目"] * 2
    assert {f.year for f in found} == {2023}


def test_an_article_without_an_event_keeps_its_figures():
    found = reading("截至5月底，全县新签约项目12个，总投资30亿元。")
    assert found.events == []
    assert [f.value for f in found.figures] == [12, 30]


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


def test_24_troubles_are_asked_for_without_the_word():
    text = "6月5日，县长白朗到云杉公司调研。公司负责人汇报，眼下急需补充120名技术工人。"
    assert [demand.text for demand in event(text).demands] == ["急需补充120名技术工人"]


def test_25_what_members_of_a_list_shall_do_is_told_without_must():
    text = "6月5日，县长白朗主持召开推进会。他强调，各部门要抓好服务；各包联领导每周至少到一次工地。"
    assert [d.heading for d in event(text).directives] == ["各部门要抓好服务", "各包联领导每周至少到一次工地"]


def test_20_a_rank():
    (figure,) = reading("6月5日，县长白朗主持召开分析会。1至5月，全县工业投资增速居全市第三。").events[0].figures
    assert (figure.value, figure.unit) == (3, "名")


def test_21_works_in_a_list_of_projects_are_projects():
    found = event("6月5日，县长顾北望实地察看了东关棚户区改造、县污水处理厂、禾木大道等项目建设现场。")
    assert [p.name for p in found.projects] == ["东关棚户区改造", "县污水处理厂", "禾木大道"]
    assert found.enterprises == []


def test_24_advice_on_troubles_is_no_demand():
    text = "6月5日，县长顾北望到星澜食品有限公司调研，听取了企业情况介绍，对发展中遇到的困难和问题提出了具体指导意见。"
    assert event(text).demands == []


def test_14_a_count_of_firms_and_sites_is_one_of_firms():
    found = event("6月5日，县长顾北望先后走访了星澜食品、丰盛蔬菜、禾丰针织等9家企业和项目工地。")
    assert [e.name for e in found.enterprises] == ["星澜食品", "丰盛蔬菜", "禾丰针织"]
    assert found.projects == []


def test_21_kinds_that_were_signed_are_no_projects():
    found = event("6月5日，青禾县召开招商恳谈会，各乡镇与投资商签订涉及果蔬加工、服饰加工等13个项目。")
    assert (found.projects, found.enterprises) == ([], [])


def test_25_a_leader_who_advises_point_by_point_requires():
    text = "6月5日，区人大常委会副主任顾北望到云帆食品有限公司调研。顾北望建议：一是企业要开拓思路；二是乡镇要主动服务企业。"
    assert [d.heading for d in event(text).directives] == ["企业要开拓思路", "乡镇要主动服务企业"]


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


def test_25_a_requirement_that_opens_a_sentence_is_of_whom_the_one_before_is_about():
    text = "6月5日，统战部长顾北望主持召开推进会。会上，顾部长对工作进行了部署。要求园区管委会加大项目前期工作力度。"
    assert [(d.by, d.heading) for d in event(text).directives] == [("顾北望", "园区管委会加大项目前期工作力度")]


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


def test_19_a_capacity_in_a_projects_name_is_no_figure():
    text = "6月5日，县长顾北望察看了云帆公司年产15万吨金属复合板项目。项目总投资3亿元。"
    assert [f.value for f in event(text).figures] == [3]


def test_13_units_that_present_projects_report():
    text = "6月5日，县长顾北望主持召开招商恳谈会。县招商局、县发改局主要负责人进行项目介绍。"
    assert [(o.name, o.role) for o in event(text).organizations] == [("县招商局", "report"), ("县发改局", "report")]


def test_13_a_party_group_in_a_bare_post_takes_no_part():
    text = "6月5日，青禾县举行观摩活动。县委书记顾北望，县委常委，县政府党组成员、副县长，县法院院长参加。"
    assert event(text).organizations == []


def test_25_nameless_leaders_require_as_a_group():
    text = "6月5日，青禾区举行集中开工仪式。区领导强调，各级各部门要全力加快项目建设，确保按节点推进。"
    assert [d.by for d in event(text).directives] == ["区领导"]


def test_25_a_party_goes_on_requiring_in_the_next_sentence():
    text = "6月5日，省发改委督查组来青禾县督查重点项目。督查组对做法给予了肯定。要求进一步加强运行调度。"
    assert [d.by for d in event(text).directives] == ["督查组"]


def test_13_abbreviations_that_begin_with_jing_are_whole():
    text = "6月5日，县长顾北望主持召开项目推进会。会上，经发局汇报了项目情况。县建设局、经信局、五里井社区负责人参加。"
    assert {o.name: o.role for o in event(text).organizations} == {
        "经发局": "report",
        "县建设局": "attend",
        "经信局": "attend",
        "五里井社区": "attend",
    }


@pytest.mark.parametrize(
    "told",
    [
        "云帆食品公司就厂区污水纳管、用电扩容等方面提出了需求。",
        "顾北望听取了云帆食品公司在发展中遇到厂区污水纳管、用电扩容等问题。",
        "顾北望与云帆食品公司负责人就如何解决厂区污水纳管、用电扩容等问题进行了深入探讨。",
        "顾北望对云帆食品公司提出的厂区污水纳管、用电扩容这两个诉求进行现场勘察。",
    ],
)
def test_24_what_a_firm_needs_is_told_in_many_ways(told):
    found = event(f"6月5日，县长顾北望到云帆食品公司调研。{told}")
    assert [(d.enterprise, d.text) for d in found.demands] == [
        ("云帆食品公司", "厂区污水纳管"),
        ("云帆食品公司", "用电扩容"),
    ]


def test_22_a_numbered_group_is_one_name():
    text = "6月5日，县长顾北望到星澜建设第十一集团调研。"
    assert [e.name for e in event(text).enterprises] == ["星澜建设第十一集团"]


def test_22_and_other_firms_is_no_part_of_a_name():
    text = "6月5日，县长顾北望到星澜氯碱公司、普禾化工等公司调研。"
    assert [e.name for e in event(text).enterprises] == ["星澜氯碱公司", "普禾化工"]
