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
