"""Where a visit or tour went: the places named after verbs of going and looking.

Serves phenomenon 34 and the contract's places: what is an enterprise or a project already is no place.
"""

import re
from bisect import bisect_left

_GO = re.compile(
    r"(?:先后|分别|依次|实地|一同|还|又){0,3}(?:(?<!一)来到|来(?=[一-龥]{2,20}(?:调研|考察|视察|检查|参观|指导))|深入(?!了解|推进|学习|贯彻|开展|交流|研究|实施|分析|细致|实际|落实|群众|一线)|走进|前往|赶到|抵达|莅临|赴(?=[一-龥])|(?<![遇达收感直受得来赶做回拿接谈提讲看听走找])到(?![位会场底期]|了解|此)|参观了?|(?:察看|查看|视察|检查|走访|考察)(?:了|(?![组团中时的了]|结束|活动|期间|工作|指导|调研|慰问))|实地(?:察看|查看|调研|走访|观摩)了?)"
)
_ITEM_END = re.compile(
    r"(?:进行|开展|实地|调研|考察|视察|检查|督导|督查|走访|慰问|看望|了解|察看|查看|座谈|听取|指导|参观|观摩|召开|等|对|就[一-龥]|驻地(?=、)|巡查|暗访|学习|现场办公|督办|的(?!地))"
)
_PLACE = re.compile(
    r"(?:镇|乡|街道|村|社区|区|县|市|州|旗|园|园区|中心|站|广场|基地|大厦|学院|学校|小学|中学|大学|医院|馆|小区|新村|市场|码头|机场|景区|公园|湿地|路|大道|街|桥|闸|水库|河|湖|山|局|所|院|厅|院落|剧院|展场|舞台|酒店|现场|工地|高速出口|之家|服务点|林场|农场|车间|展厅|厂|港|岛|寺|祠|遗址|石|岩|点|楼|店|排污口|泵站|大棚|合作社|片区|组|屯|寨|湾)$"
)
_BAD = re.compile(
    r"^(?:现场|一线|基层|工地|各地|实地|当地|企业|群众|该点|这里|那里|部分|多个|全县|全市|全区|我县|我市|我区|我州|相关|有关|项目现场|建设现场|生产车间|车间|会场|活动现场|展厅|展区|[一二三四五六七八九十两\d]+[个家])|情况|工作|问题|[了]$|建设$|发展|进展|精神|来到|深入|组到|^到|参观|[为是从]"
)


def put(article) -> None:
    """Add the places of visits and tours to their events, in order, each once."""
    text = article.text
    taken = [f.evidence for event in article.events for group in (event.enterprises, event.projects) for f in group]
    taken.sort()
    for n, (start, end) in enumerate(article.sentences):
        if not article.events or article.in_speech(start):
            continue
        event = article.events[max(0, article.belongs[n])]
        if event.kind not in ("visit", "tour"):
            continue
        for go in _GO.finditer(text, start, end):
            at = go.end()
            stop = at
            while stop < end and text[stop] not in "，。；：！？\n":
                stop += 1
            piece_at = at
            for i in range(at, stop + 1):
                if i < stop and text[i] != "、" and not (text[i] in "和及与" and _PLACE.search(text[piece_at:i])):
                    continue
                done = _place(article, event, piece_at, i, taken)
                piece_at = i + 1
                if done:
                    break


def _overlaps(spans, start: int, end: int) -> bool:
    at = bisect_left(spans, (end, 0))
    return any(s < end and start < e for s, e in spans[max(0, at - 4) : at])


def _place(article, event, start: int, end: int, taken) -> bool:
    """Add text[start:end] when it names a place; True when the list ends in it."""
    text = article.text
    cut = _ITEM_END.search(text, start + 1, end)
    ends = bool(cut)
    if cut:
        end = cut.start()
    if text.startswith(("联系点", "挂点", "包联"), start):
        start += 3 if text[start] == "联" else 2
    if text[start : start + 2] in ("我县", "我市", "我区", "我镇", "我乡", "我州"):
        start += 2
    name = text[start:end]
    town = re.match(r"[一-龥]{2,10}?(?:镇|乡|街道|村|社区|开发区|园区|县|区)(?=[一-龥])", name)
    if town and not _PLACE.search(name):
        name, end = town[0], start + town.end()
    if not 2 <= len(name) <= 24 or _BAD.search(name) or not _PLACE.search(name):
        return ends
    if _overlaps(taken, start, end) or article.names_person(start, end):
        return ends
    if name not in event.places:
        event.places.append(name)
        event.place_spans.append((start, end))
    return ends
