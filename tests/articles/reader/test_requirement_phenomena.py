"""Phenomena 24 and 25: what enterprises ask for, what is required of whom. Composed texts."""

import pytest

from .reading_of import event

MEETING = "6月5日，青禾县召开项目建设推进会。"


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


def test_24_troubles_are_asked_for_without_the_word():
    text = "6月5日，县长白朗到云杉公司调研。公司负责人汇报，眼下急需补充120名技术工人。"
    assert [demand.text for demand in event(text).demands] == ["急需补充120名技术工人"]


def test_25_what_members_of_a_list_shall_do_is_told_without_must():
    text = "6月5日，县长白朗主持召开推进会。他强调，各部门要抓好服务；各包联领导每周至少到一次工地。"
    assert [d.heading for d in event(text).directives] == ["各部门要抓好服务", "各包联领导每周至少到一次工地"]


def test_24_advice_on_troubles_is_no_demand():
    text = "6月5日，县长顾北望到星澜食品有限公司调研，听取了企业情况介绍，对发展中遇到的困难和问题提出了具体指导意见。"
    assert event(text).demands == []


def test_25_a_leader_who_advises_point_by_point_requires():
    text = "6月5日，区人大常委会副主任顾北望到云帆食品有限公司调研。顾北望建议：一是企业要开拓思路；二是乡镇要主动服务企业。"
    assert [d.heading for d in event(text).directives] == ["企业要开拓思路", "乡镇要主动服务企业"]


def test_25_a_requirement_that_opens_a_sentence_is_of_whom_the_one_before_is_about():
    text = "6月5日，统战部长顾北望主持召开推进会。会上，顾部长对工作进行了部署。要求园区管委会加大项目前期工作力度。"
    assert [(d.by, d.heading) for d in event(text).directives] == [("顾北望", "园区管委会加大项目前期工作力度")]


def test_25_nameless_leaders_require_as_a_group():
    text = "6月5日，青禾区举行集中开工仪式。区领导强调，各级各部门要全力加快项目建设，确保按节点推进。"
    assert [d.by for d in event(text).directives] == ["区领导"]


def test_25_a_party_goes_on_requiring_in_the_next_sentence():
    text = "6月5日，省发改委督查组来青禾县督查重点项目。督查组对做法给予了肯定。要求进一步加强运行调度。"
    assert [d.by for d in event(text).directives] == ["督查组"]


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
