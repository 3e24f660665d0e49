"""Phenomena 26-28, 37, 38, 41 and the page itself: bylines, decks, broken columns, damaged text. Composed texts."""

from datetime import date

import pytest

from articles.reader import MAX_ARTICLE_LENGTH, ArticleTooLong, printed_issue_date, read_article, split_page
from articles.reader.characters import simplified

from .reading_of import event, page, reading

BODY = "6月5日，青禾县召开春耕工作会议，县长白朗主持会议。"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (f"本报讯（记者 顾北望）{BODY}", ["顾北望"]),
        (f"本报讯(记者顾北望 陶小溪 文/摄){BODY}", ["顾北望", "陶小溪"]),
        (f"本报讯（记者顾北望 通讯员陶小溪）{BODY}", ["顾北望", "陶小溪"]),
        (f"{BODY}\n记者 顾北望", ["顾北望"]),
        (f"{BODY} 记者 顾北望", ["顾北望"]),
        (f"{BODY}\n记者 安 宁", ["安宁"]),
        (f"{BODY}（顾北望 陶小溪）", ["顾北望", "陶小溪"]),
        (f"{BODY}\n全媒体记者：顾北望 陶小溪", ["顾北望", "陶小溪"]),
        (f"{BODY}\n作者：顾北望", ["顾北望"]),
        (f"青禾日报6月6日讯（全媒体记者顾北望）{BODY}", ["顾北望"]),
        (f"{BODY}\n编辑：顾北望\n责编：陶小溪 审核：白 朗", []),
        (f"{BODY}\n县政府办 供稿", []),
        (f"{BODY}\n▲图为会议现场。陶小溪 摄", []),
        (f"{BODY} 本报记者 陶小溪 摄", []),
        (f"青禾网讯 记者陶小溪报道：{BODY}", ["陶小溪"]),
        (f"本报讯（记者顾北望通讯员陶小溪）{BODY}", ["顾北望", "陶小溪"]),
        (f"{BODY}\n文 | 陶小溪", ["陶小溪"]),
        (f"标题\n刊发日期：2023-06-06 作者：陶小溪\n{BODY}", ["陶小溪"]),
        (f"【全媒体记者 陶小溪】{BODY}", ["陶小溪"]),
        (f"本报讯（记者 顾北望 通讯员陶小溪报道）{BODY}", ["顾北望", "陶小溪"]),
        (f"{BODY}\n顾北望 陶小溪/文", ["顾北望", "陶小溪"]),
        (f"标题\n来源：县融媒体中心 记者 顾北望 陶小溪\n{BODY}", ["顾北望", "陶小溪"]),
        (f"标题\n发布时间：2023-06-06 点击数：12作者：陶小溪来源：县融媒体中心\n{BODY}", ["陶小溪"]),
        (f"{BODY}（青禾新闻编辑 陶小溪）", []),
        (f"{BODY}（记者 顾北望 文 陶小溪 摄）", ["顾北望"]),
        (f"{BODY}\n来源：青禾发布", []),
    ],
)
def test_26_27_28_bylines(text, names):
    found = read_article(text, date(2023, 6, 15))
    assert found.reporters == names
    assert [p.name for e in found.events for p in e.people] == ["白朗"]
    for byline in found.bylines:
        assert text[slice(*byline.evidence)].replace(" ", "") == byline.name


PAGE = f"""# 青禾县召开春耕工作会议 动员全县抢抓农时

本报讯 {BODY} 记者 顾北望

## 比学赶超促发展

### 青禾县举行项目观摩活动

本报讯 近日，青禾县举行二季度项目观摩活动，看变化、

比进度、找差距。

记者 陶小溪

## 走访企业问需求

本报讯 6月7日，副县长梁音到云杉食品调研。 记者 顾北望"""


def test_headings_that_do_not_nest_and_decks():
    found = page(PAGE)
    assert [r.title for r in found] == ["青禾县召开春耕工作会议", "比学赶超促发展", "走访企业问需求"]
    assert [r.deck for r in found] == ["动员全县抢抓农时", "青禾县举行项目观摩活动", ""]
    assert [r.reporters for r in found] == [["顾北望"], ["陶小溪"], ["顾北望"]]


def test_evidence_is_in_characters_of_the_page():
    for found in page(PAGE):
        for one in found.events:
            for person in one.people:
                assert PAGE[slice(*person.evidence)] == person.name
                assert found.start <= person.evidence[0] < found.end


def test_a_paragraph_broken_by_a_column_is_joined():
    found = event("6月5日，青禾县召开春耕工作会议。县长白朗强调，要抓好春灌、\n\n备足农资，确保丰收。")
    assert [d.text for d in found.directives] == ["要抓好春灌、备足农资，确保丰收"]


def test_one_article_is_one_span():
    assert split_page(f"  {BODY}\n") == [(2, 2 + len(BODY))]
    assert split_page("") == []
    assert split_page(" \n\n") == []


def test_briefs_without_headings():
    text = f"本报讯 {BODY}\n本报讯 6月7日，副县长梁音到青石镇调研。"
    assert [r.events[0].kind for r in page(text)] == ["meeting", "visit"]


@pytest.mark.parametrize(
    ("damaged", "name"),
    [
        ("6 月 5 日，县长白朗主持召开春 耕工作会议。", "春 耕工作会议"),
        ("６月５日，，县长白朗主持召开春耕工作会议。", "春耕工作会议"),
        (
            "6月5日，縣長(zhǎng)白朗主持召開(kāi)春耕工作會(huì)議。".replace("縣長", "县长")
            .replace("召開", "召开")
            .replace("會", "会")
            .replace("議", "议"),
            "春耕工作会",
        ),
        ("<p>6月5日，县长白朗主持召开春耕工作会议。</p>", "春耕工作会议"),
        ("6月5日，县长&nbsp;白朗主持召开春耕工作会议。", "春耕工作会议"),
    ],
)
def test_38_49_damaged_text_is_read_and_quoted_as_printed(damaged, name):
    found = event(damaged)
    assert found.name.startswith(name.replace(" ", "")[:4])
    (person,) = found.people
    assert (person.name, person.role, person.position) == ("白朗", "chair", "县长")
    assert damaged[slice(*person.evidence)] == "白朗"
    assert found.date == date(2023, 6, 5)


def test_names_in_a_list_parted_by_spaces():
    found = event("6月5日，青禾县召开春耕工作会议，县领导白朗 陶小溪 顾北望参加。")
    assert [p.name for p in found.people] == ["白朗", "陶小溪", "顾北望"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (f"发布时间：2023-06-06 09:30\n{BODY}", date(2023, 6, 6)),
        (f"青禾日报 2023年6月6日 星期二\n# 标题\n{BODY}", date(2023, 6, 6)),
        (f"青禾网2023年6月6日讯 {BODY}", date(2023, 6, 6)),
        (BODY, None),
        ("2023年6月5日，青禾县召开春耕工作会议。", None),
    ],
)
def test_the_printed_issue_date(text, day):
    assert printed_issue_date(text) == day


def test_a_year_from_the_printed_issue_date():
    assert event(f"发布时间：2021-06-06\n{BODY}", None).date == date(2021, 6, 5)


def test_too_long_an_article_is_refused_in_chinese():
    with pytest.raises(ArticleTooLong, match="文章过长"):
        read_article("会" * (MAX_ARTICLE_LENGTH + 1))


def test_an_empty_text_reads_as_nothing():
    found = reading("")
    assert found.as_dict()["events"] == []


def test_38_traditional_print_is_read_and_given_back_as_printed():
    text = "縣長督導重點項目\n本報訊（記者 陶小溪）6月5日上午，縣委副書記、縣長顧國華深入星瀾鋼鐵有限公司，了解工程進度。顧國華強調，要壓實責任，確保項目早日投產。"
    found = reading(text)
    (visit,) = found.events
    assert (visit.kind, visit.date, visit.day_part) == ("visit", date(2023, 6, 5), "上午")
    assert [(p.name, p.position, p.role) for p in visit.people] == [("顧國華", "縣委副書記、縣長", "lead")]
    assert [e.name for e in visit.enterprises] == ["星瀾鋼鐵有限公司"]
    assert [(d.by, d.heading) for d in visit.directives] == [("顧國華", "要壓實責任，確保項目早日投產")]
    assert found.title == "縣長督導重點項目"
    assert [b.name for b in found.bylines] == ["陶小溪"]
    for fact in (*visit.people, *visit.enterprises):
        assert text[slice(*fact.evidence)] == fact.name


@pytest.mark.parametrize("line", ["於承乾到会。", "县长于書记", "瀋河书画展开幕，余瞭望致辞。"])
def test_38_single_old_characters_make_no_traditional_print(line):
    assert simplified(line) == line
