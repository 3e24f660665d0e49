"""Projects with a name of their own, and how the text meets them: discussed, visited, signed or started.

Serves phenomena 14, 21 and 23: lists typed by the counter that closes them (甲、乙等17个项目), names that end in a verb noun,
the generic (招商引资项目, 重大项目) left out.
"""

import re

from .dates import number
from .reading import Count, Project

_PROJECT = re.compile(
    r"项目(?!组|部|经理|化|办|库|法|为王|书|负责|指挥|管理|公司|招引|前期|审批|策划|申报|谋划|储备|评审|资金|投资|支撑|清单|单位|业主)|(?<=[一-龥])工程项目"
)
_GENERIC_PART = re.compile(
    r"^(?:各|该|本|此|这|那|每|重点|重大|省市|省级|市级|区级|县级|国家级|省|市|区|县|全|新|老|新建|续建|在建|拟建|已|建设|投资|引进|招商|招引|引资|产业|工业|民生|实事|好|大|小|多|个|优质|标志性|引领性|高质量|签约|开工|集中|竣工|投产|储备|谋划|落地|前期|年度|计划|意向|台资|外资|内资|合作|对台|经贸|观摩|考察|参观|现场|相关|有关|所有|全部|具体|主要|其他|一批|一些|部分|科技|基础设施|城建|交通|水利|农业|文旅|旅游|服务业|制造业|能源|环保|生态|数字|经济|社会|发展|公共|领域|类|性|型|级|总|子|单体|包联|联系|分包|包抓|挂钩|亿元|万元|以上|以下|第|前|次|届|期|轮|季度|月|年|批次|批|[0-9.]|百|十|千|亿|一|二|三|四|五|六|七|八|九|两|的|和|及|与|等|、|龙头|种子|企业|创新|示范|试点|专项|债券|专债|资金|政府|PPP|乡村振兴|帮扶|扶贫|实施|推进|推动|规划|设计|工程|施工|科研|课题|研发|技改|技术改造|投产达效|达产|待建|停工|续|问题|历史|遗留|未|开|复工|复产|对接|洽谈|在谈|洽谈会|成熟|较|相对|中央|预算|内|上级|争取|资源|强链补链|延链补链|市政|房地产|城市更新|保障性|安居|关键|核心|骨干|支撑|带动|牵引|特色|优势|主导|新兴|传统|未来|战略性|高新技术|高端|绿色|低碳|智能|主体|整个|项目|做好|围绕|按照|其中|包括|服务|配套|落实|涉及|主导产业|万亩|列入)*$"
)
_CUT = re.compile(
    r"查看了?|察看了?|走访了?|参观了?|走进|来到|深入|前往|抵达|听取了?|了解了?|考察了?|调研了?|视察了?|观摩了?|推进|推动(?!力)|加快|针对|关于|围绕|对于|正在|位于|包括|其中|获批|配合|大力|先后到|现场察看|整合|优化|谋划|包装|落地|凝聚到"
    r"|主持召开|召开|举行|举办|参加|出席|实施|完成|做好|加大|抓好|抓(?!手)|引进|签约(?!仪式)|建立|列出|列入|保障(?!性|房)|助推|突出|确保|服务(?!中心|业|站|平台)|影响|制约|促进|协调|解决|就(?!业)|把|将|由|以(?!旧)|为(?!民)|承建|承担|负责|支持|鼓励|达成|达到|开展|启动|聚焦|强化|储备"
    r"|(?<![存所现])在|(?<![遇达收感直受得])到|对(?![台外])|向(?![阳山])|于|与|并|是|的|了|，|(?<=项目)[和及]|投资建设|(?<=[年月])(?!产)|通报|汇报|介绍|(?<=元)建设|建设(?=年产)|全力|攻坚|[一二三四五六七八九十\d]{1,4}个"
)
_UNCOUNTED = re.compile(r"(?P<n>)(?<=等)(?:重点|重大|[国省市区县级]|在建|续建|新建|民生|产业|工业|建设|一批|多个)*项目")
_WORKS = re.compile(
    r"(?:迁建|扩建|改扩建|新建|改造|改造提升|整治|修复|连通|治理|安置|配套|续建|供水|排涝|加固)工程(?!项目|建设|进|质|施|量|师|款)"
)
_BUILD = re.compile(r"(?:建设)?(?:的)?(?:建设)?(?:工地|施工现场|项目现场|建设现场)")
_COUNTER = re.compile(r"(?P<n>\d{1,3}|[一二两三四五六七八九十]{1,3})(?:个|大)(?:[一-龥]{0,8})?项目")
_LIST_VERB = re.compile(
    r"先后(?:来到|到|深入|走进|前往|察看了?|查看了?|观摩了?|参观了?|实地)?(?:观摩|查看|察看)?了?|来到|实地(?:查看|察看|观摩|调研|走访)了?|观摩了?|参观了?|查看了?|察看了?|走进|深入|走访了?|调研了?|听取了?|包括|涉及|分别为|分别是|涵盖|其中|位于[^，。；、]{1,8}的"
)
_ITEM_BAD = re.compile(
    r"^(?:重点|重大|招商|产业|民生|城市更新|基础设施|新能源|各|相关|该)$|[了]|^观摩|参加|领导|负责|情况|问题|工作"
)
_PLACE_ITEM = re.compile(r"(?:镇|乡|街道|村|社区|区|县|市|公司|集团|局|学校|医院)$")
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
    for counter in _COUNTER.finditer(text):
        found += _listed(article, counter)
    for match in _PROJECT.finditer(text):
        if not article.in_speech(match.start()):
            found += _named(text, match.start())
    for counter in _UNCOUNTED.finditer(text):
        found += _listed(article, counter)
    for works in _WORKS.finditer(text):
        if not article.in_speech(works.start()):
            found += [(s, works.end(), 0.75) for s, _, _ in _named(text, works.end() - 2)]
    for site in _BUILD.finditer(text):
        found += _sites(text, site.start())
    _settle(article, sorted(found))


def _listed(article, listed: re.Match) -> list[tuple[int, int, float]]:
    """甲、乙、丙等17个项目, 包括甲、乙、丙项目在内的9个项目: every item is a project, the number a count."""
    text = article.text
    floor = max(
        listed.start() - 200, max(text.rfind(c, max(0, listed.start() - 200), listed.start()) for c in "。；：\n") + 1
    )
    whole = text[floor : listed.start()]
    great = bool(listed["n"]) and text[listed.end("n")] == "大"
    if not (whole.endswith("等") or "在内的" in whole[-6:] or great):
        return []
    event = article.event_at(listed.start("n"))
    stop = listed.start("n")
    while stop > floor and text[stop - 1] in "等在内的":
        stop -= 1
    verbs = list(_LIST_VERB.finditer(text, floor, stop))
    if not verbs and "、" not in whole:
        return []
    at = verbs[-1].end() if verbs else floor
    if verbs and "、" not in text[at:stop] and len(verbs) > 1 and "、" in text[verbs[-2].end() : stop]:
        at = verbs[-2].end()
    if event and not great and listed["n"]:
        event.counts.append(Count("projects", number(listed["n"]), (listed.start("n"), listed.end())))
    found = []
    start = at
    items = []
    depth = 0
    for i in range(at, stop + 1):
        char = text[i] if i < stop else "、"
        if char in "“（":
            depth += 1
        elif char in "”）":
            depth -= 1
        elif char in "、，" and depth <= 0:
            items.append((start, i))
            start = i + 1
            depth = 0
    if items and "和" in text[items[-1][0] : items[-1][1]]:
        s, e = items.pop()
        both = text.index("和", s, e)
        items += [(s, both), (both + 1, e)] if both - s > 2 and e - both > 3 else [(s, e)]
    for s, e in items:
        if s == items[0][0]:
            s += _begin(text[s:e])
        e = _without_tail(text, s, e)
        word = text[s:e]
        if (
            3 <= len(word) <= 40
            and not _ITEM_BAD.search(word)
            and not _GENERIC_PART.match(word)
            and not _PLACE_ITEM.search(word)
        ):
            found.append((s, e, 0.85))
    return found


def _begin(segment: str) -> int:
    """How many characters before a project's name are none of it: up to the last verb or preposition outside quotes."""
    cut = 0
    for found in _CUT.finditer(segment):
        if found.end() <= len(segment) and segment.count("“", 0, found.start()) == segment.count("”", 0, found.start()):
            cut = found.end()
    return cut


def _without_tail(text: str, start: int, end: int) -> int:
    for tail in ("建设现场", "现场", "项目", "工地"):
        if text.endswith(tail, start, end) and end - len(tail) > start:
            end -= len(tail)
    return end


def _named(text: str, at: int) -> list[tuple[int, int, float]]:
    """The name before 项目 at `at`, read backwards to a mark or a verb; generic names give nothing."""
    start, depth = at, 0
    floor = max(0, at - 40)
    while start > floor:
        char = text[start - 1]
        if char in "）”":
            depth += 1
        elif char in "（“":
            if depth == 0:
                break
            depth -= 1
        elif depth == 0 and (char in "，。；：、！？\n《》" or text.startswith("项目", start - 2) and start < at):
            break
        start -= 1
    if text[start - 2 : start] == "项目" and text[start] in "和及与":
        start += 1
    segment = text[start:at]
    while True:
        cut = _begin(segment)
        if not cut:
            break
        start += cut
        segment = segment[cut:]
    if re.match("推进会|调度会|观摩|讲评|会|座谈|签约|集中", text[at + 2 : at + 6]) and re.search(
        "暨|^[^一-龥]*$", segment
    ):
        return []
    inner = segment.strip("“”")
    if segment.startswith("“") and re.match("集中|签约|开工|观摩", text[at + 2 : at + 4]):
        return []
    if _joins_kinds(inner) or re.search(r"等(?:[\d一二三四五六七八九十]+个)?[一-龥]{0,6}$", segment):
        return []
    place = re.match("[一-龥]{1,6}[区县市镇乡州旗]", inner)
    if place and _GENERIC_PART.match(inner[place.end() :]):
        return []
    if len(inner) < 4 or len(segment) > 36 or _GENERIC_PART.match(inner) or _ITEM_BAD.search(inner):
        return []
    if segment.startswith("“") and not segment.endswith("”") and "”" not in segment:
        return []
    return [(start, at, 0.8)]


def _joins_kinds(name: str) -> bool:
    """A phrase that joins kinds of things (土地资源和产业) names no project."""
    return bool(
        re.search(
            r"(?:资源|产业|企业|土地|资金|政策|人才|工作)[和与及](?:产业|资源|企业|人才|资金|重点|重大|土地)$", name
        )
    )


def _sites(text: str, at: int) -> list[tuple[int, int, float]]:
    """甲和乙的建设工地: what is being built is a project."""
    start = at
    while start > max(0, at - 40) and text[start - 1] not in "，。；：\n":
        start -= 1
    segment = text[start:at]
    verbs = list(re.finditer(r"(?:以及|来到|(?<![遇达])到|在|察看了?|查看了?|走进|深入)", segment))
    if not verbs:
        return []
    begin = verbs[-1].end()
    found = []
    for piece in re.finditer(r"[^、和与]+", segment[begin:]):
        word = piece[0]
        if len(word) >= 4 and not re.search("等|项目|多个|各|建筑$|[了我]|相关|施工|重点", word):
            s = start + begin + piece.start()
            found.append((s, s + len(word), 0.7))
    return found


def _settle(article, found: list[tuple[int, int, float]]) -> None:
    text = article.text
    kept: list[tuple[str, int, int, float]] = []
    for s, e, confidence in found:
        if article.names_person(s, e):
            continue
        while s < e and text[s] in "“" and "”" not in text[s:e]:
            s += 1
        name = text[s:e]
        if name.startswith("“") and name.endswith("”") and name.count("“") == 1:
            s, e, name = s + 1, e - 1, name[1:-1]
        twin = next((i for i, k in enumerate(kept) if name in k[0] or k[0] in name), None)
        if twin is not None:
            if (
                len(name) < len(kept[twin][0])
                and False
                or (s < kept[twin][2] and kept[twin][1] < e and len(name) > len(kept[twin][0]))
            ):
                kept[twin] = (name, s, e, confidence)
            continue
        kept.append((name, s, e, confidence))
    for _name, s, e, confidence in kept:
        event = article.event_at(s)
        if event is None:
            continue
        start, end = article.sentences[article.sentence_of(s)]
        sentence = text[start:end]
        manner = next((m for m, cue in _MANNER if cue.search(sentence)), "discussed")
        if (
            event.kind == "meeting"
            and manner == "visited"
            and not re.search("来到|查看|察看|观摩|走访", text[max(start, s - 20) : s])
        ):
            manner = "discussed"
        event.projects.append(Project(article.view.printed(s, e), (s, e), manner, confidence))
