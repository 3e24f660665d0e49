"""Phenomena 1-12, 28-32, 41-48 of official news: who is named, with which post, taking which part.

All sentences, names, places and firms are composed.
"""

import pytest

from .reading_of import events, positions, roles

MEETING = "6月5日，青禾县召开春耕工作会议。"


def test_1_group_title_over_a_list():
    found = positions(MEETING + "县领导白朗、陶小溪、顾北参会。")
    assert found == {"白朗": "县领导", "陶小溪": "县领导", "顾北": "县领导"}


@pytest.mark.parametrize("after", ["参会", "到青石镇调研春耕工作", "先后察看了青石村", "一行来到青石镇调研"])
def test_2_a_name_ends_before_the_verb(after):
    assert "白朗" in roles(MEETING + f"副县长白朗{after}。")


def test_3_chained_titles_are_one_person():
    found = positions("6月5日，县委常委、副县长白朗到青石镇调研。")
    assert found == {"白朗": "县委常委、副县长"}


def test_4_the_place_stays_in_the_position():
    found = positions("6月5日，市委副书记、青禾县委书记陶小溪到青石镇调研。")
    assert found == {"陶小溪": "市委副书记、青禾县委书记"}


def test_5_a_short_mention_is_the_person_named_before():
    (one,) = events(MEETING + "县长白朗出席会议。白朗强调，要抓好农时。")
    assert [(p.name, p.role, p.position) for p in one.people] == [("白朗", "speak", "县长")]


def test_6_surname_and_title_is_no_new_person():
    found = roles("6月5日，县委书记陶小溪到青石镇调研。陶书记要求干部要转变作风。")
    assert found == {"陶小溪": "lead"}


@pytest.mark.parametrize(
    "text", ["6月5日，顾北望区长主持召开青禾区防汛会议。", "6月5日，青禾区召开防汛会议，会议由顾北望区长主持。"]
)
def test_7_a_name_before_its_title(text):
    assert roles(text) == {"顾北望": "chair"}


@pytest.mark.parametrize(
    "how", ["一行先后来到青石镇调研", "带队深入青石镇调研", "率队到青石镇督导", "带领县农业农村局到青石镇检查"]
)
def test_8_the_one_who_leads_a_party(how):
    assert roles(f"6月5日，副县长白朗{how}。") == {"白朗": "lead"}


@pytest.mark.parametrize(
    "text",
    [
        "6月5日，县长白朗主持召开春耕工作会议。",
        "6月5日，青禾县召开春耕工作会议，会议由县长白朗主持。",
        "6月5日，青禾县召开春耕工作会议。县长白朗主持会议并讲话。",
        "6月5日，县长白朗组织召开春耕工作会议。",
    ],
)
def test_9_forms_of_the_chair(text):
    assert roles(text) == {"白朗": "chair"}


def test_9_who_gave_the_commission_is_absent():
    found = roles("6月5日，受县委书记陶小溪委托，县长白朗主持召开春耕工作会议。")
    assert found == {"白朗": "chair"}


def test_10_a_rank_without_its_body_is_kept_as_printed():
    found = positions(MEETING + "县人大常委会主任白朗，副主任陶小溪、顾北参加会议。")
    assert found == {"白朗": "县人大常委会主任", "陶小溪": "副主任", "顾北": "副主任"}


def test_11_a_list_that_mixes_titles():
    found = positions(MEETING + "副县长白朗、陶小溪，县二级巡视员顾北参加会议。")
    assert found == {"白朗": "副县长", "陶小溪": "副县长", "顾北": "县二级巡视员"}


def test_12_two_groups_in_one_sentence():
    found = positions(MEETING + "县领导白朗、陶小溪，经开区领导顾北望参加会议。")
    assert found["顾北望"] == "经开区领导"
    assert found["陶小溪"] == "县领导"


def test_28_padded_names():
    assert positions(MEETING + "县长白　朗主持会议。") == {"白朗": "县长"}


@pytest.mark.parametrize("name", ["阿力木·赛买提", "古丽·艾山", "阿依夏木·买买提"])
def test_29_ethnic_names(name):
    assert roles(f"6月5日，副县长{name}主持召开春耕工作会议。") == {name: "chair"}


def test_29_rare_and_compound_surnames():
    found = roles(MEETING + "县领导欧阳晴、佘青、令狐远、仝新参会。")
    assert list(found) == ["欧阳晴", "佘青", "令狐远", "仝新"]


def test_31_party_and_enterprise_posts():
    found = positions("6月5日，县长白朗会见了云杉集团党委副书记、总经理顾北望一行。")
    assert found["顾北望"] == "云杉集团党委副书记、总经理"


def test_32_a_corps_division():
    assert positions("6月5日，第二十师党委书记、政委陶小溪到五团调研。") == {"陶小溪": "第二十师党委书记、政委"}


def test_43_a_cited_leader_takes_no_part():
    found = roles(MEETING + "会议传达了市长陶小溪在全市春耕会议上的讲话精神。县长白朗出席会议。")
    assert found == {"白朗": "attend"}


def test_43_an_instruction_is_no_attendance():
    found = roles(MEETING + "县委书记陶小溪对春耕工作作出批示，要求抓好落实。县长白朗主持会议。")
    assert found == {"白朗": "chair"}


def test_44_a_title_shared_at_the_end():
    found = positions(MEETING + "白朗、陶小溪、顾北望等包联项目的县级领导参加会议。")
    assert found == dict.fromkeys(("白朗", "陶小溪", "顾北望"), "包联项目的县级领导")


def test_45_names_that_read_as_words():
    assert list(roles(MEETING + "县领导白朗、温暖、谷雨参加会议。")) == ["白朗", "温暖", "谷雨"]


def test_45_a_name_that_begins_another():
    found = roles(MEETING + "县长白朗主持会议，副县长白朗清参加会议。")
    assert found == {"白朗": "chair", "白朗清": "attend"}


def test_47_the_chair_and_the_one_who_speaks():
    found = roles(MEETING + "县委书记陶小溪出席会议并讲话，副县长白朗主持会议。")
    assert found == {"陶小溪": "speak", "白朗": "chair"}


def test_48_a_body_before_a_name_is_no_title():
    (one,) = events("6月5日，副县长白朗率县环保局顾北望、陶小溪到云杉公司召开现场办公会。")
    assert {p.name: p.position for p in one.people} == {"白朗": "副县长", "顾北望": "", "陶小溪": ""}
    assert "县环保局" in [o.name for o in one.organizations]


def test_40_templates_name_nobody():
    assert roles("X月X日，某县召开会议，县委书记XXX主持会议。") == {}


@pytest.mark.parametrize("word", ["高度重视", "全面部署", "方面工作", "任务落实", "安全生产"])
def test_words_after_a_title_are_no_names(word):
    assert roles(f"6月5日，青禾县召开春耕工作会议，县委书记{word}。") == {}


@pytest.mark.parametrize("name", ["洛桑扎西", "才让多吉", "乌云其其格", "呼和"])
def test_29_names_of_given_name_parts(name):
    assert roles(f"6月5日，副州长{name}主持召开春耕工作会议。") == {name: "chair"}


def test_a_name_whose_surname_no_list_has_stands_in_a_list():
    assert list(roles(MEETING + "县领导白朗、砚青、顾北参加会议。")) == ["白朗", "砚青", "顾北"]


@pytest.mark.parametrize(
    ("after", "role"), [("讲话", "speak"), ("作重要讲话", "speak"), ("宣布开工", "attend"), ("介绍情况", "report")]
)
def test_what_a_person_did(after, role):
    assert roles(MEETING + f"会上，副县长白朗{after}。") == {"白朗": role}


def test_the_guest_of_a_reception_attends():
    found = roles("6月5日，县长白朗会见了来访的云杉集团董事长顾北望一行。白朗对顾北望一行表示欢迎。")
    assert found == {"白朗": "lead", "顾北望": "attend"}


@pytest.mark.parametrize(
    "text",
    [
        "6月5日，县人大常委会召开会议。会议决定任命顾大川为县人民政府副县长。",
        "6月5日，县人大常委会召开会议。会议决定接受顾大川辞去副县长职务的请求。",
    ],
)
def test_30_who_is_appointed_is_named_without_a_part_of_his_own(text):
    assert roles(text).get("顾大川") in (None, "attend")


def test_30_candidates_and_acting_heads_keep_their_title():
    text = "6月5日，区委副书记、代区长石大川调研项目建设，镇长候选人陶小溪陪同。"
    assert positions(text) == {"石大川": "区委副书记、代区长", "陶小溪": "镇长候选人"}


def test_41_a_stray_mark_in_a_list_parts_no_name():
    text = "6月5日，县委书记白朗主持召开推进会，县领导顾大川、石小山、和陶小溪出席。"
    assert set(roles(text)) == {"白朗", "顾大川", "石小山", "陶小溪"}


def test_42_the_fuller_title_is_kept():
    text = "6月5日，区委召开项目推进会，区领导白朗、陶小溪出席。区委常委、副区长陶小溪通报情况。"
    assert positions(text)["陶小溪"] == "区委常委、副区长"


def test_46_names_run_together_in_a_deck_are_nobody():
    text = "全县项目推进会召开\n白朗顾大川出席\n本报讯 6月5日，全县项目推进会召开。县委书记白朗、县长顾大川出席会议。"
    assert set(roles(text)) == {"白朗", "顾大川"}


@pytest.mark.parametrize(
    ("printed", "name", "position"),
    [
        ("邀请市委宣传部蒋大川副部长作专题辅导", "蒋大川", "市委宣传部副部长"),
        ("云杉大学陶小溪教授授课", "陶小溪", "云杉大学教授"),
        ("县住建局冷和荣局长汇报了工作", "冷和荣", "县住建局局长"),
    ],
)
def test_7_48_a_name_between_its_unit_and_its_title(printed, name, position):
    text = f"6月5日，县委书记白朗主持召开推进会，{printed}。"
    assert positions(text)[name] == position


@pytest.mark.parametrize("name", ["马黑拉则", "沙马有才", "和丽琼", "刀永祥", "艾力?吐尔洪"])
def test_29_names_of_other_peoples_end_where_they_end(name):
    text = f"6月5日，州长{name}主持召开推进会。"
    assert list(roles(text)) == [name]


@pytest.mark.parametrize(
    "phrase", ["镇领导班子成员参加", "各工作组组长挨户分析", "海外院士齐聚", "与金融办负责人商量", "代表青山市提出倡议"]
)
def test_words_that_follow_or_precede_titles_are_nobody(phrase):
    text = f"6月5日，镇党委书记白朗主持召开推进会。会上，{phrase}。"
    assert list(roles(text)) == ["白朗"]


def test_6_he_is_whom_the_sentence_before_is_about():
    text = "6月5日，县委书记白朗、县长顾大川主持召开座谈会。白朗边听边记，不时询问细节。他强调，要抓好落实。"
    assert [directive.by for directive in events(text)[0].directives] == ["白朗"]


def test_25_who_is_spoken_to_does_not_speak():
    text = "6月5日，县委书记白朗到云杉镇调研，对县林业局局长顾大川、镇长陶小溪说，要管护好林地。"
    assert {directive.by for directive in events(text)[0].directives} == {"白朗"}


def test_44_a_name_no_list_of_surnames_has_among_names():
    text = "6月5日，青禾县举行开工仪式，顾北望、陶小溪、义洁等县领导出席。"
    assert positions(text) == {"顾北望": "县领导", "陶小溪": "县领导", "义洁": "县领导"}


def test_29_a_long_name_without_a_dot_in_a_list():
    text = "6月5日，青禾旗召开推进会，旗领导伊达木、宝音满都呼、王力、陈旭参加。"
    assert list(positions(text)) == ["伊达木", "宝音满都呼", "王力", "陈旭"]


@pytest.mark.parametrize("words", ["考察团成员边参观、边询问、边探讨", "村民宿项目、县领导曾先后来过"])
def test_45_how_something_is_done_is_nobody(words):
    assert list(positions(f"6月5日，县长顾北望到禾木镇调研，{words}。")) == ["顾北望"]


def test_45_a_name_ends_before_what_is_given():
    text = "6月5日，县长顾北望主持召开经济运行例会，县统计局局长秦勤作《上半年经济形势》的报告。"
    assert "秦勤" in positions(text)


def test_45_a_name_with_and_before_a_verb():
    assert "丁和扣" in positions("6月5日，青禾县召开例会，县委常委、常务副县长丁和扣出席会议并讲话。")


def test_1_a_candidate_for_a_post_holds_that_title():
    text = "6月5日，青禾旗召开推进会，旗委常委、副旗长提名人选吴金德参加。"
    assert positions(text) == {"吴金德": "旗委常委、副旗长提名人选"}


def test_48_a_school_of_two_subjects_is_one_body():
    text = "6月5日，青禾县举行经济专题讲座，青禾大学经济与金融学院教授侯晓辉授课。"
    assert positions(text) == {"侯晓辉": "青禾大学经济与金融学院教授"}


def test_5_who_calls_a_meeting_chairs_it():
    assert roles("6月5日，区委常委、常务副区长顾北望召开全区指标调度会。") == {"顾北望": "chair"}


@pytest.mark.parametrize("words", ["企业负责人向民警反映了情况", "县乡干部暨人大代表参加"])
def test_45_prepositions_and_joining_words_begin_no_name(words):
    assert list(positions(f"6月5日，县长顾北望到禾木镇调研，{words}。")) == ["顾北望"]


def test_1_a_professor_is_called_so_after_his_name():
    text = "6月5日，青禾县举行经济专题讲座，市委党校副主任杨俊教授作专题辅导。"
    assert "杨俊" in positions(text)
