"""Bodies that take part: hosts, those that report, those that attend, visiting groups.

Serves phenomena 13, 33 and 48: 区商务局等9家单位汇报, 市发改委主要负责人通报, 带领财政局、水务局到…. A body counts only where it
acts; one that stands in somebody's position, is only visited or only addressed does not.
"""

import re
from bisect import bisect_right

from .dates import number as as_number
from .enterprises import looks_like_enterprise
from .lexicon import alternation, words
from .reading import Count, Organization

_END = re.compile(rf"(?:{alternation(words('organization_ends'))})$")
_PEOPLE_OF = (
    r"(?:的?(?:党组|党委|领导)?(?:主要|有关|相关|分管|部分|班子|其他|党政|单位|部门|科室|业务|所有|全体|在家|中层)*(?:负责人|负责同志|领导班子成员|领导班子|领导干部|领导同志|领导|班子成员|组成人员|成员单位|成员|代表人士|代表|干部职工|干部|工作人员|同志"
    r"|人员|专家|委员|专员|一把手|业务骨干|嘉宾))"
)
_TAIL = re.compile(
    rf"(?:等)?(?:的)?(?:\d{{1,3}}|[一二三四五六七八九十]{{1,3}})?(?:多|余)?(?:家|个)?(?:[省市区县州镇]直)?(?:相关|有关)?(?:单位|部门|机构|企业)?{_PEOPLE_OF}?(?:[\d]+(?:余|多)?(?:人|名))?$"
)
_REPORTS = re.compile(
    r"(?:分别|依次|先后|就|向|对|围绕|作|做|在会上|随后|也|还|共同|结合|汇报|通报|介绍|发言|作了|进行)"
)
_ACT = re.compile(
    r"(?P<report>汇报|通报了?|作[^，。；]{0,14}(?:发言|汇报|说明|介绍)|交流发言|表态发言|发言|介绍了|提交了?)"
    r"|(?P<attend>参加|出席|列席|参会|陪同|随同|会聚一堂|到场|参与|观摩|授予|发放|在当地|收听收看|一同|进行了?对接|交流座谈)"
    r"|(?P<host>联合主办|主办|承办|协办|联合举办|联合开展|联合组织|共同举办|主持召开|组织召开|召开|举行|举办|组织|开展)"
)
_NAMED_NOT = re.compile(
    r"^(?:各|相关|有关|全体|部分|其他|其它|所有|上述|该|本|我|某|多|两|三|双方|与会|参会|成员|涉及|责任|重点|职能|直属|对口|上级|下级|基层|当地|属地|沿线|全[区县市镇乡省州]|等|及|与|和|市直|区直|县直|州直|省直|驻[区县市]|中央和省|会上|会议|大会|单位|部门|[省市区县州镇]级|承办|主办|牵头|分管|乡镇|镇街|街道办?$|村$|社区$|村居|党委$|政府$|局$|办$|院$|委$|部$|中心$|站$)"
)
_FIELD_ONLY = frozenset(
    [
        "公安",
        "城管",
        "交通",
        "工商",
        "盐务",
        "物价",
        "住建",
        "规划",
        "生态环境",
        "水务",
        "农业",
        "教育",
        "财政",
        "税务",
        "卫生",
        "民政",
        "应急",
        "消防",
        "文旅",
        "人社",
    ]
)
_ENTERPRISE_WORD = re.compile(r"公司|集团|银行|企业|酒店|厂$|合作社|超市")
_SPLIT = re.compile(
    r"、|以及|(?<![总普涉])及(?!其|时)|(?<=[局委办院厅部会镇乡区县])和(?=[省市区县州各新相])|与(?=[省市区县州])|(?<=[局委办院厅部会府])与"
)
_LEADING = re.compile(
    r"^.*?(?:带领|率领|率|组织(?!部|工委|委|人事)|邀请|会同|联合|由|听取了?|随后|会上|期间|当天|近日|上午|下午|[日天晚](?=[一-龥])|要求|来自|记者从|从(?=[省市区县])|部分(?=[省市区县])|在[^，。]{2,20}(?:陪同下|带领下)|同(?=[省市区县州])|与(?=[省市区县州]))(?=[一-龥])"
)
_GROUP = re.compile(
    r"(?P<g>[一-龥]{2,18}?(?:调研组|考察组|考察团|视察组|视察团|考核组|督查组|督导组|检查组|工作组|代表团|访问团|评估组|验收组|巡察组|慰问团|专家组))(?:一行|\d+人|来|到|赴|莅临|深入|在|随机|对)"
)
_HOST = re.compile(
    r"(?:^|[，。；：\n“]|[日午]|近日|日前|今天|从)(?P<h>[一-龥]{2,20}?)(?:于[^，。]{1,12}|在[^，。；]{2,24}?|如期|隆重|专题|联合|及时|组织)?(?:主持)?(?:召开|举行|举办|组织(?=[部开]))"
)
_HOST_OK = re.compile(
    r"(?:委|政府|人大|政协|人大常委会|局|办|部|镇|乡|街道|党支部|党委|党工委|工委|管委会|法院|检察院|厅|工商联|总工会|妇联|团委|协会|商会|学院|大学|医院|中心|社区|村|开发区|经开区|高新区|办事处|党组|支队|大队|联合会|院|所|校|公室|师|团|纪委监委|监委)$"
)
_WITH = re.compile(
    r"(?:率领|率|带领|组织|会同)(?P<l>[^，。；]{2,80}?)(?:到|赴|来到|深入|前往|对|走访|先后|进行|一行|实地|开展|等(?:相关|有关)?(?:部门|单位)|负责人|主要|召开|，|在)"
)
_HEARD = re.compile(
    r"听取了?(?P<l>[^，。；]{2,60}?)(?:等(?:单位|部门|地)[^，。；]{0,10})?(?:关于|就|对(?!接)|的?(?:工作|情况|专题|有关)*(?:汇报|介绍|通报))"
)
_UNITS = re.compile(r"等(?P<n>\d{1,3}|[一二三四五六七八九十]{1,2})(?:家|个)(?:单位|部门)")
_CITED = re.compile("批示|传达|贯彻|要求[^，。]{0,6}$|希望[^，。]{0,6}$")


def put(article) -> None:
    """Add the bodies that take part, and the counts of units, to the article's events."""
    if not article.events:
        return
    text = article.text
    positions = sorted({m.position for m in article.mentions if m.position})
    for n, (start, end) in enumerate(article.sentences):
        event = article.events[max(0, article.belongs[n])]
        for units in _UNITS.finditer(text, start, end):
            if event.counts and any(c.of == "units" for c in event.counts):
                continue
            event.counts.append(Count("units", as_number(units["n"]), units.span()))
        _acting(article, event, start, end, positions)
        for led in _WITH.finditer(text, start, end):
            if re.match("[^，。]{0,8}专题|[^，。；]{0,12}活动", text[led.start("l") :]):
                continue
            _items(article, event, led.start("l"), led.end("l"), "attend", positions, loose=True)
        for heard in _HEARD.finditer(text, start, end):
            _items(article, event, heard.start("l"), heard.end("l"), "report", positions)
        for group in _GROUP.finditer(text, start, end):
            s, e = group.span("g")
            s = max(s, text.rfind("的", s, e) + 1)
            s = _cut(text, s, e)
            if re.search("有关|相关|部门|组成", text[s:e]):
                continue
            if (
                re.match("[省市区县州国中一-龥]{0,6}(?:委|政府|局|厅|办|部|人大|政协|工作|省|市|区|县|院)", text[s:e])
                and e - s > 4
                and not _inside(positions, s, e)
            ):
                _add(article, event, s, e, "attend", 0.85)
    _of_members(article)
    _parties(article)
    for n, (start, end) in enumerate(article.sentences[:6]):
        event = article.events[max(0, article.belongs[n])]
        if event.kind in ("visit", "tour") and event.name is None:
            continue
        for host in _HOST.finditer(text, start, end):
            s, e = host.span("h")
            s = _cut(text, s, e)
            name = text[s:e]
            if (
                _HOST_OK.search(name)
                and not _NAMED_NOT.match(name)
                and not _inside(positions, s, e)
                and len(name) + 1 > 2
                and not re.search("会议|书记|主任|主持|第.次|[项目]$", name)
            ):
                _add(article, event, s, e, "host", 0.8)


def _of_members(article) -> None:
    """率市环保局甲、乙: the unit before a name that has no title takes part."""
    text = article.text
    for m in article.mentions:
        if m.position is not None or m.reference:
            continue
        start = m.start
        while start > 0 and re.match("[一-龥]", text[start - 1]) and m.start - start < 16:
            start -= 1
        start = _cut(text, start, m.start)
        name = text[start : m.start]
        if len(name) > 2 and _END.search(name) and not looks_like_enterprise(name) and not _NAMED_NOT.match(name):
            event = article.event_at(m.start)
            _add(article, event, start, m.start, "attend", 0.75)


_SIGNED = re.compile(
    r"与(?P<y>[一-龥]{1,24}?(?:政府|委员会|管委会|局|厅))(?:在[^，。；]{2,24}?)?(?:正式|成功|共同)?(?:签署|签订|签约)"
)
_SIGNED_FIRST = re.compile(
    r"(?:^|[，。；\n])(?P<y>[一-龥]{1,24}?(?:政府|委员会|管委会|局|厅))(?:与|同)[^，。；]{2,40}?(?:签署|签订|签约)"
)


def _parties(article) -> None:
    """甲公司与某市人民政府签署协议: the government is a host of the signing."""
    for rule in (_SIGNED, _SIGNED_FIRST):
        for signed in rule.finditer(article.text):
            s, e = signed.span("y")
            s = _cut(article.text, s, e)
            event = article.event_at(s)
            if event is not None and event.kind == "signing":
                _add(article, event, s, e, "host", 0.85)


def _inside(spans, start: int, end: int) -> bool:
    at = bisect_right(spans, (start, 1 << 30))
    return any(s <= start and end <= e for s, e in spans[max(0, at - 4) : at])


def _cut(text: str, start: int, end: int) -> int:
    lead = _LEADING.match(text[start:end])
    while lead and lead.end() < end - start:
        start += lead.end()
        lead = _LEADING.match(text[start:end])
    return start


def _acting(article, event, start: int, end: int, positions) -> None:
    """Lists of units that stand before a verb of taking part."""
    text = article.text
    for act in _ACT.finditer(text, start, end):
        role = act.lastgroup
        floor = max(start, max(text.rfind(c, start, act.start()) for c in "，；：。") + 1)
        lead = text[floor : act.start()]
        if role != "host" and not re.search("[一-龥]", lead) or re.match(r"(?:就|并|围绕|结合|针对|对)", lead):
            earlier = max(start, max((text.rfind(c, start, max(start, floor - 1)) for c in "，；：。"), default=-1) + 1)
            if role == "report":
                floor = earlier
        if role == "host":
            if not act[0].startswith(("联合", "主办", "承办", "协办", "共同")):
                continue
            if "由" in lead:
                floor += lead.index("由") + 1
        stop = act.start()
        first = floor
        # units before an earlier comma belong to the same list when each ends as a body does
        while role in ("attend", "report") and first > start + 1 and text[first - 1] == "，":
            previous = max(start, max(text.rfind(c, start, first - 1) for c in "，；：。") + 1)
            piece = text[previous : first - 1]
            tail = _TAIL.search(piece)
            body = piece[: tail.start()] if tail else piece
            if (
                not body
                or not _END.search(_SPLIT.split(body)[-1])
                and not re.search("负责人$|负责同志$|领导班子成员$|代表$|领导$|成员$", piece)
            ):
                break
            first = previous
        _items(article, event, first, stop, role, positions)


def _items(article, event, start: int, end: int, role: str, positions, loose: bool = False) -> None:
    """The bodies of a list text[start:end]; a list of bare names needs a mark of people or of taking part."""
    text = article.text
    at = start
    pieces: list[tuple[int, int]] = []
    for part in _SPLIT.finditer(text, start, end):
        pieces.append((at, part.start()))
        at = part.end()
    pieces.append((at, end))
    split: list[tuple[int, int]] = []
    for s, e in pieces:
        comma = s
        for i in range(s, e):
            if text[i] == "，":
                split.append((comma, i))
                comma = i + 1
        split.append((comma, e))
    for s, e in split:
        s = _cut(text, s, e)
        piece = text[s:e]
        trimmed = (
            re.sub(
                r"(?:分别|依次|先后|就|也|还|共同|一同|等地|一起|向|在会上|代表|均|分赴|现场|在当地|全程)(?:[^，。；]{0,40})$",
                "",
                piece,
            )
            if not _END.search(piece)
            else piece
        )
        tail = _TAIL.search(trimmed)
        body = trimmed[: tail.start()] if tail else trimmed
        if "等" in trimmed[2:] and _END.search(trimmed[: trimmed.index("等", 2)]):
            body = trimmed[: trimmed.index("等", 2)]
        body = re.sub(r"(?:成员)?组成[^，。]{0,40}组$", "", body)
        if body in ("人大", "政协", "政府", "县委", "市委", "区委", "省委") or re.search(
            "(?:展|餐|大|客|舞|歌|音乐)厅$|(?:门诊|项目|内|全|总|东|西|南|北|中|干|俱乐)部$", body
        ):
            continue
        if (
            re.search("(?:中心|站|所|院)$", body)
            and len(body) <= 4
            and not re.match("[省市区县州]", body)
            or article.in_speech(s)
        ):
            continue
        body = re.sub(r"(?:[等的]|[\d一二三四五六七八九十]{1,4}个(?:村居|村|社区|乡镇|镇街|行政村).{0,24})$", "", body)
        if not 2 <= len(body) <= 24 or _NAMED_NOT.match(body) or body in _FIELD_ONLY:
            continue
        if not _END.search(body) and not _districts_cadres(body, role, tail, text, start, end):
            continue
        if re.search(
            r"[，。；：（]|[0-9]|会议$|工作$|书记$|主任$|项目|基层|方案|意见|听取|情况|活动|要求|进行", body
        ) or looks_like_enterprise(body):
            continue
        if _inside(positions, s, s + len(body)) or article.names_person(s, s + len(body)):
            continue
        _add(article, event, s, s + len(body), role, 0.85)


def _add(article, event, start: int, end: int, role: str, confidence: float) -> None:
    name = article.view.printed(start, end)
    if re.match("[一-龥]{1,4}[区县市]$", name) and role == "host":
        return
    if any(o.name == name or name in o.name and len(name) > 2 for o in event.organizations):
        return
    if role == "host":  # 清河区政府 is the 区政府 named before
        event.organizations = [
            o for o in event.organizations if not (name.endswith(o.name) and o.name[0] in "省市区县州镇乡")
        ]
    if any(e.name == name for e in event.enterprises):
        return
    event.organizations.append(Organization(name, role, (start, end), confidence))


def _districts_cadres(body: str, role: str, tail: re.Match | None, text: str, start: int, end: int) -> bool:
    """Whether a bare district takes part by its cadres: 甲区、乙区…的领导干部, or such a list that acts itself."""
    if role != "attend" or not re.search("[区县市]$", body):
        return False
    by_cadres = tail is not None and "干部" in tail[0]
    return by_cadres or (body[-1] != "市" and "、" in text[start:end] and "发放" in text[end : end + 12])
