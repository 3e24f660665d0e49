import re

from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Reading, ReadingState
from meetings.models import Demand, MeetingArticle
from tests.factories import (
    ArticleFactory,
    AttendanceFactory,
    DemandFactory,
    DiscussionFactory,
    EnterpriseFactory,
    FigureFactory,
    MeetingFactory,
    ReadingFactory,
    RequirementFactory,
    StageChangeFactory,
    quoted,
)
from tests.pages.html import links_of, plain, words_of
from tests.pages.register import PROMOTION_TEXT


def address(article):
    return f"/articles/{article.pk}/"


def printed(response) -> str:
    """The mark-up of the text as printed."""
    return re.search(r'<div class="hx-printed">(.*?)</div>', response.content.decode(), re.S)[1]


def marks(response) -> list[tuple[str, str, str]]:
    """(label, words, address) of every marked run, in order."""
    found = re.findall(r"<mark\b([^>]*)>(.*?)</mark>", printed(response), re.S)
    return [
        (
            (re.search(r'data-label="([^"]*)"', attributes) or ["", ""])[1],
            plain(inner),
            (re.search(r'href="([^"]*)"', inner) or ["", ""])[1],
        )
        for attributes, inner in found
    ]


def test_text_stands_exactly_as_printed(open_page, register):
    html = printed(open_page(address(register.promotion_article)))
    assert re.sub(r"<[^>]*>", "", html) == PROMOTION_TEXT


def test_head_gives_title_deck_outlet_and_day(open_page, register):
    article = register.promotion_article
    article.deck = "积极盘活北岸片区"
    article.save()
    words = words_of(open_page(address(article)))
    assert "清河区召开北岸智造谷项目推进会 积极盘活北岸片区 清河日报 · 2025年4月14日 · 01版" in words


def test_every_fact_is_marked_in_place_labelled_and_leads_to_its_row(open_page, register):
    meeting = f"/meetings/{register.promotion.pk}/"
    found = marks(open_page(address(register.promotion_article)))
    assert ("人员", "程砚秋", f"/officials/{register.secretary.pk}/") in found
    assert ("单位", "区工信局", f"/organizations/{register.bureau.pk}/") in found
    assert ("企业", "清河城投", f"/enterprises/{register.builder.pk}/") in found
    assert ("项目", "北岸智造谷", f"/projects/{register.valley.pk}/") in found
    assert ("会议", "4月9日下午", meeting) in found
    headcount = register.promotion.headcounts.get()
    assert ("数量", "等6家单位", f"{meeting}#headcount-{headcount.pk}") in found
    whole = register.promotion.requirements.get(parent=None, number=1)
    assert ("要求", "要压实责任,建立周调度机制。", f"{meeting}#requirement-{whole.pk}") in found


def test_demand_and_figures_are_marked(open_page, register):
    demand = Demand.objects.get()
    assert (
        "诉求",
        "青禾乳业提出的厂区门前道路夜间照明问题",
        f"/meetings/{register.visit.pk}/#demand-{demand.pk}",
    ) in marks(open_page(address(register.visit_article)))
    response = open_page(address(register.tour_article))
    assert "年度计划投资80.5亿元" in [words for label, words, _ in marks(response) if label == "数据"]
    assert "完成投资 20.1 亿元" in words_of(response)


def test_name_within_a_requirement_is_marked_in_front_of_it(open_page, register):
    article = register.promotion_article
    start = article.text.index("北岸智造谷用地")
    DiscussionFactory(
        meeting=register.promotion,
        project=register.valley,
        article=article,
        quote="北岸智造谷",
        span_start=start,
        span_end=start + 5,
    )
    response = open_page(address(article))
    found = marks(response)
    words = [words for _, words, _ in found]
    at = words.index("要明确专人跟进")
    assert words[at : at + 3] == ["要明确专人跟进", "北岸智造谷", "用地报批,每周五通报一次。"]
    assert found[at + 1][2] == f"/projects/{register.valley.pk}/"
    assert f'class="hx-span hx-project hx-within-requirement" id="c{start}"' in printed(response)


def test_fact_cut_in_two_is_labelled_and_reached_by_tab_once(open_page, register):
    article = register.promotion_article
    inner = article.text.index("主动上门")
    AttendanceFactory(meeting=register.promotion, article=article, quote="主动", span_start=inner, span_end=inner + 2)
    html = printed(open_page(address(article)))
    requirement = register.promotion.requirements.get(number=2, parent=None)
    own = re.findall(rf'<a href="[^"]*#requirement-{requirement.pk}"([^>]*)>', html)
    assert own == ["", ' tabindex="-1"']


def test_sentence_links_of_other_pages_find_their_place(open_page, register):
    html = printed(open_page(address(register.promotion_article)))
    for fact in register.promotion.attendances.all():
        assert f'id="c{fact.span_start}"' in html
    ids = re.findall(r'id="([^"]+)"', open_page(address(register.promotion_article)).content.decode())
    assert len(ids) == len(set(ids))


def test_rows_are_listed_beside_with_their_kind_counts_and_place(open_page, register):
    response = open_page(address(register.promotion_article))
    words = words_of(response)
    assert "人员 3" in words
    assert "要求 4" in words
    assert "程砚秋 清河区委书记·主持 原文处" in words
    assert links_of(response)["要优化服务,主动上门对接企业"].startswith(f"/meetings/{register.promotion.pk}/")


def test_person_without_a_row_leads_to_the_meeting(open_page, register):
    start = register.tour_article.text.index("丁宁")
    row = AttendanceFactory(
        meeting=register.tour,
        official=None,
        printed_name="丁宁",
        printed_title="",
        **{**quoted(register.tour_article, "丁宁"), "span_start": start},
    )
    found = marks(open_page(address(register.tour_article)))
    assert ("人员", "丁宁", f"/meetings/{register.tour.pk}/#attendance-{row.pk}") in found


def test_stage_change_and_demand_without_a_meeting_lead_to_project_and_enterprise(open_page, register):
    article = ArticleFactory(district=register.district, text="青云谷正式开工。麦田公司反映用电紧张。")
    StageChangeFactory(project=register.valley, stage="started", **quoted(article, "正式开工"))
    firm = EnterpriseFactory(district=register.district)
    DemandFactory(meeting=None, enterprise=firm, text="用电紧张", **quoted(article, "反映用电紧张"))
    response = open_page(address(article))
    assert marks(response) == [
        ("阶段", "正式开工", f"/projects/{register.valley.pk}/"),
        ("诉求", "反映用电紧张", f"/enterprises/{firm.pk}/"),
    ]
    assert "进入开工" in words_of(response)


def test_reading_that_waits_is_announced_and_shows_nothing_as_fact(open_page, register):
    article = ArticleFactory(district=register.district, text="某某区召开某会。张三参加。")
    people = [{"name": "张三", "role": "attend", "evidence": [8, 10]}]
    ReadingFactory(article=article, content={"events": [{"kind": "meeting", "people": people}]})
    response = open_page(address(article))
    assert "本报道的识别结果待审,尚未入库" in words_of(response)
    assert marks(response) == []
    assert "台账记录" not in words_of(response)


def test_reading_set_aside_says_so(open_page, register):
    article = ArticleFactory(district=register.district)
    ReadingFactory(article=article, state=ReadingState.IGNORED)
    assert "本报道的识别结果已忽略,没有入库" in words_of(open_page(address(article)))
    assert "本报道没有识别结果" in words_of(open_page(address(ArticleFactory(district=register.district))))


def doubtful(register, **changes) -> Reading:
    """The recorded reading of the promotion, unsure of a person, a requirement, a figure nobody recorded and a count."""
    text = PROMOTION_TEXT

    def fact(words: str, confidence: float) -> dict:
        return {"confidence": confidence, "evidence": [text.index(words), text.index(words) + len(words)]}

    second = "要优化服务,主动上门对接企业。对企业反映的事项限时答复。"
    event = {
        "people": [fact("程砚秋", 0.95), fact("陆远", 0.6)],
        "organizations": [fact("区工信局", 0.7)],
        "directives": [fact(second, 0.5)],
        "projects": [{"confidence": 0.5, "evidence": None}],
    }
    checks = [
        {"agrees": False, "note": "原文“提三点要求”,识别出 2 条。"},
        {"agrees": True, "note": "30亿元 ÷ 60亿元 = 50%"},
    ]
    content = {"events": [event], "figures": [fact("二楼", 0.1)], "checks": checks}
    reading = Reading.objects.get(article=register.promotion_article)
    for name, value in {"content": content, "doubts": 5, **changes}.items():
        setattr(reading, name, value)
    reading.save()
    return reading


def test_doubtful_facts_are_counted_and_marked(open_page, register):
    before = open_page(address(register.promotion_article))
    assert "存疑" not in words_of(before)
    doubtful(register)
    response = open_page(address(register.promotion_article))
    words = words_of(response)
    assert "识别结果有 5 处存疑,其中 2 条已入库的在下文标有“存疑”,请对照原文。" in words
    assert "原文“提三点要求”,识别出 2 条。" in words
    assert "60亿元" not in words
    labels = {text: label for label, text, _ in marks(response) if "存疑" in label}
    assert labels == {"陆远": "人员(存疑)", "要优化服务,主动上门对接企业。对企业反映的事项限时答复。": "要求(存疑)"}
    assert printed(response).count("hx-doubtful") == 2
    assert "陆远 存疑 区领导" in words
    assert "区工信局 存疑" not in words
    assert "程砚秋 存疑" not in words


def test_a_fact_of_another_kind_at_a_doubtful_place_is_not_marked(open_page, register):
    reading = doubtful(register)
    event = reading.content["events"][0]
    event["enterprises"] = event.pop("people")
    reading.save()
    assert "陆远 存疑" not in words_of(open_page(address(register.promotion_article)))


def test_doubts_of_a_reading_that_waits_are_counted(open_page, register):
    article = ArticleFactory(district=register.district)
    ReadingFactory(article=article, doubts=2)
    response = open_page(address(article))
    assert "识别结果有 2 处存疑,请对照原文。" in words_of(response)
    assert marks(response) == []


def test_the_reading_is_only_opened_where_it_has_doubts(open_page, register):
    def queries() -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            open_page(address(register.promotion_article))
        return [query["sql"] for query in captured]

    sure = queries()
    assert [sql for sql in sure if '"content"' in sql] == []
    doubtful(register)
    unsure = queries()
    assert (len(unsure), sum('"content"' in sql for sql in unsure)) == (len(sure) + 1, 1)


def test_recording_in_bulk_is_said(open_page, register):
    words = words_of(open_page(address(register.promotion_article)))
    assert "由录入员甲入库 批量入库 未逐条审核" in words
    Reading.objects.filter(article=register.promotion_article).update(recorded_in_bulk=False)
    assert "批量入库" not in words_of(open_page(address(register.promotion_article)))


def test_article_known_only_by_title_says_so(open_page, register):
    article = ArticleFactory(district=register.district, text="", url="https://example.org/1")
    MeetingArticle.objects.create(meeting=register.promotion, article=article)
    response = open_page(address(article))
    assert "只知标题和链接,没有正文" in words_of(response)
    assert links_of(response)["原文链接"] == "https://example.org/1"
    assert links_of(response)["北岸智造谷项目推进会"] == f"/meetings/{register.promotion.pk}/"


def test_only_a_web_address_becomes_a_link(open_page, register):
    article = ArticleFactory(district=register.district, url="javascript:alert(1)")
    assert b"javascript:" not in open_page(address(article)).content


def test_hostile_text_stays_text(open_page, register):
    text = '<script>alert("1")</script>说要"整改"。<b onclick=x>粗</b>'
    article = ArticleFactory(district=register.district, text=text, title="<script>题</script>")
    RequirementFactory(meeting=register.promotion, number=9, heading='"><script>', **quoted(article, '说要"整改"'))
    AttendanceFactory(meeting=register.promotion, official=None, printed_name="x", **quoted(article, "</script>说"))
    html = open_page(address(article)).content.decode()
    assert "<script>alert" not in html
    assert "<script>题" not in html
    assert '"><script>' not in html
    assert "<b onclick" not in html
    assert "&lt;script&gt;alert(&quot;1&quot;)" in html


def test_facts_of_another_district_are_not_shown(open_page, register):
    elsewhere = MeetingFactory(name="外区会议")
    AttendanceFactory(meeting=elsewhere, **quoted(register.tour_article, "丁宁"))
    FigureFactory(label="外区数据", **quoted(register.tour_article, "80.5亿元"))
    words = words_of(open_page(address(register.tour_article)))
    assert "丁宁 区领导" not in words
    assert "外区数据" not in words


def test_article_of_another_district_is_not_found(open_page):
    assert open_page(address(ArticleFactory())).status_code == 404
