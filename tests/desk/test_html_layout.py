import lxml.html
import pytest

from desk.html_layout import article_elements, measure, visible_lines

MENU = "<ul><li><a href=1>首页</a></li><li><a href=2>要闻</a></li><li><a href=3>公开</a></li></ul>"
STORY = "<p>本报讯 6月3日，林知远主持召开会议。</p><p>会议要求，加快进度，确保质量。</p><p>记者 方小舟</p>"
STORY_LINES = ["本报讯 6月3日，林知远主持召开会议。", "会议要求，加快进度，确保质量。", "记者 方小舟"]
FOOTER = "<div>主办：青禾区人民政府办公室</div><div>网站标识码：9901010001</div>"


def lines(body: str) -> list[str]:
    """The lines of the article in a page with this body."""
    root = lxml.html.document_fromstring(f"<html><body>{body}</body></html>")
    whole_body = root.find("body")
    contents = measure(whole_body)
    found = article_elements(whole_body, contents)
    return [line for element in found for line in visible_lines(element, contents, contents[whole_body].sentences)]


# --- what a person sees


@pytest.mark.parametrize(
    ("body", "seen"),
    [
        ("<p>甲，</p><p>乙。</p>", ["甲，", "乙。"]),
        ("甲，<br>乙。<br/><br>丙。", ["甲，", "乙。", "丙。"]),
        ("<p>　　&nbsp;甲<b>乙</b><span>丙</span>。</p>", ["甲乙丙。"]),
        ("<p>区委书记\n   林知远，\n他说。A\n B</p>", ["区委书记林知远，他说。A B"]),
        ("<p>甲。<script>乙。</script><style>丙</style><!-- 丁。 --></p>", ["甲。"]),
        ("<p>甲。</p><p hidden>乙。</p><p style='color:red; DISPLAY : none'>丙。</p>", ["甲。"]),
        ("<p>甲。</p><div class='d-none x'>乙</div><p style='visibility:hidden'>丙</p>", ["甲。"]),
        ("<p>甲。<input value=乙><button>丙</button><select><option>丁</select></p>", ["甲。"]),
        ("<pre>甲。\n乙  丙。</pre>", ["甲。", "乙 丙。"]),
        ("<p>&lt;甲&gt; &amp; &copy; 乙。</p>", ["<甲> & © 乙。"]),
    ],
)
def test_the_lines_are_what_a_person_sees(body, seen):
    assert lines(body) == seen


def test_a_row_of_a_table_is_a_line_with_its_cells_parted_by_a_space():
    table = (
        "<table><tr><th>项目<th>投资</tr><tr><td><p>云帆数谷</p></td><td>\n35亿元\n</td></tr><tr><td></td></tr></table>"
    )
    assert lines(f"<p>本报讯，表格如下。</p>{table}") == ["本报讯，表格如下。", "项目 投资", "云帆数谷 35亿元"]


def test_a_table_that_lays_out_the_page_keeps_the_lines_of_its_cells():
    note = "编者按：以下是青禾区近日召开的会议的报道，供各单位学习参考。"
    found = lines(f"<p>{note}</p><table><tr><td>图片</td><td>{STORY}</td></tr></table>")
    assert found == [note, "图片", *STORY_LINES]


def test_a_table_in_a_table_is_read_once():
    inner = "<table><tr><td>甲</td><td>乙</td></tr></table>"
    assert lines(f"<p>表，如下。</p><table><tr><td>外</td><td>{inner}</td></tr></table>") == ["表，如下。", "外 甲 乙"]


# --- what belongs to the site


@pytest.mark.parametrize("tag", ["nav", "header", "footer", "aside", "form"])
def test_what_stands_apart_by_its_element_is_left_out(tag):
    assert lines(f"<{tag}>青禾区，欢迎您。</{tag}>{STORY}") == STORY_LINES


def test_menus_paths_and_lists_of_headlines_are_left_out():
    path = "<div>您当前的位置：<a href=1>首页</a> &gt; <a href=2>要闻</a></div>"
    headlines = "".join(f"<li><a href={n}>青禾区召开第{n}次推进会</a> 06-0{n}</li>" for n in range(1, 6))
    assert lines(f"{MENU}{path}{STORY}<ul>{headlines}</ul>") == STORY_LINES


def test_a_form_around_the_whole_page_is_no_search_form():
    assert lines(f"<form><input type=hidden>{MENU}{STORY}</form>") == STORY_LINES


def test_a_link_in_a_sentence_stays():
    plans = "、".join(f"<a href={n}>青禾区工作方案之{n}</a>" for n in "一二三四")
    assert lines(f"<p>会议审议了{plans}，附后。</p><p>记者</p>")[0].endswith("工作方案之三、青禾区工作方案之四，附后。")


# --- where the article is


@pytest.mark.parametrize(
    "holder",
    [
        "<div class='con TRS_Editor'>{}</div>",
        "<div id=UCAP-CONTENT>{}</div>",
        "<div class=TRS_Editor><div class=TRS_Editor>{}</div></div>",
        "<td class=article-content>{}</td>",
        "<div itemprop=articleBody>{}</div>",
        "<article>{}</article>",
        "<main><div><div>{}</div></div></main>",
        "<div role=main>{}</div>",
        "<div><div class=x>{}</div></div>",
        "<table><tr><td width=200>" + MENU + "</td><td>{}</td></tr></table>",
        "<center><font size=3>{}</font></center>",
    ],
)
def test_the_article_is_found_in_its_element(holder):
    page = f"<div>{MENU}</div><div>欢迎访问青禾区人民政府网站</div>{holder.format(STORY)}{FOOTER}"
    assert lines(page) == STORY_LINES


def test_of_several_articles_alike_all_are_taken_and_teasers_are_not():
    second = STORY.replace("林知远", "苏见山")
    found = lines(f"<article>{STORY}</article><article>{second}</article><article><p>短讯。</p></article>{FOOTER}")
    assert found == [*STORY_LINES, *(line.replace("林知远", "苏见山") for line in STORY_LINES)]


def test_a_known_name_on_a_teaser_does_not_hide_the_article():
    assert lines(f"<div class=news_content><p>要闻，一句。</p></div><div>{STORY}{STORY}</div>") == STORY_LINES * 2


def test_one_paragraph_keeps_its_title_and_byline():
    story = "<div>青禾区召开会议</div><div>本报讯 6月3日，林知远主持召开会议，部署工作。</div><div>记者 方小舟</div>"
    found = lines(f"<div>{MENU}</div><div id=c>{story}</div>")
    assert found == ["青禾区召开会议", "本报讯 6月3日，林知远主持召开会议，部署工作。", "记者 方小舟"]


def test_without_any_sentence_the_whole_body_is_taken():
    assert lines("<h1>公告</h1><div>青禾区</div>") == ["公告", "青禾区"]
