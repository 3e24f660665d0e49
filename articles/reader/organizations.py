"""Bodies that take part: hosts, those that report, those that attend, visiting groups.

Serves phenomena 13, 33 and 48: 区商务局等9家单位汇报, 市发改委主要负责人通报, 带领财政局、水务局到…. Every body the text names is
found by its end; it counts where the words around it or around its list say that it acts. One that stands in somebody's
position, is only visited or only addressed takes no part.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass

from .bounds import is_everyday, is_region, name_start
from .dates import number as as_number
from .items import looks_like_firm, split_list
from .lexicon import alternation, regex, words
from .names import boundary
from .reading import Count, Organization

_END = re.compile(alternation(words("organization_ends")))
_GOES_ON = re.compile(
    r"(?:《|\d|大楼|大院|礼堂|常委会会议室|会议室|会(?!议|上|商|同|谈)|技|创|研|份|东|权|票|市(?!场监)|金(?!融)|长(?!春|沙|治|江)|员(?!会)|属|务(?!院)|理(?!事)|门|件|士|线|分(?![局别])|队(?!$)|公(?!安)|事处?(?=[一-龥]{0,2}[长书主])|委会(?=主任|副主任|委员|党组)|企业|公司|办学|干部学院|建设|工程|项目|规划|地|域|划|界|块|情|况|内|里|外|上|下|中(?!心)|党员|学生|教师|老师|居民|村民|群众|农户|用户|市场|经济(?!区|开发|技术|合作局)|生态|旅游(?!局)|文化|产业|工业(?!园|集中)|农业(?!局|农村)|交通(?!局|运输局)|公路|道路|污水|供水|一体化|副(?=[市县区]长)|书记|主任|主席|部长|领导(?!班子|干部)|常委|委员(?!会)|检察长|院长|校长|站长|所长|队长)"
)
_PEOPLE = (
    r"(?:的?(?:副?[处县科厅]级以上)?(?:党组|党委|领导)?(?:主要|有关|相关|分管|部分|班子|其他|党政|单位|部门|科室|业务|所有|全体|在家|中层|企业|职能|参建|各){0,4}(?:负责人|负责同志|领导班子成员|领导班子|领导干部|领导同志|领导|班子成员|组成人员|成员单位|成员|代表人士|代表|干部职工|干部|工作人员|民警|同志"
    r"|人员|专家|委员|专员|一把手|业务骨干|骨干|嘉宾))"
)
_TAIL = re.compile(
    rf"）?(?:等[^，。；、]{{1,24}}?(?:单位|部门|企业|乡镇|镇街)|等)?(?:\d{{1,3}}|[一二三四五六七八九十]{{1,3}})?[多余]?[家个]?(?:[省市区县州镇]直)?(?:相关|有关)?(?:单位|部门|机构|企业|镇街|乡镇|街道|委办局){{0,2}}{_PEOPLE}?(?:\d{{1,4}}余?多?[人名])?"
)
_SEPARATOR = re.compile(r"(?:（[^（）]{1,20}）)?(?:[、，]?(?:以及|和|与|及)|[、，])")
_BEFORE = re.compile(
    r"(?:率领|带领|带着|率|会同|联合|邀请|召集|叫来|组织|偕同|携)了?(?:部分|在家|全体)?(?:[省市区县州镇]直)?(?:相关|有关)?(?:部门)?$"
)
_HEARD = re.compile(r"听取了?(?:[省市区县]?(?:相关|有关)(?:部门|单位))?$")
_HEARD_FIRST = re.compile(r"听取了?[^。；]{0,60}$")
_REPORTS = re.compile(
    r"(?:分别|依次|先后|也|还|共同|现场|当场|逐一|随后|相继|主动){0,2}(?:(?:就|围绕|结合|针对|对|从|代表|向|在)[^。；]{0,90}?|[^。；]{0,40}?)(?:汇报|发言|(?:作了?|进行)(?:补充|典型|表态|交流|经验|情况|专题|项目|工作|详细){0,2}(?:说明|汇报|发言|介绍|推介|表态|分析|报告|答复|解答)|通报|答复|回应|推介|介绍|表态|解读|表示|承诺|提交|解答|提出了?(?:意见|建议))"
)
_ATTENDS = re.compile(
    r"参加|出席|列席|陪同|参会|随同|到会|会聚一堂|到场|参与(?!度)|授予|颁发|发放|叫了|一同(?=走访|调研|督导|检查|暗访|考察|察看|$)|收听收看|收看|观看|到现场|见证|列席|与会|与企业|进行了?对接|观摩|分别参加|一起"
)
_HOSTS = re.compile(
    r"(?:于[^，。]{1,12}|\d{1,2}日|联合[^，。；]{2,24}?|在[^，。；]{2,24}?|联合|共同|如期|隆重|专题|及时|再次|今天|昨日|当天|组织){0,2}(?:主持)?(?:召开|举行|举办|主办|承办|协办|联合发起|共同发起|发起主办|指导(?=[，、。])|组织(?=[召开部人收各机委学]|[^，。；]{2,30}(?:视察|调研|考察|检查|观摩|学习|培训|参加|观看|开展))|开展)"
)
_HOSTED = re.compile(rf"(?:、[^，。；、]{{2,16}}){{0,6}}(?:{_HOSTS.pattern})")
_BY = re.compile(r"由$|由[^，。；]{0,40}?[、和]$")
_ANOTHER = re.compile(
    r"强调|指出|要求|调研|走访|来到|深入|召开|举行|主持|了解|察看|查看|走进|前往|检查|督导|视察|考察|提出|推进|落实|研究|解决|负责(?!人|同志)|牵头(?!部门|单位)|配合|(?<!主)要(?!求)|必须|宣布|签订|签署|建设|开展|发现|帮助|办理|成立|印发|制定"
)
_VISITING = re.compile(
    r"调研组|考察组|考察团|视察组|视察团|考核组|督查组|督导组|检查组|工作组|代表团|访问团|评估组|验收组|巡察组|慰问团|专家组|调研团|参观团|观摩团|党政代表团|指导组|督察组"
)
_SIGNS = re.compile(
    r"(?:(?:与|同)[^，。；]{2,60}?)?(?:在[^，。；]{2,24}?)?(?:分别|共同|正式|现场|集中|成功)?(?:代表[^，。；]{1,12}?)?(?:进行)?(?:签署|签订|签下|项目签约|签约)"
)
_COMES = re.compile(
    r"(?:一行)?(?:\d{1,6}余?[人名])?(?:先后|再次|莅临|来|到|赴|深入|走进|前往|在|随机|对|实地|一行|就|分别|集中|每到|召开|以|通过|参观|走访|考察|察看|听取)"
)
_UNNAMED = re.compile(
    r"^(?:各|以|中央|相关|有关|全体|部分|其他|其它|所有|上述|该|本|我|某|多|两|三|双方|与会|参会|成员|涉及|责任|重点|职能|直属|对口|上级|下级|基层|当地|属地|沿线|全[区县市镇乡省州]|等|及|与|和|中央和省|会上|会议|大会|单位|部门|[省市区县州镇]级|承办|主办|牵头|分管|主管)"
    r"|^(?:[省市区县州镇乡旗]?[直级属])?(?:乡镇|镇街(?:党)?|街道|街道办|村|社区|村居|党委|政府|人大|政协|党委政府|中心|园区|部门|机关|专班)$"
    r"|^[省市区县州镇乡旗](?:局|院|部|办|站|处|团|里)$|^([省市区县州镇乡旗])委\1政府$|学会$(?<=[要能]学会)|所在|现有|率团$|城乡$|返乡$|同乡$|老乡$|苏木镇$|团镇$|^\d|家乡$|水乡$|之乡$"
)
_BODIES = frozenset(words("bodies_by_name"))
_ENDS = frozenset(words("organization_ends"))
_CORPS = re.compile(r"第?[〇一二三四五六七八九十\d]{1,5}(?:团|师|连(?=[、作等和]))(?![结队体长员伙圆购组党政范])")
_NO_BODY = re.compile(
    r"(?:展|餐|大|客|舞|歌|音乐)厅$|(?:门诊|项目|内|全|总|东|西|南|北|中|干|俱乐|一|局|外)部$|"
    r"(?:承|主|协|督|包|开|交|联|举|创|兴|新|快|重|难)办$|(?:车|加油|火车|汽车|高铁|收费|服务|驿|网)站$|"
    r"(?:场|厕|住|居|处|研究)所$|(?:大|小|剧|影|戏|四合|家属|新)院$|(?:到|好|益|身|长|此)处$|"
    r"(?:地|路|河|时|阶|中|一|标)段$|教室$|^办公室$|[长理任的]办公室$|(?:布|格|全|大|结|当|时|开|破|僵|定|战|棋|变|困)局$|(?:会议|卧|浴|教)室$|"
    r"(?:本|学|理|文|内|外|百)科$|(?:集|社|代表|旅游|参观|客)团$|(?:老|教|律|厨|医|药)师$|班子$|"
    r"(?:常|部|政|组|村|居|评|军|外|托|两|支)委(?<!农业农村委)$|^[（(]"
)
_FIELDS = frozenset(words("fields_of_offices"))
_NO_REGION = frozenset(words("areas_not_regions"))
_OF_UNITS = re.compile(r"等(?:(?:\d{1,3}|[一二三四五六七八九十]{1,2})[个家])?(?:单位|部门)")
_NTH = re.compile("(?<=[局院所委部厅校团省市区县镇乡])第[一二三四五六七八九十]{1,2}$")
_UNITS = re.compile(r"等(?P<n>\d{1,3}|[一二三四五六七八九十]{1,2})(?:家|个)(?:单位|部门)")
_SIGNED = re.compile(
    r"与(?P<y>[一-龥]{1,24}?(?:政府|委员会|管委会|局|厅))(?:在[^，。；]{2,24}?)?(?:正式|成功|共同)?(?:签署|签订|签约)"
)
_SIGNED_FIRST = re.compile(
    r"(?:^|[，。；\n])(?P<y>[一-龥]{1,24}?(?:政府|委员会|管委会|局|厅))(?:与|同)[^，。；]{2,40}?(?:签署|签订|签约)"
)


@dataclass(slots=True)
class Body:
    start: int
    end: int


def put(article) -> None:
    """Add the bodies that take part, and the counts of units, to the article's events."""
    if not article.events:
        return
    text = article.text
    for units in _UNITS.finditer(text):
        event = article.event_at(units.start())
        if event and not any(count.of == "units" for count in event.counts):
            event.counts.append(Count("units", as_number(units["n"]), units.span()))
    positions = sorted({m.position for m in article.mentions if m.position})
    for group in _groups(article, _bodies(article, positions)):
        role = _part_of(article, group)
        if role:
            for body in group:
                _add(article, body.start, body.end, role)
    _of_members(article)
    _parties(article)


def _bodies(article, positions) -> list[Body]:
    """Every named body in the text that stands in nobody's position, in order."""
    found = _by_end(article, positions)
    found = _with_corps(article, positions, found)
    found += _by_register(article, positions, found)
    found += _by_count(article, positions, found)
    found += _regions(article, positions, found)
    return sorted(found, key=lambda body: body.start)


def _by_end(article, positions) -> list[Body]:
    """Bodies known by the word in which their names end: 局, 委, 镇, 检查组."""
    text, found = article.text, []
    for ended in _END.finditer(text):
        end = ended.end()
        if regex("(?:党组|党委|党工委)?成员").match(text, end) and regex("党|政府|工委").match(ended[0]):
            continue  # 政府党组成员: a post that nobody is named with
        if _GOES_ON.match(text, end) or (ended[0] in ("人大", "政协") and text.startswith(("代表", "委员"), end)):
            continue
        start = _start_of_body(article, ended.start(), found[-1] if found else None)
        start += _prefix(text[start:end])
        name = text[start:end]
        if not 2 <= len(name) <= 24 or name in _FIELDS or article.names_person(start, end) or looks_like_firm(name):
            continue
        if name not in _BODIES and (_UNNAMED.search(name) or name in _ENDS) or not _is_body(name):
            continue
        if end - ended.start() == 1 and not (boundary(text, end) or _PEOPLE_NEXT.match(text, end)):
            continue
        if _inside(positions, start, end):
            continue
        if found and start <= found[-1].start:
            found.pop()  # 开发区 of 开发区管委会
        found.append(Body(start, end))
    return found


def _start_of_body(article, at: int, last: Body | None) -> int:
    """Where the name begins whose last word is at `at`; `last` is the body found before it."""
    text, floor = article.text, article.floor(at)
    start = name_start(text, at, floor, article.person_ends)
    if nth := _NTH.search(text, floor, start):  # 某某局第三研究所
        start = name_start(text, nth.start(), floor, article.person_ends)
    mark = text.rfind("、", max(floor, start - 5), start)
    if last and last.end == mark and not regex("[和与及由对向在率带等的了]").search(text, mark, start):
        start = mark + 1  # 区建设局、经发局: beside a body an item is whole
    if text[start - 1 : start] == "经" and regex("[发信贸合](?:改|展)?[局委办]").match(text, start):
        start -= 1  # 经发局, 经信委
    year = regex(r"[一-龥]{1,8}[省市县区旗州]\d{4}年$").search(text, max(floor, start - 14), start)
    return year.start() if year else start  # 某某县2019年重点项目观摩团


def _with_corps(article, positions, bodies: list[Body]) -> list[Body]:
    """The bodies, and the divisions and regiments of a corps (兵团第一师一团), which hold bodies found in their names."""
    text, found = article.text, bodies
    for corps in _CORPS.finditer(text):
        start, end = corps.span()
        if text[start - 2 : start] == "兵团":
            start = name_start(text, start, article.floor(start), article.person_ends)
            found = [body for body in found if not start <= body.start < end]
        if not _inside(positions, start, end):
            found.append(Body(start, end))
    return found


def _by_register(article, positions, bodies: list[Body]) -> list[Body]:
    """Bodies that the register holds and no rule has found."""
    text, found = article.text, []
    for start, end in article.known:
        if text[start:end] not in article.gazetteer.organizations:
            continue
        is_found = any(body.start < end and start < body.end for body in (*bodies, *found))
        if not (is_found or article.names_person(start, end) or _inside(positions, start, end)):
            found.append(Body(start, end))
    return found


def _by_count(article, positions, bodies: list[Body]) -> list[Body]:
    """甲局、乙镇、丙等8个单位: what stands in the list with a body is one too, by its closing words."""
    text, found = article.text, []
    for closing in _OF_UNITS.finditer(text):
        floor = article.floor(closing.start())
        head = max(text.rfind(mark, floor, closing.start()) for mark in "，：；（") + 1
        spans = split_list(text, max(head, floor), closing.start())
        if len(spans) < 3 or not any(s <= body.start and body.end <= e for s, e in spans for body in bodies):
            continue
        for s, e in spans[1:]:
            told = any(s < body.end and body.start < e for body in bodies) or article.names_person(s, e)
            if 2 <= e - s <= 6 and not (told or is_everyday(text[s:e]) or looks_like_firm(text[s:e])):
                found.append(Body(s, e))
    return [body for body in found if not _inside(positions, body.start, body.end)]


def _prefix(name: str) -> int:
    """How many characters before a body's name are none of it: a verb of leading, another body joined by 和."""
    lead = regex(
        r"(?:[日午晚率带随赴据除]|\d{1,2}日|(?:联合|组织|会同|邀请|集中|统一|代表)(?=[省市区县州镇乡旗全]))(?=[一-龥]{2})"
    ).match(
        name,
    )
    start = lead.end() if lead else 0
    for joined in regex("[和与及]|联合(?=.{3})").finditer(name):
        ended = [m for m in _END.finditer(name, start, joined.start()) if m.end() == joined.start()]
        first = name[start : joined.start()]
        if ended and (first in _BODIES or first not in _ENDS):
            start = joined.end()
    return start


def _is_body(name: str) -> bool:
    """A body has more before its last word than an everyday adjective: 县商务局, 人社局, 质安站, but no 大厅, 干部."""
    return not _NO_BODY.search(name)


def _regions(article, positions, bodies: list[Body]) -> list[Body]:
    """Counties and districts that act like bodies: they stand in a list with one, or before 负责人 or 汇报."""
    text, found = article.text, []
    ends = {body.end for body in bodies} | {body.start for body in bodies}
    for region in regex(r"[一-龥]{1,4}?[县区旗市](?=[、和及与的主有负相推汇发]|以及|作|分别|先后|等)").finditer(text):
        start = name_start(
            text, region.end(), max(article.floor(region.start()), region.end() - 7), article.person_ends
        )
        end = region.end()
        start = max(start, *(text.rfind(joint, start, end) + 1 for joint in "和与及"))
        name = text[start:end]
        if len(name) < 2 or _UNNAMED.search(name) or _inside(positions, start, end) or name[-2:] in _NO_REGION:
            continue
        if any(start < body.end and body.start < end for body in bodies):
            continue
        is_listed = start - 1 in ends or end + 1 in ends or (found and start - found[-1].end == 1)
        acts = regex(r"(?:主要|有关|相关)?(?:负责人|负责同志)|(?:分别|先后|的)?(?:作|汇报|推介|发言)").match(
            text[end : end + 8]
        )
        if is_listed or acts or regex("听取了?$").search(text[max(0, start - 3) : start]):
            found.append(Body(start, end))
    return found


def _groups(article, bodies: list[Body]) -> list[list[Body]]:
    """Bodies listed together."""
    text = article.text
    groups: list[list[Body]] = []
    for body in bodies:
        if groups and _SEPARATOR.fullmatch(text, groups[-1][-1].end, body.start):
            groups[-1].append(body)
        else:
            groups.append([body])
    return groups


def _part_of(article, group: list[Body]) -> str:
    """host, report or attend as the words before and after a list of bodies say; "" when it takes no part."""
    text = article.text
    start, end = group[0].start, group[-1].end
    floor, stop = article.sentences[article.sentence_of(start)]
    stop = max(stop, end)  # a list may be longer than a sentence is read
    before = text[max(floor, start - 60) : start]
    tail = _TAIL.match(text, end, stop)
    after = text[tail.end() : min(stop, tail.end() + 160)]
    people = bool(regex(_PEOPLE).search(tail[0])) if tail[0] else False
    if regex("(?:主要)?领导(?:对此|一直|始终|历来|也)?(?:高度|十分|非常)(?:重视|关注|关心)").match(text, end):
        return ""
    if article.in_speech(start) or _CITED.search(before) or before.endswith("代表"):
        return ""
    if _VISITING.search(text[group[-1].start : end]) and (
        _COMES.match(text[end : end + 20]) or regex(r"(?:率|带领|组成的|率领)[^，。；]{0,20}$").search(before)
    ):
        return "attend"
    if _SIGNS.match(after if tail[0] else text[end : end + 90]):
        return "host" if article.event_at(start) else ""
    if text.startswith("一行", end) and _COMES.match(text, end, end + 20):
        return "attend"
    if _HEARD.search(before) or (
        _HEARD_FIRST.search(before) and regex(r"[^。；，]{0,40}(?:汇报|介绍|通报)").match(after)
    ):
        return "report"
    if _BEFORE.search(before) or (_BEFORE_LIST.search(before) and (people or regex("[，到赴深前]").match(after))):
        return "attend"
    if not people and (_LOOKED.search(before) or _in_visit(article, start)):
        return ""
    if _HOSTED.match(after if tail[0] else text[end : end + 90]) and not people:
        opens = not before.strip() or regex(r"[，。；：\n“日午晚天由]$|近日$|日前$|从$|由[^，。；]{0,30}$").search(
            before
        )
        alone = article.event_at(start)
        if (opens and not is_region(text[start:end])) or _BY.search(before):
            return "host" if alone else ""
        return ""
    clause = regex("[。；]").split(after, maxsplit=1)[0]
    attends, reports = _ATTENDS.search(clause), _REPORTS.match(clause)
    speaks = people or _SPEAKS_ON.match(after) or not _ANOTHER.search(reports[0][:-2]) if reports else False
    if speaks and not (attends and attends.start() < reports.end() - 2):
        return "report"
    if attends:
        gap = _without_people(article, clause[: attends.start()], tail.end())
        listed = regex("负责人|负责同志|代表|人员|干部|成员|领导").search(gap)
        if not _ANOTHER.search(gap) and (people or len(gap) < 30 or listed):
            return "attend"
    if tail[0] and regex(r"\d[多余]?[家个](?:单位|部门)").search(tail[0]) and not _LOOKED.search(before):
        return "attend"
    if people and not regex(r"(?:从|据|对|向|给|与|联系|询问)$").search(before):
        return "attend"
    return ""


_SPEAKS_ON = re.compile("[分依先也还共现当逐随相主]?.{0,2}(?:就|围绕|结合|针对|对|从)")
_CITED = re.compile(r"(?:传达|学习|贯彻|落实|根据|按照|遵照|响应|汇报给|上报|报送|转交|移交)了?$")
_LOOKED = re.compile(
    r"(?:来到|深入|走进|走访了?|赴|到|察看了?|调研|前往|参观了?|考察了?|位于|视察了?|检查了?|在)[^，。；]{0,30}$"
)
_PEOPLE_NEXT = re.compile(
    "主要|有关|相关|负责|领导|班子|党|干部|工作人员|代表|民警|专家|分别|先后|依次|关于|[的在于作]"
)
_BEFORE_LIST = re.compile(r"(?:率领|带领|带着|(?<![效概比速])率|会同|召集|叫来)[^，。；]{0,60}$")


def _in_visit(article, at: int) -> bool:
    """Whether `at` stands in a list of what a visit looks at."""
    return any(
        listed.start <= at < listed.end and listed.verb and not listed.verb.endswith(("听取", "听取了"))
        for listed in article.lists
    )


def _without_people(article, gap: str, at: int) -> str:
    """The text between a list and the verb it shares, the people and posts listed there left out."""
    for m in article.mentions_between(at, at + len(gap)):
        gap = gap.replace(article.text[m.lead : m.end], "")
        if m.position:
            gap = gap.replace(article.text[slice(*m.position)], "")
    return gap


def _of_members(article) -> None:
    """率市环保局甲、乙: the unit before a name that has no title takes part."""
    text = article.text
    for m in article.mentions:
        if m.position is not None or m.reference:
            continue
        ended = next((e for e in _END.finditer(text, max(0, m.start - 4), m.start) if e.end() == m.start), None)
        if ended is None:
            continue
        start = name_start(text, ended.start(), article.floor(m.start), article.person_ends)
        name = text[start : m.start]
        if len(name) > 2 and not looks_like_firm(name) and not _UNNAMED.search(name):
            _add(article, start, m.start, "attend")


def _parties(article) -> None:
    """甲公司与某市人民政府签署协议: the government is a host of the signing."""
    for rule in (_SIGNED, _SIGNED_FIRST):
        for signed in rule.finditer(article.text):
            start, end = signed.span("y")
            start = name_start(article.text, end, start, article.person_ends)
            event = article.event_at(start)
            if event is not None and event.kind == "signing" and end - start > 2:
                _add(article, start, end, "host")


def _inside(spans, start: int, end: int) -> bool:
    at = bisect_right(spans, (start, 1 << 30))
    return any(s <= start and end <= e for s, e in spans[max(0, at - 4) : at])


def _add(article, start: int, end: int, role: str) -> None:
    name = article.view.printed(start, end)
    event = article.event_at(start)
    if event is None or (role == "host" and is_region(name)):
        return
    if any(o.name == name or name in o.name and len(name) > 2 for o in event.organizations):
        return
    if role == "host":  # 清河区政府 is the 区政府 named before
        event.organizations = [
            o for o in event.organizations if not (name.endswith(o.name) and o.name[0] in "省市区县州镇乡")
        ]
    if any(firm.name == name for firm in event.enterprises):
        return
    event.organizations.append(Organization(name, role, (start, end), 0.85 if not is_everyday(name) else 0.75))
