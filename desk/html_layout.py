"""What a person sees of a web page: its visible lines, and the element that holds the article.

The article is looked for in this order, and a find counts only if it holds half of the page's sentences:
1. `itemprop=articleBody` and the ids and classes that the content systems of Chinese government sites give it;
2. `<article>` (several alike are taken together), then `<main>`;
3. from <body> downwards, the innermost element that still holds four fifths of the sentences;
4. the whole <body>.
Sentences are blocks of text outside links with a full stop: menus, lists of headlines and footers have none.
"""

import re
from dataclasses import dataclass, field

from lxml import etree


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NEVER_SEEN = _words(
    "script style template noscript head title meta link object embed iframe frame frameset applet svg canvas "
    "map math audio video input select textarea button option datalist progress meter dialog"
)
_APART = frozenset(["nav", "header", "footer", "aside", "form"])
_APART_NAMES = _words(
    "nav navbar navigation menu header footer foot sidebar breadcrumb breadcrumbs crumb crumbs copyright "
    "share pager pagination"
)
_HIDDEN_NAMES = _words("hidden hide d-none sr-only visually-hidden")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BLOCKS = _words(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody td tfoot th "
    "thead tr ul"
)
_HOLDERS = _words("article center div dd form font li main ol section span table tbody td tr ul")
_ARTICLE_NAMES = _words(
    "ucap-content trs_editor trs_ueditor trs_editor_view custom_unionstyle pages_content bodylabel zoom "
    "ozoom vsb_content vsb_content_2 v_news_content wp_articlecontent ivs_content article-content article_content "
    "articlecontent article-con article_con article-body article_body articlebody news-content news_content "
    "newscontent detail-content detail_content content-detail content_detail maintext"
)
_SENTENCE = re.compile(r"[。！？]|[，；、,;].*[.!?]")
_SPACE = re.compile(r"[ \t\n\r\f]+")
_CJK = "\u3000-\u303f\u3400-\u9fff\uff00-\uff60"
_BREAK_IN_SOURCE = re.compile(rf"(?<=[{_CJK}])[ \t]*\n\s*(?=[{_CJK}])")  # no space to see in Chinese
_PATH_TO_HERE = re.compile(r"您?的?(?:当前|现在|所在)(?:所在|的)?位置|您的位置")
_EDGE = " \t\u3000\xa0"


@dataclass
class _Block:
    """The text that stands directly in one block element."""

    text: list[str] = field(default_factory=list)
    breaks: int = 0


@dataclass
class _Content:
    """What an element holds, with all that is in it: characters of sentences, lines, links and their characters."""

    sentences: int = 0
    lines: int = 0
    links: int = 0
    linked: int = 0
    characters: int = 0

    def add(self, other: "_Content") -> None:
        self.sentences += other.sentences
        self.lines += other.lines
        self.links += other.links
        self.linked += other.linked
        self.characters += other.characters


def article_elements(body: etree._Element, contents: dict) -> list[etree._Element]:
    """The elements that hold the article, in the order of the page; `contents` is `measure(body)`."""
    whole = contents[body].sentences
    if not whole:
        return [body]
    named, articles, mains = [], [], []
    for element in contents:
        names = _names(element)
        if element.get("itemprop", "").lower() == "articlebody" or names & _ARTICLE_NAMES:
            named.append(element)
        if element.tag == "article":
            articles.append(element)
        if element.tag == "main" or element.get("role", "").lower() == "main":
            mains.append(element)
    for candidates in (named, articles, mains):
        found = _outermost_alike(candidates, contents)
        if 2 * sum(contents[element].sentences for element in found) >= whole:
            return [_innermost(found[0], contents)] if candidates is mains and len(found) == 1 else found
    return [_innermost(body, contents)]


def _outermost_alike(candidates: list, contents: dict) -> list:
    """Those that do not lie in another one and have at least a third of the longest one's sentences."""
    among = set(candidates)
    outer = [element for element in candidates if not any(above in among for above in element.iterancestors())]
    longest = max((contents[element].sentences for element in outer), default=0)
    alike = {element for element in outer if 3 * contents[element].sentences >= longest > 0}
    return [element for element in contents if element in alike]


def _innermost(element, contents: dict):
    """The innermost element of `element` with four fifths of its sentences and more lines than one."""
    while True:
        enough = 0.8 * contents[element].sentences
        for child in element:
            content = contents.get(child)
            if content and content.sentences >= enough and content.lines > 1 and child.tag in _HOLDERS:
                element = child
                break
        else:
            return element


def measure(body: etree._Element) -> dict[etree._Element, _Content]:
    """What every visible element of `body` holds, in the order of the page."""
    contents: dict[etree._Element, _Content] = {}
    blocks: list[_Block] = []
    in_link = False

    def take(text: str | None, content: _Content) -> None:
        if text and (length := len(text.strip())):
            content.characters += length
            if in_link:
                content.linked += length
            else:
                blocks[-1].text.append(text)

    walk = etree.iterwalk(body, events=("start", "end"))
    for event, element in walk:
        if event == "start":
            if _is_unseen(element):
                walk.skip_subtree()
                continue
            content = contents[element] = _Content()
            if element is body or element.tag in _BLOCKS:
                blocks.append(_Block())
            if element.tag == "br":
                blocks[-1].breaks += 1
                blocks[-1].text.append("\n")
            if element.tag == "a":
                in_link = element.get("href") is not None
                content.links += in_link
            take(element.text, content)
            continue
        seen = element in contents
        if seen:
            content = contents[element]
            if element.tag == "a":
                in_link = False
            if element is body or element.tag in _BLOCKS:
                _close(blocks.pop(), content)
        if element is not body:
            above = contents[element.getparent()]
            if seen:
                above.add(content)
            take(element.tail, above)
    return contents


def _close(block: _Block, content: _Content) -> None:
    """Count the lines and sentences of a block into what its element holds."""
    lines = (
        [line.strip() for line in "".join(block.text).split("\n")] if block.breaks else ["".join(block.text).strip()]
    )
    for line in filter(None, lines):
        content.lines += 1
        if _SENTENCE.search(line):
            content.sentences += len(line)


def _names(element) -> set[str]:
    return {*element.get("class", "").lower().split(), element.get("id", "").lower()}


def _is_unseen(element) -> bool:
    """Whether a browser shows nothing of it: comments, scripts, controls, hidden elements."""
    return (
        not isinstance(element.tag, str)
        or element.tag in _NEVER_SEEN
        or element.get("hidden") is not None
        or bool(_HIDDEN_STYLE.search(element.get("style", "")))
        or bool(_HIDDEN_NAMES & set(element.get("class", "").lower().split()))
    )


def _stands_apart(element, contents: dict, whole: int) -> bool:
    """Whether it belongs to the site, not to the article: navigation, header, footer, search form, list of links.

    What holds half of the page's sentences stands apart by no name: ASP.NET puts whole pages into one <form>.
    """
    content = contents.get(element)
    if content is None or (content.sentences and 2 * content.sentences >= whole):
        return False
    if element.tag in _APART or _names(element) & _APART_NAMES or element.get("role", "") in ("navigation", "search"):
        return True
    return content.links >= 3 and not content.sentences and 2 * content.linked >= content.characters


class _Lines:
    """Lines in the making."""

    def __init__(self, kind: str = ""):
        self.kind = kind  # "row" and "cell" of a table
        self.lines: list[str] = []
        self.cells: list[list[str]] = []
        self._parts: list[str] = []

    def add(self, text: str) -> None:
        self._parts.append(text)

    def end_line(self) -> None:
        line = "".join(self._parts).replace("\xa0", " ").replace("\u200b", "").replace("\ufeff", "")
        self._parts = []
        line = re.sub(r" {2,}", " ", line).strip(_EDGE)
        if line and not _PATH_TO_HERE.match(line):
            self.lines.append(line)


def visible_lines(element: etree._Element, contents: dict, whole: int) -> list[str]:
    """The lines a person sees of `element`, trimmed, none empty; what stands apart from the article is left out.

    Blocks and <br> end a line. A table's row is one line, its cells parted by a space, unless a cell has several lines.
    `whole` counts the characters of all sentences of the page.
    """
    open_frames = [_Lines()]
    preformatted = 0

    def add(text: str | None) -> None:
        if not text:
            return
        if preformatted:
            first, *rest = text.split("\n")
            open_frames[-1].add(first)
            for line in rest:
                open_frames[-1].end_line()
                open_frames[-1].add(line)
        else:
            open_frames[-1].add(_SPACE.sub(" ", _BREAK_IN_SOURCE.sub("", text)))

    left_out = set()
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, at in walk:
        if event == "start":
            if _is_unseen(at) or (at is not element and _stands_apart(at, contents, whole)):
                left_out.add(at)
                walk.skip_subtree()
                continue
            if at.tag in _BLOCKS or at.tag == "br":
                open_frames[-1].end_line()
            preformatted += at.tag == "pre"
            if at.tag in ("tr", "td", "th"):
                open_frames.append(_Lines("row" if at.tag == "tr" else "cell"))
            add(at.text)
            continue
        if at in left_out:
            left_out.discard(at)
            if at.tag in _BLOCKS:
                open_frames[-1].end_line()
        else:
            preformatted -= at.tag == "pre"
            if at.tag in _BLOCKS:
                open_frames[-1].end_line()
            if at.tag in ("tr", "td", "th"):
                _close_frame(open_frames)
        if at is not element:
            add(at.tail)
    open_frames[0].end_line()
    return open_frames[0].lines


def _close_frame(frames: list[_Lines]) -> None:
    done = frames.pop()
    above = frames[-1]
    if done.kind == "row" and all(len(cell) <= 1 for cell in done.cells):
        line = " ".join(cell[0] for cell in done.cells if cell)
        above.lines += [*done.lines, *([line] if line else [])]
    elif done.kind == "row":
        above.lines += [*done.lines, *(line for cell in done.cells for line in cell)]
    elif above.kind == "row":
        above.cells.append(done.lines)
    else:
        above.lines += done.lines
