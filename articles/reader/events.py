"""Which occasions a text reports: the frames of its sentences put together, each with its name, venue and time.

Serves phenomena 15-17, 33-36 and 46. A further frame is an event of its own only with its own time or its own chair.
"""

import datetime
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
    frames = [frames_in(text, start, end, parts[n], calendar) for n, (start, end) in enumerate(sentences)]
    if not any(frames):
        frames = [bare_frames(text, start, end, parts[n]) for n, (start, end) in enumerate(sentences)]
    assembly = _Assembly(text, calendar)
    belongs: list[int] = []
    for (start, end), told in zip(sentences, frames, strict=True):
        opened = len(assembly.events)
        for frame in told:
            assembly.take(frame, start)
        assembly.turn_to_event_of(text[start:end])
        if opened == 0 and len(assembly.events) > 1:
            assembly.current = (
                0  # a visit that ends in a meeting: what follows is of the visit until the meeting is named
            )
        belongs.append(assembly.current)
    assembly.complete_from_elsewhere()
    first = next((i for i, event in enumerate(belongs) if event >= 0), None)
    if first:
        belongs[:first] = [0] * first
    return assembly.events, belongs


class _Assembly:
    """The events so far, each with the frame that opened it; `current` is the index of the one spoken of."""

    def __init__(self, text: str, calendar: Calendar):
        self.text = text
        self.calendar = calendar
        self.events: list[Event] = []
        self.anchors: list[Frame] = []
        self.current = -1

    def take(self, frame: Frame, start: int) -> None:
        """Open an event for a frame of the sentence that begins at `start`, or add to one there is."""
        text, calendar = self.text, self.calendar
        if (
            not self.events
            or _another_visit(text, start, self.anchors[-1], frame, calendar)
            or _another_news(text, start, frame)
        ):
            self._open(frame)
            return
        same = next((i for i, anchor in enumerate(self.anchors) if _same(text, anchor, frame)), None)
        if same is not None:
            _complete(text, self.events[same], self.anchors[same], frame, calendar)
            self.current = same
        elif self._is_another(frame, start):
            self._open(frame)

    def _open(self, frame: Frame) -> None:
        self.events.append(_event(self.text, frame, self.calendar, self.events[0] if self.events else None))
        self.anchors.append(frame)
        self.current = len(self.events) - 1

    def _is_another(self, frame: Frame, start: int) -> bool:
        """Whether a named gathering is an event of its own: by its time, or as a meeting that somebody chairs."""
        if frame.name is None or frame.kind == "other" and self.anchors[-1].kind == "other":
            return False
        if self._has_own_time(frame, start):
            return True
        is_first_meeting = self.anchors[0].kind != "meeting"
        is_chaired = frame.chaired and frame.kind == "meeting"
        return is_chaired and (is_first_meeting or _AFTERWARDS.search(self.text, start, frame.at) is not None)

    def _has_own_time(self, frame: Frame, start: int) -> bool:
        main, last = self.events[0], self.anchors[-1]
        when = self.calendar.before(max(start, last.at) if last.start == start else start, frame.at)
        if when is None:
            before = self.text[start : frame.at]
            is_next = frame.kind == "meeting" and last.kind != "meeting" and "立即" in before
            return is_next and regex("[上中下]午|晚").search(before) is not None
        if when.same and not when.part:
            return False
        is_of_main = when.day == main.date and when.part in ("", main.day_part)
        return bool(when.day or when.part) and not is_of_main

    def turn_to_event_of(self, sentence: str) -> None:
        """Among several events the one that a sentence names by its kind: 调研中 the first, 会上 the meeting just told."""
        if len(self.events) < 2:
            return
        if regex(r"(?:调研|考察|检查|督导|走访|视察|观摩)(?:中|期间|时|过程中)").match(sentence):
            self.current = 0
        elif regex("会上|座谈会|会议").search(sentence[:40]) and self.anchors[-1].kind == "meeting":
            self.current = len(self.events) - 1

    def complete_from_elsewhere(self) -> None:
        """What is told of an event outside its sentence: the part of the first one's day, where a meeting was heard."""
        main = self.events[0] if self.events else None
        if main and main.date and not main.day_part and main.kind != "meeting":
            main.day_part = self._part_of_day(main.date)
        for event, anchor in zip(self.events, self.anchors, strict=True):
            is_open = event.kind == "meeting" and event.venue is None
            watched = heard_at(self.text, anchor.end) if is_open else None
            if watched:
                event.venue, event.venue_evidence = self.text[slice(*watched)], watched

    def _part_of_day(self, day: datetime.date) -> str:
        """The part that 当天上午 or the like gives a day, outside the sentences of further events; "" without one."""
        for when in self.calendar.dates:
            is_told = when.same and when.part in ("上午", "下午") and when.day == day
            if is_told and not any(anchor.start <= when.start < anchor.end for anchor in self.anchors[1:]):
                return when.part
        return ""


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


def _same(text: str, anchor: Frame, frame: Frame) -> bool:
    """Whether two frames tell of one occasion: of one kind, one of them unnamed, or by names that hold or end alike."""
    if anchor.kind == frame.kind and (anchor.name is None or frame.name is None):
        return True
    if anchor.name and frame.name:
        short, long = sorted((text[slice(*anchor.name)], text[slice(*frame.name)]), key=len)
        return short in long or (anchor.kind == frame.kind and short[-4:] == long[-4:] and len(short) > 6)
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
