"""Enterprises: by the legal end of the name, by brand and trade, by the post before which they stand, by the list they stand in.

Serves phenomena 22, 23 and 31. A short name has no legal end: it is known as a brand with a trade (豫某新材) where a firm
stands, by a list of firms (走访了甲、乙等5家企业), by a post only enterprises have (甲董事长), as the party of a contract, or as
who asks for something (甲提出的诉求).
"""

import re
from bisect import bisect_right

from .bounds import brand_in, is_everyday, is_region, name_start
from .dates import number as as_number
from .items import ENTERPRISE, LEGAL, is_trade_end, is_trade_name, may_be_trade_name, own_kind, split_list
from .lexicon import alternation, common_words, regex, words
from .reading import Count, Enterprise

_NOT_AFTER = re.compile(
    r"征信|系统|房|区(?!块)|长|家|商|址|务|界|院|部(?!分)|业(?!主)|卡|存|化|军|制|法|治理|系|式|上市|类|债|级|股东|注册|文化|员工|总部(?=项目|基地|经济)"
)
_LEVEL = re.compile(r"[省市区县镇乡州旗师团]|国(?!际|家|药|网|能|投|泰|民|华)")
_FACILITY = re.compile(
    r"(?:热源|净水|自来水|供水|污水处理|垃圾焚烧|垃圾处理|焚烧|中水|水)厂$|(?:[这那该本各某全两]|几|多|入驻|一批)(?:家)?(?:公司|企业|集团|厂)$"
)
_UNNAMED = re.compile(
    r"(?:^|[^一-龥])(?:分|子|母|总|大|老|新|工|电|钢|药|酒|平台|上市|物业|施工|建筑|建设|设计|监理|开发|房地产|保险|贸易|运营|物流|快递|中介|担保|投资|租赁|劳务|传媒|广告|培训|国有|民营|央|国|外资|合资|独资|龙头|骨干|重点|规上|专业|第三方|代建|承建|中标|参建|相关|有关)*(?:公司|集团|厂|合作社|银行|农场)$|(?:上市|子|母|全资|参股|关联|国有)公司$|^[省市区县州镇乡旗]属(?:国有)?(?:公司|集团)$"
)
_TOWN = re.compile("[一-龥]{1,4}?(?:乡|镇|街道|苏木)(?=[一-龥]{2})")
_JOINTS = frozenset(["、", "和", "与", "及", "以及"])
_TRADE = re.compile(alternation(words("enterprise_trades")))
_GOES_ON = re.compile(
    r"(?:产业|项目(?!经理|负责人)|基(?!地)|智造|领军|龙头|骨干|园|基地|市场|行业|板块|业务|公司|集团|厂|局|协会|商会|学院|学校|大学|专业|技术|产品|企业(?!负责|代表|家)|设备|服务|中心|城|街|路|站|展|节|大会|论坛|领域|工程|改造|链|带|区|化|品牌|用地|用品|人才|工作|集群|(?:制造|生产|加工|研发|销售|建设|发展)(?:基地|线|企业|项目|车间|中心|园|能力|规模|总部|产业)|二期|一期|三期|总部)"
)
_AS_FIRM = re.compile(
    r"(?:年产|年处理|年加工|项目经理|作了?(?:表态|典型|交流|补充)?发言|汇报了?|等(?:\d{1,3}|[一二两三四五六七八九十]{1,3})?(?:余|多)?(?:家|户)?[一-龥]{0,6}?(?:企业|公司)|(?:公司|企业)?(?:相关|有关|主要)?(?:负责人|负责同志|董事长|总经理|副总|总裁|创始人|技术总监|厂长|老板|代表|法人)|则?(?:反映|提出|表示|希望|建议|请求|期望|呼吁|盼着|诉苦|介绍说|反馈|想让|想)"
    r"|成立于|创建于|生产(?!线)|主营|拥有|占地|始建|投资建设|自主研发|成功签约|正式签约|的|门店|车间|厂区|展厅|生产线|公司$)"
)
_PLACE_LAST = re.compile("[省市区县镇乡村州旗城岭山湖河江港湾岛沟坪塬]$")
_PROVINCES = frozenset("京津沪渝冀晋辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川蜀贵黔云滇藏陕秦甘陇青宁新蒙港澳台")
_UTILITIES = frozenset(words("utilities"))
_SPEAKS = re.compile("(?:公司|企业)?(?:负责人|董事长|总经理|副总|总裁|创始人)|则?(?:反映|提出)")
_TO_FIRM = re.compile(
    r"(?:走访了?|来到|深入|走进|前往|企业|公司|调研了?|考察了?|参观了?|视察了?|察看了?|对|针对|就|由|与|同|和|(?:^|[。，；：\n])在|先后到|到|听取了?|赴|帮助|为|将|从|向|单位|企业代表|[人员]在)(?:辖区|园区|位于[^，。]{1,12}的)?(?:企业|重点企业)?$"
)
_APPOSITION = re.compile(
    r"(?:企业|平台|公司|500强|独角兽|龙头|巨头|运营商|开发商)[——“]{0,2}(?P<x>[一-龥A-Za-z0-9]{2,10}?)(?=[；。”、]|，将|和|等(?:国内|国际|知名|一批|多家|行业|[^，。；]{0,6}企业)|签|投资|落户|入驻|合作)"
)
_POST = re.compile(alternation(words("enterprise_heads")))
_ASKED = re.compile(
    r"(?:对|针对|就|解决|、|，|。)(?P<x>[一-龥A-Za-z0-9]{2,12}?)(?:提出的|咨询的|反映的|希望协调的|关心的)"
)
_VISITED = re.compile(
    r"(?:走访|调研|先后到|深入|来到|走进|参观|考察|(?<=[。\n])在)了?(?P<l>[一-龥A-Za-z0-9、和及（）]{2,80}?)(?:进行了?(?:走访|座谈|调研|考察|实地)|走访座谈|实地|，)"
)
_PARTY = re.compile(
    r"(?:^|[，。；\n])(?P<x>[一-龥A-Za-z（）]{2,24}?)(?:与|同|和)(?P<y>[一-龥A-Za-z（）]{2,24}?)(?:在[^，。；]{2,24}?)?(?:正式|成功|共同|分别|就[^，。；]{2,24})?(?:签署|签订|签约|签下|达成)"
)
_GOVERNMENT = re.compile(
    r"政府|委员会|管委会|[局厅部办委院校会]$|大学|学院|[省市区县镇乡州]$|街道|双方|中心$|协会|商会|开发区|高新区|经开区|项目$|代表$|领导$"
)
_GOES_TO = re.compile("(?:到|赴|走进|深入)$")  # 到南方水泥厂调研
_NO_FIRM = re.compile(
    r"企业|公司$|(?:投资|开发|承包|供应|经销|采购|客|运营|建设)(?:商|方)$|(?:仪式|活动|大会)上?$|群众|大家|代表|委员|部门|他们|单位|居民|商户|农户|人员|会上|项目|目前|存在|[省市县区镇乡]$|我|组|[省市区县镇乡]长|书记|主任|^(?:各|两|三|双方|此|该|其|本)|同志|领导|干部|[了的是]"
)


def put(article) -> None:
    """Add the enterprises the text names, once each, to the events they stand with."""
    if not article.events:
        return
    found = [*_by_legal_end(article), *_before_posts(article), *_listed(article)]
    found += [(s, e, 0.95) for s, e in article.known if _is_known(article, s, e)]
    found += _within_projects(article)
    found += _by_trade(article, {(s, e) for s, e, _ in found})
    found += _in_apposition(article) + _parties(article) + _asking(article)
    _settle(article, sorted(found))


def _by_legal_end(article) -> list[tuple[int, int, float]]:
    text, found = article.text, []
    for legal in LEGAL.finditer(text):
        end = legal.end()
        if _NOT_AFTER.match(text, end):
            continue
        start = name_start(text, legal.start(), article.floor(legal.start()), article.person_ends)
        if text[start] in "和及与原" and text[start + 1] in "省市区县":
            start += 1
        town = _TOWN.match(text, start, legal.start())
        if town and brand_in(text[town.end() : end]):
            start = town.end()
        if text[end : end + 1] == "”":  # a name in quotes is whole
            opened = text.rfind("“", max(0, end - 32), end)
            if opened >= 0 and not regex("[，。、；”]").search(text[opened:end]):
                start = opened + 1
        if text.startswith(("等公司", "等企业", "等集团"), legal.start() - 1) and legal.start() - 1 - start > 2:
            end = legal.start() - 1  # 普某化工等公司
        nth = text.rfind("第", max(0, start - 3), start)
        if nth > 0 and regex("第[一二三四五六七八九十]{0,3}").fullmatch(text, nth, start):
            start = name_start(text, nth, article.floor(nth), article.person_ends)  # 某某建设第十一集团
        name, body = text[start:end], text[start : legal.start()]
        if (
            len(name) < 3
            or not body
            or body in ("好", "各", "做好", "建好")
            or _FACILITY.search(name)
            or _UNNAMED.search(name)
            or (legal[0].endswith("厂") and regex("公司|集团|[进出入到离返设建办]$|个").search(body))
        ):
            continue
        called = (
            _is_called(body, legal[0])
            or len(body) > 3
            and legal[0] in ("厂", "公司")
            and _GOES_TO.search(text, max(0, start - 3), start)
        )
        if regex("[后前中时季年月日内上下里]$").search(body) or (is_everyday(body) and not called):
            continue
        found.append((start, end, 0.95 if "公司" in legal[0] or "集团" in legal[0] else 0.85))
    return found


def _is_called(body: str, legal: str) -> bool:
    """Whether everyday words are a firm's name: with a legal form, or by its place and trade (县城投公司, 山东钢铁集团)."""
    if _UNNAMED.search(body + legal):
        return False
    if "有限" in legal or body in _UTILITIES:
        return True
    if regex("国家(?!级)|中国|中央").match(body) and len(body) > 3 and legal in ("公司", "集团", "银行"):
        return True
    if legal not in ("公司", "集团", "厂", "银行"):
        return bool(_LEVEL.match(body))
    placed = len(body) > 1 and (_LEVEL.match(body) or any(is_region(body[:size]) for size in (4, 3, 2)))
    return bool(placed) or (legal == "集团" and is_trade_end(body) and len(body) > 3)


def _by_trade(article, known: set[tuple[int, int]]) -> list[tuple[int, int, float]]:
    """Brands with a trade where a firm stands: before what only a firm has or does, after a visit, beside a firm in a list."""
    text, found = article.text, []
    candidates = _candidates(article, sorted(known))
    named_twice = {name for name in {text[s:e] for s, e in candidates} if is_trade_name(name) and text.count(name) > 1}
    starts, ends, called = {s for s, _ in known}, {e for _, e in known}, set()
    told = set(known)
    for _ in range(2):  # a firm told by its place vouches for the ones listed beside it
        for start, end in candidates:
            name = text[start:end]
            if (start, end) in told:
                continue
            if (
                name in called
                or name in named_twice
                or _stands_as_firm(text, start, end)
                or _beside(text, start, end, starts, ends)
            ):
                told.add((start, end))
                called.add(name)
                starts.add(start)
                ends.add(end)
                found.append((start, end, 0.8))
    return found


def _is_known(article, start: int, end: int) -> bool:
    """Whether text[start:end] is a firm of the register, and no part of a word, a person's name or what the firm builds."""
    text = article.text
    return not (
        text[start:end] not in article.gazetteer.enterprises
        or article.names_person(start, end)
        or _NOT_AFTER.match(text, end)
        or text[end - 1 : end + 1] in common_words()
    )


def _candidates(article, known: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Where a brand with a trade stands that is no part of a firm found already."""
    text, found = article.text, []
    for trade in _TRADE.finditer(text):
        end = trade.end()
        before = bisect_right(known, (trade.start(), len(text)))
        if before and known[before - 1][1] > trade.start():
            continue
        if _GOES_ON.match(text, end) or _crosses(text, trade.start(), end):
            continue
        start = name_start(text, trade.start(), article.floor(trade.start()), article.person_ends)
        if may_be_trade_name(text[start:end]) and not article.names_person(start, end):
            found.append((start, end))
    return found


def _stands_as_firm(text: str, start: int, end: int) -> bool:
    """Whether the words around text[start:end] are such as stand around a firm."""
    left, right = text[max(0, start - 12) : start], text[end : end + 16]
    has_or_does = _AS_FIRM.match(right)
    if has_or_does and right[0] != "的":
        return True
    opens = left[-1:] in ("", "。", "；", "：", "，", "\n", "“") or left.endswith("其中")
    if opens and (has_or_does or regex("[^，。；、]{2,18}项目").match(text[end : end + 22])):
        return True
    return bool(
        is_trade_name(text[start:end])
        and _TO_FIRM.search(left)
        and regex("[，、和。；等及与]|开展|举[行办]|召开").match(right)
    )


def _beside(text: str, start: int, end: int, starts: set[int], ends: set[int]) -> bool:
    """Whether text[start:end] stands beside a firm in a list."""
    return any(
        (start - width in ends and text[start - width : start] in _JOINTS)
        or (end + width in starts and text[end : end + width] in _JOINTS)
        for width in (1, 2)
    )


def _within_projects(article) -> list[tuple[int, int, float]]:
    """某某精工高端轴承项目: the brand and trade a project's name begins with are the firm that builds it."""
    text, found = article.text, []
    for project in (project for event in article.events for project in event.projects):
        s, e = project.evidence
        for trade in _TRADE.finditer(text, s + 2, e - 1):
            end = trade.end()
            start = name_start(text, trade.start(), s, article.person_ends)
            brand = text[s : trade.start()]
            if start != s or len(brand) > 3 or _PLACE_LAST.search(brand) or set(brand) <= _PROVINCES:
                continue
            if e - end > 1 and brand_in(text[s:end]) == brand and not _GOES_ON.match(text, end):
                found.append((s, end, 0.65))
                break
    return found


def _crosses(text: str, start: int, end: int) -> bool:
    """Whether an everyday word lies across either end of text[start:end], or goes on right after it (县域电子|商务)."""
    if text[start - 1 : start + 1] in common_words() and start > 0:
        return True
    if _AS_FIRM.match(text, end):
        return False
    return text[end - 1 : end + 1] in common_words() or common_words().get(text[end : end + 2]) in (
        "noun",
        "verbal_noun",
    )


def _listed(article) -> list[tuple[int, int, float]]:
    """Firms in lists, and the counts that close lists of firms."""
    found = []
    for listed in article.lists:
        firms = [item for item in listed.items if item.kind == ENTERPRISE]
        found += [(item.start, item.end, 0.9 if item.sure else 0.75) for item in firms]
        if listed.count and listed.of == ENTERPRISE:
            event = article.event_at(listed.start)
            if event:
                count = listed.count
                event.counts.append(Count("enterprises", as_number(count.number), (count.start, count.end)))
    return found


def _before_posts(article) -> list[tuple[int, int, float]]:
    """甲董事长, 运营中心乙副总经理: the enterprise in a position."""
    found, text = [], article.text
    for span in sorted({m.position for m in article.mentions if m.position}):
        title = text[span[0] : span[1]]
        post = _POST.search(title)
        if not post:
            party = regex(r"(?P<x>[一-龥A-Za-z]{2,8}?)(?=党委(?:书记|委员)、(?:副)?(?:董事长|总经理|总裁))").match(
                title
            )
            if not party:
                continue
            name, at = party["x"], span[0]
        else:
            name, at = title[: post.start()], span[0]
            name = regex(
                r"(?:党(?:支部|总支|[委组])副?书记、|纪委书记、|工会主席、|党委委员、|党组成员、|、|区域|常务|执行|党委|财务|行政|高级|项目|联合){1,9}+$"
            ).sub(
                "",
                name,
            )
            name = regex(r"(?:党(?:支部|总支|[委组])副?书记|党委委员|党组成员|副)$").sub("", name)
            for inner in list(regex(r"(?:中心|园区)(?=[一-龥A-Za-z]{2,8}$)").finditer(name))[-1:]:
                name, at = name[inner.end() :], at + inner.end()
        start = name_start(text, at + len(name), at, article.person_ends)
        name = text[start : at + len(name)]
        legal = LEGAL.search(name)
        called = legal and legal.end() == len(name) and _is_called(name[: legal.start()], legal[0])
        if (
            len(name) < 2
            or "、" in name
            or "，" in name
            or _GOVERNMENT.search(name)
            or (is_everyday(name) and not called)
        ):
            continue
        if own_kind(name) in ("", ENTERPRISE) and not regex(r"企业$|园$|基地$|项目$|业务$|部门$|中心$|事业部$").search(
            name
        ):
            found.append((start, start + len(name), 0.85))
    return found


def _in_apposition(article) -> list[tuple[int, int, float]]:
    text, found = article.text, []
    for apposition in _APPOSITION.finditer(text):
        s, e = apposition.span("x")
        if not regex("最大|第一|[0-9]强|领先|知名|头部|著名|上市").search(text[max(0, s - 24) : s]):
            continue
        if own_kind(text[s:e]) in ("", ENTERPRISE) and not _NO_FIRM.search(text[s:e]) and not is_everyday(text[s:e]):
            found.append((s, e, 0.7))
    return found


def _parties(article) -> list[tuple[int, int, float]]:
    """Who signs a contract and is no government."""
    text, found = article.text, []
    for party in _PARTY.finditer(text):
        for key in ("x", "y"):
            s, e = party.span(key)
            s = name_start(text, e, s, article.person_ends)
            name = text[s:e]
            if trailing := regex("(?:主要|相关)?(?:负责人|负责同志|代表)$").search(name):
                e, name = s + trailing.start(), name[: trailing.start()]
            if len(name) < 2 or _GOVERNMENT.search(name) or is_everyday(name) or _NO_FIRM.search(name):
                continue
            if own_kind(name) in ("", ENTERPRISE) and not regex("[日天午年月会]$").search(name):
                found.append((s, e, 0.75))
    return found


def _asking(article) -> list[tuple[int, int, float]]:
    """Who asks for something, and those it is visited with."""
    text, found = article.text, []
    for asked in _ASKED.finditer(text):
        s, e = asked.span("x")
        s = name_start(text, e, s, article.person_ends)
        name = text[s:e]
        if len(name) < 2 or _NO_FIRM.search(name) or own_kind(name) not in ("", ENTERPRISE) or is_everyday(name):
            continue
        if not article.names_person(s, e):
            found.append((s, e, 0.75))
            found += _companions(article, name)
    return found


def _companions(article, name: str) -> list[tuple[int, int, float]]:
    """A firm that asks for something vouches for those it is visited with: 先后到甲、乙进行了走访."""
    text, found = article.text, []
    for visit in _VISITED.finditer(text):
        if name not in visit["l"]:
            continue
        for s, e in split_list(text, *visit.span("l")):
            if 2 <= e - s <= 14 and own_kind(text[s:e]) in ("", ENTERPRISE) and not is_everyday(text[s:e]):
                found.append((s, e, 0.75))
    return found


def _settle(article, found: list[tuple[int, int, float]]) -> None:
    """One entry per firm: the long form where long and short are one firm."""
    text = article.text
    kept: list[tuple[str, int, int, float]] = []
    for s, e, confidence in found:
        name = text[s:e]
        if article.names_person(s, e):
            continue
        bare = _bare(name)
        twin = next((i for i, k in enumerate(kept) if _bare(k[0]) in name or bare in k[0]), None)
        if twin is not None:
            if len(name) > len(kept[twin][0]) and not regex("分公司|支行").search(name):
                kept[twin] = (name, s, e, max(confidence, kept[twin][3]))
            continue
        kept.append((name, s, e, confidence))
    for _, s, e, confidence in kept:
        event = article.event_at(s)
        if event is not None:
            role = _role(article, s, e)
            event.enterprises.append(Enterprise(article.view.printed(s, e), (s, e), role, confidence))


def _role(article, start: int, end: int) -> str | None:
    """What part the firm text[start:end] takes, as the words around it say; None when they say nothing."""
    text = article.text
    sentence = article.sentences[article.sentence_of(start)]
    after, before = text[end : sentence[1]], text[sentence[0] : start]
    if regex("听取").search(before) and "汇报" in after or regex("[^，。]{0,16}(?:汇报|发言)").match(after):
        return "report"
    if regex("[^，。]{0,20}(?:参加|出席|陪同|负责人)").match(after):
        return "attend"
    return "host" if regex("主办|承办").search(after[:8]) else None


def _bare(name: str) -> str:
    return regex(r"(?:控股集团|集团|股份|有限责任|有限|公司|控股){1,9}+$").sub("", name) or name
