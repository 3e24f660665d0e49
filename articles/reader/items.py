"""What one item of a list is: a firm, a project, a body or a place, by how it ends; where a list parts into items.

Serves phenomena 14, 22, 23 and 34.
"""

import re
from functools import lru_cache

from .bounds import brand_in, is_everyday, is_region
from .lexicon import alternation, common_words, regex, words

ENTERPRISE, PROJECT, BODY, PLACE = "enterprise", "project", "organization", "place"

LEGAL = re.compile(
    r"(?:股份|集团|控股|实业|投资|发展|开发)?(?:有限责任|股份有限|有限|股份|总|分)?公司|集团(?!军|化)|农商行|农信社|信用社|合作社|家庭农场|(?<=[省市县区])(?:农发行|工行|农行|建行|中行)|银行|(?:[一二三四五六七八九十]|总|分)?厂|厂(?=$)|酒庄|卷烟厂"
)
LEGAL_END = re.compile(
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
_PLATFORMS = frozenset(words("platform_companies"))
_TOWN_BEFORE = re.compile("[一-龥]{1,6}?(?:省|市|县|区|州|旗|镇|乡|村)(?=.{2})")


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
        if text.startswith(("和", "及", "与"), s) and len(cuts) > 1 and e == end and s != cuts[0][0]:
            s += 1  # only before the last: 和兴化工 is a name
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
            if width == 2 and len(right) >= 2:  # 甲以及乙: 以及 stands in no name
                return [(start, i), *_joined(text, i + width, end)]
            if char == "及" and regex("配套|附属|地下|辅助|周边|相关").match(right):
                continue  # 科研楼及地下车库工程 is one
            if len(right) >= 2 and (own_kind(left) or _ends_plainly(left)) and (own_kind(right) or len(right) >= 3):
                return [(start, i), *_joined(text, i + width, end)]
    return [(start, end)]


def _ends_plainly(word: str) -> bool:
    return bool(_PLACE_END.search(word) or LEGAL_END.search(word) or SITE.search(word))


@lru_cache(maxsize=16_384)
def own_kind(name: str) -> str:
    """What an item is by its own words; "" where they do not tell."""
    if len(name) < 2 or regex(r"\d{1,9}家$").search(name):
        return ""
    site = SITE.search(name)
    body = name[: site.start()] if site else name
    if site and len(body) >= 2:
        return PLACE if is_everyday(body) and not _DOING.search(body) else PROJECT
    if LEGAL_END.search(name) and not _FACILITY.search(name) and not is_everyday(LEGAL_END.sub("", name)):
        return ENTERPRISE
    if LEGAL_END.search(name) and regex("[省市区县镇乡州旗国]").match(name):
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


def is_facility(name: str) -> bool:
    """Whether a name is that of a works that is built (县污水处理厂), not of a firm."""
    return bool(_FACILITY.search(name))


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
    return bool(LEGAL_END.search(name)) or is_trade_name(name)


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
