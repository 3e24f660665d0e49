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
_CLASS = re.compile(
    r"(?P<n>[一-龥\d“”]{2,30}(?:主体班|培训班|研修班|进修班|轮训班|读书班|训练营))[^。]{0,24}(?:结业|开班|开学|结束)"
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
    """What a sentence text[start:end] tells of one occasion."""

    kind: str
    start: int
    end: int
    at: int  # place of the verb
    name: tuple[int, int] | None = None
    venue: tuple[int, int] | None = None
    chaired: bool = False
    lead: str = ""  # who leads the visit


@dataclass(slots=True)
class _Sentence:
    """A sentence text[start:end], with the parts that people take in it and the dates of its text."""

    text: str
    start: int
    end: int
    parts: list[Part]
    calendar: Calendar

    @property
    def words(self) -> str:
        return self.text[self.start : self.end]

    @property
    def lead(self) -> Part | None:
        """The principal of a visit."""
        return next((part for part in self.parts if part.role == "lead" and part.visit), None)

    @property
    def is_dated(self) -> bool:
        return self.calendar.first(self.start, self.end) is not None

    @property
    def is_chaired(self) -> bool:
        return any(part.role == "chair" for part in self.parts)

    def frame(self, kind: str, at: int, name: tuple[int, int] | None = None) -> Frame:
        """A frame whose verb is at `at`, held nowhere that is told."""
        return Frame(kind, self.start, self.end, at, name)

    def frame_held(self, kind: str, at: int, near: int, name: tuple[int, int] | None = None) -> Frame:
        """A frame whose verb is at `at`, held where the words nearest to `near` say."""
        return Frame(kind, self.start, self.end, at, name, venue_near(self.text, self.start, self.end, near))


def frames_in(text: str, start: int, end: int, parts: list[Part], calendar: Calendar) -> list[Frame]:
    """The event frames of one sentence, in order; the rules further down count only where those before found nothing."""
    sentence = _Sentence(text, start, end, parts, calendar)
    found = _gatherings(sentence)
    found += _signings(sentence, found)
    found = found or _begun(sentence) or _watched(sentence) or _received(sentence)
    found += _visits(sentence, found)
    found = found or _sent_out(sentence)
    found += _classes(sentence, found)
    found = found or _said_at(sentence) or _learnt_at(sentence)
    return sorted(found, key=lambda frame: frame.at)


def _gatherings(sentence: _Sentence) -> list[Frame]:
    """召开, 举行 and the like with the gathering they hold."""
    text, start, end = sentence.text, sentence.start, sentence.end
    found: list[Frame] = []
    purpose = 0  # 为落实…活动, 7月29日…: what stands before the date says why, not what
    if regex(r"(?:为|为了|按照|根据)(?!期)").match(sentence.words):
        when = sentence.calendar.first(start, end)
        purpose = when.start if when else 0
    for verb in _VERB.finditer(text, start, end):
        if not _tells_of_an_occasion(sentence, verb):
            continue
        holds = _HOLDS.search(verb[0])
        is_weak = holds is not None and holds[0] in ("参加", "出席", "组织", "开展", "启动")
        name = name_after(text, verb.end(), end)
        if name and text.startswith(("仪式", "典礼", "大会"), name[0]):
            continue  # 启动仪式暨…: the verb is part of a name
        if name is None and (said := _OF_AT.match(text, verb.end(), end)):
            name = trimmed(text, *said.span("n"))
        if (name is None and not is_weak) or (name and _OF_A_CLASS.fullmatch(text, *name)):
            name = name_before(text, start, verb.start()) or name
        if name is None or verb.start() < purpose:
            continue
        kind, length = _kind_of_gathering(sentence, name), name[1] - name[0]
        attended = kind == "meeting" and (holds is None or holds[0] != "组织")
        if is_weak and (length < 4 or attended and not (sentence.parts and length > 5)):
            continue
        if any(frame.name == name for frame in found):
            continue
        frame = sentence.frame_held(kind, verb.start(), verb.end(), name)
        frame.chaired = verb[0].startswith("主持") or sentence.is_chaired
        found.append(frame)
    return found


def _tells_of_an_occasion(sentence: _Sentence, verb: re.Match) -> bool:
    """Whether a verb of holding tells what took place: no title of a paper, no part of a name, nothing to come."""
    text, start = sentence.text, sentence.start
    if text.rfind("《", start, verb.start()) > text.rfind("》", start, verb.start()):
        return False
    if text.startswith("式", verb.end()) or text[verb.start() - 1 : verb.start()] == "将":
        return False  # 开幕式, 将举行
    if _NEVER.search(text[max(start, verb.start() - 6) : verb.end() + 1]) and not (
        regex(r"的[^，。；]{2,60}(?:会(?:议)?|论坛|活动|仪式)”?上").match(text[verb.end() : verb.end() + 70])
        or _HELD_ON.search(text, max(start, verb.start() - 4), verb.start())
    ):
        return False
    return not _WILL_BE.search(text, _clause_start(text, start, verb.start()), verb.start())


def _kind_of_gathering(sentence: _Sentence, name: tuple[int, int]) -> str:
    kind = kind_of(sentence.text[slice(*name)])
    if kind == "other" and sentence.text.endswith("活动", 0, name[1]) and sentence.lead:
        return "visit" if _SERVES.search(sentence.words) else kind
    return kind


def _signings(sentence: _Sentence, found: list[Frame]) -> list[Frame]:
    text, start, end = sentence.text, sentence.start, sentence.end
    signed_at = None if found else _SIGNED_AT.search(text, start, end)
    if signed_at:
        return [sentence.frame("signing", signed_at.end("n"), trimmed(text, *signed_at.span("n")))]
    sign = _SIGN.search(text, start, end)
    if sign and not any(frame.kind == "signing" for frame in found):
        return [sentence.frame_held("signing", sign.start(), sign.start())]
    return []


def _begun(sentence: _Sentence) -> list[Frame]:
    """A project or a house that is begun, opened or finished."""
    words, start = sentence.words, sentence.start
    if regex("开工现场|项目[^，。]{0,8}开工|奠基现场").search(words) and regex("宣布|现场").search(words):
        return [sentence.frame("groundbreaking", start + words.index("开工"))]
    begun = _BEGUN.search(words)
    if (
        begun is None
        or not sentence.is_dated
        or sentence.lead
        or regex("将|预计|计划|力争|确保|前|至今|以来").search(words[: begun.end()])
    ):
        return []
    kind = "groundbreaking" if regex("奠基|开工|动工").search(begun[0]) else "other"
    together = _STARTED_TOGETHER.search(sentence.text, start, sentence.end)
    name = together.span("n") if together and together.end("n") - together.start("n") > 8 else None
    return [sentence.frame_held(kind, start + begun.start(), start + begun.end(), name)]


def _watched(sentence: _Sentence) -> list[Frame]:
    """A meeting elsewhere that is heard or watched here."""
    watch = _WATCH.search(sentence.words)
    if watch is None or sentence.lead:
        return []
    return [sentence.frame_held("other", sentence.start + watch.start(), sentence.start + watch.end())]


def _received(sentence: _Sentence) -> list[Frame]:
    host = next((part for part in sentence.parts if part.reception and part.role == "lead"), None)
    return [sentence.frame_held("reception", host.at, host.at)] if host else []


def _visits(sentence: _Sentence, found: list[Frame]) -> list[Frame]:
    """Visits: by a principal before whatever else is held, by a party where nothing else is told."""
    text, start, end, lead = sentence.text, sentence.start, sentence.end, sentence.lead
    if lead is None:
        return [] if found else _party_visits(sentence)
    if any(frame.kind == "visit" for frame in found):
        return []
    verb = regex(VISIT).search(text, lead.mention.tail, end)
    later = [frame for frame in found if frame.at > lead.at]
    if later and not (verb and verb.start() < later[0].at):
        return []
    frame = sentence.frame(
        "tour" if _TOURED.search(text, max(0, start - 120), end) else "visit",
        verb.start() if verb else lead.mention.tail,
    )
    frame.lead = lead.mention.name
    return [frame]


def _party_visits(sentence: _Sentence) -> list[Frame]:
    """A visiting party, or people of another body who come to us."""
    text, start, end = sentence.text, sentence.start, sentence.end
    party = _PARTY.search(text, start, end)
    if (
        party
        and _PARTY_VISITS.match(text, party.end(), end)
        and not regex("会议|汇报会").search(text[start : party.start()])
    ):
        return [sentence.frame("visit", party.end())]
    came = _CAME_TO_US.search(text, start, end)
    return [sentence.frame("visit", came.end())] if came and sentence.is_dated else []


def _sent_out(sentence: _Sentence) -> list[Frame]:
    """Delegates sent to inspect, or an office that inspects, on a day that is told."""
    if not sentence.is_dated:
        return []
    if sent := _SENT_OUT.search(sentence.words):
        return [sentence.frame("visit", sentence.start + sent.end())]
    if checked := _CHECKED.search(sentence.words):
        return [sentence.frame("visit", sentence.start + checked.end() - 2)]
    return []


def _classes(sentence: _Sentence, found: list[Frame]) -> list[Frame]:
    if any(frame.kind == "training" for frame in found):
        return []
    class_ = _CLASS.search(sentence.text, sentence.start, sentence.end)
    if class_ is None:
        return []
    return [sentence.frame("training", class_.start(), trimmed(sentence.text, *class_.span("n")))]


def _said_at(sentence: _Sentence) -> list[Frame]:
    """What a chair says at a meeting that is told by nothing else."""
    said = _AT_MEETING.search(sentence.text, sentence.start, sentence.end) if sentence.is_chaired else None
    if said is None:
        return []
    frame = sentence.frame("meeting", said.end(), trimmed(sentence.text, *said.span("n")))
    frame.chaired = True
    return [frame]


def _learnt_at(sentence: _Sentence) -> list[Frame]:
    text = sentence.text
    learnt = _LEARNT_AT.search(text, sentence.start, sentence.end)
    if learnt is None or not sentence.is_dated:
        return []
    start, end = learnt.span("n")
    is_quoted = text[start] == "“" and text[end - 1] == "”"
    name = (start + 1, end - 1) if is_quoted else trimmed(text, start, end)
    return [sentence.frame("meeting", learnt.start(), name)]


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
