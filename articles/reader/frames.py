"""The frames of events: a verb with what it needs, 召开 with a gathering, a visiting verb with a principal or a party.

Serves phenomena 15-17, 33-36 and 46.
"""

import re
from dataclasses import dataclass

from .dates import Calendar
from .gatherings import kind_of, name_after, name_before, trimmed
from .lexicon import regex
from .roles import VISIT, Part
from .venues import venue_near

_VERB = re.compile(
    "(?:(?:再次|及时|隆重|组织|主持|召集|联合|专题|集中|共同|分别|正式|成功|顺利|如期|圆满|胜利){0,4}(?:召开|举行|举办|开展|启动|主办|承办|协办|开幕|开班|开讲|开课|开营|启幕|打响|结业|闭幕|落下帷幕|拉开帷幕|召集|组织(?!部|工委|委|人事|生活|机构|领导|架构|体系|化|建设|单位|者|方|关系|纪律)|参加|出席))"
)
_HOLDS = re.compile(
    "开讲|开课|开营|启幕|召开|举行|举办|开展|启动|主办|承办|召集|参加|出席|组织|开幕|开班|结业|闭幕|帷幕"
)
_SIGN = re.compile(
    r"(?:签署|签订|签下)了?[^。；]{0,40}?(?:协议书?|合同|备忘录|协定|合约|框架协议|意向书|责任书)(?!\d)|(?:与|同)[^，。；]{2,24}签约(?=[，。])"
)
# 在市重点项目签约仪式上与某某公司签订…
_SIGNED_AT = re.compile(r"在(?P<n>[^，。；]{2,30}?签约(?:仪式|活动|大会))上[^。；]{0,40}?(?:签订|签署|签约|签下)")
# A project or a house that is begun, opened or finished, told without the word for a ceremony.
_BEGUN = re.compile(
    "(?:项目|工程|基地|产业园|大桥|公司|中心|学校|医院|公路|隧道|线)[^，。；]{0,30}?(?:奠基|集中开工|开工(?=。)|正式开工|开工奠基|破土动工|举行揭牌|揭牌成立|正式揭牌|在[^，。；]{2,20}揭牌|正式投产|竣工投产|建成通车|正式通车|正式开业|正式启用|开园)(?=[，。]|仪式)"
    "|(?:项目|工程)(?:(?:\\d{1,2}月)?\\d{1,2}日)?(?:正式)?在[^，。；]{2,50}?(?:开工|奠基|动工|投产|揭牌)(?:建设|建造)?(?=[，。])"
)
_CHECKED = re.compile(
    r"(?:局|委|办|镇|街道|大队|部|所)[^，。；]{0,24}(?:开展|进行)[^，。；]{2,24}(?:检查|督查|巡查|暗访|执法行动|督导)(?=[，。]|活动|行动|工作)"
)
# 某某县组织人大代表、政协委员视察重点工程
_SENT_OUT = re.compile("组织[^，。；]{0,16}(?:代表|委员|干部|同志)[^，。；]{0,16}?(?:视察|调研|考察|观摩|走访|参观)")
_WATCH = re.compile(r"收听收看|集中收看|集中观看|集中收听|观看了?")
_PARTY = re.compile(
    r"[一-龥]{0,16}(?:调研组|考察组|考察团|检查组|督导组|督查组|考核组|视察组|视察团|巡查组|巡视组|验收组|调研团|访问团|代表团|慰问组|评估组|巡察组|督察组|调查组|指导组|工作组|考察小组|调研小组|检查小组|参观团|学习团|专家组|采访团|观摩团|党政代表团)"
)
_PARTY_VISITS = re.compile(
    rf"(?:一行)?(?>[^。]{{0,40}}?(?:来到|来|到|赴|莅临|深入|走进|抵达|前往|实地|对))[^。]{{0,60}}?(?:{VISIT}|学习|交流)"
)
_OF_AT = re.compile("的“?(?P<n>[^，。；]{2,60}?(?:会议?|论坛|活动|仪式))”?上")  # 14日举办的某某发布会上
_HELD_ON = re.compile("(?:[日天]|[上下]午)$")  # 24日召开的某某会议，经表决…
_OF_A_CLASS = re.compile("(?:结业|开班|开学|毕业|开课)(?:典礼|仪式|式)")
_NEVER = re.compile(
    r"即将|将于|将在|拟于|定于|计划于|召开以来|召开之际|胜利召开|召开前|后召开的第|为迎接|筹备|(?:召开|举行|举办|开展)[的之]"
)
_WILL_BE = re.compile("将于|将在|拟于|定于|计划于|即将|距离|倒计时")
_AT_MEETING = re.compile(
    r"(?:在[^，。；]{0,12})?(?P<n>[一-龥]{0,12}?(?:座谈会|汇报会|讲评会|点评会|推进会|调度会|研判会|交流会|对接会|反馈会))上"
)
# A body's people come: 某某县民防办一行到我镇参观学习, 某某中心王主任来我局…调研.
_CAME_TO_US = re.compile(
    rf"(?:(?:局|委|办|院|中心|公司|集团|协会|商会|学会|镇|乡|街道|[县区市])一行[^。；]{{0,40}}?(?:来到|来|到|赴|莅临)|(?:来|到|莅临)(?=我[省市区县镇乡州旗局院委校]))"
    rf"[^。；]{{1,60}}?(?:{VISIT}|学习|交流)"
)
# Said at a meeting that is told by nothing else: 记者16日从某某新闻发布会上获悉.
_LEARNT_AT = re.compile(
    r"(?:(?:举行|召开|举办)的|在|从)(?P<n>(?:“[^，。；”]{4,30}”|[^，。；]{0,40}?)(?:新闻发布会|新闻通气会|推介会|座谈会|论坛|恳谈会|例会)”?)上?(?:获悉|了解到|得知|如是说|透露|介绍)"
)
_STARTED_TOGETHER = re.compile(
    r"(?P<n>(?:20\d\d年)?(?:第?[一二三四]季度|[上下]半年|[春夏秋冬]季)?[^，。；省市区县]{0,8}?(?:项目|工程)集中开工)(?=[，。])"
)
_HELD = re.compile(
    "主持(?:了)?(?:会议|仪式|大会)|在(?:会|仪式|大会)上[^。；]{0,12}(?:讲话|致辞|强调|指出|要求)|(?<![在])会上，"
)
_MET = re.compile("(?:参加|出席|列席)了?会议|会议(?:还|听取|研究|审议|传达|集中)")
_TOURED = re.compile(
    r"(?:四[大套]班子|观摩团|拉练组|拉练检查)[^。]{0,60}(?:观摩|拉练)|(?:观摩|拉练)[^。]{0,60}(?:四[大套]班子|观摩团|拉练组)"
    r"|(?:进行|开展|参加|集中|巡回)(?:了)?(?:集中|巡回|现场)?观摩(?!会|学习)|观摩拉练|拉练观摩|(?:带队|集中|实地)观摩(?!会)|观摩(?:全[省市县区旗州])?重[点大]项目"
)
_SERVES = re.compile("招商|洽谈|走访|调研|服务|帮扶|入企|助企|万企|企业|视察|督导|检查|慰问|视察|包联|接待日|现场办公")


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


def frames_in(text: str, start: int, end: int, parts: list[Part], calendar: Calendar) -> list[Frame]:
    """The event frames of one sentence, in order."""
    found: list[Frame] = []
    sentence = text[start:end]
    purpose = 0  # 为落实…活动, 7月29日…: what stands before the date says why, not what
    if regex(r"(?:为|为了|按照|根据)(?!期)").match(sentence):
        when = calendar.first(start, end)
        purpose = when.start if when else 0
    for verb in _VERB.finditer(text, start, end):
        word = verb[0]
        if text.rfind("《", start, verb.start()) > text.rfind("》", start, verb.start()):
            continue  # the title of a paper
        if text.startswith("式", verb.end()) or text[verb.start() - 1 : verb.start()] == "将":
            continue  # 开幕式, 将举行
        holds = _HOLDS.search(word)
        if _NEVER.search(text[max(start, verb.start() - 6) : verb.end() + 1]) and not (
            regex(r"的[^，。；]{2,60}(?:会(?:议)?|论坛|活动|仪式)”?上").match(text[verb.end() : verb.end() + 70])
            or _HELD_ON.search(text, max(start, verb.start() - 4), verb.start())
        ):
            continue
        if _WILL_BE.search(text, _clause_start(text, start, verb.start()), verb.start()):
            continue
        weak = holds and holds[0] in ("参加", "出席", "组织", "开展", "启动")
        name = name_after(text, verb.end(), end)
        if name and text.startswith(("仪式", "典礼", "大会"), name[0]):
            continue  # 启动仪式暨…: the verb is part of a name
        if name is None and (said := _OF_AT.match(text, verb.end(), end)):
            name = trimmed(text, *said.span("n"))
        if (name is None and not weak) or (name and _OF_A_CLASS.fullmatch(text, *name)):
            name = name_before(text, start, verb.start()) or name
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
        found.append(Frame(kind, start, end, verb.start(), name, venue_near(text, start, end, verb.end()), chaired))
    signed_at = _SIGNED_AT.search(text, start, end)
    if signed_at and not found:
        name = trimmed(text, *signed_at.span("n"))
        found.append(Frame("signing", start, end, signed_at.end("n"), name))
    sign = _SIGN.search(text, start, end)
    if sign and not any(f.kind == "signing" for f in found):
        found.append(Frame("signing", start, end, sign.start(), None, venue_near(text, start, end, sign.start())))
    if (
        not found
        and regex("开工现场|项目[^，。]{0,8}开工|奠基现场").search(sentence)
        and regex("宣布|现场").search(sentence)
    ):
        found.append(Frame("groundbreaking", start, end, start + sentence.index("开工")))
    begun = _BEGUN.search(sentence)
    if (
        begun
        and not found
        and calendar.first(start, end)
        and not parts_lead(parts)
        and not regex("将|预计|计划|力争|确保|前|至今|以来").search(sentence[: begun.end()])
    ):
        kind = "groundbreaking" if regex("奠基|开工|动工").search(begun[0]) else "other"
        together = _STARTED_TOGETHER.search(text, start, end)
        name = together.span("n") if together and together.end("n") - together.start("n") > 8 else None
        found.append(
            Frame(kind, start, end, start + begun.start(), name, venue_near(text, start, end, start + begun.end()))
        )
    watch = _WATCH.search(sentence)
    if watch and not found and not parts_lead(parts):
        found.append(
            Frame("other", start, end, start + watch.start(), None, venue_near(text, start, end, start + watch.end()))
        )
    receive = next((p for p in parts if p.reception and p.role == "lead"), None)
    if receive and not found:
        found.append(Frame("reception", start, end, receive.at, None, venue_near(text, start, end, receive.at)))
    lead = parts_lead(parts)
    if lead is not None and not any(f.kind == "visit" for f in found):
        verb = re.compile(VISIT).search(text, lead.mention.tail, end)
        at = verb.start() if verb else lead.mention.tail
        held = [f for f in found if f.at > lead.at]
        if not held or (verb and verb.start() < held[0].at):
            kind = "tour" if _TOURED.search(text, max(0, start - 120), end) else "visit"
            found.append(Frame(kind, start, end, at, lead=lead.mention.name))
    elif lead is None and not found:
        party = _PARTY.search(text, start, end)
        if (
            party
            and _PARTY_VISITS.match(text, party.end(), end)
            and not regex("会议|汇报会").search(text[start : party.start()])
        ):
            found.append(Frame("visit", start, end, party.end()))
        elif (came := _CAME_TO_US.search(text, start, end)) and calendar.first(start, end) is not None:
            found.append(Frame("visit", start, end, came.end()))
    sent = _SENT_OUT.search(sentence)
    if sent and not found and calendar.first(start, end) is not None:
        found.append(Frame("visit", start, end, start + sent.end()))
    checked = _CHECKED.search(sentence)
    if checked and not found and (calendar.first(start, end) is not None):
        found.append(Frame("visit", start, end, start + checked.end() - 2))
    class_ = regex(
        r"(?P<n>[一-龥\d“”]{2,30}(?:主体班|培训班|研修班|进修班|轮训班|读书班|训练营))[^。]{0,24}(?:结业|开班|开学|结束)"
    ).search(text, start, end)
    if class_ and not any(f.kind == "training" for f in found):
        name = trimmed(text, *class_.span("n"))
        found.append(Frame("training", start, end, class_.start(), name))
    said_at = _AT_MEETING.search(sentence)
    if said_at and not found and any(p.role == "chair" for p in parts):
        name = trimmed(text, start + said_at.start("n"), start + said_at.end("n"))
        found.append(Frame("meeting", start, end, start + said_at.end(), name, None, True))
    learnt = _LEARNT_AT.search(text, start, end)
    if learnt and not found and calendar.first(start, end) is not None:
        s, e = learnt.span("n")
        quoted = text[s] == "“" and text[e - 1] == "”"
        name = (s + 1, e - 1) if quoted else trimmed(text, s, e)
        found.append(Frame("meeting", start, end, learnt.start(), name))
    found.sort(key=lambda f: f.at)
    return found


def bare_frames(text: str, start: int, end: int, parts: list[Part]) -> list[Frame]:
    """A meeting told only by its chair or by what was said there (副市长某某主持会议), in a text that names no occasion."""
    held = _HELD.search(text, start, end)
    if held is None:
        held = _MET.search(text, start, end)
    elif not any(part.role in ("chair", "speak") for part in parts):
        return []
    if held is None:
        return []
    kind = "meeting"
    if "仪式" in held[0]:
        kind = "groundbreaking" if regex("集中开工|开工仪式|奠基").search(text) else "other"
    return [Frame(kind, start, end, held.start(), chaired=any(part.role == "chair" for part in parts))]


def _clause_start(text: str, floor: int, at: int) -> int:
    return max(floor, max(text.rfind(mark, floor, at) for mark in "，。；：！？\n") + 1)


def parts_lead(parts: list[Part]) -> Part | None:
    """The principal of a visit among the parts of a sentence."""
    return next((p for p in parts if p.role == "lead" and p.visit), None)
