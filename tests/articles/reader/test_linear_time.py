"""No pattern backtracks without bound: pumped strings ten times as long take at most twelve times as long."""

import gc
import re
import time

import pytest

from articles.reader import MAX_ARTICLE_LENGTH, read_page
from tests.articles.reader.pump_strings import patterns, pumps

LENGTHS = (1_000, 10_000, 100_000)
MOST_GROWTH = 12
MEASURABLE = 0.02  # seconds; below this the clock and the machine say more than the pattern

PATTERNS = patterns()


def seconds(run) -> float:
    """CPU time of one run, without the garbage collector: its passes cost by what the other tests left in memory."""
    gc.disable()
    try:
        started = time.process_time()
        run()
        return time.process_time() - started
    finally:
        gc.enable()


def growth(pattern, head: str, pump: str, tail: str) -> tuple[float, list[float]]:
    """The greatest ratio of times between one length and the next, up to the first that is too great, and the times."""
    taken: list[float] = []
    greatest = 0.0
    for length in LENGTHS:
        text = head + (pump * (length // len(pump) + 1))[:length] + tail
        taken.append(seconds(lambda text=text: [None for _ in pattern.finditer(text)]))
        if len(taken) > 1 and taken[-1] > MEASURABLE:
            greatest = max(greatest, taken[-1] / max(taken[-2], MEASURABLE / 10))
        if greatest > MOST_GROWTH:
            break
    return greatest, taken


def test_a_pattern_that_backtracks_is_caught():
    ratio, _ = growth(re.compile("某*好"), "", "某", "￥")
    assert ratio > MOST_GROWTH


@pytest.mark.parametrize("place", sorted(PATTERNS))
def test_time_grows_in_step_with_length(place):
    pattern = PATTERNS[place]
    for head, pump, tail in pumps(pattern):
        ratio, taken = growth(pattern, head, pump, tail)
        for _ in range(2):  # the machine may have been busy
            if ratio > MOST_GROWTH:
                ratio, taken = min((ratio, taken), growth(pattern, head, pump, tail))
        assert ratio <= MOST_GROWTH, (pattern.pattern[:200], head, pump, tail, taken)


def pages() -> dict[str, str]:
    """What a page may be made of for a whole reading to take long."""
    return {
        "names": "副县长王大有、",
        "titles": "县委常委、",
        "titles run together": "县委书记县长副县长",
        "firms": "某某新材料有限公司、",
        "projects": "星河路改造项目、",
        "bodies": "县发改委、",
        "requirements": "要抓好工作；",
        "quotes": "“",
        "closing quotes": "”",
        "brackets": "（",
        "digits": "1",
        "dates": "6月1日至2日",
        "spaces": " 　",
        "tags": "<a ",
        "lines": "记者\n",
        "one character": "某",
        "points": "·",
        "gatherings": "召开推进会",
        "visits": "来到某村察看，",
        "demands": "企业反映用地难，",
        "figures": "完成投资3.2亿元，",
    }


@pytest.mark.parametrize("kind", sorted(pages()))
def test_a_whole_page_is_read_in_time_in_step_with_its_length(kind):
    lead = "6月1日上午，县委书记王大有主持召开全县项目建设推进会。"
    pump = pages()[kind]
    texts = [lead + (pump * (length // len(pump) + 1))[:length] for length in LENGTHS]
    taken = [float("inf")] * len(texts)
    for _ in range(3):  # the machine may have been busy: the best of three is the reader's own time
        taken = [min(best, seconds(lambda text=text: read_page(text))) for best, text in zip(taken, texts, strict=True)]
        ratios = [after / max(before, MEASURABLE) for before, after in zip(taken, taken[1:], strict=False)]
        if max(ratios) <= MOST_GROWTH:
            break
    assert max(ratios) <= MOST_GROWTH, taken
    assert LENGTHS[-1] < MAX_ARTICLE_LENGTH
