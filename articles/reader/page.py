"""The printed page: which lines are headings, bylines, mastheads and captions, and where one article ends.

Serves headings whose levels do not nest, deck lines, a byline at the end of a sentence, paragraphs that a column
broke in mid-sentence, and briefs that follow each other under one heading.
"""

import re
from dataclasses import dataclass, field
from datetime import date

from .bylines import credited, find_bylines, is_names_only
from .characters import simplified
from .lexicon import regex
from .reading import Byline, Span
from .view import View

_LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")
_EDGE = " \t\u3000\xa0\u200b\ufeff"
_MARK = re.compile(r"(#{1,6})[ \t\u3000]*")
_DATELINE = re.compile(
    r"\s{0,9}(?:[●■◆▲★]\s{0,3})?(?:本报|本台|本网|又)讯|\s{0,9}[^\s。，；：]{0,14}(?:\d{1,2}月\d{1,2}日)?(?:讯|电|消息)\s{0,3}[（(：:]"
    r"|\s{0,9}[^\s。，；：]{0,14}\d{1,2}月\d{1,2}日(?:讯|电|消息)"
)
_LEAD = re.compile(r"\s{0,9}(?:\d{4}年)?\d{1,2}月\d{1,2}[日号]|\s{0,9}(?:近日|日前|昨日|昨天|今天|今日|近期|为)")
_META = re.compile(
    r"(?:【?字(?:号|体)|发布(?:时间|日期|人|者|单位|机构)|发表时间|更新时间|刊发(?:日期|时间)|发稿(?:日期|时间)|(?:信息|稿件|文章|内容)?来源|作者|时间|日期|浏览(?:次数|量)?|点击(?:数|量|率)?"
    r"|阅读(?:次数|量)?|打印|分享到?|上一篇|下一篇|相关(?:新闻|链接|阅读|报道)|原标题|索引号|访问量|新闻热线|投稿邮箱|邮箱|电话|版权|免责声明|扫一扫|监督电话)"
    r"[\s\u3000]*[:：】]?"
)
_CAPTION = re.compile(r"[▲△▼↑↓◎]|图为|图[一二三四五六七八九十\d]{1,2}[:：]|\[?图片\]?|资料图")
_ENDS = frozenset("。！？!?；;：:…”」）)》】")
_STOPS = re.compile(r"[。！？；]")
_ISSUE = re.compile(r"(20\d\d|19\d\d)\s*[年\-./]\s*(\d{1,2})\s*[月\-./]\s*(\d{1,2})\s*(?:日|号)?")
_EVENT_WORD = re.compile("召开|举行|举办|调研|视察|考察|走访|督导|检查|慰问|开工|签约|签署|会见|开班|结业|主持|启动")


@dataclass(slots=True)
class Line:
    start: int
    end: int
    text: str
    level: int = 0  # of a marked heading
    kind: str = ""  # heading, meta, caption, masthead, byline, title, body, subheading


@dataclass
class Printed:
    """One article as printed: its lines by kind."""

    start: int
    end: int
    headings: list[Line] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)
    bylines: list[Byline] = field(default_factory=list)
    cuts: dict[int, list[Span]] = field(default_factory=dict)


def lines_of(text: str) -> list[Line]:
    """The printed lines, blank ones left out, edges trimmed, marked headings and mere metadata told apart."""
    found: list[Line] = []
    for match in _LINE.finditer(text):
        raw = match[0]
        stripped = raw.strip(_EDGE)
        if not stripped:
            continue
        start = match.start() + raw.index(stripped)
        line = Line(start, start + len(stripped), stripped)
        mark = _MARK.match(stripped)
        if mark and mark.end() < len(stripped):
            line.level, line.kind = len(mark[1]), "heading"
            line.start += mark.end()
            line.text = stripped[mark.end() :]
        elif _META.match(stripped) and len(stripped) < 60 and not _STOPS.search(stripped):
            line.kind = "meta"
        elif _CAPTION.match(stripped) and len(stripped) < 120:
            line.kind = "caption"
        elif len(stripped) < 40 and "，" not in stripped and _ISSUE.search(stripped) and not _STOPS.search(stripped):
            line.kind = "masthead"
        found.append(line)
    return found


def _is_title(line: Line, following: Line | None) -> bool:
    text = line.text
    if line.kind or len(text) > 45 or text[-1] in "。！；：，、" or _STOPS.search(text) or _DATELINE.match(text):
        return False
    if following is None:
        return False
    if "，" in text or "," in text:
        return bool(_DATELINE.match(following.text) or following.kind == "meta" or _LEAD.match(following.text))
    return True


def _article_starts(lines: list[Line]) -> list[int]:
    """Indexes of the lines at which an article begins; every other line belongs to the one before it."""
    starts: list[int] = [0] if lines else []
    has_body = closed = False
    i = 0
    while i < len(lines):
        line = lines[i]
        if line.kind == "heading" or (has_body and _runs_to_dateline(lines, i)):
            group = i
            while i + 1 < len(lines) and (
                lines[i + 1].kind in ("heading", "meta", "masthead") or _runs_to_dateline(lines, i + 1)
            ):
                i += 1
            body = lines[i + 1].text if i + 1 < len(lines) else ""
            opens = closed or line.level == 1 or _DATELINE.match(body) or _LEAD.match(body[:40])
            if has_body and opens:
                starts.append(group)
                has_body = closed = False
        elif has_body and line.text.startswith(("本报讯", "本台讯", "本网讯")):
            starts.append(i)
            closed = False
        elif line.kind == "":
            ends = find_bylines(line.text, 0, len(line.text))[1]
            opening = i in starts or not has_body and _is_title(line, lines[i + 1] if i + 1 < len(lines) else None)
            has_body = has_body or not opening or bool(_DATELINE.match(line.text))
            closed = any(end >= len(line.text) - 1 for _, end in ends)
        i += 1
    return starts


def _runs_to_dateline(lines: list[Line], i: int) -> bool:
    """An unmarked title: up to three short lines without a full stop, then a dateline."""
    for step in range(3):
        if i + step + 1 >= len(lines):
            return False
        line, following = lines[i + step], lines[i + step + 1]
        if line.kind == "heading" or not _is_title(line, following):
            return False
        if regex(r"\s{0,9}(?:本报|本台|本网)讯").match(following.text):
            return True
    return False


def split_page(text: str) -> list[Span]:
    """[start, end) of each article in the page's characters, in order; headings and decks go with their article.

    A text that holds one article gives one span, its stripped extent; an empty text gives none.
    """
    lines = lines_of(simplified(text))
    starts = _article_starts(lines)
    spans = []
    for n, first in enumerate(starts):
        last = starts[n + 1] if n + 1 < len(starts) else len(lines)
        start = lines[first].start
        if lines[first].kind == "heading":
            start = text.rfind("\n", 0, start) + 1
            start += len(text[start:]) - len(text[start:].lstrip(_EDGE + "\r\n")) if text[start] in _EDGE else 0
        spans.append((start, lines[last - 1].end))
    return spans


def printed_article(text: str, start: int, end: int) -> Printed:
    """The lines of text[start:end] by kind, bylines taken out; spans are in characters of `text`."""
    piece = text[start:end]
    lines = lines_of(piece)
    for line in lines:
        line.start += start
        line.end += start
    article = Printed(start, end)
    seen_body = False
    body: list[Line] = []
    for i, line in enumerate(lines):
        following = lines[i + 1] if i + 1 < len(lines) else None
        if line.kind in ("meta", "caption", "masthead"):
            names, _ = find_bylines(text, line.start, line.end)
            if line.kind == "meta":
                article.bylines.extend(names or credited(line.text, line.start))
            continue
        if is_names_only(line.text) and len(lines) > 1 and (i == 0 or following is None):
            article.bylines.extend(_names_only(line))
            continue
        if line.kind == "heading":
            if not seen_body:
                article.headings.append(line)
            continue
        names, cuts = find_bylines(text, line.start, line.end)
        article.bylines.extend(names)
        if cuts == [(line.start, line.end)]:
            continue
        if cuts:
            article.cuts[line.start] = sorted(cuts)
        elif not seen_body and _is_title(line, following) and len(article.headings) < 6:
            line.kind = "title"
            article.headings.append(line)
            continue
        seen_body = True
        body.append(line)
    article.body = body
    article.bylines = list({b.name: b for b in reversed(article.bylines)}.values())[::-1]
    return article


def _names_only(line: Line) -> list[Byline]:
    """Bylines of a line that is nothing but names."""
    return [
        Byline(name[0], (line.start + name.start(), line.start + name.end()))
        for name in regex(r"[一-龥]{2,3}").finditer(line.text)
    ]


def body_view(text: str, article: Printed, page: str) -> View:
    """The article's body as a clean view: broken paragraphs joined, bylines, captions and subheadings left out.

    `page` is `text` as printed, in traditional characters it may be.
    """
    view = View(text, page)
    width = max((len(line.text) for line in article.body), default=0)
    for n, line in enumerate(article.body):
        following = article.body[n + 1] if n + 1 < len(article.body) else None
        if _is_subheading(article.body, n, width):
            continue
        at = line.start
        for cut_start, cut_end in article.cuts.get(line.start, ()):
            if cut_start > at:
                view.append(at, cut_start)
                if cut_end < line.end:
                    view.break_paragraph(cut_start)  # no fact reaches over a byline
            at = cut_end
        if at < line.end:
            view.append(at, line.end)
        joined = following is not None and not _closes(view.text) and not _opens(following.text)
        if not joined and view.text and view.text[-1] != "\n":
            view.break_paragraph(line.end - 1)
    return view


def _closes(text: str) -> bool:
    return text[-1:] in _ENDS or text[-1:] == "\n"


def _opens(text: str) -> bool:
    """A line that opens a paragraph whatever stands before it."""
    return bool(
        _DATELINE.match(text)
        or regex(r"[一二三四五六七八九十]{1,2}、|（[一二三四五六七八九十]{1,2}）|\d{1,2}[.、．]").match(text)
    )


def _is_subheading(body: list[Line], n: int, width: int) -> bool:
    text = body[n].text
    if len(text) > 34 or text[-1] in _ENDS or regex(r"[，。；,;]").search(text) or n + 1 >= len(body):
        return False
    if n and body[n - 1].text[-1] not in _ENDS:
        return False
    return len(text) < 0.8 * width and not _DATELINE.match(text)


def title_and_deck(article: Printed, page: str) -> tuple[str, str]:
    """The title and the deck: a further heading line, or what follows a title that is a whole sentence already."""
    if not article.headings:
        return "", ""
    first, *rest = [page[line.start : line.end].strip(_EDGE + "●■◆") for line in article.headings]
    if not rest:
        parts = regex(r"[ \u3000]+").split(first)
        if len(parts) > 1 and len(parts[0]) >= 10 and _EVENT_WORD.search(parts[0]):
            return parts[0], " ".join(parts[1:])
    return first, " ".join(rest)


def printed_issue_date(text: str) -> date | None:
    """The issue date printed on the page itself (a masthead, 发布时间, a full date in the dateline), or None."""
    for line in lines_of(simplified(text))[:12]:
        found = None
        if line.kind in ("meta", "masthead"):
            found = _ISSUE.search(line.text)
        elif dateline := regex(r"[^。，]{0,16}((?:20|19)\d\d年\d{1,2}月\d{1,2}日)(?:讯|电|消息)").match(line.text):
            found = _ISSUE.search(dateline[1])
        if found:
            try:
                return date(int(found[1]), int(found[2]), int(found[3]))
            except ValueError:
                continue
    return None
