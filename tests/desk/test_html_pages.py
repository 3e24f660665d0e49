import datetime

import pytest

from desk.documents import Document, Unreadable
from desk.html_pages import read_html
from tests.desk.composed_news import LINES, TITLE
from tests.desk.made_files import html_page

META = (
    '<meta name="SiteName" content="青禾区人民政府"><meta name="ArticleTitle" content="{title}">'
    '<meta name="PubDate" content="2024-06-05 09:12"><meta name="ContentSource" content="青禾日报">'
    '<meta name="Url" content="https://www.qinghe.example/a/1.html">'
)


def refusal(raw: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        read_html(raw)
    return str(caught.value)


def test_a_tiny_page_is_read():
    page = "<h1>青禾区召开会议</h1><p>本报讯 6月3日，会议召开。</p><p>记者 方小舟</p>"
    assert read_html(page.encode()) == Document(
        "青禾区召开会议\n本报讯 6月3日，会议召开。\n记者 方小舟", title="青禾区召开会议"
    )


# --- encodings


@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "gbk", "gb18030", "utf-16"])
def test_a_page_says_its_charset(charset):
    assert read_html(html_page(charset=charset)).text.split("\n") == LINES


@pytest.mark.parametrize(
    "head",
    [
        '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">',
        "<META CHARSET='GBK'>",
        "<title>x</title>",
        '<meta charset="utf-8">',
        '<meta charset="x-unknown">',
    ],
    ids=["http-equiv", "capitals", "none", "wrong", "unknown"],
)
def test_a_charset_that_is_missing_or_wrong_does_not_garble_the_page(head):
    page = html_page(head=head).decode()
    assert read_html(page.encode("gb18030")).text.split("\n") == LINES


def test_utf8_under_the_name_of_gb2312_is_not_garbled():
    page = html_page(head='<meta charset="gb2312">')
    assert read_html(page).text.split("\n") == LINES


def test_a_damaged_byte_outside_the_article_does_not_matter_and_inside_it_is_refused():
    good = html_page(head='<meta charset="utf-8"><meta name="description" content="会议">')
    outside = good.replace("会议".encode() + b'">', "会议".encode()[:-1] + b'">')
    assert read_html(outside).text.split("\n") == LINES
    inside = good.replace("苏见山".encode(), "苏见山".encode()[:-1])
    assert "残缺的字节" in refusal(inside)


def test_big5_and_binary_are_refused():
    page = "<h1>青禾區召開會議</h1><p>本報訊，區委書記主持會議並講話，要求各單位加快進度。</p>"
    assert "Big5" in refusal(page.encode("big5"))
    assert "二进制" in refusal(b"<html>\0\0\x01")


# --- what the page says of itself


def test_the_tags_of_government_sites_are_read():
    document = read_html(html_page(head=META.format(title=TITLE)))
    assert document.title == TITLE
    assert document.published == datetime.date(2024, 6, 5)
    assert document.outlet == "青禾日报"
    assert document.url == "https://www.qinghe.example/a/1.html"


def test_the_usual_tags_are_read():
    head = (
        f'<meta property="og:title" content="{TITLE}"><meta property="article:published_time" '
        'content="2024-06-04T22:00:00Z"><meta property="og:site_name" content="青禾网">'
        '<link rel="canonical" href="https://www.qinghe.example/b">'
    )
    document = read_html(html_page(head=head))
    assert (document.title, document.published) == (TITLE, datetime.date(2024, 6, 5))
    assert (document.outlet, document.url) == ("青禾网", "https://www.qinghe.example/b")


def test_date_and_source_are_read_from_the_line_under_the_title():
    line = "<div class=header>发布时间：2024-06-05 09:12 来源：青禾日报 浏览：12</div>"
    document = read_html(html_page(head="<title>x</title>", body=f"{line}<p>本报讯，会议召开。</p><p>记者</p>"))
    assert (document.published, document.outlet) == (datetime.date(2024, 6, 5), "青禾日报")
    assert "浏览" not in document.text


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://www.qinghe.example/a?b=1&amp;c", "https://www.qinghe.example/a?b=1&c"),
        ("javascript:alert(1)", ""),
        ("/a/1.html", ""),
        ("https://[broken", ""),
        ("https://a b.example/", ""),
    ],
)
def test_only_a_web_address_is_kept(address, kept):
    assert read_html(html_page(head=f'<meta name="Url" content="{address}">')).url == kept


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("<meta name=articletitle content='甲乙&lt;br&gt;丙丁'>", "甲乙 丙丁"),
        ("<title>青禾区召开会议_要闻_青禾区人民政府</title>", "青禾区召开会议"),
        ("<title>青禾区召开会议 - 青禾网</title>", "青禾区召开会议"),
        ("<title>青禾区人民政府门户网站</title>", ""),
        ("<title>凝心聚力——青禾区召开会议_青禾网</title>", "凝心聚力——青禾区召开会议"),
        ("", ""),
    ],
)
def test_the_title_is_the_page_s_not_the_site_s(head, title):
    assert read_html(html_page(head=head or "<meta>", body="<p>本报讯，会议召开。</p>")).title == title


def test_an_h1_that_names_the_column_is_not_the_title():
    story = "<div class=TRS_Editor><p>青禾区召开会议</p><p>本报讯，会议召开。</p></div>"
    page = html_page(head="<title>青禾区召开会议_青禾网</title>", body=f"<h1>青禾要闻</h1>{story}")
    assert read_html(page).title == "青禾区召开会议"
    assert read_html(page).text.startswith("青禾区召开会议\n本报讯")
    page = page.replace("<p>青禾区召开会议</p>".encode(), b"")
    assert read_html(page).text.startswith("青禾区召开会议\n本报讯")


def test_the_title_is_put_first_where_the_article_lacks_it_and_not_twice():
    story = "<div class=TRS_Editor><p>本报讯，会议召开。</p><p>记者 方小舟</p></div>"
    outside = html_page(body=f"<h1>{TITLE}</h1>{story}")
    assert read_html(outside).text == f"{TITLE}\n本报讯，会议召开。\n记者 方小舟"
    broken = html_page(
        head=META.format(title=TITLE), body=story.replace("<p>", f"<p>{TITLE[:6]}<br>{TITLE[6:]}</p><p>", 1)
    )
    assert read_html(broken).text == f"{TITLE[:6]}\n{TITLE[6:]}\n本报讯，会议召开。\n记者 方小舟"


# --- pages made to do harm


def test_a_page_without_text_is_refused():
    assert "没有文字" in refusal(b"<html><body><script>document.write('x')</script><img src=a></body></html>")


def test_deep_nesting_is_read_or_refused_and_never_cut_in_silence():
    story = "<p>本报讯，会议召开。</p><p>记者 方小舟</p>"
    assert "会议召开" in read_html(("<div>" * 300 + story).encode()).text
    assert "嵌套太深" in refusal(("<div>" * 3000 + story).encode())


def test_entities_of_a_document_type_are_not_expanded():
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    text = read_html(f"<!DOCTYPE html [<!ENTITY l0 '哈'>{entities}]><p>本报讯，&l9;会议。</p><p>记者</p>".encode()).text
    assert len(text) < 1000
    assert "哈哈" not in text


def test_an_external_entity_and_a_script_are_not_fetched(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("机密。")
    page = f'<!DOCTYPE html [<!ENTITY x SYSTEM "{secret.as_uri()}">]><p>本报讯，&x;会议。</p><iframe src="{secret.as_uri()}">'
    assert "机密" not in read_html(page.encode()).text


def test_a_page_of_too_many_elements_is_refused():
    assert "元素太多" in refusal("<p>会议。</p>".encode() * 60_000)
