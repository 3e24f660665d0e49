"""Enterprises: by the suffix of the name, by the post before which they stand, by the list they stand in.

Serves phenomena 22, 23 and 31. Short names have no suffix: they are known by company (走访了甲、乙等5家企业), by a post only
enterprises have (甲董事长), by apposition (龙头企业甲), or as the party of a visit that asks for something (甲提出的诉求).
"""

import re

from .dates import number as as_number
from .lexicon import alternation, words
from .reading import Count, Enterprise

_SUFFIX = re.compile(
    r"(?:股份有限公司|有限责任公司|控股有限公司|集团有限公司|有限公司|集团股份|控股集团|(?<!平台)(?<!子)(?<!分)公司|集团(?!军|化)|投控|城投|控股|置业|(?<![大])药业|银行(?!业|卡|家|存)|农商行|农信社|信用社|证券|保险公司|酒店|(?<![工水电污])(?<!处理)厂(?![房区长商家址务界])|合作社|食品(?=[、和。，；进提咨])|航空公司|供电公司|电信|燃气公司)"
    r"(?:(?:集团|股份|控股|实业|投资|发展|开发)?(?:股份有限|有限责任|有限)公司|(?<=投)公司)?"  # the legal ending belongs to the name
)
_NOT_NAME = re.compile(
    r"^(?:各|该|本|我|相关|有关|多家|两家|全部|其他|入驻|参会|重点|龙头|上市|国有|民营|中小|投资|建设|施工|开发|设计|监理|物业|房地产|保险|大型|分|子|总|母|贸易|一家|这家|几家|此|平台|企业|外资|上市|[^，。]{2,8}上市|中标|承建|责任|区属|市属|县属|省属|国企|央企|等|及|和|在|对|与|由|到|向|家|\d|从|为|入园|快递|物流|运营|餐饮|星级|大|新|老)*(?:公司|集团|银行|酒店|厂|合作社|控股|置业|药业|电信|证券|食品)$"
)
_CHAR = re.compile(r"[一-龥A-Za-z0-9（）()·＆&]")
_STOP_WORD = re.compile(
    r"查看了?|察看了?|走访了?|参观了?|走进|来到|深入|前往|抵达|调研了?|考察了?|听取了?|了解了?|由于|由(?!于)|与|以及|(?<=[一-龥])及|率领|率|带领|会见了?|(?<![存所现])在|(?<![遇达收感直受得])到(?!位)|对(?![外])|向|赴|从|邀请|协调|给予|联合|位于|其中|包括|如|是(?![一])|为(?=[一-龥]{4})|的|将|并|了|授予|分别|先后|企业(?=[一-龥]{3})|平台(?=[一-龥]{2})|(?<=[乡镇])(?=[一-龥]{2,6}公司$)|项目(?=[一-龥]{3})|已|有(?!限)|，|[一二三四五六七八九十\d]{1,4}家|引进|依托|支持|据|当天|目前|随后|介绍|说|经|(?<=[控司团行人志员])和|公司(?=[一-龥]{2})|希望|如果|处罚"
)
_LIST = re.compile(
    r"(?:走访(?:调研|慰问|察看)?|调研|参观|考察|察看|查看|来到|深入|走进|视察|看望|前往|到|赴|了解)了?(?P<l>[^，。；：]{2,160}?)(?:等(?P<n>\d{1,3}|[一二两三四五六七八九十]{1,3})?(?:家|户|个)?(?P<w>[一-龥]{0,8}?(?:企业|公司|厂家|商家|民企|国企)))"
)
_APPOSITION = re.compile(
    r"(?:企业|平台|公司)(?P<x>[一-龥A-Za-z0-9]{2,10}?)(?=；|，将|。|等(?:国内|国际|知名|一批|多家|行业|[^，。；]{0,6}企业))"
)
_POST = re.compile(alternation(words("enterprise_heads")))
_ASKED = re.compile(r"(?:对|针对|就|解决|、)(?P<x>[一-龥A-Za-z0-9]{2,12}?)(?:提出的|咨询的|反映的)")
_VISITED = re.compile(
    r"(?:走访|调研|先后到|深入|来到|走进|参观|考察|(?<=[。\n])在)了?(?P<l>[一-龥A-Za-z0-9、和及（）]{2,80}?)(?:进行了?(?:走访|座谈|调研|考察|实地)|走访座谈|实地|，)"
)
_PARTY = re.compile(
    r"(?:^|[，。；\n])(?P<x>[一-龥A-Za-z]{2,12}?)与(?P<y>[一-龥A-Za-z]{2,24}?)(?:在[^，。；]{2,24}?)?(?:正式|成功|共同)?(?:签署|签订|签约)"
)
_GOVERNMENT = re.compile(
    r"政府|委员会|管委会|[局厅部办委院校]$|大学|学院|[省市区县镇乡州]$|街道|双方|中心$|协会|商会|开发区|高新区|经开区|项目$|代表$"
)
_PLACE = re.compile(
    r"(?:园|园区|中心|大厦|学院|学校|大学|社区|村|镇|乡|街道|广场|基地|现场|工地|项目|医院|[局厅办]|县|区|市|路|桥|站|馆|小区|新村|市场|码头|机场|景区|公园|湿地|孵化园|示范区|车间|厂区|展厅|实验室|生产线|之家|工程|服务点|地块|片区|水库|河|湖|山|段|家中|处)$"
)
_BARE_POST = re.compile(r"^(?:公司|集团|企业|该公司|我公司|本公司|园区|中心|联合|厂方)?$")
_FINANCE = re.compile(r"^(?:[^，。；]{0,10})(?:开发区|园区|中心|管委会|协会|商会|联盟|研究院|大学|学院)$")


def looks_like_enterprise(name: str) -> bool:
    """Whether a whole name has an enterprise's suffix."""
    found = _SUFFIX.search(name)
    return bool(found and found.end() == len(name) and not _NOT_NAME.match(name))


def put(article) -> None:
    """Add the enterprises the text names, once each, to the events they stand with."""
    text = article.text
    if not article.events:
        return
    found: list[tuple[int, int, float]] = []
    for suffix in _SUFFIX.finditer(text):
        if article.in_speech(suffix.start()) and suffix[0] not in (
            "有限公司",
            "股份有限公司",
            "有限责任公司",
            "集团有限公司",
        ):
            continue
        if text.startswith(("负责人", "大学"), suffix.end()) and suffix[0] == "电信":
            continue
        start = _start_of(text, suffix.start())
        long_enough = suffix.start() - start >= 2 or (suffix[0] in ("投控", "城投") and suffix.start() > start)
        if long_enough and not _NOT_NAME.match(text[start : suffix.end()]):
            found.append((start, suffix.end(), 0.95))
    found += _before_posts(article)
    found += _listed(article)
    for apposition in _APPOSITION.finditer(text):
        s, e = apposition.span("x")
        if not re.search("最大|第一|[0-9]强|领先|知名|头部", text[max(0, s - 24) : s]):
            continue
        if not re.search(
            "[的了是在和与及有要将为]|企业|发展|建设|工作|情况|问题|项目|进行|平台|负责", text[s:e]
        ) and not _PLACE.search(text[s:e]):
            found.append((s, e, 0.7))
    for party in _PARTY.finditer(text):
        for key in ("x", "y"):
            s, e = party.span(key)
            if not _GOVERNMENT.search(text[s:e]) and not re.search("[了的]|我|双方|会上|[日天午]", text[s:e]):
                found.append((s, e, 0.8))
    for asked in _ASKED.finditer(text):
        s, e = asked.span("x")
        if not re.search(
            "企业|公司$|群众|大家|代表|委员|部门|他们|单位|居民|商户|农户|人员|会上|项目|目前|存在|各|省|市|县|区|我|组",
            text[s:e],
        ) and not _person(article, s, e):
            found.append((s, e, 0.75))
            for more in _companions(text, text[s:e]):
                found.append(more)
    _settle(article, sorted(found))


def _person(article, start: int, end: int) -> bool:
    return article.names_person(start, end)


def _start_of(text: str, at: int) -> int:
    """Where the name that has its suffix at `at` begins, read backwards to a mark or a word that is none of it."""
    start = at
    floor = max(0, at - 30)
    while start > floor and _CHAR.match(text[start - 1]):
        if text[start - 1] in "（(" and "）" not in text[start:at] and ")" not in text[start:at]:
            break
        start -= 1
    if ("）" in text[start:at]) and "（" not in text[start:at]:
        start = text.index("）", start, at) + 1
    cut = 0
    segment = text[start:at]
    for stop in _STOP_WORD.finditer(segment):
        if stop.end() <= len(segment):
            cut = max(cut, stop.end())
    town = re.match(r".{0,3}?(?<![城乡])(?:[乡镇]|街道)(?=[一-龥]{2,8}$)", segment[cut:])
    if town:
        cut += town.end()
    return start + cut


def _before_posts(article) -> list[tuple[int, int, float]]:
    """甲董事长, 运营中心乙副总经理: the enterprise in a position."""
    found = []
    for span in {m.position for m in article.mentions if m.position}:
        title = article.text[span[0] : span[1]]
        post = _POST.search(title)
        if not post:
            party = re.match(r"(?P<x>[一-龥A-Za-z]{2,8}?)(?=党委(?:书记|委员)、(?:副)?(?:董事长|总经理|总裁))", title)
            if not party:
                continue
            name, at = party["x"], span[0]
        else:
            head = post.start()
            name, at = title[:head], span[0]
            name = re.sub(
                r"(?:党委书记、|党委副书记、|党委委员、|、|区域|常务|执行|党委|财务|行政|高级|项目){1,9}+$", "", name
            )
            name = re.sub(r"(?:党委书记|党委副书记|党委委员|副)$", "", name)
            for inner in list(re.finditer(r"(?:中心|园区)(?=[一-龥A-Za-z]{2,8}$)", name))[-1:]:
                name, at = name[inner.end() :], at + inner.end()
        if (
            len(name) < 2
            or "、" in name
            or "，" in name
            or _BARE_POST.match(name)
            or _GOVERNMENT.search(name)
            or _FINANCE.match(name)
            or _PLACE.search(name)
        ):
            continue
        if article.text[at : at + len(name)] == name and not _NOT_NAME.match(name):
            found.append((at, at + len(name), 0.85))
    return found


def _listed(article) -> list[tuple[int, int, float]]:
    """Lists typed by what closes them (等5家企业) or by a firm among them."""
    text = article.text
    found = []
    for listed in _LIST.finditer(text):
        at = listed.start("l")
        verbs = list(
            re.finditer(
                r"走访(?:调研|慰问)?了?|调研了?|参观了?|考察了?|来到|深入|走进|先后|到(?=[一-龥])|实地", listed["l"]
            )
        )
        if verbs:
            at += verbs[-1].end()
        for name in re.finditer(r"[^、]+", text[at : listed.end("l")]):
            piece = name[0]
            s = at + name.start()
            for half in re.finditer(r"(?:(?!和(?=[一-龥]{2})|以及|及(?=[一-龥]{2})).)+", piece):
                word = re.sub("^(?:和|以及|及)", "", half[0])
                hs = s + half.end() - len(word)
                if (
                    2 <= len(word) <= 24
                    and not _PLACE.search(word)
                    and not re.search("[的了]|企业|重点|负责|情况|项目$", word)
                    and not _person(article, hs, hs + len(word))
                ):
                    found.append((hs, hs + len(word), 0.85))
        number = listed["n"]
        if number:
            event = article.event_at(listed.start())
            if event:
                event.counts.append(Count("enterprises", as_number(number), (listed.start("n"), listed.end("w"))))
    return found


def _companions(text: str, name: str) -> list[tuple[int, int, float]]:
    """A firm that asks for something vouches for those it is visited with: 先后到甲、乙进行了走访."""
    found = []
    for visit in _VISITED.finditer(text):
        if name not in visit["l"]:
            continue
        at = visit.start("l")
        for part in re.finditer(r"[^、和及]+", visit["l"]):
            if (
                2 <= len(part[0]) <= 14
                and not _PLACE.search(part[0])
                and not re.search("会$|召开|进行|情况|给予", part[0])
            ):
                found.append((at + part.start(), at + part.end(), 0.75))
    return found


def _settle(article, found: list[tuple[int, int, float]]) -> None:
    """One entry per firm: the long form where long and short are one firm."""
    text = article.text
    kept: list[tuple[str, int, int, float]] = []
    for s, e, confidence in found:
        name = text[s:e]
        if _person(article, s, e):
            continue
        bare = _bare(name)
        twin = next((i for i, k in enumerate(kept) if _bare(k[0]) in name or bare in k[0]), None)
        if twin is not None:
            if len(name) > len(kept[twin][0]) and looks_like_enterprise(name) and not re.search("分公司|支行", name):
                kept[twin] = (name, s, e, max(confidence, kept[twin][3]))
            continue
        kept.append((name, s, e, confidence))
    for _name, s, e, confidence in kept:
        event = article.event_at(s)
        if event is not None:
            sentence = article.sentences[article.sentence_of(s)]
            after = text[e : sentence[1]]
            before = text[sentence[0] : s]
            role = (
                "report"
                if re.search("听取", before) and "汇报" in after or re.match("[^，。]{0,16}(?:汇报|发言)", after)
                else None
            )
            if role is None and re.match("[^，。]{0,20}(?:参加|出席|陪同|负责人)", after):
                role = "attend"
            if role is None and re.search("主办|承办", after[:8]):
                role = "host"
            event.enterprises.append(Enterprise(article.view.printed(s, e), (s, e), role, confidence))


def _bare(name: str) -> str:
    return re.sub(r"(?:控股集团|集团|股份|有限责任|有限|公司|控股){1,9}+$", "", name) or name
