"""Requirements: who says what must be done, at two levels.

Serves phenomenon 25 and the contract's rules: a speech runs from a verb of saying to the next speaker or to the first
sentence that tells of something else; a full stop and a semicolon part requirements, a comma does not; ordinals and
short headed sentences make those that follow their unfolding.
"""

import re
from dataclasses import dataclass, field

from .lexicon import alternation, words
from .names import boundary
from .reading import Directive, Part

_SAY = re.compile(
    r"强调|指出|(?<!提出)(?<!具体)(?<!工作)(?<!明确)(?<!目标)要求(?!下|开展|进行|的|和|、|。|所)|(?<![述游传小学听演据再劝])说(?=[，：“])|表示|叮嘱|嘱咐|提出(?=[^。；]{0,16}要求[。：，；]|[^。；，]{0,4}[几一二三四五六七八九十\d][点个条项][^。；，]{0,6}(?:意见|希望|建议)[。：，；]|了?[^。；]{4,90}等(?:[^。；，]{0,8})要求)|希望|鼓励|勉励|号召|提醒|明确(?=[，：])|认为(?=[，：])|部署(?=[：])|寄语|告诫|嘱托"
)
_LIGHT = ("希望", "鼓励", "勉励", "提醒", "号召", "表示", "寄语", "嘱托")
# 要 that demands, told from 主要, 需要, 要求 and the like.
_MUST = re.compile(
    r"(?<![主重首纲紧概摘必只想将快机简扼险提冲索讨次])要(?![求素闻么塞件职事义旨](?!真|实)|点(?!面|到)|务(?![实必])|害|道|领(?!导)|人(?!人|才)|是)|必须|务必|务求|应当|(?<!一)一定(?!程度|的|影响|规模)|须(?=[^知])|不得|严禁|不能"
)
_ORDINAL = re.compile(
    r"(?:[一二三四五六七八九十]{1,2}(?:是(?:一)?|要(?![一求素])|、|，)|第[一二三四五六七八九十]{1,2}[，、是]?|[（(][一二三四五六七八九十\d]{1,2}[)）]|\d{1,2}[.、．](?!\d)|首先[是要，]|其次[是要，]|再次[是要，]|最后[是要，]|[①②③④⑤⑥⑦⑧⑨])"
)
_LEAD_IN = re.compile(
    r"^(?:(?:下一步|接下来|下一阶段|今后|为此|因此|所以|同时|与此同时|另外|此外|并且|并|而且|就此|对此|当前|目前|其中|最后|随后|一方面|另一方面|还|同时还|在此基础上|换句话说|各位|会议还|也|更|又)[，,]?)+"
)
_MEETING = re.compile(
    r"(?:会议|大会|座谈会|推进会|动员会|例会|调度会|常务会)(?:还|又|最后|并|同时|进一步|特别|再次|一致)?$"
)
_GROUP = re.compile(
    r"((?:[一-龥]{0,10})(?:检查组|考核组|调研组|督导组|督查组|考察组|巡查组|视察组|工作组|验收组|指导组|巡察组|专家组|评估组)|督查|调研)(?:一行)?(?:还|并|最后|同时|依次|详细|对)?"
)
_PRONOUN = re.compile(r"(?:^|[。，；：”\n])(?:他|她)(?:们)?(?:还|又|最后|并|同时|反复|进一步|特别|再次)?$")
_STOPS_SPEECH = re.compile(
    r"^(?:会上|会前|会后|会议(?:听取|通报|传达|审议|还?通报|由|期间|宣读|结束|召开|现场)|据了解|据悉|随后|当天|当日|当晚|在[^，。]{2,20}(?:现场|后|时|座谈会上|，[^要必务]{0,6}(?:了解|查看|察看|详细))|座谈会上|参加|又讯|调研期间|期间|活动中|[^，。]{0,30}(?:参加了?(?:会议|调研|活动|座谈)|陪同(?:调研|检查|考察)|出席(?:会议|活动)|作(?:了)?表态发言)"
    r"|截至|去年|\d{4}年，[^要必务]{0,30}|通过[^，。]{0,20}，[^要]*$|调研(?:组|结束)|考察结束|检查(?:组|结束))"
)
_STATEMENT = re.compile(
    r"(?:是[^，。；]{0,30}(?:的|之举|关键|基础|保障|工程|任务|问题|重点|大事|前提|责任|要求|标志|体现|象征|目的)|意义重大|至关重要|事关|取得了|充分肯定|工作涉及|已经|有着|尚未|成效|可能|，[^，。；]*了[^，。；]*$)"
)
_IMPERATIVE = re.compile(alternation(words("imperatives")))
_HEADED = 18
_PUNCTUATION = re.compile(r"[，。；：、！？“”（）《》\s]")
_CITED = re.compile("批示|指示精神|大家|纷纷|委员们|代表们|与会人员|参会人员|群众")
_ADVERBIAL = re.compile(r"[^。；：]{0,90}")


@dataclass(slots=True)
class Speech:
    by: str
    kind: str
    verb: str
    start: int  # first character of the content
    end: int
    saying: int  # place of the verb
    confidence: float = 0.9


@dataclass(slots=True)
class Unit:
    start: int
    end: int
    paragraph: int
    first: bool  # opens its sentence (else after a semicolon)
    ordinal: bool = False
    must: int = -1  # place of the first 要
    imperative: bool = False
    begin: int = 0  # where the requirement itself begins
    top: bool = False
    parts: list["Unit"] = field(default_factory=list)


def put(article) -> list[Speech]:
    """Add the article's requirements to its events, numbered within each; the speeches they stand in are returned."""
    speeches = _speeches(article)
    for speech in speeches:
        event = article.event_at(speech.saying)
        if event is None:
            continue
        for directive in _requirements(article, speech):
            if any(
                d.evidence[0] < directive.evidence[1] and directive.evidence[0] < d.evidence[1]
                for d in event.directives
            ):
                continue
            event.directives.append(directive)
    for event in article.events:
        event.directives.sort(key=lambda d: d.evidence)
        for number, directive in enumerate(event.directives, 1):
            directive.number = number
        article.said += [d.evidence for d in event.directives]
    article.said.sort()
    strong = ("强调", "指出", "要求", "提出", "说", "叮嘱", "嘱咐", "号召")
    return [s for s in speeches if s.kind == "person" and s.verb in strong]


def _speeches(article) -> list[Speech]:
    text = article.text
    found: list[Speech] = []
    last = None
    for say in _SAY.finditer(text):
        sentence = article.sentence_of(say.start())
        floor, stop = article.sentences[sentence]
        inside = [m for m in article.mentions_between(floor, say.start()) if m.end <= say.start()]
        last_person = article.named_before(floor)
        before = text[floor : say.start()]
        by, kind = "", "person"
        meeting, group = _MEETING.search(before), None
        if not meeting:
            groups = list(_GROUP.finditer(before))
            group = groups[-1] if groups else None
        person = inside[-1] if inside else None
        light = say[0] in _LIGHT
        if meeting:
            by, kind = "会议", "meeting"
        elif _PRONOUN.search(before):
            by = _principal_before(article, floor + len(before)) or last_person
        elif person is not None and not (group and floor + group.start() > person.end and "陪同" not in before):
            by = person.name
            between = text[person.end : say.start()]
            if re.search(
                r"[，；](?:[^，；]{0,12})(?:大家|企业负责人|委员们|代表们|负责人|群众)(?:[^，；]{0,8})$", between
            ):
                continue
        elif group:
            by, kind = group[1], "group"
            by = re.sub("^.*?(?=(?:[一-龥]{2})组$)", "", by) if by.endswith("组") else by + "组"
        elif "大家" in before or "纷纷" in before:
            continue
        elif (
            last is not None
            and (light or say[0] in ("要求", "强调", "指出", "提出"))
            and text[say.start() - 1] in "。，；并还时\n会"
        ):
            by, kind = last.by, last.kind
            if (
                sentence != article.sentence_of(last.saying)
                and say.start() != floor
                and not re.match(r"^[^，]{0,6}$|^同时", before)
            ):
                by = by if light is False else ""
        elif (
            re.match(r"[^，。；]{0,12}(?:领导|主任|书记)?(?:并|还|也)?$", before) is None
            and last_person
            and say[0] in ("要求", "叮嘱")
            and re.search("[，并]$", before)
        ):
            by = last_person
        if not by:
            continue
        if kind == "person" and by in article.guests and say[0] not in ("强调", "要求"):
            last = None
            continue
        if (
            _CITED.search(before[-40:])
            and kind != "meeting"
            and ("批示" in before[-24:] or "大家" in before[-12:] or "纷纷" in before[-10:])
        ):
            last = None
            continue
        start = say.end()
        quoted = text[start : start + 1] in "，：" and text[start + 1 : start + 2] == "“"
        while start < len(text) and text[start] in "，：“了":
            start += 1
        last = Speech(by, kind, say[0], start, stop, say.start(), 0.9 if person is not None or meeting else 0.75)
        if found and found[-1].end > say.start():
            found[-1].end = max(found[-1].start, _clause_head(article, say.start(), floor))
        last.end = _extent(article, last, sentence, quoted)
        found.append(last)
    return [s for s in found if s.end > s.start]


def _principal_before(article, at: int) -> str:
    """他/她: the last person who spoke, led or chaired before; else the last person named."""
    for n in range(article.sentence_of(at), -1, -1):
        for part in reversed(article.parts[n]):
            if part.at < at and part.role in ("lead", "speak", "chair"):
                return part.mention.name
    return ""


def _clause_head(article, saying: int, floor: int) -> int:
    """Where the clause of a new verb of saying begins: at its subject, or after the mark before it."""
    text = article.text
    for m in article.mentions_between(floor, saying):
        if floor <= m.lead < saying and m.end <= saying and not re.search("[，；]", text[m.end : saying]):
            return m.lead
    return max(floor, max(text.rfind(c, floor, saying) for c in "，；：。") + 1)


def _extent(article, speech: Speech, sentence: int, quoted: bool) -> int:
    """Where the speech ends: sentences are taken in as long as they can be requirements of the same speaker."""
    text, sentences = article.text, article.sentences
    end = sentences[sentence][1]
    announced = (
        bool(re.match(r"[^。]{0,16}(?:要求|意见)", text[speech.start : end]))
        or text[end - 1 : end] != "。"
        and speech.start >= end - 1
    )
    if speech.verb in ("希望", "鼓励", "勉励", "提醒", "寄语") and speech.kind == "person" and not quoted:
        announced = False
    for n in range(sentence + 1, len(sentences)):
        start, stop = sentences[n]
        body = text[start:stop]
        new_paragraph = text[start - 1 : start] == "\n" or text[end : end + 1] == "\n"
        if _STOPS_SPEECH.match(body) and not _ORDINAL.match(body):
            break
        if any(p.at >= start and not p.default for p in article.parts[n]) and not _MUST.search(body[:12]):
            break
        if new_paragraph and not (
            re.match(r"(?:同时|下一步|此外|[^，。；]{0,14})?(?:要(?!求)|必须|务必)", body) or _ORDINAL.match(body)
        ):
            break
        if (
            new_paragraph
            and n > sentence + 1
            and not announced
            and not _ORDINAL.match(body)
            and not body.startswith("要")
        ):
            break
        end = stop
    return end


def _requirements(article, speech: Speech) -> list[Directive]:
    text = article.text
    content = text[speech.start : speech.end]
    listed = re.match(r"了?(?P<what>[^。；]{4,90})等(?:[^。；，]{0,8})要求", content) if speech.verb == "提出" else None
    if listed:
        s, e = speech.start + listed.start("what"), speech.start + listed.end("what")
        return [_directive(article, speech, Unit(s, e, 0, True, begin=s))]
    units = _units(text, speech)
    if speech.verb in _LIGHT and units:
        # 希望/鼓励 make a requirement only with 要 or 务必 of their own.
        if units[0].must < 0 and not units[0].ordinal:
            units = units[1:] if speech.verb in ("表示",) else []
        elif speech.verb == "表示" and speech.by in article.guests:
            units = []
    addressed = speech.verb in ("要求", "叮嘱", "嘱咐", "告诫") and units
    if addressed and units[0].must < 0 and not _STATEMENT.search(text[units[0].start : units[0].end]):
        units[0].must = units[0].begin
    if speech.verb == "认为":
        units = [u for u in units if u.must >= 0]
    _mark_levels(text, units)
    found: list[Unit] = []
    for unit in units:
        if unit.top:
            found.append(unit)
        elif found:
            found[-1].parts.append(unit)
    return [_directive(article, speech, unit) for unit in found]


def _units(text: str, speech: Speech) -> list[Unit]:
    units: list[Unit] = []
    at, paragraph, first, depth = speech.start, 0, True, 0
    for i in range(speech.start, speech.end + 1):
        char = text[i] if i < speech.end else "。"
        if char in "“（《":
            depth += 1
        elif char in "”）》":
            depth = max(0, depth - 1)
        elif char in "。！？；\n" and (depth == 0 or char != "；"):
            if i > at:
                units.append(_unit(text, at, i, paragraph, first, not units))
            first = char != "；"
            at = i + 1
            if char == "\n":
                paragraph += 1
            depth = 0
    return [u for u in units if u.end - u.start > 3]


def _unit(text: str, start: int, end: int, paragraph: int, first: bool, first_unit: bool = False) -> Unit:
    while start < end and text[start] in "”“ ，":
        start += 1
    unit = Unit(start, end, paragraph, first)
    ordinal = _ORDINAL.match(text, start, end)
    if ordinal is None:
        late = re.compile(r"[，：](?=一是|一要|首先要|首先是)").search(text, start, end)
        if late:
            ordinal = _ORDINAL.match(text, late.end(), end)
    begin = start
    if ordinal:
        unit.ordinal = True
        begin = ordinal.end()
        if begin < end and text[begin] in "，、":
            begin += 1
        unit.must = begin
    else:
        lead = _LEAD_IN.match(text[start:end])
        if lead and lead.end() < end - start - 3:
            begin = start + lead.end()
        unit.imperative = bool(_IMPERATIVE.match(text, begin, end))
        must = next((m for m in _MUST.finditer(text, begin, end) if not _in_quotes(text, begin, m.start())), None)
        if must:
            unit.must = must.start()
            clause = (
                max(
                    text.rfind("，", begin, must.start()),
                    text.rfind("：", begin, must.start()),
                    text.rfind("”，", begin, must.start()),
                )
                + 1
            )
            topic = clause and re.search(r"^由", text[begin:clause])
            if unit.imperative and not first_unit:
                topic = True
            if clause > begin and not topic:
                begin = clause
                again = _LEAD_IN.match(text[begin:end])
                if again and again.end() < end - begin - 3:
                    begin += again.end()
    unit.begin = begin
    return unit


def _in_quotes(text: str, start: int, at: int) -> bool:
    return text.count("“", start, at) > text.count("”", start, at)


def _plain(text: str) -> str:
    return _PUNCTUATION.sub("", text)


def _mark_levels(text: str, units: list[Unit]) -> None:
    """Which units are requirements of their own and which unfold the one before."""
    if any(u.ordinal for u in units):
        seen = False
        for u in units:
            seen = seen or u.ordinal
            u.top = u.ordinal or (not seen and u.must >= 0)
        if sum(u.ordinal for u in units) > 1 or units[0].ordinal:
            return
    paragraphs = {u.paragraph for u in units}
    headed = [u for i, u in enumerate(units) if _is_headed(text, units, i)]
    listed = False
    current: Unit | None = None
    overlapping = len(headed) == 1
    blocks = len(paragraphs) > 2 and _one_per_paragraph(units)
    for i, u in enumerate(units):
        body = text[u.start : u.end]
        opens = i == 0 or units[i - 1].paragraph != u.paragraph
        if blocks and not opens and u.paragraph > 0:
            continue
        if u in headed:
            current = u
            u.top = listed = True
            continue
        if current is not None:
            if overlapping:
                if u.first and u.paragraph == current.paragraph and _shares(text, current, u):
                    current = None
                    continue
                current = None
            elif u.first or not u.first:
                continue
        if (
            u.must >= 0
            and not (
                _STATEMENT.search(text[u.start : u.must])
                and text[u.must - 1] not in "，"
                and text[u.must : u.must + 1] != "要"
            )
            or i == 0
            and u.first
            and body.startswith(("将", "要把"))
        ):
            u.top = listed = True
        elif listed and (_IMPERATIVE.match(text, u.begin) and not _STATEMENT.search(body)):
            u.top = True


def _is_headed(text: str, units: list[Unit], i: int) -> bool:
    """A short sentence with 要 whose paragraph goes on with a longer one."""
    u = units[i]
    if (
        u.must < 0
        or u.must != u.begin
        or not u.first
        or len(_plain(text[u.begin : u.end])) > _HEADED
        or text[u.end : u.end + 1] == "；"
    ):
        return False
    if i + 1 >= len(units) or units[i + 1].paragraph != u.paragraph or not units[i + 1].first:
        return False
    own, following = (len(_plain(text[x.begin : x.end])) for x in (u, units[i + 1]))
    return following > 1.4 * own


def _one_per_paragraph(units: list[Unit]) -> bool:
    """Every paragraph after the announcement opens with 要: the paragraphs are the requirements."""
    openers = [u for i, u in enumerate(units) if u.paragraph > 0 and (i == 0 or units[i - 1].paragraph != u.paragraph)]
    return len(openers) >= 2 and all(u.must == u.begin for u in openers)


def _shares(text: str, head: Unit, other: Unit) -> bool:
    """Whether two units share a word of two characters that is none of the genre's fillers."""
    a, b = _plain(text[head.begin : head.end]), _plain(text[other.begin : other.end])
    pairs = {a[i : i + 2] for i in range(len(a) - 1)} - _FILLERS
    return any(b[i : i + 2] in pairs for i in range(len(b) - 1))


_FILLERS = frozenset(
    [
        "要进",
        "进一",
        "一步",
        "要继",
        "继续",
        "要加",
        "加强",
        "要强",
        "强化",
        "要切",
        "切实",
        "要坚",
        "坚持",
        "要全",
        "全面",
        "要把",
        "要以",
        "要提",
        "提高",
        "提升",
        "要做",
        "做好",
        "工作",
    ]
)


def _directive(article, speech: Speech, unit: Unit) -> Directive:
    text = article.text
    end = unit.parts[-1].end if unit.parts else unit.end
    heading = (unit.begin, _heading_end(text, unit.begin, unit.end))
    printed = article.view.printed
    return Directive(
        speech.by,
        speech.kind,
        printed(*heading),
        "",
        (unit.begin, end),
        parts=[Part("", (p.start, p.end)) for p in unit.parts],
        confidence=round(speech.confidence * (1 if unit.must >= 0 else 0.8), 2),
    )


def _heading_end(text: str, start: int, end: int) -> int:
    """The opening clause: up to the first full stop or semicolon, cut at the last comma within 30 characters."""
    if end - start <= 30:
        return end
    comma = text.rfind("，", start + 2, start + 31)
    return comma if comma > start else end


__all__ = ["boundary", "put"]
