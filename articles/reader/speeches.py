"""Who speaks, and how far a speech reaches.

Serves phenomenon 25: a speech runs from a verb of saying to the next speaker, or to the first sentence that tells of
something else; 他 and 她 are the principal, 会议 and a party speak too, and who is only cited does not.
"""

import re
from dataclasses import dataclass

from .lexicon import regex
from .people import Mention

_SAY = re.compile(
    r"强调|指出|责令|责成|(?<![批重])指示(?!牌|灯|精神|要求|批示|批|，)|(?<!提出)(?<!具体)(?<!工作)(?<!明确)(?<!目标)(?<![、更最]高)(?<![、更最]严)(?<!总)要求(?!自己|下|开展|进行|的|和|、|。|所)|(?<![述游传小学听演据再劝])说(?=[，：“])|表示|叮嘱|嘱咐|提出(?=，[^。；，]{0,16}[^重主需必]要(?!求|素)|[^。；]{0,16}要求[。：，；]|[^。；，]{0,4}[几一二三四五六七八九十\d][点个条项][^。；，]{0,6}(?:意见|希望|建议)[。：，；]|了?[^。；]{4,90}等(?:[^。；，]{0,8})要求)|希望|鼓励|勉励|号召|提醒|明确(?=[，：])|认为(?=[，：])|部署(?=[：])|建议(?=[：，]?(?:一[是要]|首先))|寄语|告诫|嘱托"
)
LIGHT = ("希望", "鼓励", "勉励", "提醒", "号召", "表示", "寄语", "嘱托")
# 要 that demands, told from 主要, 需要, 要求 and the like.
MUST = re.compile(
    r"(?<![主重首纲紧概摘必只想将快机简扼险提冲索讨次就需])要(?![求素闻么塞件职事义旨](?!真|实)|点(?!面|到)|务(?![实必])|害|道|领(?!导)|人(?!人|才)|是)|必须|务必|务求|应当|(?<!一)一定(?!程度|的|影响|规模)|须(?=[^知])|不得|严禁|不能"
)
ORDINAL = re.compile(
    r"(?:[一二三四五六七八九十]{1,2}(?:是(?:一)?|要(?![一求素])|、|，)|第[一二三四五六七八九十]{1,2}(?:[，、是]|(?=要))|[（(][一二三四五六七八九十\d]{1,2}[)）]|\d{1,2}[.、．](?!\d)|首先[是要，]|其次[是要，]|再次[是要，]|最后(?:[是要]|，(?=要))|[①②③④⑤⑥⑦⑧⑨])"
)
_MEETING = re.compile(
    r"(?:会议|大会|座谈会|推进会|动员会|例会|调度会|常务会)(?:在[^，。；]{2,20}时|就[^，。；]{2,24}|还|又|最后|并|同时|进一步|特别|再次|一致){0,2}$"
)
_GROUP = re.compile(
    r"((?:[一-龥]{0,10})(?:检查组|考核组|调研组|督导组|督查组|考察组|巡查组|视察组|工作组|验收组|指导组|巡察组|专家组|评估组|[省市县区旗州镇]领导)|(?:督查|调研)(?=(?:还|并|最后|同时){0,2}$))(?:一行)?(?:还|并|最后|同时|依次|详细|对)?"
)
_PARTY_OPENS = re.compile("([一-龥]{0,4}(?:检查|考核|调研|督导|督查|考察|巡查|视察|工作|验收|指导)组)")
_PRONOUN = re.compile(
    r"(?:^|[。，；：”\n])(?:他|她)(?:们)?(?:还|又|最后|并|同时|反复|进一步|特别|再次|当场|现场|当即|随即|则|也|明确|一再){0,2}$"
)
_STOPS_SPEECH = re.compile(
    r"^(?:会上|会前|会后|会议(?:听取|通报|传达|审议|还?通报|由|期间|宣读|结束|召开|现场)|据了解|据悉|随后|当天|当日|当晚|在[^，。]{2,20}(?:现场|后|时|座谈会上|，[^要必务]{0,6}(?:了解|查看|察看|详细))|座谈会上|参加|又讯|调研期间|期间|活动中|[^，。]{0,30}(?:参加了?(?:会议|调研|活动|座谈)|陪同(?:调研|检查|考察)|出席(?:会议|活动)|作(?:了)?表态发言)"
    r"|截至|去年|\d{4}年，[^要必务]{0,30}|通过[^，。]{0,20}，[^要]*$|调研(?:组(?!要)|结束)|考察结束|检查(?:组|结束))"
)
_SPOKEN_TO = re.compile("(?<![面相])[对向跟]$")
_OTHERS = re.compile(r"[，；](?:[^，；]{0,12})(?:大家|企业负责人|委员们|代表们|负责人|群众)(?:[^，；]{0,8})$")
_CITED = re.compile("批示|指示精神|大家|纷纷|委员们|代表们|与会人员|参会人员|群众")


@dataclass(slots=True)
class Speech:
    """What somebody says, text[start:end] without the verb of saying."""

    by: str
    kind: str  # person, meeting or group
    verb: str
    start: int  # first character of the content
    end: int
    saying: int  # place of the verb
    confidence: float = 0.9
    verb_end: int = 0
    pronoun: bool = False  # the speaker is told by 他 or 她


@dataclass(slots=True)
class _Saying:
    """A verb of saying text[start:end] in the sentence of number `sentence`, which begins at `floor`."""

    verb: str
    start: int
    end: int
    sentence: int
    floor: int
    before: str  # in the sentence
    people: list[Mention]  # named before it in the sentence
    person: Mention | None  # the last of them who can be the speaker
    is_of_meeting: bool
    is_of_pronoun: bool


def speeches_in(article) -> list[Speech]:
    """The speeches of the article in order, none within another; who is only cited gives none."""
    text = article.text
    found: list[Speech] = []
    last = None
    for verb in _SAY.finditer(text):
        saying = _saying(article, verb)
        by, kind = _speaker(article, saying, last)
        if not by:
            continue
        if _is_report(article, saying, by, kind) or kind != "meeting" and _is_cited(saying.before):
            last = None
            continue
        start = saying.end
        is_quoted = text[start : start + 1] in "，：" and text[start + 1 : start + 2] == "“"
        while start < len(text) and text[start] in "，：“了":
            start += 1
        stop = article.sentences[saying.sentence][1]
        is_sure = saying.person is not None or saying.is_of_meeting
        last = Speech(by, kind, saying.verb, start, stop, saying.start, 0.9 if is_sure else 0.75)
        last.verb_end = saying.end
        last.pronoun = saying.is_of_pronoun
        if found:
            _end_before(article, found[-1], saying)
        last.end = _extent(article, last, saying.sentence, is_quoted)
        found.append(last)
    return [speech for speech in found if speech.end > speech.start]


def _saying(article, verb: re.Match) -> _Saying:
    sentence = article.sentence_of(verb.start())
    floor = article.sentences[sentence][0]
    before = article.text[floor : verb.start()]
    people = [person for person in article.mentions_between(floor, verb.start()) if person.end <= verb.start()]
    return _Saying(
        verb[0],
        verb.start(),
        verb.end(),
        sentence,
        floor,
        before,
        people,
        _speaking(article.text, people),
        is_of_meeting=_MEETING.search(before) is not None,
        is_of_pronoun=_PRONOUN.search(before) is not None,
    )


def _speaker(article, saying: _Saying, last: Speech | None) -> tuple[str, str]:
    """(name, kind) of who says it, `last` the speech before; the name is "" where nobody of this article does."""
    before, person = saying.before, saying.person
    if saying.is_of_meeting:
        return "会议", "meeting"
    if saying.is_of_pronoun:
        return _meant_by_pronoun(article, saying, last), "person"
    group = next(reversed(list(_GROUP.finditer(before))), None)
    if person is not None and not (group and saying.floor + group.start() > person.end and "陪同" not in before):
        is_said_by_others = _OTHERS.search(article.text[person.end : saying.start])
        return "" if is_said_by_others else person.name, "person"
    if group:
        return _group_name(group[1]), "group"
    if "大家" in before or "纷纷" in before:
        return "", "person"
    if (
        last is not None
        and (saying.verb in LIGHT or saying.verb in ("要求", "强调", "指出", "提出"))
        and article.text[saying.start - 1] in "。，；并还时\n会"
    ):
        return last.by if _goes_on(article, saying, last) else "", last.kind
    return _told_before(article, saying)


def _meant_by_pronoun(article, saying: _Saying, last: Speech | None) -> str:
    if (
        last is not None
        and last.pronoun
        and saying.sentence == article.sentence_of(last.saying) + 1
        and not saying.people
    ):
        return last.by
    return _principal_before(article, saying.start) or article.named_before(saying.floor)


def _group_name(printed: str) -> str:
    if printed.endswith("组"):
        return regex("^.*?(?=(?:[一-龥]{2})组$)").sub("", printed)
    return printed if printed.endswith("领导") else printed + "组"


def _goes_on(article, saying: _Saying, last: Speech) -> bool:
    """Whether a verb without a subject goes on with the speech before: in its sentence, or at the head of another."""
    return (
        saying.sentence == article.sentence_of(last.saying)
        or saying.start == saying.floor
        or bool(regex(r"^[^，]{0,6}$|^同时").match(saying.before))
        or saying.verb not in LIGHT
    )


def _told_before(article, saying: _Saying) -> tuple[str, str]:
    """Who is named before the sentence, for a verb of requiring without a subject of its own."""
    text, floor = article.text, saying.floor
    if saying.verb == "要求" and saying.start == floor and text[floor - 1 : floor] == "。":
        started = article.sentences[saying.sentence - 1][0] if saying.sentence else floor
        if party := _PARTY_OPENS.match(text, started):
            return party[1], "group"  # 督查组给予了肯定。要求…
        return _principal_before(article, floor), "person"  # 焦部长作了安排。要求…
    has_subject = regex(r"[^，。；]{0,12}(?:领导|主任|书记)?(?:并|还|也)?$").match(saying.before)
    if not has_subject and saying.verb in ("要求", "叮嘱") and regex("[，并]$").search(saying.before):
        return article.named_before(floor), "person"
    return "", "person"


def _is_report(article, saying: _Saying, by: str, kind: str) -> bool:
    """Whether a guest says it: what guests say is no requirement."""
    return kind == "person" and by in article.guests and saying.verb not in ("强调", "要求")


def _is_cited(before: str) -> bool:
    """Whether the words before a verb of saying tell of somebody else's."""
    return bool(_CITED.search(before[-40:])) and (
        "批示" in before[-24:] or "大家" in before[-12:] or "纷纷" in before[-10:]
    )


def _end_before(article, speech: Speech, saying: _Saying) -> None:
    """End a speech where the clause of the next verb of saying begins, if it reaches as far."""
    if speech.end <= saying.start:
        return
    head = _clause_head(article, saying.start, saying.floor)
    if speech.saying < saying.floor and not MUST.search(article.text, saying.floor, head):
        head = saying.floor  # 对融资问题，他要求…
    speech.end = max(speech.start, head)


def _speaking(text: str, inside: list[Mention]) -> Mention | None:
    """The last person named before a verb of saying who is not merely spoken to (对局长甲、镇长乙说)."""
    at = len(inside) - 1
    while at >= 0:
        first = at
        while first and text[inside[first - 1].tail : inside[first].lead] in ("、", "和", "与", "及"):
            first -= 1
        if not _SPOKEN_TO.search(text, max(0, inside[first].lead - 4), inside[first].lead):
            return inside[at]
        at = first - 1
    return None


def _subjects(article, start: int, end: int) -> list[str]:
    """Who stands at the head of a clause in the sentence text[start:end]; guests left out."""
    text = article.text
    return list(
        dict.fromkeys(
            m.name
            for m in article.mentions_between(start, end)
            if (m.lead == start or text[m.lead - 1] in "，。；”\n：") and m.name not in article.guests
        )
    )


def _principal_before(article, at: int) -> str:
    """他/她: whom the sentence before is about; else the last person who spoke, led or chaired."""
    here = article.sentence_of(at)
    own = _subjects(article, article.sentences[here][0], at)
    if own:
        return own[-1]
    if here and not article.mentions_between(article.sentences[here][0], at):
        start, end = article.sentences[here - 1]
        about = _subjects(article, start, end)
        if len(about) == 1 and article.text.find("\n", start, at) < 0:
            return about[0]
    for n in range(here, -1, -1):
        for part in reversed(article.parts[n]):
            if part.at < at and part.role in ("lead", "speak", "chair") and part.mention.name not in article.guests:
                return part.mention.name
    return ""


def _clause_head(article, saying: int, floor: int) -> int:
    """Where the clause of a new verb of saying begins: at its subject, or after the mark before it."""
    text = article.text
    for m in article.mentions_between(floor, saying):
        if floor <= m.lead < saying and m.end <= saying and not regex("[，；]").search(text[m.end : saying]):
            return m.lead
    return max(floor, max(text.rfind(c, floor, saying) for c in "，；：。") + 1)


def _extent(article, speech: Speech, sentence: int, quoted: bool) -> int:
    """Where the speech ends: sentences are taken in as long as they can be requirements of the same speaker."""
    text, sentences = article.text, article.sentences
    end = sentences[sentence][1]
    announced = (
        bool(regex(r"[^。]{0,16}(?:要求|意见)").match(text[speech.start : end]))
        or text[end - 1 : end] != "。"
        and speech.start >= end - 1
    )
    if speech.verb in ("希望", "鼓励", "勉励", "提醒", "寄语") and speech.kind == "person" and not quoted:
        announced = False
    for n in range(sentence + 1, len(sentences)):
        start, stop = sentences[n]
        body = text[start:stop]
        new_paragraph = text[start - 1 : start] == "\n" or text[end : end + 1] == "\n"
        if _STOPS_SPEECH.match(body) and not ORDINAL.match(body):
            break
        if any(p.at >= start and not p.default for p in article.parts[n]) and not MUST.search(body[:12]):
            break
        if new_paragraph and not (
            regex(r"(?:同时|下一步|此外|[^，。；]{0,14})?(?:要(?!求)|必须|务必)").match(body) or ORDINAL.match(body)
        ):
            break
        if (
            new_paragraph
            and n > sentence + 1
            and not announced
            and not ORDINAL.match(body)
            and not body.startswith("要")
        ):
            break
        end = stop
    return end
