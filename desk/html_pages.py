"""A saved web page: bytes → the article's text and what the page's meta tags say of it.

The tags are those that the State Council's guide to government sites (政府网站发展指引) asks for, then the usual ones.
Nothing is fetched, no entity but HTML's own is expanded.
"""

import html
import re
from itertools import islice
from urllib.parse import urlsplit

import lxml.html
from lxml import etree

from desk import encodings
from desk.documents import Document, Unreadable, day_in, without_white_space
from desk.html_layout import article_elements, measure, visible_lines

_DECLARED = re.compile(rb"<meta\b[^>]{0,300}?\bcharset\s*=\s*[\"']?\s*([a-z0-9_:.-]{1,40})", re.IGNORECASE)
_DECLARED_WITHIN = 8192  # bytes; browsers look at the first 1,024, but many sites put their scripts before
_CODECS = dict.fromkeys(("gb2312", "gbk", "gb18030", "x-gbk", "cp936", "gb_2312-80", "chinese"), "gb18030")
_CODECS |= dict.fromkeys(("utf-8", "utf8"), "utf-8")
_CONTROLS = dict.fromkeys([*range(1, 9), *range(0x0E, 0x20), 0x7F])  # browsers show none of them
_TITLES = ("articletitle", "og:title")
_DAYS = ("pubdate", "article:published_time", "publishdate", "publishtime", "firstpublishedtime", "og:release_date")
_OUTLETS = ("contentsource", "source")
_SITES = ("sitename", "og:site_name")
_ADDRESSES = ("url", "og:url")
_PRINTED_DAY = re.compile(r"(?:发布|发表|发稿|见报|出版)(?:时间|日期)\s*[:：]\s*(.{8,30})")
_PRINTED_OUTLET = re.compile(r"(?:信息|稿件|文章)?来源\s*[:：]\s*([^\s　|【\[<>:：]{2,40})")
_SITE_PART = re.compile(r"\s*[_|]\s*|\s+[-–]\s+|--+")  # —— is a dash of the title itself
_SITE_TITLE = re.compile(r"(?:网|网站|门户|首页|人民政府|日报|日报社|电子版|数字报)$")
_MOST_ELEMENTS = 50_000  # an article's page has one to five thousand


def read_html(raw: bytes) -> Document:
    """The article of a page in HTML, with its title as the first line where the article itself lacks it.

    Raises Unreadable for bytes that are no text, a page nested deeper than 2,000 elements, and one without text.
    """
    source, is_damaged = _decode(raw)
    root = _parse(source)
    body = root.find("body")
    if body is None:
        body = root
    contents = measure(body)
    whole = contents[body].sentences if contents else 0
    articles = article_elements(body, contents) if contents else []
    lines = [line for element in articles for line in visible_lines(element, contents, whole)] or _all_lines(body)
    if not lines:
        raise Unreadable("网页里没有文字(可能要运行脚本才显示),请另存为文本后再导入。")
    meta = _meta_tags(root)
    text = "\n".join(lines)
    title = _title(root, meta, text)
    if title and not _opens_with(text, title):
        text = f"{title}\n{text}"
    if is_damaged and "\ufffd" in text:
        line = source.count("\n", 0, source.index("\ufffd")) + 1
        raise Unreadable("网页的文字有残缺的字节,请重新保存网页。", line)
    seen = "" if _first(meta, _DAYS) and _first(meta, _OUTLETS) else "\n".join(_all_lines(body))
    published = next(filter(None, (day_in(meta[name]) for name in _DAYS if name in meta)), None)
    if published is None and (printed := _PRINTED_DAY.search(seen)):
        published = day_in(printed[1])
    printed_outlet = _PRINTED_OUTLET.search(seen)
    outlet = _first(meta, _OUTLETS) or (printed_outlet[1] if printed_outlet else "") or _first(meta, _SITES)
    outlet = re.sub(r"^(?:信息|稿件|文章)?来源\s*[:：]\s*", "", outlet)
    return Document(text, title, published, outlet, _address(root, meta))


def _decode(raw: bytes) -> tuple[str, bool]:
    """The source, and whether bytes of it were damaged (and are now U+FFFD): a browser shows such a page too."""
    if b"\0" not in raw and not raw.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        declared = _DECLARED.search(raw[:_DECLARED_WITHIN])
        declared_codec = _CODECS.get(declared[1].decode().lower()) if declared else None
        for codec in dict.fromkeys(filter(None, (declared_codec, "utf-8"))):
            text = encodings.with_ordinary_spaces(raw.decode(codec, "replace"))
            broken = text.count("\ufffd")
            if broken <= 2 + len(text) // 1000 and encodings.share_of_everyday(text) >= 0.7:
                is_damaged = broken > raw.count("\ufffd".encode(codec))
                return encodings.with_line_feeds(text).translate(_CONTROLS), is_damaged
    try:
        return encodings.decode(raw).text, False
    except encodings.NotText as error:
        raise Unreadable(str(error), error.line) from error


def _parse(source: str) -> etree._Element:
    parser = lxml.html.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    try:
        root = etree.fromstring(source.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable("网页的结构无法解析。") from error
    # Past its limits libxml2 drops the rest of the page without an exception.
    if any(entry.type_name in ("ERR_RESOURCE_LIMIT", "ERR_NO_MEMORY") for entry in parser.error_log):
        raise Unreadable("网页的结构嵌套太深(超过 2000 层)或太复杂。")
    if root is None:
        raise Unreadable("网页里没有文字。")
    if sum(1 for _ in islice(root.iter(), _MOST_ELEMENTS + 1)) > _MOST_ELEMENTS:
        raise Unreadable(f"网页的元素太多(超过 {_MOST_ELEMENTS} 个),不像一篇报道。")
    return root


def _meta_tags(root: etree._Element) -> dict[str, str]:
    """The page's meta tags by name in lower case; of several the first that says something."""
    found: dict[str, str] = {}
    for tag in root.iter("meta"):
        name = (tag.get("name") or tag.get("property") or "").strip().lower()
        content = re.sub(r"<[^<>]{0,100}>", " ", html.unescape(tag.get("content") or ""))
        content = re.sub(r"\s+", " ", content).strip()
        if name and content:
            found.setdefault(name, content)
    return found


def _first(meta: dict[str, str], names: tuple[str, ...]) -> str:
    return next((meta[name] for name in names if name in meta), "")


def _title(root: etree._Element, meta: dict[str, str], text: str) -> str:
    """The article's title: the meta tags', else an <h1> or <title> without the site's name.

    Of several the one that stands in the article, else the <h1> that <title> repeats: an <h1> may name the column.
    """
    if title := _first(meta, _TITLES):
        return title
    page_title = " ".join((root.findtext(".//title") or "").split())
    headings = [" ".join("".join(heading.itertext()).split()) for heading in root.iter("h1")]
    candidates = [
        title for title in (*headings, _SITE_PART.split(page_title)[0]) if title and not _SITE_TITLE.search(title)
    ]
    return next(
        (title for title in candidates if _opens_with(text, title)),
        next((title for title in candidates if title in page_title), next(iter(candidates), "")),
    )


def _opens_with(text: str, title: str) -> bool:
    """Whether the title stands among the first lines, in one line or broken."""
    return without_white_space(title) in without_white_space(text[: 400 + 2 * len(title)])


def _address(root: etree._Element, meta: dict[str, str]) -> str:
    """The page's own address; empty where none is given or it is no web address."""
    links = (link.get("href") or "" for link in root.iter("link") if (link.get("rel") or "").lower() == "canonical")
    for address in (*(meta.get(name, "") for name in _ADDRESSES), *links):
        try:
            parts = urlsplit(address.strip())
        except ValueError:
            continue
        if parts.scheme in ("http", "https") and parts.netloc and not re.search(r"[\s<>\"]", address.strip()):
            return address.strip()
    return ""


def _all_lines(body: etree._Element) -> list[str]:
    """All visible lines of the page, what stands apart from the article too: the date may be in its header."""
    return visible_lines(body, {}, 0)
