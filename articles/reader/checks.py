"""What a text says of itself, held against what was read: 提三点要求 and three requirements, 占年度计划的51.2% and its amounts.

Serves phenomenon 25 (the announced count) and the arithmetic of published figures. A check that does not agree makes
the reading doubtful; nothing that was read is changed by it.
"""

import re

from .dates import number
from .reading import Check, Directive, Event, Figure

_ANNOUNCED = re.compile(
    r"提(?:出)?了?(?P<n>\d|[一二两三四五六七八九])(?:点|条|项|个方面)的?(?:具体|明确|工作)?(?:要求|意见|希望|建议)"
)
_SHARE = re.compile("(?:占|完成)[^，。；]{0,10}(?:年度|全年|年)(?:计划|任务|目标)")
_PLAN = re.compile("(?:年度|年|当年)(?:计划|目标|任务)|计划(?:完成)?投资")
_DONE = re.compile("完成|到位|实现")
_RATE = re.compile("(?P<done>开工|复工|竣工|投产|办结|入库|落地|签约)率")
# A share is printed rounded: half of its last digit, and as much again for the rounding of its amounts.
_ROUNDED = 0.11


def put(article, figures: list[Figure]) -> list[Check]:
    """The checks that the text allows, in order of their place in the clean text."""
    every = sorted([*figures, *(f for event in article.events for f in event.figures)], key=lambda f: f.evidence)
    found = [check for event in article.events if (check := _requirements(article, event))]
    for figure in every:
        if figure.unit == "%" and not figure.bound:
            check = _share(article, figure, every) or _rate(article, figure, every)
            if check:
                found.append(check)
    return sorted(found, key=lambda check: check.evidence)


def _requirements(article, event: Event) -> Check | None:
    """提三点要求, against the requirements that follow it by the same speaker."""
    for announced in _ANNOUNCED.finditer(article.text):
        if article.event_at(announced.start()) is not event:
            continue
        following = [d for d in event.directives if d.evidence[0] >= announced.end()]
        if not following:
            continue
        said = _of_one_speech(following)
        printed = number(announced["n"])
        note = f"原文“{announced[0]}”，识别出 {len(said)} 条。"
        return Check("requirements", printed, len(said), len(said) == printed, announced.span(), note)
    return None


def _of_one_speech(directives: list[Directive]) -> list[Directive]:
    said: list[Directive] = []
    for directive in directives:
        if said and directive.by != said[0].by:
            break
        said.append(directive)
    return said


def _share(article, share: Figure, figures: list[Figure]) -> Check | None:
    """占年度计划的51.2%, against the amounts done and planned that stand before it."""
    if not _SHARE.search(article.text[max(0, share.evidence[0] - 2) : share.evidence[1]]):
        return None
    floor = article.sentences[max(0, article.sentence_of(share.evidence[0]) - 1)][0]
    before = [f for f in figures if floor <= f.evidence[0] < share.evidence[0] and f.unit != "%" and not f.bound]
    done = next((f for f in reversed(before) if _DONE.search(f.label) and not _PLAN.search(f.label)), None)
    plan = next((f for f in reversed(before) if done and f.unit == done.unit and _PLAN.search(f.label)), None)
    return _compared(share, done, plan)


def _rate(article, rate: Figure, figures: list[Figure]) -> Check | None:
    """94户已复工81户, 复工率86.2%."""
    named = _RATE.search(rate.label)
    if not named:
        return None
    floor = article.floor(rate.evidence[0])
    before = [f for f in figures if floor <= f.evidence[0] < rate.evidence[0] and f.unit != "%"]
    if len(before) < 2 or before[-1].unit != before[-2].unit or named["done"] not in before[-1].label:
        return None
    return _compared(rate, before[-1], before[-2])


def _compared(share: Figure, part: Figure | None, whole: Figure | None) -> Check | None:
    if part is None or whole is None or whole.value <= 0 or part.value > 10 * whole.value:
        return None
    computed = part.value / whole.value * 100
    agrees = abs(computed - share.value) <= _rounding(share.value)
    note = f"{_amount(part)} ÷ {_amount(whole)} = {computed:.1f}%，原文 {share.value:g}%。"
    return Check("share", share.value, round(computed, 1), agrees, share.evidence, note)


def _rounding(printed: float) -> float:
    """How far a share may be off: more where it is printed without a fraction."""
    return _ROUNDED if printed != int(printed) else 0.6


def _amount(figure: Figure) -> str:
    return f"{figure.label}{figure.value:g}{figure.unit}"
