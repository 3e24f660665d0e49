"""Lists and what their items are: firms, projects, bodies or places, by how each ends, by its neighbours, by what closes the list.

Serves phenomena 14, 22, 23 and 34: 走访了甲、乙等5家企业, 察看了甲、乙、丙等17个项目, 先后来到甲公司、乙村和丙产业园.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from .bounds import begins_outside, brand_in, is_everyday, is_region, name_start
from .lexicon import alternation, common_words, regex, words

ENTERPRISE, PROJECT, BODY, PLACE = "enterprise", "project", "organization", "place"

LEGAL = re.compile(
    r"(?:股份|集团|控股|实业|投资|发展|开发)?(?:有限责任|股份有限|有限|股份|总|分)?公司|集团(?!军|化)|农商行|农信社|信用社|合作社|家庭农场|(?<=[省市县区])(?:农发行|工行|农行|建行|中行)|银行|(?:[一二三四五六七八九十]|总|分)?厂|厂(?=$)|酒庄|卷烟厂"
)
_LEGAL_END = re.compile(
    r"(?:公司|集团|农商行|农商银行|农信社|农信联社|信用联社|信用社|合作社|联社|家庭农场|支行|分行|银行|农发行|工行|农行|建行|中行|(?<![房工农])厂|酒庄|电视台|保险|证券)$"
)
_FACILITY = re.compile(r"(?:热源|净水|自来水|供水|污水处理|垃圾焚烧|垃圾处理|焚烧发?电?|处理|中水|水)厂$")
_PLACE_END = re.compile(
    r"(?:省|市|区|县|旗|镇|乡|苏木|嘎查|街道|村|社区|居委会|组|屯|寨|湾|岛|港|园|园区|产业园|孵化器|孵化园|中心|站|所|点|广场|基地|大厦|楼|学院|学校|小学|中学|高中|大学|幼儿园|医院|卫生院|馆|小区|家园|新村|市场|商场|超市|码头|机场"
    r"|景区|公园|湿地|路|大道|街|巷|桥|闸|坝|水库|河|湖|山|沟|段|峡|寺|祠|庙|遗址|院|院落|剧院|舞台|酒店|宾馆|高速出口|路口|卡口|之家|服务区|检测站|林场|农场|牧场|茶园|果园|大棚|车间|展厅|门店|店|处|房|厂区|矿区|片区|街区|古镇|古城|集群|驿站|之窗|公社|夜市|商城|商贸城|公寓|产业城|窗口|大厅|泵站|枢纽|仓库|粮库|塘|岭|坪|垭|口|线)$"
)
_BODY_END = re.compile(rf"(?:{alternation(words('organization_ends'))})$")
_TRADE_END = re.compile(rf"(?:{alternation(words('enterprise_trades'))})$")
_WORK_END = re.compile(rf"(?:{alternation(words('project_works'))})(?:[（(][一二三四五六七八九十]期[)）])?$")
_DOING = re.compile(
    r"(?:改造|提升|更新|扩建|迁建|搬迁|重建|新建|扩能|扩产|扩容|技改|改线|改线段|改建|[东西南北]延|拓宽|贯通|整治|治理|修复|加固|棚改|雨污分流|综合利用|深加工|加工|一体化|全产业链|封测|育肥|安置|[一二三四]期|前期|工程|生产线|输变电)$"
)
_PHASE = re.compile("[一二三四五]期(?=[一-龥]{2,6}$)")  # 某某港二期码头
SITE = re.compile(r"(?:项目)?(?:建设|施工|工程|填筑)?(?:现场|工地)$|项目(?:部|点|建设|建设情况)?$")
_COMPANY_INSIDE = re.compile(r"(?:公司|集团|厂)(?=..)")


# Platform companies (平台公司) are called by their place: 某某投控.
_PLATFORMS = frozenset(["投控", "城投", "交投", "产投", "文投", "农投", "建投", "水投", "城发", "国投", "金控"])


_TOWN_BEFORE = re.compile("[一-龥]{1,6}?(?:省|市|县|区|州|旗|镇|乡|村)(?=.{2})")


@dataclass(slots=True)
class Item:
    """One item of a list, text[start:end], with its kind ("" when nothing tells)."""

    start: int
    end: int
    kind: str
    sure: bool = False  # told by the item's own words


def split_list(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The items of the enumeration text[start:end], parted by 、 and at its end by 和, 与, 及 or 以及; quotes and brackets stay whole."""
    cuts, depth = [], 0
    at = start
    for i in range(start, end):
        char = text[i]
        if char in "“（《(":
            depth += 1
        elif char in "”）》)":
            depth = max(0, depth - 1)
        elif char in "、，；" and depth == 0:
            cuts.append((at, i))
            at = i + 1
    cuts.append((at, end))
    items: list[tuple[int, int]] = []
    for s, e in cuts:
        while s < e and text.startswith(("和", "及", "与"), s) and len(cuts) > 1 and s != cuts[0][0]:
            s += 1
        if text.startswith("以及", s):
            s += 2
        items += _joined(text, s, e)
    return [(s, e) for s, e in items if e > s]


def _joined(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """甲和乙 as two items where both can stand alone; else as one."""
    depth = 0
    for i in range(start + 2, end - 1):
        char = text[i]
        if char in "“（《":
            depth += 1
        elif char in "”）》":
            depth -= 1
        elif depth == 0 and (char in "和与及" or text.startswith("以及", i)):
            width = 2 if text.startswith("以及", i) else 1
            left, right = text[start:i], text[i + width : end]
            if len(right) >= 2 and (own_kind(left) or _ends_plainly(left)) and (own_kind(right) or len(right) >= 3):
                return [(start, i), *_joined(text, i + width, end)]
    return [(start, end)]


def _ends_plainly(word: str) -> bool:
    return bool(_PLACE_END.search(word) or _LEGAL_END.search(word) or SITE.search(word))


@lru_cache(maxsize=16_384)
def own_kind(name: str) -> str:
    """What an item is by its own words; "" where they do not tell."""
    if len(name) < 2 or regex(r"\d{1,9}家$").search(name):
        return ""
    site = SITE.search(name)
    body = name[: site.start()] if site else name
    if site and len(body) >= 2:
        return PLACE if is_everyday(body) and not _DOING.search(body) else PROJECT
    if _LEGAL_END.search(name) and not _FACILITY.search(name) and not is_everyday(_LEGAL_END.sub("", name)):
        return ENTERPRISE
    if _LEGAL_END.search(name) and regex("[省市区县镇乡州旗国]").match(name):
        return ENTERPRISE
    if (_DOING.search(name) or _PHASE.search(name)) and not _WORK_END.fullmatch(name):
        return PROJECT
    firm = _COMPANY_INSIDE.search(name)
    if firm and _WORK_END.search(name) and not is_everyday(name[: firm.start()]):
        return PROJECT
    if is_trade_name(name):
        return ENTERPRISE
    if _BODY_END.search(name) and not _PLACE_END.search(name):
        return BODY
    if _PLACE_END.search(name) or is_region(name):
        return PLACE
    return ""


def ends_in_work(name: str) -> bool:
    """Whether a name ends in a work or a thing built (改造, 产业园, 生产线), as a project's does."""
    return bool(_WORK_END.search(name))


def work_at_end(name: str) -> str:
    """The work or thing built in which a name ends; "" when it ends in none."""
    found = _WORK_END.search(name)
    return found[0] if found else ""


def is_trade_end(name: str) -> bool:
    """Whether a name ends in what a firm deals in (山东钢铁)."""
    return bool(_TRADE_END.search(name))


def looks_like_firm(name: str) -> bool:
    """Whether a name ends as a firm's does, by its legal form or as a brand with a trade."""
    return bool(_LEGAL_END.search(name)) or is_trade_name(name)


@lru_cache(maxsize=16_384)
def is_trade_name(name: str) -> bool:
    """Whether a name is a brand and a trade (豫某新材, 某某食品): a short form of a firm."""
    trade = _TRADE_END.search(name)
    if not trade:
        return False
    brand = name[: trade.start()]
    if trade[0] in _PLATFORMS and is_region(brand):
        return True
    if not 2 <= len(brand) <= 10 or regex(r"[的了、，]|\d|[省市区县镇乡村]$").search(brand):
        return False
    town = _TOWN_BEFORE.match(brand)
    return bool(brand_in(brand) or (town and brand_in(brand[town.end() :])))


def may_be_trade_name(name: str) -> bool:
    """Whether a name is a trade behind a noun or a place (星河电子, 青岛啤酒): a firm where only a firm can stand."""
    trade = _TRADE_END.search(name)
    brand = name[: trade.start()] if trade else ""
    return is_trade_name(name) or 2 <= len(brand) <= 4 and (is_region(brand) or common_words().get(brand) == "noun")


# ---- what a visit looks at

_GO = re.compile(
    r"(?:先后|分别|依次|实地|一同|随机|重点|首先|随后|还|又){0,3}(?:"
    r"(?<!一)来到|来(?=[一-龥]{2,20}(?:调研|考察|视察|检查|参观|指导))|深入(?!了解|推进|学习|贯彻|开展|交流|研究|实施|分析|细致|实际|落实|群众|一线|交谈|浅出|人心|挖掘|打好|践行)|走进|走入|步入|登上|赶到|前往|抵达|莅临|奔赴|赶赴|赴(?=[一-龥])"
    r"|(?<![遇达收感直受得来赶做回拿接谈提讲看听走找想办落])到(?![位会场底期]|了解|此|户|人|项|今|目前|家(?!家|居|具|电))"
    r"|(?:参观|察看|查看|视察|检查|抽查|走访|考察|调研|观摩|踏勘|看望|慰问|督导|督查|视频连线|(?<!据)了解|听取)(?:了|(?![组团中时的了]|结束|活动|期间|工作|指导|慰问|座谈|发现|情况|点评|讲评|会))"
    r"|实地(?:察看|查看|调研|走访|观摩|督导|检查|了解)了?)"
)
_INCLUDES = re.compile(r"(?:包括|涵盖|分别是|分别为|主要有|既有)了?")
_LIST_ENDS = re.compile(
    r"(?:进行(?!曲)|开展|实地(?!点)|(?<!产业)调研(?!院)|考察(?!站)|视察|(?<!体)检查(?!站|井)|督导|督查|走访|慰问|看望|了解|察看|查看|座谈|听取|指导(?!中心)|参观|观摩|召开|(?<![产事])对(?!外|口|台)|就[一-龥]|驻地(?=、)|巡查|暗访|学习(?!中心)|现场办公|督办|详细|认真|仔细|看望|与企业|同企业|主持|参加|出席|要求|调度(?!中心)|推进|落实|协调解决|并(?!购|网)|把脉|开始|督战|看(?=[变项成])|听(?=介)|关于|围绕|落实情况)"
)
_CLOSING = re.compile(
    r"等(?:地|处|点位|现场)?(?:(?P<n>\d{1,3}|[一二两三四五六七八九十]{1,3})(?:余|多)?(?P<m>家|户|个|处|地|大|项|名|所|座|条|村)?)?(?P<w>[一-龥“”（）]{0,14})"
)
_CLOSED = re.compile(
    r"(?:(?<=[^平同高均相初中优上下、])等约?(?P<n>\d{1,3}|[一二两三四五六七八九十]{1,3})?(?:余|多)?(?:家|户|个|项|大|所|处)?"
    r"|(?<=[^\d一二三四五六七八九十])(?P<m>\d{1,3}|[两三四五六七八九十])(?:个|项|家|户|大))"
    r"(?P<w>[一-龥“”\d]{0,8}?(?:企业(?!家|化|反映)|公司(?!化)|项目|工程|分会场|厂家|商家|民企|国企|金融机构|银行))"
)
_FIELDS = re.compile(
    r"等?[\d一二三四五六七八九十多个大]{0,4}(?:重点|主导|新兴)?(?:领域|行业|产业|方面|类|板块|部分|[一-龥]{0,6}(?:能力|功能|环节|流程))"
)
_PROJECTS_SEEN = re.compile("重[点大]项目|重点工程|项目建设|产业项目|招商引资项目")
_OTHER_COUNT = re.compile("单位|部门|镇|街道|负责|汇报|[对就因为在到和与]|的.{3,}|平方|元")
_OF_KIND = (
    (PROJECT, re.compile(r"项目|工程|建设现场|施工现场|工地|分会场")),
    (ENTERPRISE, re.compile(r"企业|公司|民企|国企|厂家|商家|商户|店铺|商铺|门店")),
)
_NO_ITEM = re.compile(
    r"(?:工作|情况|建设|管理|问题|记录|数据|信息|进展|进度|成效|措施|服务|活动|发展|保护|保障|落实|介绍|汇报|企业|负责人|代表)$|[了的]"
)
_LEAD_IN = re.compile(
    r"^(?:位于[^，。；、]{1,14}的|地处[^，。；、]{1,14}的|.{2,14}?(?:镇|乡|街道|园区|新区|开发区|村|县|区|市)的|辖区内?的?|其中的|联系的|包联的?|挂点的?|挂钩的?|分管的|部分|我[省市区县镇州旗]的?|全[市县区]|该[省市区县镇]|园区内?企业|包联企业|重点企业|联系企业|重点项目|包联项目|民营企业|规上企业|龙头企业|企业|项目|了)+"
)


@dataclass(slots=True)
class Count:
    """The number that closes a list, text[start:end] with the noun it counts."""

    number: str
    start: int
    end: int


@dataclass(slots=True)
class Listed:
    """One list text[start:end]; `verb` is the verb of going or looking before it, "" where there is none."""

    start: int
    end: int
    verb: str
    items: list[Item]
    of: str = ""  # the kind that its closing noun tells
    count: Count | None = None


def lists_in(article) -> list[Listed]:
    """What visits look at, and every other list that 等 closes (甲、乙等17个项目); requirements left out."""
    text, found = article.text, []
    for start, end in article.sentences:
        last = start
        for go in _GO.finditer(text, start, end):
            if go.end() < last or article.in_speech(go.start()):
                continue
            listed = _list_after(article, go, end)
            if listed is not None:
                found.append(listed)
                last = listed.end
        for opening in _INCLUDES.finditer(text, start, end):
            if "项目" in text[start : opening.start()] and not text.endswith("内容", start, opening.start()):
                listed = _list_after(article, opening, end)
                if (
                    listed is not None
                    and len(listed.items) > 1
                    and not listed.of
                    and not _FIELDS.match(text, listed.end)
                ):
                    listed.verb, listed.of = "", PROJECT
                    _resolve(text, listed.items, PROJECT)
                    found.append(listed)
    ends = {listed.end for listed in found}
    for closing in _CLOSED.finditer(text):
        if closing.start() not in ends:
            listed = _closed_list(article, closing)
            if listed is not None:
                found.append(listed)
    return found


def _closed_list(article, closing: re.Match) -> Listed | None:
    """甲、乙、丙等9家企业 that no verb of looking leads to; the first item begins where a name can."""
    text, stop = article.text, closing.start()
    floor = article.floor(stop)
    head = max(text.rfind(mark, floor, stop) for mark in "，：；") + 1
    opened = text.rfind("（", head, stop)
    if opened >= 0 and text.find("）", opened, stop) < 0:
        head = opened + 1
    quoted = text.find("“", max(head, floor), stop)
    if quoted >= 0 and text.find("”", quoted, stop) < 0:
        head = quoted + 1
    spans = split_list(text, max(head, floor), stop)
    of = _kind_counted(closing["w"])
    if not spans or (len(spans) < 2 and (not of or closing["m"])) or _OTHER_COUNT.search(closing["w"][:-2]):
        return None
    if closing["m"] and not _tell(text, spans[1:]):
        return None
    first, first_end = spans[0]
    if of != PROJECT or first_end - first > 24 or begins_outside(text, first, first_end):
        spans[0] = (name_start(text, first_end, first, article.person_ends, amounts=of == PROJECT), first_end)
    spans = [_after_of(text, s, e, of) for s, e in spans]
    items = [Item(s, e, _kind(article, s, e)) for s, e in spans if 2 <= e - s <= 40 and not article.names_person(s, e)]
    for item in items:
        item.sure = bool(item.kind)
    _resolve(text, items, of)
    number = "n" if closing["n"] else "m"
    count = Count(closing[number], closing.start(number), closing.end()) if closing[number] else None
    return Listed(spans[0][0], stop, "", items, of, count)


def _tell(text: str, spans: list[tuple[int, int]]) -> bool:
    """Whether items that no 等 closes (东关改造、体育公园3个项目) show that they are a list: one by itself, none an everyday word."""
    names = [text[s:e] for s, e in spans]
    return any(own_kind(name) or ends_in_work(name) for name in names) and all(
        len(name) > 3 and (own_kind(name) or ends_in_work(name) or not is_everyday(name)) for name in names
    )


def _after_of(text: str, start: int, end: int, counted: str) -> tuple[int, int]:
    """泷汐镇的文旅综合体 → 文旅综合体: what stands before 的 tells where it lies or who builds it."""
    of = text.rfind("的", start, end)
    if of >= 0 and end - of > 3 and (counted == PROJECT or own_kind(text[of + 1 : end])):
        return of + 1, end
    return start, end


def _list_after(article, go: re.Match, end: int) -> Listed | None:
    text = article.text
    start = go.end()
    if text.startswith("了", start):
        start += 1
    stop, closing = _stop_of_list(text, start, end)
    if stop - start < 2:
        return None
    counted = _kind_counted(closing["w"] if closing else "")
    items: list[Item] = []
    for s, e in split_list(text, start, stop):
        lead = _LEAD_IN.match(text[s:e])
        if lead and lead.end() < e - s - 1:
            s += lead.end()
        s, e = _after_of(text, s, e, counted)
        if e - s < 2 or e - s > 40 or article.names_person(s, e):
            continue
        items.append(Item(s, e, _kind(article, s, e)))
    for item in items:
        item.sure = bool(item.kind)
    if not counted and _is_of_projects(article, go[0], items, closing):
        counted = PROJECT
    _resolve(text, items, counted)
    count = Count(closing["n"], closing.start("n"), closing.end()) if closing and closing["n"] else None
    return Listed(start, stop, go[0], items, counted, count)


def _kind(article, start: int, end: int) -> str:
    """What an item is: what the register holds it for, else what its own words tell."""
    name, known = article.text[start:end], article.gazetteer
    if name in known.enterprises:
        return ENTERPRISE
    return PROJECT if name in known.projects else own_kind(name)


def _is_of_projects(article, verb: str, items: list[Item], closing: re.Match | None) -> bool:
    """Whether a list is one of projects though no noun that closes it says so: told by its other items, or on a tour of projects."""
    text = article.text
    if closing is None:
        if len(items) < 2 or not SITE.search(text, items[-1].start, items[-1].end):
            return False
        others = [item.kind for item in items[:-1]]
        return PROJECT in others and not {ENTERPRISE, PLACE} & set(others)
    points = closing["n"] and closing["m"] in ("个", "处") and (not closing["w"] or closing["w"].startswith("点"))
    return bool(points and "观摩" in verb and _PROJECTS_SEEN.search(text, 0, items[0].start if items else 0))


def _stop_of_list(text: str, start: int, end: int) -> tuple[int, re.Match | None]:
    """Where the list ends that begins at `start`: at a mark or a verb, or at the 等 that closes it, which is given too."""
    depth, at = 0, start
    while at < end and at - start < 360:
        char = text[at]
        if char in "“（《(":
            depth += 1
        elif char in "”）》)":
            depth = max(0, depth - 1)
        elif depth == 0:
            if char == "等" and at > start + 1 and text[at - 1] not in "平同高均相初中优上下":
                return at, _CLOSING.match(text, at, end)
            if char in "。；：！？\n" or (char == "，" and not _goes_on(text, at + 1, end)):
                return at, None
            if at > start + 1 and _LIST_ENDS.match(text, at, end):
                return at, None
        at += 1
    return at, None


def _goes_on(text: str, start: int, end: int) -> bool:
    """Whether after a comma the list goes on: with items that show what they are, up to a closing 等 or a further comma."""
    if text.startswith("以及", start):
        return True
    if _GO.match(text, start, end):
        return False
    stop = min((i for i in (text.find(mark, start, end) for mark in "，。；：") if i >= 0), default=end)
    piece = text[start:stop]
    closed = regex(r"等\d{0,3}(?:个|家|处)").search(piece)
    if closed:
        piece = piece[: closed.start()]
    elif not regex(r"等\d{1,3}(?:个|家|处)").search(text[start:end]):
        return False
    items = [_after_of(text, s, e, "") for s, e in split_list(text, start, start + len(piece))]
    told = sum(bool(own_kind(text[s:e]) or ends_in_work(text[s:e])) for s, e in items)
    return told >= max(1, len(items) - 1)


def _kind_counted(closing: str) -> str:
    return next((kind for kind, cue in _OF_KIND if cue.search(closing)), "")


def _resolve(text: str, items: list[Item], counted: str) -> None:
    """Give a kind to the items whose own words do not tell: what closes the list, else what stands beside them."""
    told = [item.kind for item in items if item.kind]
    for item in items:
        if not item.kind and counted == ENTERPRISE and may_be_trade_name(text[item.start : item.end]):
            item.kind = ENTERPRISE
        if not item.kind and (is_everyday(text[item.start : item.end]) or _NO_ITEM.search(text[item.start : item.end])):
            continue
        if item.kind == BODY:
            item.kind = PLACE
        if counted == PROJECT and (
            item.kind in ("", PLACE) or item.kind == ENTERPRISE and not _LEGAL_END.search(text[item.start : item.end])
        ):
            item.kind = PROJECT
        elif not item.kind:
            if counted:
                item.kind = counted
            elif told and all(kind == ENTERPRISE for kind in told):
                item.kind = ENTERPRISE
            elif told and all(kind == PROJECT for kind in told):
                item.kind = PROJECT
