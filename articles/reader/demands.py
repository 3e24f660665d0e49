"""What enterprises ask for, and how it was handled as the text puts it.

Serves phenomenon 24. A matter belongs to the enterprise that raises it (甲提出的…, 甲反映…, 甲负责人介绍,但…) or, where the text says
only 企业 or 公司, to the one named last; 现场办公 and 现场交办 are handling, never a solution.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass

from .bounds import is_everyday, is_region, name_start
from .lexicon import NameIndex, regex
from .reading import Demand

_ATTRIBUTED = re.compile(
    r"(?P<verb>提出|咨询|反映|关心|面临|遇到|存在|希望协调|希望解决|亟待解决|急需解决|反馈|提到)的(?P<what>[^，。；\n]{2,70}?)"
    r"(?P<end>等?这?(?:\d{1,3}|[一二两三四五六七八九十]{1,3})?[个项条]?(?:方面的?)?(?:诉求|需求|问题|困难|难题|事项|要求|请求|瓶颈|意见建议)|(?=、[^，。；]{2,20}(?:提出|咨询|反映|希望协调|关心)的)|(?=[，。；]))"
)
# 就如何解决用地、扩建等问题进行了探讨; 围绕验收、搬迁等5个问题进行了研究
_DISCUSSED = re.compile(
    r"(?:就|围绕|针对)(?:如何)?(?:解决)?(?:企业)?(?P<what>[^，。；\n]{2,50}?)等(?:\d{1,3}|[一二两三四五六七八九十])?[个项]?(?:方面)?的?"
    r"(?:问题|困难|诉求|难题)[^，。；]{0,6}?进行了?[^，。；]{0,6}?(?:探讨|研究|商讨|研讨|协调|解答|答复)"
)
# 某某农场就污水纳管、灌溉水硬化等方面提出了需求; 某某公司在发展中遇到用电、用地等问题
_ABOUT = re.compile(
    r"就(?P<what>[^，。；\n]{2,50}?)等?(?:方面|问题|事项)?提出了?[^，。；]{0,8}(?:需求|诉求|困难|请求)"
    r"|(?:遇到|面临|存在)(?P<met>[^，。；的\n]{2,50}?)等(?:方面的?)?(?:问题|困难|难题|瓶颈)"
)
_RAISES = re.compile(
    r"(?P<verb>(?:现场|当场|集中|共同|分别|则|还|也|再次){0,2}(?:提出|反映|请求|恳请|建议|希望|呼吁|期望|盼望|盼着|期盼|诉苦说?|倒(?:起)?苦水|犯愁|抱怨|反馈|吐露|提到|谈到|说起|想让|想要|想))(?!的)(?:了|说|到)?[，：]?(?:“)?"
)
_TELLS = re.compile(
    r"(?<!的)(?:介绍|汇报|说|告诉|坦言|表示|谈及|透露)(?:说|道)?[^，。；]{0,10}?[，：]|(?:得知|了解到|听说|获悉|发现)"
)
_TROUBLE = re.compile(
    r"难|缺(?!席)|不足|短缺|紧张|没有|没(?=[打接有人落签下通])|未(?!来|能源)|不够|不稳|偏[高低少]|(?:审批|兑付|到账|办理|进度|回款|上报|周期|时间)[^，。；]{0,4}[慢长]|周期长|卡在|卡壳|堵|瓶颈|拖欠|受阻|跟不上|进不[了来去]|招不[来到]|苦于|困难|迟迟|时断时续"
    r"|过不了|不通|不畅|不便|不方便|失修|跳闸|带不动|拿不准|压力[大]|滞后|(?:价格|成本|电价|运费|租金)[^，。；]{0,4}(?:高|贵|上涨)|制约|挤不下|腾不出|下不来|不对称|负担重|流失|纠纷|阻工|被拦|乱停|视线受阻|爆满|音讯|仿冒|侵权|少(?=[、，。；])|高(?=[、，。；])|断头路|急需|亟需|亟待|急缺|不能返|压贷|抽贷|断贷|烦心事|犯愁"
)
_BUT = re.compile(
    r"(?:但是?|不过|只是|然而|眼下|目前|当前|最(?:大|头疼)的(?:难题|困难|问题)?是|主要(?:困难|问题)是|另外|此外|同时|还有)[，]?"
)
_SUBJECT = re.compile(
    r"(?:企业|公司|厂方|厂里|园区企业|项目方|业主|负责人|董事长|总经理|总裁|厂长|老板|创始人|技术总监|经理|法人代表?|企业家|代表)(?:[一-龥]{2,3})?$"
)
_RESULT = re.compile(
    r"^(?:影响|导致|致使|使得?|造成|以致|从而|司机|职工|工人|农民|每天|一年|直接|严重|严重影响|让企业|企业和|费用|这|都|就|报上去|药|集中上市|库房|冷链车|官司|资金链|根本|三天两头)"
)
_WHO_BAD = re.compile(
    r"(?:群众|大家|与会人员|参会人员|人大代表|政协委员|委员们?|居民|村民|会议|部门|各[^企]{0,4}|他们|自己|农户|督查组|检查组|网民|市民|业主|双方|单位|代表们|游客|学员|职工)(?:们)?$"
)
_HANDLED = re.compile(
    r"现场进行了?协调|现场办公|现场交办|现场解答|现场协调|现场答复|现场解决|现场作了?答复|当场答复|当场解决|当场拍板|当场协调|一一(?:作了?)?(?:解答|回应|答复)|逐一(?:作出)?(?:解答|回应|答复|研究)|立即交办|限期(?:解决|办结)|转交[^，。；]{0,12}办理|专题研究|回应|解答|协调解决|交办"
)
_GENERIC = re.compile(
    r"^(?:的|有关|相关|各类|各种|一些|具体|实际|困难|问题|意见|建议|合理|主要|突出|共性|个性|发展|生产经营|生产|经营|和|与|及|、|中|过程|方面|需要|解决|协调|支持|诉求|需求|瓶颈|难点|堵点|希望|亟待|急需|政策|宝贵|加强|合作|进一步){1,9}$"
)
_NO_DEMAND = re.compile(
    r"提出了?[^，。；]{0,8}(?:意见|要求|建议|办法|思路)$|研究解决|克服|建议(?:书|案)|(?:领导|各级|同志|大家)(?:多|常)来|再接再厉|贡献力量|一如既往|更好|合作共赢|深入合作|共同发展|早日|携手|^(?:我们|我[省市县区州旗])|一定|克服|作出|做好[^，。]{0,8}工作$|信心|感谢|欢迎"
)


# 甲、乙两个问题
_LISTED = re.compile(
    r"(?P<what>.{2,60}?)(?:(?:等|(?:\d|[一二两三四五六七八九十])[个项条])(?:方面)?的?|方面的?|的)?(?:诉求|需求|问题|难题|苦恼|烦恼)"
    r"|(?P<troubles>.{2,60}?)(?:等|(?:\d|[一二两三四五六七八九十])[个项条]|的)困难"
)
# 目前需要县上协调解决的,一是…,二是…
_NEEDED = re.compile(
    r"(?:需要|亟需|亟待|急需|希望|请求|存在)[^，。；]{0,16}(?:协调|解决|支持|帮助|困难|问题)[^，。；]{0,8}[，：](?=一是)"
)
_ORDINAL = re.compile("[一二三四五六]是")


@dataclass(slots=True)
class Firm:
    """A place where an enterprise of the reading is named, in full or in short."""

    start: int
    end: int
    name: str


def put(article) -> None:
    """Add the demands to the events they stand with, each with its enterprise and the words on its handling."""
    if not article.events:
        return
    firms = _firms(article)
    taken: list[tuple[int, int]] = []
    for raised in _ATTRIBUTED.finditer(article.text):
        _attributed(article, raised, firms, taken)
    for discussed in _DISCUSSED.finditer(article.text):
        _about(article, discussed, "what", firms, taken)
    for about in _ABOUT.finditer(article.text):
        _about(article, about, "what" if about["what"] else "met", firms, taken)
    for n, (start, end) in enumerate(article.sentences):
        if firms or "企业" in article.text[start:end]:
            _predicated(article, n, start, end, firms, taken)
    for event in article.events:
        event.demands.sort(key=lambda demand: demand.evidence)


def _firms(article) -> list[Firm]:
    """Every mention of the reading's enterprises: their names, and the brand that begins them without its place."""
    calls: dict[str, str] = {}
    for name in dict.fromkeys(e.name for event in article.events for e in event.enterprises):
        calls.setdefault(name, name)
        core = name
        for size in (3, 4, 2, 5):
            if len(name) - size >= 3 and is_region(name[:size]):
                core = name[size:]
                break
        core = regex(r"(?:集团|股份|有限责任|有限|公司|控股|专业合作社|合作社){1,4}+$").sub("", core)
        for at in range(len(core) - 2):
            for end in range(len(core), at + (2 if at == 0 else 3), -1):
                if not is_everyday(core[at:end]):
                    calls.setdefault(core[at:end], name)
    if not calls:
        return []
    return [Firm(s, e, calls[article.text[s:e]]) for s, e in NameIndex(calls).find(article.text)]


def _firm_in(firms: list[Firm], start: int, end: int) -> str:
    """The last enterprise named in [start, end)."""
    at = bisect_left(firms, end, key=lambda firm: firm.start)
    return firms[at - 1].name if at and firms[at - 1].start >= start else ""


def _firm_of_person(article, firms: list[Firm], start: int, end: int) -> str:
    """The enterprise in the position of somebody named in [start, end), there or where he is named first."""
    for m in reversed(article.mentions_between(start, end)):
        span = article.positions.get(m.name)
        if span and (firm := _firm_in(firms, span[0], span[1])):
            return firm
        if m.name in article.positions and not span:
            continue
    return ""


def _who(article, firms: list[Firm], floor: int, at: int) -> tuple[str, bool]:
    """(enterprise, whether somebody who can ask is named at all) for a matter raised at `at` in the sentence from `floor`."""
    text = article.text
    clause = max(text.rfind(mark, floor, at) for mark in "；。：\n“") + 1
    clause = max(clause, floor)
    near = max(clause, text.rfind("，", clause, at) + 1)
    subject = text[near:at]
    if _WHO_BAD.search(subject):
        return "", False
    firm = _firm_in(firms, near, at) or _firm_of_person(article, firms, near, at)
    if firm:
        return firm, True
    general = _SUBJECT.search(subject) or regex("企业|公司").search(subject)
    if not general and subject:
        return "", False
    if not general and not subject:
        firm = _firm_in(firms, clause, at) or _firm_of_person(article, firms, clause, at)
        return firm, bool(firm)
    paragraph = text.rfind("\n", 0, at) + 1
    return _firm_in(firms, clause, at) or _firm_in(firms, paragraph, at) or _firm_of_person(
        article, firms, floor, at
    ), True


def _attributed(article, raised: re.Match, firms: list[Firm], taken) -> None:
    """甲提出的用地、乙反映的用工等问题."""
    text = article.text
    floor = article.floor(raised.start())
    head = max(text.rfind(mark, max(floor, raised.start() - 30), raised.start()) for mark in "，。；：、“”\n") + 1
    start = name_start(text, raised.start(), max(head, floor), frozenset())
    subject = text[start : raised.start()] or text[max(head, floor) : raised.start()]
    if _WHO_BAD.search(subject):
        return
    firm = _firm_in(firms, max(head, floor), raised.start()) or _firm_of_person(
        article, firms, max(head, floor), raised.start()
    )
    general = regex("企业|公司|厂家|商户|经营主体|项目方|客商").search(text[max(head, floor) : raised.start()])
    if not firm and (not general or article.in_speech(raised.start())):
        return
    if general and not firm:
        paragraph = text.rfind("\n", 0, raised.start()) + 1
        if raised["verb"] in ("面临", "遇到", "存在", "关心"):
            return
        firm = _firm_in(firms, paragraph, raised.start())
    if not raised["end"] and raised["verb"] in ("关心", "面临", "遇到", "存在", "提到"):
        return
    s, e = raised.span("what")
    e -= len(text[s:e]) - len(text[s:e].rstrip("等的"))
    whole = raised.end("end") if raised["end"] in ("问题", "难题") and not text[s:e].endswith("、") else e
    pieces = [piece.span() for piece in regex("[^、]+").finditer(text[s:e])]
    for n, (a, b) in enumerate(pieces):
        stop = whole if n == len(pieces) - 1 and len(pieces) == 1 else s + b
        _add(article, firm, s + a, stop, raised.end(), taken, 0.85 if firm and not general else 0.6)


def _about(article, found: re.Match, group: str, firms: list[Firm], taken) -> None:
    """The matters a firm of the same sentence, or the only one named before it, is told to have."""
    text = article.text
    if article.in_speech(found.start()):
        return
    floor = article.floor(found.start())
    clause = max(text.rfind(mark, floor, found.start()) for mark in "；。\n") + 1
    firm = _firm_in(firms, max(floor, clause), found.start())
    if not firm and found.re is _DISCUSSED:
        named = {f.name for f in firms if f.start < found.start()}
        firm = named.pop() if len(named) == 1 else ""
    if not firm:
        return
    s, e = found.span(group)
    for piece in regex("[^、]+").finditer(text[s:e]):
        if regex("(?:规划|建设|发展|合作|情况|经营|进展)$").search(piece[0]):
            continue  # what was talked about, nobody's need
        _add(article, firm, s + piece.start(), s + piece.end(), found.end(), taken, 0.75)


def _predicated(article, n: int, start: int, end: int, firms: list[Firm], taken) -> None:
    """甲反映,…；乙建议…: from the verb to the mark that ends its clause."""
    text = article.text
    for verb in _RAISES.finditer(text, start, end):
        if any(s <= verb.start() < e for s, e in taken) or article.in_speech(verb.start()):
            continue
        firm, asks = _who(article, firms, start, verb.start())
        if not asks or not firm:
            continue
        stop = min((i for i in (text.find(mark, verb.end(), end) for mark in "；。！？”\n") if i >= 0), default=end)
        wish = regex("建议|希望|请求|恳请|呼吁|期望|盼|想").search(verb["verb"]) is not None
        wish = wish or text[verb.end() - 1] not in "，：“"  # 反映技术骨干不能返岗
        _clauses(article, firms, firm, verb.end(), stop, wish, taken, 0.8)
    for needed in _NEEDED.finditer(text, start, end):
        firm = _firm_of_person(article, firms, text.rfind("\n", 0, start) + 1, needed.start())
        ordinals = list(_ORDINAL.finditer(text, needed.end(), end))
        for one, following in zip(ordinals, [*ordinals[1:], None], strict=True):
            stop = following.start() if following else end
            if firm:
                _add(article, firm, one.end(), len(text[:stop].rstrip("，；。”\n")), stop, taken, 0.8)
    for tells in _TELLS.finditer(text, start, end):
        if any(s <= tells.start() < e for s, e in taken) or article.in_speech(tells.start()):
            continue
        firm, asks = _who(article, firms, start, tells.start())
        if not firm and regex("得知|了解到|听说|获悉").match(tells[0]):
            firm = _firm_in(firms, start, end) or _firm_in(firms, text.rfind("\n", 0, start) + 1, start)
            asks = (
                bool(firm)
                and "企业" in text[tells.end() : tells.end() + 14]
                or bool(_firm_in(firms, tells.end(), tells.end() + 16))
            )
        if not asks or not firm:
            continue
        stop = min((i for i in (text.find(mark, tells.end(), end) for mark in "；。！？”\n") if i >= 0), default=end)
        _clauses(article, firms, firm, tells.end(), stop, False, taken, 0.65)


def _clauses(
    article, firms: list[Firm], firm: str, start: int, stop: int, wish: bool, taken, confidence: float
) -> None:
    """The clauses of what somebody says that hold a matter: a wish is one by its verb, a trouble by its words."""
    text = article.text
    at, first = start, True
    while at < stop:
        comma = text.find("，", at, stop)
        end = comma if comma >= 0 else stop
        s = at
        lead = _BUT.match(text[s:end])
        if lead and lead.end() < end - s:
            s += lead.end()
        if not first and _another_speaks(article, firms, firm, s):
            break
        piece = text[s:end]
        if len(piece) >= 3 and not _RESULT.match(piece):
            listed = _LISTED.fullmatch(piece)
            if listed:
                for one in regex("[^、]+").finditer(listed["what"] or listed["troubles"]):
                    _add(article, firm, s + one.start(), s + one.end(), stop, taken, confidence)
            elif _TROUBLE.search(piece) or (wish and first):
                _add(article, firm, s, end, stop, taken, confidence)
        first = False
        at = end + 1


def _another_speaks(article, firms: list[Firm], firm: str, at: int) -> bool:
    """Whether a clause at `at` begins with another firm or a person."""
    named = _firm_in(firms, at, at + 3)
    return (bool(named) and named != firm) or any(m.lead <= at + 1 for m in article.mentions_between(at, at + 12))


def _add(article, firm: str, start: int, end: int, after: int, taken, confidence: float) -> None:
    text = article.text
    while start < end and text[start] in "“，、：的了":
        start += 1
    if text.startswith(("能够", "能"), start) and end - start > 4:
        start += 2 if text.startswith("能够", start) else 1
    matter = text[start:end]
    if (
        len(matter) < 2
        or regex("(?:问题|诉求|困难|意见|建议)").match(matter)
        or _GENERIC.match(matter)
        or _NO_DEMAND.search(matter)
        or any(s < end and start < e for s, e in taken)
    ):
        return
    event = article.event_at(start)
    if event is None:
        return
    taken.append((start, end))
    sentence = article.sentence_of(start)
    until = article.sentences[min(sentence + 1, len(article.sentences) - 1)][1]
    handled = _HANDLED.search(text, min(after, until), until)
    event.demands.append(
        Demand(firm, article.view.printed(start, end), (start, end), handled[0] if handled else "", confidence)
    )
