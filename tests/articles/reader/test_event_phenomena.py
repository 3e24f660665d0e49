"""Phenomena 15-17, 33-36, 49 and the eight kinds of events. All texts are composed."""

from datetime import date

import pytest

from .reading_of import event, events, reading


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("6月5日，青禾县召开春耕生产推进会。", "meeting", "春耕生产推进会"),
        ("6月5日，全县招商引资暨项目建设调度会召开。", "meeting", "全县招商引资暨项目建设调度会"),
        ("6月5日，县政府召开第12次常务会议。", "meeting", "第12次常务会议"),
        ("6月5日，青禾县举行二季度重点项目观摩活动。", "tour", "二季度重点项目观摩活动"),
        ("6月5日，我县举办村级后备干部培训班。", "training", "村级后备干部培训班"),
        ("6月5日，云杉新材料项目签约仪式在县会议中心举行。", "signing", "云杉新材料项目签约仪式"),
        ("6月5日，我县隆重举行二季度重大项目集中开工仪式。", "groundbreaking", "二季度重大项目集中开工仪式"),
        ("6月5日，我县在湖心广场启动防灾减灾宣传周活动。", "other", "防灾减灾宣传周活动"),
    ],
)
def test_kinds_and_names(text, kind, name):
    found = event(text)
    assert (found.kind, found.name) == (kind, name)
    start, end = found.name_evidence
    assert text[start:end] == name


@pytest.mark.parametrize("verb", ["调研", "走访慰问", "督导检查", "实地考察", "暗访"])
def test_an_unnamed_visit(verb):
    found = event(f"6月5日，副县长白朗到青石镇{verb}春耕工作。")
    assert (found.kind, found.name, found.places) == ("visit", None, ["青石镇"])


def test_a_reception():
    found = event("6月5日，县长白朗会见了来访的云杉集团董事长顾北望一行。")
    assert found.kind == "reception"
    assert {p.name: p.role for p in found.people} == {"白朗": "lead", "顾北望": "attend"}


@pytest.mark.parametrize(
    ("printed", "day", "last", "part"),
    [
        ("6月5日", date(2023, 6, 5), None, ""),
        ("6月5日上午", date(2023, 6, 5), None, "上午"),
        ("6月5日晚", date(2023, 6, 5), None, "晚上"),
        ("6月5号下午", date(2023, 6, 5), None, "下午"),
        ("2023 年6 月5 日", date(2023, 6, 5), None, ""),
        ("６月５日", date(2023, 6, 5), None, ""),
        ("6月5日至7日", date(2023, 6, 5), date(2023, 6, 7), ""),
        ("5月31日至6月2日", date(2023, 5, 31), date(2023, 6, 2), ""),
        ("昨日(14日)上午", date(2023, 6, 14), None, "上午"),
        ("昨天下午", date(2023, 6, 14), None, "下午"),
        ("今昨两天", date(2023, 6, 14), date(2023, 6, 15), ""),
        ("12月28日", date(2022, 12, 28), None, ""),
        ("6月18日", date(2023, 6, 18), None, ""),
    ],
)
def test_15_17_49_dates(printed, day, last, part):
    found = event(f"{printed}，青禾县召开春耕工作会议。")
    assert (found.date, found.end_date, found.day_part) == (day, last, part)


@pytest.mark.parametrize("word", ["近日", "日前", "近期"])
def test_16_no_date_is_guessed(word):
    found = event(f"{word}，青禾县召开春耕工作会议。")
    assert found.date is None
    assert found.date_note == word


def test_16_the_datelines_day_is_not_the_events():
    assert event("青禾日报6月14日讯（记者白朗）近日，副县长顾北望到青石镇调研。").date is None


def test_15_lost_digits_are_flagged():
    found = event("2023615日上午，青禾县召开春耕工作会议。")
    assert found.date is None
    assert found.date_note.startswith("日期残缺")


def test_33_a_meeting_after_a_visit_with_its_own_time():
    found = events("6月5日上午，县长白朗到青石镇调研春耕工作。当天下午，白朗主持召开春耕工作推进会。")
    assert [(e.kind, e.day_part) for e in found] == [("visit", "上午"), ("meeting", "下午")]


def test_33_a_meeting_that_only_closes_a_visit_is_none():
    (one,) = events("6月5日，县长白朗到青石镇调研春耕工作，并在镇政府召开座谈会。")
    assert one.kind == "visit"


@pytest.mark.parametrize("venue", ["县会议中心", "县政务服务中心四楼", "第三会议室"])
def test_34_venues(venue):
    found = event(f"6月5日，春耕工作会议在{venue}召开。")
    assert found.venue == venue


def test_no_event_in_statistics_or_scenes():
    assert reading("截至5月底，全县新签约项目12个，总投资30亿元。").events == []
    assert reading("近日，记者走进青石村，只见麦田一片金黄。").events == []
    assert reading("全国文明城市评选大会即将召开。").events == []


@pytest.mark.parametrize("name", ["项目落地研判暨产业发展推进会", "项目攻坚年动员会暨一季度集中开工活动"])
def test_35_joint_names_are_one_event(name):
    assert [one.name for one in events(f"6月5日，我县召开{name}。县委书记白朗讲话。")] == [name]


@pytest.mark.parametrize("number", ["第63次常务会议", "2023年第6次政府常务会议"])
def test_35_numbered_meetings(number):
    assert [one.name for one in events(f"6月5日，县长白朗主持召开{number}。")] == [number]


@pytest.mark.parametrize("place", ["我区", "我市", "我县", "全区"])
def test_36_the_home_district_is_no_part_of_a_name(place):
    assert [one.name for one in events(f"6月5日，{place}召开项目推进会。")] in (["项目推进会"], [f"{place}项目推进会"])


@pytest.mark.parametrize(
    "text",
    [
        "县委书记在全县项目建设推进会上的讲话\n同志们：今天我们召开这次会议，主要任务是总结工作、部署下一步任务。",
        "（小说连载）县委书记放下电话，点了一支烟。窗外的雨下了一夜，他想起二十年前的那个村子。",
        "关于举办全县项目建设培训班的通知\n各乡镇：定于6月20日举办全县项目建设培训班，现将有关事项通知如下。",
    ],
)
def test_39_speeches_fiction_and_notices_report_no_dated_event(text):
    assert [one for one in events(text) if one.date and one.people] == []


def test_16_a_day_after_a_dateline_is_the_events():
    text = "云杉网青山6月8日电(记者 顾北望)青山市7日举行一季度重大项目集中开工活动，共涉及20个项目。"
    (found,) = events(text)
    assert (found.kind, found.date) == ("groundbreaking", date(2023, 6, 7))


@pytest.mark.parametrize(
    "text",
    [
        "云杉网青山6月8日电(记者 顾北望)记者8日从青山市举行的产业发展新闻发布会上获悉，全市工业增长9%。",
        "在8日举办的青山市产业发展新闻发布会上，副市长白朗介绍了有关情况。云杉网6月8日讯",
    ],
)
def test_33_a_meeting_told_by_what_was_learnt_there(text):
    assert [(one.kind, one.name[-5:]) for one in events(text)] == [("meeting", "新闻发布会")]


def test_33_a_meeting_told_only_by_its_chair():
    text = "县委书记白朗在会上讲话。县长顾大川主持会议。白朗强调，要抓好落实。"
    assert [(one.kind, one.name) for one in events(text)] == [("meeting", None)]


@pytest.mark.parametrize("after", ["仪式结束后，", "会后，", "当天下午，"])
def test_33_a_visit_after_another_occasion_is_one_of_its_own(after):
    text = f"6月5日，全县项目集中开工仪式举行，县委书记白朗宣布开工。{after}白朗一行来到云杉公司调研。"
    assert [one.kind for one in events(text)] == ["groundbreaking", "visit"]


def test_33_short_news_added_to_an_article_is_another_event():
    text = "6月5日，县应急局举办安全宣传咨询日活动，副县长白朗出席。\n又讯 同日，云杉经开区在云杉木业开展“安全大讲堂”活动。"
    assert [one.name for one in events(text)][1] == "“安全大讲堂”活动"


@pytest.mark.parametrize(
    ("text", "venue"),
    [
        ("6月5日，县委书记白朗在县委小会议室会见云杉集团董事长顾大川一行。", "县委小会议室"),
        (
            "6月5日上午10时，在县会展中心二楼多功能厅，客商陆续签到。当天，全县招商项目集中签约仪式在这里举行。",
            "县会展中心二楼多功能厅",
        ),
        ("6月5日，消防安全知识讲座在云杉社区活动室开讲。", "云杉社区活动室"),
    ],
)
def test_34_venues_of_other_occasions(text, venue):
    assert [one.venue for one in events(text)] == [venue]


@pytest.mark.parametrize("how", ["对全县重点项目进行集中观摩", "组织代表委员进行观摩", "开展项目观摩拉练"])
def test_tours_are_told_by_how_they_are_made(how):
    text = f"6月5日，我县{how}，县委书记白朗带队，先后来到云杉公司、青石镇。"
    assert [one.kind for one in events(text)][0] == "tour"


def test_what_a_law_or_a_notice_is_called_is_no_event():
    text = "6月5日，县住建局根据《关于组织开展普法宣讲活动的通知》举办专题讲座。"
    assert [one.name for one in events(text)] == ["专题讲座"]


@pytest.mark.parametrize(
    "how",
    [
        "深入星澜污水管网改造项目施工现场，了解工程进度",
        "来到禾木镇产业园，详细询问企业生产情况",
        "走进云帆新材料有限公司车间，认真听取企业负责人介绍",
    ],
)
def test_33_a_visit_told_by_going_and_what_was_learnt_there(how):
    found = event(f"6月5日上午，县委副书记、县长顾北望{how}。")
    assert found.kind == "visit"
    assert [(p.name, p.role) for p in found.people] == [("顾北望", "lead")]


def test_15_two_days_joined_by_a_comma_are_a_first_and_a_last():
    found = event("6月5日、7日，区人大常委会副主任顾北望到星澜食品有限公司开展走访调研。")
    assert (found.date, found.end_date) == (date(2023, 6, 5), date(2023, 6, 7))


def test_33_going_to_firms_for_a_campaign_is_a_visit():
    found = event("6月5日，县委书记顾北望到云帆新材料有限公司开展“送政策、助企业”活动，面对面听取意见。")
    assert (found.kind, [(p.name, p.role) for p in found.people]) == ("visit", [("顾北望", "lead")])


def test_33_what_is_signed_at_a_ceremony_makes_a_signing():
    text = "6月5日，青禾县在全市重点项目签约仪式上与云帆玻璃有限公司签订总投资15亿元的北坡风力发电项目。"
    found = event(text)
    assert (found.kind, found.name) == ("signing", "全市重点项目签约仪式")
    assert [e.name for e in found.enterprises] == ["云帆玻璃有限公司"]
    assert [(f.label, f.value) for f in found.figures] == [("总投资", 15)]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("重大项目集中开工签约仪式", "groundbreaking"),
        ("重大项目集中签约开工仪式", "signing"),
        ("第一季度重大项目集中开竣工仪式", "groundbreaking"),
        ("招商工作座谈", "meeting"),
    ],
)
def test_35_of_two_occasions_in_a_name_the_first_counts(name, kind):
    assert event(f"6月5日，青禾县举行{name}。").kind == kind


def test_33_delegates_sent_to_look_at_projects_make_a_visit():
    found = event("6月5日，青禾县组织人大代表、政协委员视察2023年重点工程。县领导顾北望、陶小溪参加。")
    assert (found.kind, [p.role for p in found.people]) == ("visit", ["attend", "attend"])


def test_34_a_graduation_is_named_before_its_place():
    found = event("6月5日，2023年春季中青班毕业典礼在县委党校举行，49名学员经过一个月的培训顺利结业。")
    assert (found.name, found.venue) == ("2023年春季中青班毕业典礼", "县委党校")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("6月5日，区委党校举行2023年秋季开学典礼。", "training"),
        ("6月5日，区委书记顾北望带队观摩重点项目建设。", "tour"),
        ("6月5日，一场“好商量”议事活动在云帆公司会议室举行。", "meeting"),
    ],
)
def test_33_kinds_told_in_other_words(text, kind):
    assert event(text).kind == kind
