"""What part each person takes: chair, lead, speak, report, attend, or none at all (merely cited).

Serves phenomena 8, 9, 43 and 47. People that stand together (甲、乙，局长丙) form a run; the words after the run, and the few
before it, say what they do. The contract's precedence is applied when a person's parts are put together.
"""

import re
from dataclasses import dataclass

from .lexicon import regex
from .people import Mention

ORDER = ("chair", "lead", "speak", "report", "attend")
VISIT = (
    "(?:调研|夜访|踏访|回访|拉练检查|视察|督导|督查|检查|考察|走访|慰问|巡查|暗访|看望|察看|查看|调查|参观|巡视|督战|踏勘|巡河|巡林|夜查|抽查|验收|考核|评估|观摩|督办"
    "|赶到|赶赴|现场办公|指导|蹲点|下访|接访|问需|问计)(?!的基础|提纲|报告)"
)
_VISIT = re.compile(VISIT)
_GAP = re.compile(r"(?:同志)?(?:等(?:人)?)?[、，；]?(?:以及|还有|和|与|及|、)?(?:时任|原)?")
_CITED_BEFORE = re.compile(
    r"(?:传达学习|传达|学习贯彻|学习|贯彻落实|贯彻|按照|根据|落实|重温|受|领会|践行|聆听|宣读|重提|遵照|接到|转达|引用|用|响应|关于|感谢)了?[^，。；]{0,8}$"
)
_CITED_AFTER = re.compile(
    r"(?:同志)?(?:的(?:重要)?讲话|(?:重要)?讲话精神|的?(?:重要)?(?:指示|批示|思想|论述|贺信|嘱托|要求精神)|(?:对|就|在|关于|为|给)[^。；]{0,40}?(?:批示|指示精神|讲话精神|重要指示|重要论述|重要思想|重要讲话"
    r"|贺信)|(?:分别|先后|亲自)?(?:作出|做出|作了|做了)[^，。]{0,8}批示|(?:的)?委托|代表[^，。]{0,20}所作|[^，。]{0,6}(?:曾|此前|日前)[^，。]{0,20}(?:来|到)[^，。]{0,20}(?:时|期间))"
)
_SPOKE_HERE = re.compile("在[^，。；]{0,12}上作")
# 甲(、其他单位负责人)参加会议: the verb of taking part, and what must not stand between the people and it.
_ATTEND = re.compile(
    r"(?:一同|共同|一道|一起|一并|随)(?:调研|考察|检查|走访|督导|督查|视察|参观|暗访|夜访|慰问|察看|观摩|聆听|参与|前往)|出席|参加(?!了?工作)|列席|陪同|参会|随同|参与(?!度)|到会|收看|收听|观看|聆听|见证|(?<=[领导人士员同志全程])陪(?=[，。])"
)
_PREDICATE = re.compile(
    r"主持|讲话|致辞|致词|强调|指出|汇报(?!会)|介绍|要求|提出|通报|发言|走访|来到|深入|前往|察看|查看|调研(?!组|员)|检查(?!组|院)|带队|率队|率领|带领|宣布|宣读|作(?!为|协)|就(?!业)|[^应]对(?!外|口|台|接)|说(?!明)|表示|召开|举行|会见|听取|[^重主需必]要(?!求|素)|揭牌|签订|签约|授课|解读|点评|部署|担任|率(?!先)"
)
_ALSO = re.compile(
    r"(?:并|，|、)[^。；]{0,40}?(主持|讲话|致辞|致词|强调|指出|授课|宣讲|发言|汇报|提出|要求|作[^，。]{0,16}(?:报告|动员|讲话|发言|部署)|部署|揭牌)"
)
_CHAIR = re.compile(r"主持(?!人|词|稿|制)|召集|组织召开|^召开(?!的)")
_LEAD = re.compile(
    r"^(?:同志)?(?:等[^，。；]{0,4})?[，]?(?:一行|带队|率队|率领|率团|率|带领|带着|领队|任组长|为组长|为团长|担任组长)"
)
_LED = re.compile(r"带队|率队|率团|率领|率[省市区县州][^，。]{0,24}|带领")
_SPEAK = re.compile(
    r"强调|指出|要求(?!下)|讲话|致辞|致词|宣讲|授课|主讲|讲授|提出[^。]{0,24}(?:要求|意见|希望)|作[^，。]{0,30}(?:报告|讲座|辅导|动员|部署|总结|点评|讲话|讲课)|点评|寄语|勉励"
    r"|鼓励|[^述游传小学听演据再]说(?!明|法)|^说|号召|领学|希望|叮嘱|嘱咐|提醒|阐释|解读|部署|讲党课|上党课|要做好|讲了话|(?:讲|提)了[^，。]{0,6}(?:意见|要求)"
)
_REPORT = re.compile(
    r"汇报|发言|介绍|表示|表态|通报|说明|建议|提出|认为|交流|述职|宣读|请求|呼吁|盼着|盼望|谈到|坦言|回应|讲解|提交|述学|讲述|告诉|反映|推介|演示|解说"
)
_HEARD = re.compile("(?:听取|听)了?[^，。；]{0,30}?(?:汇报|介绍|发言|讲解|说明)")
_GUEST = re.compile(
    r"(?:政协[^，。]{0,4}常委|委员|代表|村民|居民|教师|学员|职工|企业家|负责人|经理|董事长|总裁|厂长|店主|种植户|志愿者|大户|传人|副总|理事长|技术总监|安检员)$"
)
_MEET = re.compile(r"会见|接见|拜会|会谈")
_GREETED = re.compile(
    r"(?:会见|接见|接待|拜会|拜访|看望|慰问|欢迎|感谢)了?(?:(?:专程|应邀|率团)?来[^，。；]{0,14}的|前来[^，。；]{0,14}的|到访的)?$"
)

_GOES_TO_SEE = re.compile(
    r"(?:分别|先后|一同)?(?:到|赴|来到|来(?=[一-龥]{2,12}(?:调研|考察))|深入|前往|走进)[^。；]{2,60}?"
    r"(?:调研|走访|慰问|督导|检查|考察|视察|看望"
    r"|[，、](?:实地|现场|详细|认真|深入|仔细|面对面)?(?:了解|听取|询问|查询|指导|协调|研究解决|[和与][^，。；]{2,12}(?:面对面)?(?:交流|交谈|座谈))"
    r"|开展“[^”]{2,24}”(?:活动|行动))"
)


@dataclass(slots=True)
class Part:
    """A role a mention shows: `visit` when a visiting verb tells it, `reception` when guests are received; `default` when nothing does."""

    mention: Mention
    role: str
    at: int
    visit: bool = False
    reception: bool = False
    default: bool = False


@dataclass(slots=True)
class _Run:
    """People that stand together, with the words of their sentence around them."""

    people: list[Mention]
    before: str  # after the run before this one
    after: str  # up to the next run or a semicolon
    following: str  # up to the sentence's end

    def everyone(self, role: str, **more) -> list[Part]:
        return [Part(person, role, person.start, **more) for person in self.people]

    def principal(self, role: str, **more) -> list[Part]:
        """The first one has the role, the others attend."""
        first, *others = self.people
        return [
            Part(first, role, first.start, **more),
            *(Part(other, "attend", other.start, **more) for other in others),
        ]


def parts_in(text: str, start: int, end: int, mentions: list[Mention], guests: frozenset[str]) -> list[Part]:
    """The parts that the people named in one sentence text[start:end] take in it; merely cited people give none."""
    groups: list[list[Mention]] = []
    for mention in mentions:
        last = groups[-1][-1] if groups else None
        if last and _GAP.fullmatch(text, last.tail, mention.lead) and mention.lead >= last.tail:
            groups[-1].append(mention)
        else:
            groups.append([mention])
    found: list[Part] = []
    at = start
    for group, following in zip(groups, [*groups[1:], None], strict=True):
        lead, tail = group[0].lead, group[-1].tail
        stop = following[0].lead if following else end
        run = _Run(group, text[at:lead], text[tail:stop].split("；", 1)[0], text[tail:end])
        at = tail
        if not _is_cited(run):
            found += _run_parts(run, guests)
    return found


def _is_cited(run: _Run) -> bool:
    """Whether people are only quoted or named in what is said or done by others: 传达某某讲话精神."""
    if _CITED_AFTER.match(run.following) and not _SPOKE_HERE.match(run.following):
        return True
    is_host = regex(r"(?:主持|出席|参加|带队|率)").match(run.following)
    return bool(_CITED_BEFORE.search(run.before)) and not is_host


def _run_parts(run: _Run, guests: frozenset[str]) -> list[Part]:
    """What a run of people does, by the first rule that tells it."""
    return (
        _acted_on(run)
        or _led_or_invited(run)
        or _attending(run)
        or _chairing(run)
        or _leading(run, guests)
        or _saying(run, guests)
        or run.everyone("attend", default=True)
    )


def _acted_on(run: _Run) -> list[Part]:
    """Those who are addressed, brought along, received or accompanied."""
    if regex(r"(?<![面相])(?:对|向|为|给)$").search(run.before):
        return run.everyone("attend", default=True)
    if regex(r"(?:带领|率领|率|会同|携)$").search(run.before):
        return run.everyone("attend")
    if _GREETED.search(run.before):
        return run.everyone("attend", reception=bool(_MEET.search(run.before)))
    if regex(r"(?:等(?:人|领导|同志)?)?(?:的)?陪同下").match(run.after) or (
        run.before.endswith("在") and regex(r"[^，。]{0,10}陪同下").match(run.after)
    ):
        return run.everyone("attend")
    return []


def _led_or_invited(run: _Run) -> list[Part]:
    """Who leads, reports or lectures as told by a word before and one after: 由甲带队, 听取乙汇报, 邀请丙授课."""
    before, after = run.before, run.after
    if regex(r"(?:由|是由)$").search(before) and regex(r"[^，。]{0,8}(?:带队|率队|率领|任组长|担任组长)").match(after):
        return run.everyone("lead", visit=True)
    if regex(r"(?:同志)?(?:的)?(?:带领|率领)下").match(after):
        return run.principal("lead", visit=True)
    if regex(r"听取了?[^，。]{0,20}$").search(before) and regex(r"汇报|介绍|发言").search(run.following):
        return run.everyone("report")
    if regex(r"邀请了?[^，。；]{0,6}$").search(before) and regex(r"讲座|授课|辅导|宣讲|讲解|报告|主讲|作专题").search(
        after
    ):
        return run.everyone("speak")
    if regex(r"陪同$").search(before):
        return run.principal("lead", visit=True)
    if regex(r"[^，。；]{0,8}陪同[^，。；]{0,8}(?:介绍|讲解|汇报)").match(after):
        return run.everyone("report")
    return []


def _attending(run: _Run) -> list[Part]:
    """Those who take part, with what more they are told to do there."""
    if not _attends(run.after):
        return []
    also = _ALSO.search(run.after)
    if also is None or also[1] == "揭牌":
        return run.everyone("attend")
    if also[1] == "主持":
        return run.everyone("chair")
    if also[1] in ("发言", "汇报"):
        return run.everyone("report")
    is_told_of_one = len(run.people) > 1 and run.after.startswith("，")
    return run.principal("speak") if is_told_of_one else run.everyone("speak")


def _chairing(run: _Run) -> list[Part]:
    after = run.after
    chair = _CHAIR.search(after)
    if chair is None:
        return []
    visit = _VISIT.search(after, 0, chair.start())
    if visit and "，" in after[visit.end() : chair.start()] and not regex("议|陪同").search(after[: visit.start()]):
        return [*run.principal("lead", visit=True), *run.everyone("chair")]
    is_led_by_another = regex(r"由[^，。]{2,30}$").search(after[: chair.start()])
    if is_led_by_another or ("，" in after[: chair.start()] and len(run.people) > 1):
        return []
    return run.everyone("chair")


def _leading(run: _Run, guests: frozenset[str]) -> list[Part]:
    """Who receives guests, leads a party, or goes to see a place."""
    after = run.after
    if _MEET.match(after.lstrip("，")) or regex(r"(?:一同|共同|分别|在[^，。]{0,20})?(?:会见|接见)").match(after):
        return run.everyone("lead", reception=True)
    if _LEAD.match(after):
        is_one_with_party = regex(r"(?:同志)?(?:等[^，。；]{0,4})?一行").match(after)
        return run.principal("lead", visit=True) if is_one_with_party else run.everyone("lead", visit=True)
    led = _LED.search(after.removeprefix("，").split("，", 1)[0])
    if led and led.start() < 16:
        return run.everyone("lead", visit=True)
    if _GOES_TO_SEE.match(after) and run.people[0].name not in guests:
        return run.principal("lead", visit=True)
    return []


def _saying(run: _Run, guests: frozenset[str]) -> list[Part]:
    """Who visits, speaks or reports: whichever verb stands first."""
    after = run.after
    speak, visit = _SPEAK.search(after), _VISIT.search(after)
    report = _REPORT.search(_HEARD.sub(lambda heard: "　" * len(heard[0]), after))
    if len(run.people) == 1 and run.people[0].name in guests and (speak or report):
        return run.everyone("report")
    if visit and not (speak and speak.start() < visit.start()) and not (report and report.start() < visit.start()):
        return run.principal("lead", visit=True)
    if speak and not (report and report.start() < speak.start() and "并" not in after[report.start() : speak.start()]):
        return run.everyone("speak")
    return run.everyone("report") if report else []


def _attends(after: str) -> bool:
    """Whether the first thing that the words after a run of people say is that they take part."""
    verb = _ATTEND.search(after, 0, 180)
    if verb is None or "。" in after[: verb.start()]:
        return False
    return not _PREDICATE.search(after, 0, verb.start())


def guests_among(text: str, mentions: list[Mention]) -> frozenset[str]:
    """Those who speak for others (委员, 经理, 负责人, 村民): what they say is a report, never a requirement."""
    return frozenset(m.name for m in mentions if m.position and _GUEST.search(text[m.position[0] : m.position[1]]))
