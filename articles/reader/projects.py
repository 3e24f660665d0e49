"""Projects with a name of their own, and how the text meets them: discussed, visited, signed or started.

Serves phenomena 14, 21 and 23: lists typed by the counter that closes them (甲、乙等17个项目), names that end in a verb noun,
the generic (招商引资项目, 重大项目) left out.
"""

import re
from functools import cache, lru_cache

from .bounds import is_everyday, name_start
from .dates import number
from .items import (
    ENTERPRISE,
    LEGAL,
    PROJECT,
    SITE,
    ends_in_work,
    is_facility,
    looks_like_firm,
    own_kind,
    split_list,
    work_at_end,
)
from .lexicon import regex, words
from .reading import Count, Project

_PROJECT = re.compile(
    r"项目(?!区(?!域)|组|化|办|库|法|为王|书|制(?!约)|年|类|数|总(?!投资)|招引|评审|申报|储备|谋划|策划)"
)
_WORKS = re.compile(
    r"(?:迁建|扩建|改扩建|新建|改造|改造提升|提升|整治|修复|连通|治理|安置|配套|续建|供水|排涝|加固|枢纽|输变电|引水|立交|防洪|安全|改线|快速化|绿化|管网|灌溉|水利)工程(?!项目|建设|进|质|施|量|师|款|机|领域|学|类|局|系|公司)"
    r"|(?<=[吨万件台套亩品品料])[一-龥A-Za-z]{2,12}生产线(?!项目)|(?:改扩建|扩建|迁建)(?=工地|现场)"
)
_OF_STAFF = re.compile("项目(?:总?经理|部|负责人|业主|法人|总工)")
_SITE = re.compile(r"(?:建设|施工|项目)(?:现场|工地)|(?<=[一-龥])工地")
# What is built (白石洞水库建设), begun or opened (某某生产基地正式开工), or gives an occasion its name (某某产业园推进会).
_BUILT = re.compile(
    r"建设(?=[，。；、和进情的现]|$)"
    r"|(?:在[^，。；]{2,20})?(?:正式|顺利|成功|隆重|同时|昨日|今日)?(?:开工(?!率|仪式|项目)|奠基|破土动工|动工(?!仪式)|竣工(?!率)|投产(?!率|项目)|开园|开业|启用|建成通车|通车|揭牌|封顶)"
    r"|由[^，。；]{3,24}(?:投资|承建|兴建|建设)|(?:总|概算|计划)投资(?=[约\d])|(?:总)?占地(?:面积)?(?=[约\d])"
    r"|(?:项目)?(?:意向|合作|框架|战略|投资)?(?:协议|合同)?(?:集中)?(?:签约|开工|奠基|竣工|投产|启动|揭牌|落成|通车)(?:仪式|典礼|活动)|(?:工作|现场|重点|建设){0,2}(?:推进会|调度会|协调会|研判会|专题会)"
)
_KEEPS_NO = re.compile(
    r"了|[的抓和与及]$|(?:督查|督导|视察|察看|查看|走访|调研|检查|参观|观摩)(?:重点|重大|相关|部分)?$|类$|有关$|相关$|重点$|重大$|建设好|^早|^[一二三四五六]是|^又一|参加|领导|负责|情况|问题|工作|^(?:要|让|使|不|未|没)"
)
_JOINED_KINDS = re.compile(
    r"(?:资源|产业|企业|土地|资金|政策|人才|工作)[和与及](?:产业|资源|企业|人才|资金|重点|重大|土地)$"
)
_EVENT_AFTER = re.compile("投资洽谈会|洽谈会|对接会|论坛|推介会|推进会|调度会|观摩|讲评|会|座谈|签约|集中|开工仪式")
_OF_FIRM = re.compile(r"((?:有限|股份)?公司|集团)[^，。；、]{2,20}$")
# 投资5.6亿元的康养综合体
_FUNDED = re.compile(
    r"投资[约超近达]{0,2}[\d.]{1,9}(?:多|余)?[亿万]元的(?P<x>[^，。；、]{4,30}?)(?=[，。；、]|项目|也|和|正式|签约|落户|开工|投产|将)"
)
_FIRM = re.compile(r"[一-龥A-Za-z]{2,12}?(?:公司|集团|厂)(?=.{2})")
_NOT_BUILT = frozenset(words("works_of_many"))
_MANNER = (
    ("signed", re.compile("签约|签署|签订")),
    ("started", re.compile("开工|奠基|启动建设|动工")),
    ("visited", re.compile("来到|查看|察看|走访|调研|观摩|参观|考察|视察|深入|走进|检查|实地")),
)


def put(article) -> None:
    """Add the projects the text names, and the counts that close lists of projects, to the events."""
    if not article.events:
        return
    text = article.text
    found: list[tuple[int, int, float]] = []
    for listed in article.lists:
        if listed.of == PROJECT and listed.count and not _counts_kinds(text, listed.count):
            event = article.event_at(listed.start)
            if event:
                event.counts.append(
                    Count("projects", number(listed.count.number), (listed.count.start, listed.count.end))
                )
        if not listed.verb and all(is_everyday(text[item.start : item.end]) for item in listed.items):
            continue  # 垃圾清运、危房改造等工程: kinds of works
        for item in listed.items:
            if (
                item.kind == PROJECT
                and not (listed.of != PROJECT and "听取" in listed.verb)
                and (listed.of == PROJECT or item.called or _has_own_name(text[item.start : item.end]))
            ):
                found += _item(article, item.start, item.end, 0.85 if listed.of == PROJECT else 0.75)
    for match in _PROJECT.finditer(text):
        found += _named(article, match.start(), 0.8)
    for works in _WORKS.finditer(text):
        if not article.in_speech(works.start()):
            at = works.end() - (2 if works[0].endswith("工程") else 0)
            found += [(s, works.end() if e == at else e, c) for s, e, c in _named(article, at, 0.75, works=True)]
    for built in _BUILT.finditer(text):
        found += _built(article, built.start())
    for funded in _FUNDED.finditer(text):
        name = funded["x"]
        if ends_in_work(name) and _is_name(name, True) and own_kind(name) != ENTERPRISE:
            found.append((*funded.span("x"), 0.75))
    found += [(s, e, 0.95) for s, e in article.known if text[s:e] in article.gazetteer.projects and e - s > 3]
    for site in _SITE.finditer(text):
        found += _sites(article, site.start())
    _settle(article, sorted(found))


def _has_own_name(name: str) -> bool:
    """Whether an item is a project by itself: printed with its site, or with a place or a number of its own."""
    if (
        SITE.search(name)
        or regex(r"“|[A-Z]?\d").match(name)
        or (regex("[省市区县镇乡州旗]").match(name) and len(name) > 4)
    ):
        return True
    if is_everyday(name) and len(name) < 6:
        return False
    if own_kind(name) == PROJECT and not is_everyday(name) and len(name) > 5:
        return True
    return bool(regex(r"[一-龥]{2,6}?(?:[省市区县镇乡村路港湾河江湖山岛]|大道|水库|街道)(?=.{3})").match(name)) or bool(
        _FIRM.match(name)
    )


def _counts_kinds(text: str, count) -> bool:
    """五大项目, 三大工程: a count of kinds."""
    return "大" in text[count.start : count.end][:4]


def _item(article, start: int, end: int, confidence: float) -> list[tuple[int, int, float]]:
    text = article.text
    end = _without_tail(text, start, end)
    name = text[start:end]
    if own_kind(name) == ENTERPRISE and LEGAL.search(name) and not is_facility(name):
        return []  # 来到某公司项目现场
    if regex(r"[一二三四五六七八九十两\d几]个").search(name):
        return []
    if not 3 <= len(name) <= 40 or is_generic(name) or _KEEPS_NO.search(name) or name.count("“") != name.count("”"):
        return []
    return [(start, end, confidence)] if len(name) > len(work_at_end(name)) else []


def _without_tail(text: str, start: int, end: int) -> int:
    tail = regex(r"(?:项目)?(?:建设|施工|填筑)?(?:现场|工地)$|项目(?:建设)?(?:情况|进展)?$|建设情况$").search(
        text, start, end
    )
    return tail.start() if tail and tail.start() - start >= 2 else end


def _named(article, at: int, confidence: float, works: bool = False) -> list[tuple[int, int, float]]:
    """The name before 项目 (or 工程) at `at`, and those joined to it by 、; generic names give nothing."""
    text = article.text
    floor = article.floor(at)
    start = name_start(text, at, floor, article.person_ends, amounts=True)
    if text[start - 1 : start] in ("及", "和", "与") and (
        firm := _OF_FIRM.search(text, max(floor, start - 44), start - 1)
    ):
        start = name_start(text, firm.start(1), floor, article.person_ends, amounts=True)  # 某某公司屠宰及冷链加工项目
    if text.startswith("如", start) and text[start - 1 : start] == "，":
        start += 1  # 项目，如某某产业园
    if text[start - 1 : start] == "及":
        head = name_start(text, start - 1, floor, article.person_ends, amounts=True)
        if ends_in_work(text[head : start - 1]) or is_facility(text[head : start - 1]):
            start = head  # 某某医院科研楼及地下车库工程
    if regex(r"\d[项个]$").search(text[max(0, start - 3) : start]):
        return []  # 5项雨污分流改造工程: so many of a kind
    if text.startswith("建设", start) and at - start > 8:
        start += 2
    segment = text[start:at]
    if _OF_STAFF.match(text, at) and looks_like_firm(segment):
        return []  # 某某公司项目经理
    if _EVENT_AFTER.match(text, at + 2) and (not segment or "暨" in text[max(floor, start - 12) : start]):
        return []
    end = at - 2 if segment.endswith("建设") and ends_in_work(segment[:-2]) else at
    if not _is_name(text[start:end], works):
        return []
    return [(start, end, confidence), *_beside(article, start, floor, confidence - 0.05)]


def _beside(article, start: int, floor: int, confidence: float) -> list[tuple[int, int, float]]:
    """甲产业园、乙水厂和丙项目: the works listed before a project are projects too."""
    text, found = article.text, []
    while start > floor and text[start - 1] in "、和及与":
        end = start - 1
        start = name_start(text, end, floor, article.person_ends, amounts=True)
        name = text[start:end]
        if not (ends_in_work(name) and _is_name(name, False)):
            break
        found.append((start, end, confidence))
    return found


def _is_name(segment: str, works: bool) -> bool:
    inner = segment.strip("“”")
    if (
        not (2 if inner != segment else 3) <= len(inner) <= 44
        or is_generic(inner)
        or _KEEPS_NO.search(inner)
        or _JOINED_KINDS.search(inner)
    ):
        return False
    if len(inner) == len(work_at_end(inner)) or regex(r"[一二三四五六七八九十两\d几]个").search(inner):
        return False
    if segment.startswith("“") and "”" not in segment:
        return False
    if regex(r"等(?:[\d一二三四五六七八九十]{1,4}个)?[一-龥]{0,6}$").search(segment):
        return False
    told = (
        ends_in_work(inner)
        and len(inner) > (4 if inner.endswith("园") else 5)
        or own_kind(inner) == PROJECT
        and len(inner) > 7
    )
    return works or not is_everyday(inner) or told


@lru_cache(maxsize=16_384)
def is_generic(name: str) -> bool:
    """Whether a name is made of kinds and counts alone (重点产业, 亿元以上工业): it is no project's own."""
    place = regex("[一-龥]{1,6}?(?:[省区县镇乡州旗]|(?<!城)市)").match(name)
    return _all_generic(name) or bool(place and place.end() < len(name) and _all_generic(name[place.end() :]))


def _all_generic(name: str) -> bool:
    generic = _generic_words()
    at = len(name)
    while at > 0:
        for size in range(min(5, at), 0, -1):
            if name[at - size : at] in generic:
                at -= size
                break
        else:
            return False
    return True


@cache
def _generic_words() -> frozenset[str]:
    return frozenset(words("generic_projects")) | frozenset(
        "0123456789.一二三四五六七八九十百千万亿两余多第前次届期轮批的和及与等、“”（）以在"
    )


def _built(article, at: int) -> list[tuple[int, int, float]]:
    """A thing with a name of its own before what is done with it."""
    text = article.text
    if article.in_speech(at):
        return []
    start = name_start(text, at, article.floor(at), article.person_ends, amounts=True)
    name = text[start:at]
    work = work_at_end(name)
    if not work or len(name) - len(work) < 2 or is_everyday(name) or not _is_name(name, True) or work in _NOT_BUILT:
        return []
    return [(start, at, 0.65), *_beside(article, start, article.floor(at), 0.65)]


def _sites(article, at: int) -> list[tuple[int, int, float]]:
    """甲和乙的建设工地: what is being built is a project."""
    text = article.text
    if text.startswith("项目", at) or text[at - 2 : at] == "项目":
        return []
    end = at - 1 if text[at - 1 : at] == "的" else at
    start = name_start(text, end, article.floor(at), article.person_ends, amounts=True)
    if start > 1 and text[start - 1] in "和与及、":
        head = name_start(text, start - 1, article.floor(at), article.person_ends, amounts=True)
        start = head if start - 1 - head >= 3 else start
    found = []
    for s, e in split_list(text, start, end):
        name = text[s:e]
        if (
            len(name) >= 4
            and not is_generic(name)
            and not _KEEPS_NO.search(name)
            and (ends_in_work(name) or not is_everyday(name))
        ):
            found.append((s, e, 0.7))
    return found


def _settle(article, found: list[tuple[int, int, float]]) -> None:
    text = article.text
    kept: list[tuple[str, int, int, float]] = []
    for s, e, confidence in found:
        if article.names_person(s, e):
            continue
        name = text[s:e]
        if name.startswith("“") and name.endswith("”") and name.count("“") == 1:
            s, e, name = s + 1, e - 1, name[1:-1]
        twin = next((i for i, k in enumerate(kept) if name in k[0] or k[0] in name or _same_end(name, k[0])), None)
        if twin is not None:
            if s < kept[twin][2] and kept[twin][1] < e and len(name) > len(kept[twin][0]):
                kept[twin] = (name, s, e, confidence)
            continue
        kept.append((name, s, e, confidence))
    for _, s, e, confidence in kept:
        event = article.event_at(s)
        if event is not None:
            event.projects.append(Project(article.view.printed(s, e), (s, e), _manner(article, event, s), confidence))


def _same_end(one: str, other: str) -> bool:
    """人大议案水源联通工程 and 青禾县水源联通工程: what is built is the same, only who speaks of it differs."""
    return (
        len(one) > 7 < len(other)
        and one[-6:] == other[-6:]
        and not regex(r"[\d一二三四五六七八九]").search(one + other)
    )


def _manner(article, event, at: int) -> str:
    """How the occasion met the project: signed, started, visited, or else discussed."""
    text = article.text
    start, end = article.sentences[article.sentence_of(at)]
    listed = regex("等[^，。；]{0,12}?(签约|开工|动工)[^，。；]{0,4}项目").search(text, at, end)
    before = [(found[-1], name) for name, cue in _MANNER if (found := [m.end() for m in cue.finditer(text, start, at)])]
    if listed and not regex("[，。；]").search(text[at : listed.start()]):
        manner = "signed" if listed[1] == "签约" else "started"
    elif before:
        manner = max(before)[1]
    else:
        manner = next((manner for manner, cue in _MANNER if cue.search(text, start, end)), "discussed")
    if event.kind == "meeting" and manner == "visited":
        looked = regex("来到|查看|察看|观摩|走访").search(text[max(start, at - 20) : at])
        return "visited" if looked else "discussed"
    return manner
