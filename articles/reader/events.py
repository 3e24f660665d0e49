"""Which occasions a text reports: frames for eight kinds of events, their names, venues and times.

Serves phenomena 15-17, 33-36 and 46. A frame is a verb with what it needs: 召开 with a gathering, a visiting verb with
a principal or a party. A further frame is an event of its own only with its own time or its own chair.
"""

import re
from dataclasses import dataclass

from .dates import Calendar, lasting
from .reading import Event
from .roles import VISIT, Part

_VERB = re.compile(
    "(?:(?:再次|及时|隆重|组织|主持|召集|联合|专题|集中|共同|分别|正式|成功|顺利|如期|圆满|胜利){0,4}(?:召开|举行|举办|开展|启动|主办|承办|协办|开幕|开班|开讲|开课|开营|启幕|打响|结业|闭幕|落下帷幕|拉开帷幕|召集|组织(?!部|工委|委|人事|生活|机构|领导|架构|体系|化|建设|单位|者|方|关系|纪律)|参加|出席))"
)
_HOLDS = re.compile(
    "开讲|开课|开营|启幕|召开|举行|举办|开展|启动|主办|承办|召集|参加|出席|组织|开幕|开班|结业|闭幕|帷幕"
)
_GATHERING = re.compile(
    r"(?<=[一-龥A-Z\d”》）])(?:培训会|观摩会|宣讲会|仪式|典礼|活动|汇演|演出|演练|比赛|竞赛|大赛|论坛|讲座|讲堂|课堂|党课|宣讲(?!团|员|队|会)|第\d{1,3}讲|拉练|培训班|研修班|主体班|进修班|轮训班|培训|观摩团?|(?<![协商学工董社机都宴聚帮农])会议?(?!员会|议室|客|计|展中心|堂|场|所|馆|上|后|中|长|见|晤|谈(?!会)|同|员|商|签|友|费|址|战|诊|餐)|例会|年会)"
)
_NOT_GATHERING = re.compile(
    "(?:委员会|常委会|[一-龥]委会|人大会|党代会代表|居委会|村委会|工委会|组委会|筹委会|理事会|监事会|董事会|联合会|协会|商会|学会|工会|基金会|妇联会|社会|机会|晚会上|团委会|职代会|残联会|文联会|互助会|研究会|促进会|经济活动|生产活动|经营活动|违法活动|犯罪活动)$"
)
_ANAPHORA = re.compile(
    r"^(?:这次|此次|本次|该|上述|今后|各类|各种|一系列|相关|有关|一些|重要|此|那次|同类|多场|多次|各项|系列|以上|丰富|形式|日常|正常|各级)"
)
_PREFIX = re.compile(
    r"^(?:了|起)?(?:(?:由)?[^，。；]{2,60}?(?:主办|承办|举办|组织|协办)的|为期[^，。；]{1,4}天的|以[^，。；]{2,50}为(?:主题|口号|主线|内容)的|[我本](?:市|县|区|镇|乡|州|旗|省|街道|局|院|校|公司)(?:的)?"
    r"|(?:一|首)[场次期个届](?=[^\d])|[^，。；]{0,12}当前形势下的|[^，。；]{0,20}(?:召开|举行|举办)的)"
)
_NATIONAL = re.compile("中国共产党第|全国代表大会|全国人民代表大会|中央[^，。]{0,8}会议|全国两会")
_TOUR = re.compile(r"观摩[^，。；、]{0,4}(?:活动|会|团)$|观摩$")
_TRAINING = re.compile(r"培训|讲座|讲堂|课堂|研修|轮训|主体班|进修班|党课|宣讲|读书班|专题辅导|结业|开班|班$")
_GROUND = re.compile(r"开工|奠基|破土|动工")
_SIGNING = re.compile("签约")
_VISIT_NAME = re.compile(
    "(?:调研|走访|视察|考察|检查|督查|督导|慰问|巡查|走访慰问|访问|察看|巡视|执法检查|暗访|服务企业)[^，。、]{0,6}活动$"
)
_OTHER_GATHERING = re.compile(
    "博览会|展销会|招聘会|运动会|音乐会|晚会|演唱会|展览会|年货会|庙会|灯会|联欢会|会演|汇演|交易会|游园会|音乐节|文化节"
)
_SIGN = re.compile(r"(?:签署|签订|签下)了?[^。；]{0,40}?(?:协议书?|合同|备忘录|协定|合约|框架协议|意向书|责任书)")
_RECEIVE = re.compile(r"会见|接见|接待|会谈")
# A project or a house that is begun, opened or finished, told without the word for a ceremony.
_BEGUN = re.compile(
    "(?:项目|工程|基地|产业园|大桥|公司|中心|学校|医院|公路|隧道|线)[^，。；]{0,16}?(?:奠基|正式开工|开工奠基|破土动工|举行揭牌|揭牌成立|正式揭牌|正式投产|竣工投产|建成通车|正式通车|正式开业|正式启用|开园)(?=[，。]|仪式)"
)
_CHECKED = re.compile(
    r"(?:局|委|办|镇|街道|大队|部|所)[^，。；]{0,24}(?:开展|进行)[^，。；]{2,24}(?:检查|督查|巡查|暗访|执法行动|督导)(?=[，。]|活动|行动|工作)"
)
_WATCH = re.compile(r"收听收看|集中收看|集中观看|集中收听|观看了?")
_PARTY = re.compile(
    r"[一-龥]{0,16}(?:调研组|考察组|考察团|检查组|督导组|督查组|考核组|视察组|视察团|巡查组|巡视组|验收组|调研团|访问团|代表团|慰问组|评估组|巡察组|督察组|调查组|指导组|工作组|考察小组|调研小组|检查小组|参观团|学习团|专家组|采访团|党政代表团)"
)
_PARTY_VISITS = re.compile(
    rf"(?:一行)?[^。]{{0,40}}?(?:来到|来|到|赴|莅临|深入|走进|抵达|前往|实地|对)[^。]{{0,60}}?(?:{VISIT}|学习|交流)"
)
_NEVER = re.compile(
    r"即将|将于|将在|拟于|定于|计划于|召开以来|召开之际|胜利召开|召开前|后召开的第|为迎接|筹备|(?:召开|举行|举办)[的之]"
)
# What follows it is an occasion of its own, when somebody chairs it.
_AFTERWARDS = re.compile("随后|接着|紧接着|随即|立即|结束后")
_WILL_BE = re.compile("将于|将在|拟于|定于|计划于|即将|距离|倒计时")
_AT_MEETING = re.compile(
    r"(?:在[^，。；]{0,12})?(?P<n>[一-龥]{0,12}?(?:座谈会|汇报会|讲评会|点评会|推进会|调度会|研判会|交流会|对接会|反馈会))上"
)
_PARTIES = re.compile(r"四大班子|四套班子|观摩团|拉练组|拉练检查")
_SERVES = re.compile("招商|洽谈|走访|调研|服务|帮扶|入企|助企|万企|企业|视察|督导|检查|慰问|视察|包联|接待日|现场办公")
_HEARD_AT = re.compile(r"(?<![存所现正])在(?P<v>[^，。；、“”（）\n]{2,24}?)(?:集中)?(?:收听收看|收看|收听|观看)")
_VENUE = re.compile(
    r"(?<![存所现正潜旨就意])在(?P<v>[^，。；、“”（）\n]{2,30}?)(?:一起)?(?:隆重|如期|顺利|胜利|成功|正式|圆满|专题|联合|组织|主持|集中)*(?:召开|举行|举办|签署|签订|启动|会见|接见|开幕|开班|集中收听|集中收看|集中观看|收听收看|开工|奠基|参加|观看|举行了)"
)
_VENUE_TO = re.compile(
    r"(?:到|在)(?P<v>[^，。；、“”（）\n]{2,20}?(?:公司|会议室|现场|村|社区|广场|中心|园区|礼堂|酒店|宾馆|工地|学校))(?:主持|组织)?召开"
)
_COME_TO = re.compile(r"来到(?:位于[^，。；]{1,16}的)?(?P<v>[^，。；、]{2,24}?)[，。][^。]{0,40}参加")
_VENUE_TRAP = re.compile(r"[上下中时后前际间]$|基础|同时|过程|情况|背景|关键|期间|全市范围|全县范围|全区范围|会上")


@dataclass(slots=True)
class Frame:
    kind: str
    start: int
    end: int
    at: int  # place of the verb
    name: tuple[int, int] | None = None
    venue: tuple[int, int] | None = None
    chaired: bool = False
    lead: str = ""  # who leads the visit


def kind_of(name: str) -> str:
    """The kind of event a gathering's name tells; of a joint name (甲暨乙) the first."""
    first = name.split("暨", 1)[0]
    for part in (first, name):
        if _TOUR.search(part) and "讲评" not in name:
            return "tour"
        if _SIGNING.search(part):
            return "signing"
        if _GROUND.search(part) and re.search("仪式|典礼|活动|动员|大会|现场", name):
            return "groundbreaking"
        if _VISIT_NAME.search(part):
            return "visit"
        if _OTHER_GATHERING.search(part):
            return "other"
        if part == first and re.search("会议?$|论坛$", first) and not re.search("培训会?$|宣讲会|报告会|辅导会", first):
            return "meeting"
        if _TRAINING.search(part):
            return "training"
    if re.search("会议?$|论坛$", name):
        return "meeting"
    return "other"


def _object_name(text: str, at: int, end: int) -> tuple[int, int] | None:
    """The gathering named after the verb that ends at `at`, up to the clause's end, brackets and quotes balanced."""
    depth = 0
    stop = at
    end = min(end, at + 160)
    while stop < end:
        char = text[stop]
        if char in "“（《":
            depth += 1
        elif char in "”）》" and depth:
            depth -= 1
        elif depth == 0 and char in "，。；！？\n：":
            break
        stop += 1
    last = None
    for found in _GATHERING.finditer(text, at, stop):
        if not _NOT_GATHERING.search(text[max(at, found.end() - 6) : found.end()]):
            last = found
    if last is None:
        return None
    return _trim(text, at, last.end())


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    while True:
        found = _PREFIX.match(text[start:end])
        if not found or found.end() == end - start:
            break
        start += found.end()
    inner = [m.end() for m in re.finditer("开展|举办|举行", text[start:end])]
    if inner and end - start - inner[-1] >= 4:
        start += inner[-1]
    if text[start] in "的了":
        start += 1
    word = text[start:end]
    if _NATIONAL.search(word) and not re.search("座谈会$|学习会$|宣讲会?$|报告会$", word):
        return None
    if (
        len(word) < 3
        or _ANAPHORA.match(word)
        or word in ("会议", "大会", "活动", "仪式", "专题会", "本次会", "培训", "典礼")
    ):
        return None
    return start, end


def _subject_name(text: str, floor: int, at: int) -> tuple[int, int] | None:
    """The gathering that stands before 召开/举行 in the clause text[floor:at], its venue phrase left off."""
    start = max(floor, max(text.rfind(c, floor, at) for c in "，。；：！？\n") + 1)
    end = at
    place = re.compile(
        r"(?<=[会议式动班堂座”坛练演赛讲])(?:已|也|又|将|近日|日前|昨日|今日|\d{1,2}日)?(?:于|在)[^，。；]{1,40}$"
    ).search(text, start, at)
    if place:
        end = place.start()
    while end > start and text[end - 1] in "于日在了":
        end -= 1
    dated = re.search(r"(?:于)?(?:\d{1,2}月)?\d{1,2}日(?:上午|下午|晚上?)?$", text[start:end])
    if dated:
        end = start + dated.start()
    adverb = re.search(r"(?:隆重|如期|顺利|胜利|成功|正式|圆满|集中|专题){1,9}+$", text[start:end])
    if adverb:
        end = start + adverb.start()
    head = re.match(
        r"(?:\d{1,4}年)?(?:\d{1,2}月)?\d{1,2}日(?:上午|下午|晚上?)?|(?:昨|今|当)[天日](?:上午|下午|晚上)?|近日",
        text[start:end],
    )
    if head:
        start += head.end()
    if start >= end:
        return None
    tail = text[max(start, end - 6) : end]
    gathered = [m for m in _GATHERING.finditer(text, start, end) if m.end() == end]
    if not gathered or _NOT_GATHERING.search(tail):
        return None
    return _trim(text, start, end)


def _venue(text: str, start: int, end: int, at: int) -> tuple[int, int] | None:
    """The venue in the sentence text[start:end] nearest to the verb at `at`."""
    for rule in (_VENUE, _VENUE_TO, _COME_TO):
        held = [found for found in rule.finditer(text, start, end) if not _VENUE_TRAP.search(found["v"])]
        if held:
            return min(held, key=lambda found: abs(found.end() - at)).span("v")
    return None


def frames_in(text: str, start: int, end: int, parts: list[Part], calendar: Calendar) -> list[Frame]:
    """The event frames of one sentence, in order."""
    found: list[Frame] = []
    sentence = text[start:end]
    purpose = 0  # 为落实…活动, 7月29日…: what stands before the date says why, not what
    if re.match(r"(?:为|为了|按照|根据)(?!期)", sentence):
        when = calendar.first(start, end)
        purpose = when.start if when else 0
    for verb in _VERB.finditer(text, start, end):
        word = verb[0]
        holds = _HOLDS.search(word)
        if _NEVER.search(text[max(start, verb.start() - 6) : verb.end() + 1]) and not re.match(
            r"的[^，。；]{2,24}(?:会(?:议)?|论坛|活动|仪式)上", text[verb.end() : verb.end() + 30]
        ):
            continue
        if _WILL_BE.search(text, _clause_start(text, start, verb.start()), verb.start()):
            continue
        weak = holds and holds[0] in ("参加", "出席", "组织", "开展", "启动")
        name = _object_name(text, verb.end(), end)
        if name is None and not weak:
            name = _subject_name(text, start, verb.start())
        if name is None or purpose and verb.start() < purpose:
            continue
        kind = kind_of(text[name[0] : name[1]])
        if kind == "other" and text[: name[1]].endswith("活动") and parts_lead(parts) and _SERVES.search(sentence):
            kind = "visit"
        if weak and (
            kind == "meeting" and holds[0] != "组织" and not (parts and name[1] - name[0] > 5) or name[1] - name[0] < 4
        ):
            continue
        if any(f.name == name for f in found):
            continue
        chaired = word.startswith("主持") or any(p.role == "chair" for p in parts)
        found.append(Frame(kind, start, end, verb.start(), name, _venue(text, start, end, verb.end()), chaired))
    sign = _SIGN.search(text, start, end)
    if sign and not any(f.kind == "signing" for f in found):
        found.append(Frame("signing", start, end, sign.start(), None, _venue(text, start, end, sign.start())))
    if not found and re.search("开工现场|项目[^，。]{0,8}开工|奠基现场", sentence) and re.search("宣布|现场", sentence):
        found.append(Frame("groundbreaking", start, end, start + sentence.index("开工")))
    begun = _BEGUN.search(sentence)
    if (
        begun
        and not found
        and calendar.first(start, end)
        and not parts_lead(parts)
        and not re.search("将|预计|计划|力争|确保|前|至今|以来", sentence[: begun.end()])
    ):
        kind = "groundbreaking" if re.search("奠基|开工|动工", begun[0]) else "other"
        found.append(Frame(kind, start, end, start + begun.start(), None, None))
    watch = _WATCH.search(sentence)
    if watch and not found and not parts_lead(parts):
        found.append(
            Frame("other", start, end, start + watch.start(), None, _venue(text, start, end, start + watch.end()))
        )
    receive = next((p for p in parts if p.reception and p.role == "lead"), None)
    if receive and not found:
        found.append(Frame("reception", start, end, receive.at))
    lead = parts_lead(parts)
    if lead is not None and not any(f.kind == "visit" for f in found):
        verb = re.compile(VISIT).search(text, lead.mention.tail, end)
        at = verb.start() if verb else lead.mention.tail
        held = [f for f in found if f.at > lead.at]
        if not held or (verb and verb.start() < held[0].at):
            kind = "tour" if _PARTIES.search(sentence) and re.search("观摩|拉练", sentence) else "visit"
            found.append(Frame(kind, start, end, at, lead=lead.mention.name))
    elif lead is None and not found:
        party = _PARTY.search(text, start, end)
        if (
            party
            and _PARTY_VISITS.match(text, party.end(), end)
            and not re.search("会议|汇报会", text[start : party.start()])
        ):
            found.append(Frame("visit", start, end, party.end()))
    checked = _CHECKED.search(sentence)
    if checked and not found and (calendar.first(start, end) is not None):
        found.append(Frame("visit", start, end, start + checked.end() - 2))
    class_ = re.compile(
        r"(?P<n>[一-龥\d“”]{2,30}(?:主体班|培训班|研修班|进修班|轮训班|读书班|训练营))[^。]{0,24}(?:结业|开班|开学|结束)"
    ).search(text, start, end)
    if class_ and not any(f.kind == "training" for f in found):
        name = _trim(text, *class_.span("n"))
        found.append(Frame("training", start, end, class_.start(), name))
    said_at = _AT_MEETING.search(sentence)
    if said_at and not found and any(p.role == "chair" for p in parts):
        name = _trim(text, start + said_at.start("n"), start + said_at.end("n"))
        found.append(Frame("meeting", start, end, start + said_at.end(), name, None, True))
    found.sort(key=lambda f: f.at)
    return found


def _clause_start(text: str, floor: int, at: int) -> int:
    return max(floor, max(text.rfind(mark, floor, at) for mark in "，。；：！？\n") + 1)


def parts_lead(parts: list[Part]) -> Part | None:
    """The principal of a visit among the parts of a sentence."""
    return next((p for p in parts if p.role == "lead" and p.visit), None)


def assemble(
    text: str, sentences: list[tuple[int, int]], parts: list[list[Part]], calendar: Calendar
) -> tuple[list[Event], list[int]]:
    """The article's events and, for each sentence, the index of the event it belongs to (-1 when there is none)."""
    events: list[Event] = []
    anchors: list[Frame] = []
    belongs: list[int] = []
    current = -1
    for n, (start, end) in enumerate(sentences):
        opened = len(events)
        for frame in frames_in(text, start, end, parts[n], calendar):
            if not events:
                events.append(_event(text, frame, calendar, None))
                anchors.append(frame)
                current = 0
                continue
            if _another_visit(text, start, anchors[-1], frame, calendar):
                events.append(_event(text, frame, calendar, events[0]))
                anchors.append(frame)
                current = len(events) - 1
                continue
            same = next((i for i, a in enumerate(anchors) if _same(text, a, frame)), None)
            if same is not None:
                _complete(text, events[same], anchors[same], frame, calendar)
                current = same
                continue
            if frame.name is None or frame.kind == "other" and anchors[-1].kind == "other":
                continue
            when = calendar.before(max(start, anchors[-1].at if anchors[-1].start == start else start), frame.at)
            own = (
                when is not None
                and (when.day or when.part)
                and not (when.day == events[0].date and when.part in ("", events[0].day_part))
            )
            if when is not None and when.same and not when.part:
                own = False
            part = re.search("[上中下]午|晚", text[start : frame.at])
            own = own or bool(
                part
                and when is None
                and frame.kind == "meeting"
                and anchors[-1].kind != "meeting"
                and "立即" in text[start : frame.at]
            )
            following = frame.chaired and _AFTERWARDS.search(text, start, frame.at) is not None
            if own or (frame.chaired and frame.kind == "meeting" and (anchors[0].kind != "meeting" or following)):
                events.append(_event(text, frame, calendar, events[0]))
                anchors.append(frame)
                current = len(events) - 1
        if len(events) > 1:
            sentence = text[start:end]
            if re.match(r"(?:调研|考察|检查|督导|走访|视察|观摩)(?:中|期间|时|过程中)", sentence):
                current = 0
            elif re.search("会上|座谈会|会议", sentence[:40]) and anchors[-1].kind == "meeting":
                current = len(events) - 1
        if opened == 0 and len(events) > 1:
            current = 0  # a visit that ends in a meeting: what follows speaks of the visit until the meeting is named
        belongs.append(current)
    if events and events[0].date and not events[0].day_part and events[0].kind in ("visit", "other", "tour"):
        for when in calendar.dates:
            if (
                when.same
                and when.part in ("上午", "下午")
                and when.day == events[0].date
                and not any(f.start <= when.start < f.end for f in anchors[1:])
            ):
                events[0].day_part = when.part
                break
    for event, anchor in zip(events, anchors, strict=True):
        watched = _HEARD_AT.search(text, anchor.end) if event.kind == "meeting" and event.venue is None else None
        if watched and not _VENUE_TRAP.search(watched["v"]):
            event.venue, event.venue_evidence = watched["v"], watched.span("v")
    first = next((i for i, b in enumerate(belongs) if b >= 0), None)
    if first:
        belongs[:first] = [0] * first
    return events, belongs


def _another_visit(text: str, start: int, last: Frame, frame: Frame, calendar: Calendar) -> bool:
    """A visit by somebody else, or after another kind of occasion, with its own day: 6月5日甲到…, 6月6日乙到…."""
    if frame.kind not in ("visit", "tour") or not frame.lead or frame.lead == last.lead:
        return False
    if last.kind in ("visit", "tour") and not last.lead:
        return False
    when = calendar.before(start, frame.at)
    return when is not None and when.day is not None and not when.same


def _same(text: str, a: Frame, b: Frame) -> bool:
    if a.kind == b.kind and (a.name is None or b.name is None):
        return True
    if a.name and b.name:
        one, two = text[a.name[0] : a.name[1]], text[b.name[0] : b.name[1]]
        short, long = sorted((one, two), key=len)
        return short in long or (a.kind == b.kind and short[-4:] == long[-4:] and len(short) > 6)
    return False


def _complete(text: str, event: Event, anchor: Frame, frame: Frame, calendar: Calendar) -> None:
    if event.date is None and event.date_note == "未写明":
        when = calendar.before(frame.start, frame.at) or calendar.before(0, frame.at)
        if when is not None and when.day:
            event.date, event.end_date, event.day_part, event.date_note = when.day, when.end_day, when.part, ""
            event.date_evidence = (when.start, when.end)
    if event.name is None and frame.name and event.kind not in ("visit",):
        event.name, event.name_evidence = text[frame.name[0] : frame.name[1]], frame.name
        anchor.name = frame.name
    if event.venue is None and frame.venue and event.kind != "visit":
        event.venue, event.venue_evidence = text[frame.venue[0] : frame.venue[1]], frame.venue


def _event(text: str, frame: Frame, calendar: Calendar, main: Event | None) -> Event:
    event = Event(frame.kind, None, (frame.start, frame.end))
    if frame.name and (frame.kind != "visit" or text[: frame.name[1]].endswith("活动")):
        event.name, event.name_evidence = text[frame.name[0] : frame.name[1]], frame.name
    if frame.venue and frame.kind not in ("visit", "tour"):
        event.venue, event.venue_evidence = text[frame.venue[0] : frame.venue[1]], frame.venue
    when = calendar.before(frame.start, frame.at)
    if when is None and main is None:
        when = calendar.first(frame.at, frame.end)
        if when is None or when.note:
            when = calendar.before(0, frame.start) or when
    if when is not None:
        event.date, event.end_date, event.day_part = when.day, when.end_day, when.part
        event.date_note = when.note if when.day is None else ""
        event.date_evidence = (when.start, when.end)
    elif main is not None:
        event.date, event.date_note = main.date, "随前一活动" if main.date else main.date_note
    else:
        event.date_note = "未写明"
    if main is not None and when is not None and when.same and when.day is None:
        event.date_note = when.note
    days = lasting(text, frame.start, frame.end)
    if days > 1 and event.date and event.end_date is None:
        event.end_date = event.date.fromordinal(event.date.toordinal() + days - 1)
    return event
