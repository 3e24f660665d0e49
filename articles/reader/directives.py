"""Requirements: who says what must be done, at two levels.

Serves phenomenon 25 and the contract's rules: a speech runs from a verb of saying to the next speaker or to the first
sentence that tells of something else; a full stop and a semicolon part requirements, a comma does not; ordinals and
short headed sentences make those that follow their unfolding.
"""

import re
from dataclasses import dataclass, field

from .lexicon import alternation, regex, words
from .reading import Directive, Part
from .speeches import LIGHT, MUST, ORDINAL, Speech, speeches_in

_LEAD_IN = re.compile(
    r"^(?:(?:下一步|接下来|下一阶段|今后|为此|因此|所以|同时|与此同时|另外|此外|并且|并|而且|就此|对此|当前|目前|其中|最后|随后|会后|会后一段时间|一方面|另一方面|还|同时还|在此基础上|换句话说|各位|会议还|也|更|又)[，,]?)+"
)
_STATEMENT = re.compile(
    r"(?:是[^，。；]{0,30}(?:的|之举|关键|基础|保障|工程|任务|问题|重点|大事|前提|责任|要求|标志|体现|象征|目的)|意义重大|至关重要|事关|取得了|充分肯定|工作涉及|已经|有着|尚未|成效|可能|，[^，。；]*了[^，。；]*$)"
)
_IMPERATIVE = re.compile(alternation(words("imperatives")))
# 道路拓宽由县交通局牵头: who does it is told without 要.
_ASSIGNED = re.compile(r"由[^，。；]{2,24}(?:负责|牵头|核实|落实|配合|办理|承担)")
# 各包联领导每周到一次工地: who shall do it, at the head of a member of a list parted by semicolons.
_ADDRESSED = re.compile(
    "各[^，。；]{2,8}(?:领导|单位|部门|干部|企业|乡镇|镇街|村|社区)|[^，。；]{1,6}(?:局|部门|单位)(?!长)"
)
# A unit that tells what somebody else said or did ends the speech.
_TOLD = re.compile(
    r"(?:委员|代表|负责人|负责同志)(?!提出的|反映的)[^，。；]{0,8}(?:建议|提了|作了|表示|认为|汇报|发言|答复|介绍|参加|陪同)"
)
_FILLERS = frozenset(words("fillers_of_requirements"))
_HEADED = 18  # characters at most of a short sentence that heads the longer ones after it
_PUNCTUATION = re.compile(r"[，。；：、！？“”（）《》\s]")


@dataclass(slots=True)
class Unit:
    """A piece text[start:end] of a speech that a full stop or a semicolon ends."""

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
    speeches = speeches_in(article)
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
    strong = ("强调", "指出", "要求", "提出", "说", "叮嘱", "嘱咐", "号召", "责令", "责成", "指示")
    return [s for s in speeches if s.kind == "person" and s.verb in strong]


def _requirements(article, speech: Speech) -> list[Directive]:
    text = article.text
    content = text[speech.start : speech.end]
    listed = (
        regex(r"了?(?P<what>[^。；]{4,90})等(?:[^。；，]{0,8})要求").match(content) if speech.verb == "提出" else None
    )
    if listed:
        s, e = speech.start + listed.start("what"), speech.start + listed.end("what")
        return [_directive(article, speech, Unit(s, e, 0, True, begin=s))]
    units = _units(text, speech)
    told = next((n for n, unit in enumerate(units) if n and _TOLD.search(text, unit.start, unit.end)), len(units))
    units = units[:told]
    if speech.verb in LIGHT and units:
        # 希望/鼓励 make a requirement only with 要 or 务必 of their own.
        if units[0].must < 0 and not units[0].ordinal:
            units = [u for u in units[1:] if u.first]
        elif speech.verb == "表示" and speech.by in article.guests:
            units = []
    addressed = speech.verb in ("要求", "叮嘱", "嘱咐", "告诫", "责令", "责成", "指示") and units
    if addressed and units[0].must < 0 and not _STATEMENT.search(text[units[0].start : units[0].end]):
        units[0].must = units[0].begin
        for unit in units[1:]:
            if unit.must < 0 and _ASSIGNED.search(text, unit.start, unit.end):
                unit.must = unit.begin
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
                direct = not units and speech.verb in ("要求", "叮嘱", "嘱咐", "责成", "责令") and at == speech.verb_end
                units.append(_unit(text, at, i, paragraph, first, not units, direct))
            first = char != "；"
            at = i + 1
            if char == "\n":
                paragraph += 1
            depth = 0
    return [u for u in units if u.end - u.start > 3]


def _unit(
    text: str, start: int, end: int, paragraph: int, first: bool, first_unit: bool = False, direct: bool = False
) -> Unit:
    while start < end and text[start] in "”“ ，—":
        start += 1
    unit = Unit(start, end, paragraph, first)
    ordinal = ORDINAL.match(text, start, end)
    if ordinal is None:
        late = regex(r"[，：](?=一是|一要|首先要|首先是)").search(text, start, end)
        if late:
            ordinal = ORDINAL.match(text, late.end(), end)
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
        must = next((m for m in MUST.finditer(text, begin, end) if not _in_quotes(text, begin, m.start())), None)
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
            topic = clause and regex(r"^由").search(text[begin:clause])
            if direct or unit.imperative and not first_unit:
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
    if any(unit.ordinal for unit in units):
        seen = False
        for unit in units:
            seen = seen or unit.ordinal
            unit.top = unit.ordinal or (not seen and unit.must >= 0)
        if sum(unit.ordinal for unit in units) > 1 or units[0].ordinal:
            return
    headed = [unit for i, unit in enumerate(units) if _is_headed(text, units, i)]
    has_blocks = len({unit.paragraph for unit in units}) > 2 and _one_per_paragraph(units)
    is_listed = False
    head: Unit | None = None  # the headed unit that those after it unfold
    for i, unit in enumerate(units):
        opens = i == 0 or units[i - 1].paragraph != unit.paragraph
        if has_blocks and not opens and unit.paragraph > 0:
            continue
        if unit in headed:
            head = unit
            unit.top = is_listed = True
            continue
        if head is not None:
            if len(headed) > 1:
                continue
            unfolds = unit.first and unit.paragraph == head.paragraph and _shares(text, head, unit)
            head = None  # a single one heads the next sentence at most
            if unfolds:
                continue
        if _demands(text, unit) or i == 0 and unit.first and text.startswith(("将", "要把"), unit.start, unit.end):
            unit.top = is_listed = True
        elif is_listed and _goes_on_demanding(text, unit):
            unit.top = True


def _demands(text: str, unit: Unit) -> bool:
    """Whether a unit has a 要 that demands, not one in a statement (是当前要务)."""
    if unit.must < 0:
        return False
    is_stated = _STATEMENT.search(text[unit.start : unit.must])
    return not is_stated or text[unit.must - 1] == "，" or text[unit.must : unit.must + 1] == "要"


def _goes_on_demanding(text: str, unit: Unit) -> bool:
    """Whether a unit without 要 is one more requirement, by its first verb or by whom it is for."""
    if _STATEMENT.search(text[unit.start : unit.end]):
        return False
    is_for_somebody = not unit.first and _ADDRESSED.match(text, unit.begin, unit.end)
    return bool(_IMPERATIVE.match(text, unit.begin) or is_for_somebody)


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
