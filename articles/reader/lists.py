"""Lists that visits look at and that 等 closes, and what their items are: by each one's end, its neighbours, what closes the list.

Serves phenomena 14, 22, 23 and 34: 走访了甲、乙等5家企业, 察看了甲、乙、丙等17个项目, 先后来到甲公司、乙村和丙产业园.
"""

import re
from dataclasses import dataclass

from .bounds import begins_outside, is_everyday, name_start
from .items import (
    BODY,
    ENTERPRISE,
    LEGAL_END,
    PLACE,
    PROJECT,
    SITE,
    ends_in_work,
    is_facility,
    may_be_trade_name,
    own_kind,
    split_list,
)
from .lexicon import regex

_GO = re.compile(
    r"(?:先后|分别|依次|实地|一同|随机|重点|首先|随后|还|又){0,3}(?:"
    r"(?<!一)来到|来(?=[一-龥]{2,20}(?:调研|考察|视察|检查|参观|指导))|深入到?(?!了解|推进|学习|贯彻|开展|交流|研究|实施|分析|细致|实际|落实|群众|一线|交谈|浅出|人心|挖掘|打好|践行)|走进|走入|步入|登上|赶到|前往|抵达|莅临|奔赴|赶赴|赴(?=[一-龥])"
    r"|(?<![遇达收感直受得来赶做回拿接谈提讲看听走找想办落])到(?![位会场底期]|了解|此|户|人|项|今|目前|家(?!家|居|具|电))"
    r"|(?:参观|察看|查看|视察|检查|抽查|走访|考察|调研|观摩|踏勘|看望|慰问|督导|督查|视频连线|(?<!据)了解|听取)(?:了(?!解)|(?![组团中时的了]|结束|活动|期间|工作|指导|慰问|座谈|发现|情况|点评|讲评|会))"
    r"|实地(?:察看|查看|调研|走访|观摩|督导|检查|了解)了?)"
)
_INCLUDES = re.compile(r"(?:包括|涵盖|分别是|分别为|主要有|既有)了?|(?<=项目)，(?:例)?如")
_LIST_ENDS = re.compile(
    r"(?:进行(?!曲)|开展|实地(?!点)|(?<!产业)调研(?!院)|考察(?!站)|视察|(?<!体)检查(?!站|井)|督导|督查|走访|慰问|看望|了解|察看|查看|座谈|听取|指导(?!中心)|参观|观摩|召开|(?<![产事])对(?!外|口|台)|就[一-龥]|驻地(?=、)|巡查|暗访|学习(?!中心)|现场办公|督办|详细|认真|仔细|看望|与企业|同企业|主持|参加|出席|要求|调度(?!中心)|推进|落实|协调解决|并(?!购|网)|把脉|开始|督战|看(?=[变项成])|听(?=介)|关于|围绕|落实情况)"
)
_CLOSING = re.compile(
    r"等(?:地|处|点位|现场)?(?:\d{4}年度?)?(?:(?P<n>\d{1,3}|[一二两三四五六七八九十]{1,3})(?:余|多)?(?P<m>家|户|个|处|地|大|项|名|所|座|条|村)?)?(?P<w>[一-龥“”（）]{0,14})"
)
# …、看守所9个建设项目: the count closes the list without 等
_COUNTED_AT = re.compile(r"(?P<n>\d{1,3})(?P<m>[个项])(?P<w>[一-龥]{0,6}(?:项目|工程))(?=[，。；进并])")
_CLOSED = re.compile(
    r"(?:(?<=[^平同高均相初中优上下、])等约?(?:\d{4}年度?)?(?P<n>\d{1,3}(?!\d)|[一二两三四五六七八九十]{1,3}(?!批))?(?:余|多)?(?:家|户|个|项|大|所|处)?"
    r"|(?<=[^\d一二三四五六七八九十])(?P<m>\d{1,3}|[两三四五六七八九十])(?:个|项|家|户|大))"
    r"(?P<w>[一-龥“”\d]{0,8}?(?:企业(?!家|化|反映)|公司(?!化)|项目|工程|分会场|厂家|商家|民企|国企|金融机构|银行))"
)
# What leads to the first project of a list (签订…, 抓好…) and is none of its name.
_LEADS_TO = re.compile(
    "(?:(?:签订|签署|签约|签下)了?|抓好|抓实|加快|推进|推动|实施|启动|完成|打造)(?P<kinds>涉及|涵盖)?"
)
_FIELDS = re.compile(
    r"等?[\d一二三四五六七八九十多个大]{0,4}(?:重点|主导|新兴)?(?:领域|行业|产业|方面|类|板块|部分|业态|景点|设施|配套|[一-龥]{0,6}(?:能力|功能|环节|流程))"
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
    r"^(?:[一-龥]{0,6}?(?:省|市|县|区|级)?重[点大](?:产业|建设|工业|民生)?项目(?=.{3})|位于[^，。；、]{1,14}的|地处[^，。；、]{1,14}的|.{2,14}?(?:镇|乡|街道|园区|新区|开发区|村|县|区|市)的|辖区内?的?|其中的|联系的|包联的?|挂点的?|挂钩的?|分管的|部分|我[省市区县镇州旗]的?|全[市县区]|该[省市区县镇]|园区内?企业|包联企业|重点企业|联系企业|重点项目|包联项目|民营企业|规上企业|龙头企业|企业|项目|了)+"
)


@dataclass(slots=True)
class Item:
    """One item of a list, text[start:end], with its kind ("" when nothing tells)."""

    start: int
    end: int
    kind: str
    sure: bool = False  # told by the item's own words
    called: bool = False  # 重点项目 stands before it


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
    of = _kind_counted(closing["w"])
    leading = _LEADS_TO.search(text, max(head, floor), stop) if of == PROJECT else None
    if leading:
        if leading["kinds"]:
            return None  # 签订涉及康养、农旅等13个项目
        head = leading.end()
    spans = split_list(text, max(head, floor), stop)
    named = [n for n, (s, e) in enumerate(spans) if article.names_person(s, e)]
    if named and of:
        ends = [m.end for m in article.mentions_between(*spans[named[-1]])]
        start, end = spans[named[-1]]
        if ends and end - ends[-1] > 3:
            spans = [(name_start(text, end, ends[-1], article.person_ends), end), *spans[named[-1] + 1 :]]
        else:
            spans = spans[named[-1] + 1 :]
    if not spans or (len(spans) < 2 and (not of or closing["m"])) or _OTHER_COUNT.search(closing["w"][:-2]):
        return None
    if closing["m"] and not _tell(text, spans[1:]):
        return None
    first, first_end = spans[0]
    if named and of:
        pass
    elif of != PROJECT or first_end - first > 24 or begins_outside(text, first, first_end):
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
    counted = _kind_counted(closing["w"], closing["m"] or "") if closing else ""
    items: list[Item] = []
    for s, e in split_list(text, start, stop):
        lead = _LEAD_IN.match(text[s:e])
        if lead and lead.end() < e - s - 1:
            s += lead.end()
        s, e = _after_of(text, s, e, counted)
        if e - s < 2 or e - s > 40 or article.names_person(s, e):
            continue
        items.append(Item(s, e, _kind(article, s, e)))
        stated = lead and "项目" in lead[0] and not _NO_ITEM.search(text[s:e]) and not is_everyday(text[s:e])
        if stated and items[-1].kind in ("", PLACE):
            items[-1].kind, items[-1].called = PROJECT, True
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
        return PROJECT in others and ENTERPRISE not in others and 2 * others.count(PLACE) <= len(others)
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
            if char.isdigit() and at > start + 4 and (counted := _COUNTED_AT.match(text, at, end)):
                return at, counted
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


def _kind_counted(closing: str, measure: str = "") -> str:
    if regex(
        "(?:乡镇|镇街|街道|[镇乡村县区]|社区|单位|部门|开展|进行|就|实地|调研|督导|督查|视察|检查|察看|查看|指导)(?![一-龥]{0,4}企业)"
    ).match(closing):
        return ""
    both = regex("[一-龥]{0,6}?(?:企业|公司)[和及与、]").match(closing)
    if both and measure == "家":
        return ENTERPRISE  # 9家企业和项目工地
    return next((kind for kind, cue in _OF_KIND if cue.search(closing)), "")


def _resolve(text: str, items: list[Item], counted: str) -> None:
    """Give a kind to the items whose own words do not tell: what closes the list, else what stands beside them."""
    told = [item.kind for item in items if item.kind]
    if counted == PROJECT and any(not item.kind and not is_everyday(text[item.start : item.end]) for item in items):
        told.append(PROJECT)
    for item in items:
        name = text[item.start : item.end]
        if not item.kind and counted == ENTERPRISE:
            # 云帆食品、丰盛蔬菜等9家企业: among firms everyday words are one's name
            among_firms = ENTERPRISE in told and 4 <= len(name) <= 8 and not _NO_ITEM.search(name)
            item.kind = ENTERPRISE if among_firms or may_be_trade_name(name) else ""
        among_projects = (
            counted == PROJECT and PROJECT in told or not counted and told.count(PROJECT) > 1 and set(told) == {PROJECT}
        ) and len(name) > 5
        bare = name.removesuffix("建设") if among_projects else name
        if not item.kind and among_projects and not _NO_ITEM.search(bare):
            item.kind = PROJECT  # 蜂蜜小镇产业综合开发: everyday words among projects
        if not item.kind and (is_everyday(name) or _NO_ITEM.search(name)):
            continue
        if item.kind == BODY:
            item.kind = PLACE
        is_no_firm = not LEGAL_END.search(name) or is_facility(name)
        if counted == PROJECT and (item.kind in ("", PLACE) or item.kind == ENTERPRISE and is_no_firm):
            item.kind = PROJECT
        elif not item.kind:
            if counted and not (counted == PROJECT and set(told) == {ENTERPRISE}):
                item.kind = counted
            elif told and all(kind == ENTERPRISE for kind in told):
                item.kind = ENTERPRISE
            elif told and all(kind == PROJECT for kind in told):
                item.kind = PROJECT
