"""Which occasions a text reports: the frames of its sentences put together, each with its name, venue and time.

Serves phenomena 15-17, 33-36 and 46. A further frame is an event of its own only with its own time or its own chair.
"""

import re

from .dates import Calendar, lasting
from .frames import Frame, bare_frames, frames_in
from .lexicon import regex
from .reading import Event
from .roles import Part
from .venues import heard_at

# A visit that begins where another occasion ends, or in the other half of its day, is an event of its own.
_THEREAFTER = re.compile(
    r"[^，。；]{0,8}(?:结束后|会后|仪式后|活动后)|(?:当天|当日|同日)?(?:上午|下午|晚上)，|当[天日晚]|在[^，。；]{2,8}期间，"
)
_ADDED = re.compile(r"\s{0,4}(?:又讯|另讯|另悉)")
# A meeting that somebody chairs after one of these is an event of its own.
_AFTERWARDS = re.compile("随后|接着|紧接着|随即|立即|结束后")


def assemble(
    text: str, sentences: list[tuple[int, int]], parts: list[list[Part]], calendar: Calendar
) -> tuple[list[Event], list[int]]:
    """The article's events and, for each sentence, the index of the event it belongs to (-1 when there is none)."""
    events: list[Event] = []
    anchors: list[Frame] = []
    belongs: list[int] = []
    current = -1
    frames = [frames_in(text, start, end, parts[n], calendar) for n, (start, end) in enumerate(sentences)]
    if not any(frames):
        frames = [bare_frames(text, start, end, parts[n]) for n, (start, end) in enumerate(sentences)]
    for n, (start, end) in enumerate(sentences):
        opened = len(events)
        for frame in frames[n]:
            if not events:
                events.append(_event(text, frame, calendar, None))
                anchors.append(frame)
                current = 0
                continue
            if _another_visit(text, start, anchors[-1], frame, calendar) or _another_news(text, start, frame):
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
            part = regex("[上中下]午|晚").search(text[start : frame.at])
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
            if regex(r"(?:调研|考察|检查|督导|走访|视察|观摩)(?:中|期间|时|过程中)").match(sentence):
                current = 0
            elif regex("会上|座谈会|会议").search(sentence[:40]) and anchors[-1].kind == "meeting":
                current = len(events) - 1
        if opened == 0 and len(events) > 1:
            current = 0  # a visit that ends in a meeting: what follows speaks of the visit until the meeting is named
        belongs.append(current)
    if events and events[0].date and not events[0].day_part and events[0].kind != "meeting":
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
        watched = heard_at(text, anchor.end) if event.kind == "meeting" and event.venue is None else None
        if watched:
            event.venue, event.venue_evidence = text[slice(*watched)], watched
    first = next((i for i, b in enumerate(belongs) if b >= 0), None)
    if first:
        belongs[:first] = [0] * first
    return events, belongs


def _another_visit(text: str, start: int, last: Frame, frame: Frame, calendar: Calendar) -> bool:
    """A visit by somebody else, or after another kind of occasion, with its own day: 6月5日甲到…, 6月6日乙到…."""
    if frame.kind not in ("visit", "tour") or (frame.lead and frame.lead == last.lead):
        return False
    if not frame.lead and (last.kind in ("visit", "tour", "meeting") or frame.name):
        return False
    if last.kind in ("visit", "tour") and not last.lead:
        return False
    if last.kind not in ("visit", "tour") and _THEREAFTER.match(text, start, frame.at):
        return True
    when = calendar.before(start, frame.at)
    return when is not None and when.day is not None and not when.same


def _another_news(text: str, start: int, frame: Frame) -> bool:
    """又讯: a short report of another occasion, added to the article."""
    return bool(frame.name) and _ADDED.match(text, start) is not None


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
    if frame.venue and (frame.kind not in ("visit", "tour") or frame.kind == "tour" and frame.name):
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
