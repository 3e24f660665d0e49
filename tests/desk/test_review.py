"""The review page: who may open it, what it shows, and what each request saves."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Reading, ReadingState
from articles.texts import text_sha256
from desk.claims import claim
from desk.facts import fact_key, facts_read, meeting_key, name_key
from desk.models import Decision
from desk.reviewing import reviewed_content
from meetings.models import Attendance, Meeting
from tests.desk.readings import TEXT, content, span
from tests.factories import (
    ArticleFactory,
    AttendanceFactory,
    DistrictFactory,
    EnterpriseFactory,
    MeetingFactory,
    OfficialFactory,
    PostFactory,
    ReadingFactory,
    member_of,
)

pytestmark = pytest.mark.django_db
SECRETARY = fact_key("person", span("林知远"))
EVENT = facts_read(content())[0].key
LEADER = name_key("person", "苏见山", "区领导")


@pytest.fixture
def district():
    return DistrictFactory(name="青禾区")


@pytest.fixture
def reviewer(district, client):
    user = member_of(district, "审核员", full_name="段晓梅")
    client.force_login(user)
    return user


def waiting(district, text=TEXT, **changes) -> Reading:
    article = ArticleFactory(
        district=district, text=text, text_sha256=text_sha256(text), issue_date=datetime.date(2024, 6, 4)
    )
    return ReadingFactory(article=article, content={**content(), **changes}, state=ReadingState.WAITING)


@pytest.fixture
def reading(district, reviewer):
    return waiting(district)


def page(client, reading) -> str:
    response = client.get(f"/desk/{reading.pk}/")
    assert response.status_code == 200
    return response.content.decode()


def post(client, reading, what: str, htmx: bool = True, **fields):
    headers = {"HX-Request": "true"} if htmx else {}
    return client.post(f"/desk/{reading.pk}/{what}/", fields, headers=headers)


# --- who may


@pytest.mark.parametrize("role", ["录入员", "审核员"])
def test_staff_open_a_reading_and_hold_it(client, district, role):
    reading = waiting(district)
    user = member_of(district, role)
    client.force_login(user)
    assert 'form="decide"' in page(client, reading)
    reading.refresh_from_db()
    assert (reading.state, reading.claimed_by) == ("in_review", user)


@pytest.mark.parametrize("role", ["领导", "分析员", "系统管理员"])
@pytest.mark.parametrize("what", ["", "decide/", "fact/", "names/", "keep/", "record/", "unrecord/"])
def test_others_are_refused(client, district, role, what):
    client.force_login(member_of(district, role))
    reading = waiting(district)
    send = client.get if what in ("", "fact/", "names/") else client.post
    assert send(f"/desk/{reading.pk}/{what}").status_code == 403
    reading.refresh_from_db()
    assert reading.state == "waiting"


@pytest.mark.parametrize("what", ["", "decide/", "fact/", "names/", "keep/", "record/", "unrecord/"])
def test_a_reading_of_another_district_is_not_found(client, reviewer, what):
    reading = waiting(DistrictFactory(name="别区"))
    send = client.get if what in ("", "fact/", "names/") else client.post
    assert send(f"/desk/{reading.pk}/{what}").status_code == 404
    reading.refresh_from_db()
    assert reading.state == "waiting"


def test_what_another_holds_is_only_shown(client, reading, district):
    other = member_of(district, "审核员", full_name="葛文博")
    claim(reading.pk, other)
    shown = page(client, reading)
    assert "葛文博正在审核" in shown
    assert 'form="decide"' not in shown
    assert "林知远" in shown


def test_a_lost_claim_is_told_and_nothing_is_stored(client, reading, district):
    page(client, reading)
    Reading.objects.update(claimed_until=timezone.now() - datetime.timedelta(seconds=1))
    claim(reading.pk, member_of(district, "审核员"))
    for what, fields in (("decide", {"accept": SECRETARY}), ("keep", {}), ("record", {})):
        shown = post(client, reading, what, **fields).content.decode()
        assert "已不由您审核" in shown
        assert "决定都还在" in shown
        assert 'form="decide"' not in shown
    assert not Decision.objects.exists()
    assert not Meeting.objects.exists()


def test_a_heartbeat_answers_nothing_while_the_claim_holds(client, reading):
    page(client, reading)
    assert post(client, reading, "keep").status_code == 204


# --- what it shows


def test_the_text_is_as_printed_and_every_fact_is_marked(client, reading):
    shown = page(client, reading)
    printed = re.search(r'id="printed">(.*?)</div>', shown, re.S)[1]
    assert re.sub(r"<[^>]*>", "", printed) == TEXT
    marked = set(" ".join(re.findall(r'data-places="([^"]*)"', printed)).split())
    assert marked == {f"f{number}" for number in range(10)}
    for kind in ("event", "person", "unit", "enterprise", "project", "requirement", "demand", "figure"):
        assert f"hx-{kind}" in printed


def test_a_carriage_return_is_kept_for_the_offsets_of_a_selection(client, district, reviewer):
    reading = waiting(district, text=TEXT.replace("\n", "\r\n"))
    assert page(client, reading).count("&#13;\n") == TEXT.count("\n")


def test_the_record_stands_in_the_order_of_a_meetings_form(client, reading):
    shown = page(client, reading)
    names = ["林知远", "苏见山", "区商务局", "云帆投控", "云帆数谷"]
    words = ["类别", "2024年6月3日上午", *(f'rv-name">{name}<' for name in names), "要每月一会", "办证慢", "12.5亿元"]
    places = [shown.index(word, shown.index("rv-event")) for word in words]
    assert places == sorted(places)


def test_doubtful_facts_are_marked_and_counted(client, district, reviewer):
    event = content()["events"][0]
    event["demands"][0]["confidence"] = 0.5
    reading = waiting(district, events=[event])
    shown = page(client, reading)
    assert "待定 1 条" in shown
    assert shown.count("rv-needs") == 1
    assert 'data-label="诉求?"' in shown
    assert "没有待定的内容" in post(client, reading, "decide", accept=_demand()).content.decode()


def _demand() -> str:
    return fact_key("demand", span("云帆投控提出办证慢的问题"))


def test_an_ambiguous_name_shows_its_candidates_with_their_posts_and_chooses_none(client, reading, district):
    one, other = OfficialFactory.create_batch(2, district=district, name="苏见山")
    PostFactory(official=one, title="副区长")
    PostFactory(official=other, title="区水务局局长")
    shown = page(client, reading)
    assert "同名者有 2 位" in shown
    assert "关联“苏见山(副区长)”" in shown
    assert "关联“苏见山(区水务局局长)”" in shown
    assert not re.search(r"<(input|option)[^>]*(checked|selected)", shown)
    shown = post(client, reading, "decide", choose=f"link {other.pk} {LEADER}").content.decode()
    assert "(人工选定)" in shown
    assert Decision.objects.get().official == other


def test_a_name_is_linked_to_a_row_found_by_what_is_typed(client, reading, district):
    firm = EnterpriseFactory(district=district, name="青禾城市运营集团有限公司")
    EnterpriseFactory(name="青禾城市运营集团有限公司")  # of another district
    official = OfficialFactory(district=district, name="苏剑山")
    PostFactory(official=official, title="副区长")
    page(client, reading)

    def found(key: str, typed: str) -> list[tuple[str, str]]:
        shown = client.get(f"/desk/{reading.pk}/names/", {"key": key, "q": typed}).content.decode()
        return re.findall(r'value="(link [^"]*)">关联“([^”]*)”', shown)

    key = name_key("enterprise", "云帆投控")
    assert found(key, "城市运营") == [(f"link {firm.pk} {key}", firm.name)]
    assert found(LEADER, "sjs") == [(f"link {official.pk} {LEADER}", "苏剑山(副区长)")]
    assert found(key, "") == found(key, "没有的") == found(meeting_key(EVENT), "推进会") == []
    post(client, reading, "decide", choose=f"link {firm.pk} {key}")
    post(client, reading, "record")
    assert firm.aliases.get().name == "云帆投控"


def test_a_name_left_open_is_told_before_recording(client, reading, district):
    OfficialFactory.create_batch(2, district=district, name="苏见山")
    page(client, reading)
    shown = post(client, reading, "decide", choose=f"open 0 {LEADER}").content.decode()
    assert re.search(r"留待查明,按见报名称入库,不关联:</p>\s*<ul>\s*<li>苏见山</li>", shown)
    post(client, reading, "record")
    assert Attendance.objects.get(printed_name="苏见山").official is None


def test_an_event_that_may_be_known_asks_and_is_made_a_second_source(client, reading, district):
    known = MeetingFactory(district=district, name="云帆数谷项目推进会", held_date=datetime.date(2024, 6, 3))
    assert "可能就是" in page(client, reading)
    assert "可能已在台账中" in post(client, reading, "record").content.decode()
    shown = post(client, reading, "decide", choose=f"link {known.pk} {meeting_key(EVENT)}").content.decode()
    assert "的又一个报道来源" in shown
    post(client, reading, "record")
    assert [source.article for source in known.sources.all()] == [reading.article]
    assert Meeting.objects.count() == 1


# --- what is checked


def checks(client, reading) -> list[str]:
    shown = page(client, reading)
    panel = re.search(r'rv-checks">(.*?)</ul>', shown, re.S)
    lines = re.findall(r"<li[^>]*>(.*?)</li>", panel[1], re.S) if panel else []
    return [re.sub(r"<[^>]*>|\s+", "", line) for line in lines]


def test_counts_printed_stand_beside_counts_read(client, district, reviewer):
    event = content()["events"][0]
    event["counts"].append({"of": "people", "number": 1, "evidence": [0, 1]})
    reading = waiting(district, events=[event])
    assert checks(client, reading) == ["不符人员:见报1个,列名2个。", "数量单位:见报3个,列名1个,其余2个未列名。"]


def test_the_number_of_requirements_runs_with_what_is_decided(client, district, reviewer):
    check = {"what": "requirements", "printed": 1, "read": 1, "agrees": True, "evidence": span("强调"), "note": "原文"}
    reading = waiting(district, checks=[check])
    assert "相符原文说有1条要求,现有1条。" in checks(client, reading)
    post(client, reading, "decide", drop=fact_key("requirement", span("要建好机制,权责分明。要每月一会。")))
    assert "不符原文说有1条要求,现有0条。" in checks(client, reading)


def test_a_date_behind_the_issue_date_is_told(client, district, reviewer):
    reading = waiting(district, events=[content()["events"][0] | {"date": "2024-06-05"}])
    assert "不符“云帆数谷项目推进会”的日期2024-06-05晚于见报日期2024-06-04。" in checks(client, reading)


def test_a_person_in_two_places_at_once_is_told(client, district, reviewer):
    official = OfficialFactory(district=district, name="林知远")
    held = {"held_date": datetime.date(2024, 6, 3), "day_part": "morning"}
    AttendanceFactory(meeting=MeetingFactory(district=district, name="防汛会", **held), official=official)
    AttendanceFactory(
        meeting=MeetingFactory(district=district, name="夜校", **held | {"day_part": "evening"}), official=official
    )
    second = content()["events"][0] | {"name": "云岭产业园推进会"}
    reading = waiting(district, events=[content()["events"][0], second])
    told = [line for line in checks(client, reading) if "请核对" in line]
    assert told == [
        "不符林知远在2024-06-03上午有两场活动,请核对。",
        "不符苏见山在2024-06-03上午有两场活动,请核对。",
        *["不符林知远在2024-06-03上午已有“防汛会”,请核对。"] * 2,
    ]


# --- what is saved


def now_recorded(reading) -> dict:
    return reviewed_content(reading, Decision.objects.order_by("id"))["events"][0]


def test_each_decision_is_saved_and_the_page_answers_with_it(client, reading, reviewer):
    page(client, reading)
    shown = post(client, reading, "decide", drop=SECRETARY).content.decode()
    assert shown.startswith('<div id="review"')
    assert "剔除</span>" in shown
    assert 'data-focus=""' in shown
    shown = post(client, reading, "decide", undo="1").content.decode()
    assert f'data-focus="{SECRETARY}"' in shown
    assert not Decision.objects.exists()
    post(client, reading, "decide", accept_sure=EVENT)
    assert Decision.objects.filter(decided_by=reviewer).count() == 10


def test_without_script_a_decision_leads_back_to_the_page(client, reading):
    page(client, reading)
    response = post(client, reading, "decide", htmx=False, accept=SECRETARY)
    assert (response.status_code, response.headers["Location"]) == (302, f"/desk/{reading.pk}/")
    assert Decision.objects.get().verdict == "accept"
    assert (
        "没有这一条" in client.post(f"/desk/{reading.pk}/decide/", {"drop": "person:1-1"}, follow=True).content.decode()
    )


def test_a_correction_shows_the_fact_as_it_is_and_keeps_what_was_typed(client, reading):
    page(client, reading)
    form = client.get(f"/desk/{reading.pk}/fact/", {"fact": SECRETARY}).content.decode()
    assert 'value="青禾区委书记"' in form
    assert f'name="start" value="{span("林知远")[0]}"' in form
    typed = {"fact": SECRETARY, "name": "林知还", "position": "区委书记", "role": "lead"}
    start = TEXT.index("书记林知远")
    shown = post(client, reading, "fact", **typed, quote="书记林知远", start=start).content.decode()
    assert "林知还" in shown
    person = now_recorded(reading)["people"][0]
    assert (person["name"], person["role"], person["evidence"]) == ("林知还", "lead", [start, start + 5])
    assert person["position_evidence" if "position_evidence" in person else "position"]


def test_a_wrong_form_comes_back_into_the_editor_with_what_was_typed(client, reading):
    page(client, reading)
    typed = {"fact": SECRETARY, "name": "", "role": "lead", "quote": "没印过的话"}
    response = post(client, reading, "fact", **typed)
    assert response.headers["HX-Retarget"] == "#editor"
    assert "原文里没有这段文字" in response.content.decode()
    assert "没印过的话" in response.content.decode()
    assert not Decision.objects.exists()


def test_a_missed_fact_is_added_from_a_selection_over_a_line_break(client, reading):
    page(client, reading)
    start = TEXT.index("参加。\n会议")
    asked = {"kind": "unit", "start": start, "end": start + 6}
    form = client.get(f"/desk/{reading.pk}/fact/", asked).content.decode()
    assert 'value="参加。会议"' in form
    assert f'<option value="{EVENT}" selected>' in form
    typed = {"name": "会议", "role": "attend", "event": EVENT, "kind": "unit"}
    shown = post(client, reading, "fact", **typed, start=start, quote="参加。\r\n会议").content.decode()
    unit = next(unit for unit in now_recorded(reading)["organizations"] if unit["name"] == "会议")
    assert unit["evidence"] == [start, start + 6]
    assert 'data-focus="+unit:' in shown


def test_words_typed_without_a_selection_must_stand_in_the_text_once(client, reading):
    page(client, reading)
    typed = {"name": "区商务局", "role": "attend", "event": EVENT, "kind": "unit"}
    assert (
        f"原文里有 {TEXT.count('云帆数谷')} 处"
        in post(client, reading, "fact", **typed, quote="云帆数谷").content.decode()
    )
    post(client, reading, "fact", **typed, quote="商务局等3家")
    assert now_recorded(reading)["organizations"][1]["evidence"] == span("商务局等3家")


def test_recording_ends_the_review(client, reading, reviewer):
    page(client, reading)
    shown = post(client, reading, "record").content.decode()
    assert "已入库" in shown
    assert "由段晓梅入库" in shown
    assert 'form="decide"' not in shown
    assert Meeting.objects.get().entered_by == reviewer
    assert "已入库" in page(client, reading)


def test_what_is_open_is_listed_instead_of_recorded(client, district, reviewer):
    event = content()["events"][0]
    event["people"][0]["confidence"] = 0.5
    reading = waiting(district, events=[event])
    assert "还不能入库" in page(client, reading)
    assert "人员“林知远”存疑" in post(client, reading, "record").content.decode()
    assert not Meeting.objects.exists()


def test_what_the_rules_refuse_is_told_and_nothing_is_written(client, reading, reviewer):
    page(client, reading)
    Decision.objects.create(
        reading=reading,
        fact=SECRETARY,
        verdict="correct",
        corrected={"role": "boss"},
        decided_by=reviewer,
        decided_at=timezone.now(),
    )
    assert "不合台账规则" in post(client, reading, "record").content.decode()
    assert not Meeting.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [{}, {"choose": ""}, {"choose": "link x name:person:甲"}, {"choose": "link 99999999999999999999 name:unit:甲"}]
    + [{"accept": ""}, {"drop": "name:person:甲"}, {"choose": "new 0 demand:1-2"}],
)
def test_nonsense_is_refused_in_chinese(client, reading, fields):
    page(client, reading)
    response = post(client, reading, "decide", **fields)
    assert response.status_code == 200
    assert 'role="alert" id="told"' in response.content.decode()
    assert not Decision.objects.exists()


def test_a_form_of_nothing_is_not_found(client, reading):
    page(client, reading)
    for asked in ({}, {"kind": "boss"}, {"fact": "person:0-1"}):
        assert client.get(f"/desk/{reading.pk}/fact/", asked).status_code == 404


# --- and taken back


def test_a_recording_is_taken_back_and_the_review_goes_on(client, reading, reviewer):
    page(client, reading)
    post(client, reading, "decide", drop=SECRETARY)
    assert "撤销入库…" in post(client, reading, "record").content.decode()
    shown = post(client, reading, "unrecord").content.decode()
    assert "已撤销入库" in shown
    assert "没有保留" in shown
    assert 'form="decide"' in shown
    assert not Meeting.objects.exists()
    assert Decision.objects.get().verdict == "drop"
    reading.refresh_from_db()
    assert (reading.state, reading.claimed_by) == ("in_review", reviewer)


def test_what_stays_is_told_with_the_reason(client, reading):
    page(client, reading)
    post(client, reading, "record")
    attendance = Attendance.objects.get(printed_name="苏见山")
    attendance.printed_title = "区委常委"
    attendance.save()
    shown = post(client, reading, "unrecord").content.decode()
    assert "保留 3 条" in shown
    assert "入库后改过" in shown


def test_data_entry_takes_back_only_its_own_recording(client, reading, district):
    page(client, reading)
    post(client, reading, "record")
    clerk = member_of(district, "录入员")
    client.force_login(clerk)
    assert "撤销入库…" not in page(client, reading)
    assert post(client, reading, "unrecord").status_code == 403
    assert Meeting.objects.exists()
    own = waiting(district, text=f"另一篇。{TEXT[:20]}", events=[], figures=[])
    page(client, own)
    post(client, own, "record")
    assert "已撤销入库" in post(client, own, "unrecord").content.decode()


def test_what_is_not_recorded_cannot_be_taken_back(client, reading):
    page(client, reading)
    assert "没有入库" in post(client, reading, "unrecord").content.decode()


# --- how much it asks


def test_number_of_queries_does_not_grow_with_the_facts(client, district, reviewer):
    def queries(reading) -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            page(client, reading)
        return [query["sql"] for query in captured]

    def crowded(number: int) -> Reading:
        event = content()["events"][0]
        for n in range(number):
            name = f"苏见{'山河湖海泊'[n]}"
            OfficialFactory.create_batch(2, district=district, name=name)
            event["people"].append({"name": name, "role": "attend", "position": "区领导", "evidence": [n, n + 1]})
            for kind in ("organizations", "enterprises", "projects"):
                event[kind].append({"name": f"第{n}号{kind}", "role": "attend", "evidence": [n, n + 1]})
        reading = waiting(district, text=f"{number}{TEXT}", events=[event] * min(number, 3))
        claim(reading.pk, reviewer)
        post(client, reading, "decide", accept_sure=EVENT)
        return reading

    OfficialFactory(district=district, name="林知远")
    few, many = queries(crowded(1)), queries(crowded(5))
    assert len(many) == len(few), "\n".join(sql[:200] for sql in many)
    assert len(many) == 24, "\n".join(sql[:300] for sql in many)
