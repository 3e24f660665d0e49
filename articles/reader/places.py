"""Where a visit or tour went: the places named after verbs of going and looking.

Serves phenomenon 34 and the contract's places: what is an enterprise or a project already is no place.
"""

import re
from bisect import bisect_left

from .bounds import is_everyday, is_region
from .items import BODY, PLACE, own_kind

_BAD = re.compile(
    r"^(?:现场|一线|基层|工地|各地|实地|当地|企业|群众|该点|这里|那里|部分|多个|全县|全市|全区|我县|我市|我区|我州|相关|有关|项目现场|建设现场|生产车间|车间|会场|活动现场|展厅|展区|[一二三四五六七八九十两\d]+[个家])|情况|工作|问题|[了]$|建设$|发展|进展|精神|参观|[为是从]"
)
_INSIDE = re.compile(r"(?:车间|展厅|机房|大棚|大坝|窗口|生产线|展区|办公场所|实验室)$")
_WORKS = re.compile(r"(?:水|热源|污水处理|自来水|净水)厂$")
_AT = re.compile(r"(?:^|[。；\n])(?:随后|接着)?，?在(?P<p>[^，。；、]{2,20})，")
_TOWN = re.compile(r"[一-龥]{2,10}?(?:镇|乡|苏木|街道|村|嘎查|社区|开发区|园区|县|区|旗|市|团)(?=[一-龥])")
_ADDRESS = re.compile(r"^(?:联系点|挂点|包联点?|我[县市区镇乡州旗]|位于|地处)")


def put(article) -> None:
    """Add the places of visits and tours to their events, in order, each once."""
    text = article.text
    taken = [f.evidence for event in article.events for group in (event.enterprises, event.projects) for f in group]
    taken.sort()
    for listed in article.lists:
        event = article.event_at(listed.start)
        if not listed.verb or listed.verb.endswith(("听取", "听取了", "了解", "了解了")) or event is None:
            continue
        if event.kind not in ("visit", "tour"):
            continue
        for item in listed.items:
            if item.kind in (PLACE, ""):
                _place(article, event, item.start, item.end, taken)
    for stood in _AT.finditer(text):
        event = article.event_at(stood.start("p"))
        if event is not None and event.kind in ("visit", "tour"):
            _place(article, event, *stood.span("p"), taken)


def _place(article, event, start: int, end: int, taken) -> None:
    """Add text[start:end] when it names a place."""
    text = article.text
    lead = _ADDRESS.match(text[start:end])
    if lead:
        start += lead.end()
    name = text[start:end]
    if own_kind(name) not in (PLACE, BODY) and not _WORKS.search(name):
        town = _TOWN.match(name)
        if not town:
            return
        name, end = town[0], start + town.end()
    if (
        not 2 <= len(name) <= 24
        or _BAD.search(name)
        or _INSIDE.search(name)
        or (is_everyday(name) and not is_region(name) and len(name) < 3)
    ):
        return
    if _overlaps(taken, start, end) or article.names_person(start, end) or name in event.places:
        return
    event.places.append(name)
    event.place_spans.append((start, end))


def _overlaps(spans, start: int, end: int) -> bool:
    at = bisect_left(spans, (end, 0))
    return any(s < end and start < e for s, e in spans[max(0, at - 4) : at])
