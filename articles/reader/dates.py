"""When an occasion was: dates as district papers print them, resolved against the issue date.

Serves phenomena 15-18 and 49: parts of the day, ranges, 昨日(14日), 今昨两天, 当天, a dateline's date, a year printed
elsewhere, December events in January issues, lost digits. What the text does not say (近日) stays null with its reason.
"""

import datetime
import re
from dataclasses import dataclass

from .lexicon import regex

_CN = {c: i for i, c in enumerate("〇一二三四五六七八九十")} | {"零": 0, "两": 2, "元": 1}
_NUM = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_PART_WORDS = "上午|下午|晚上|中午|凌晨|早上|早晨|清晨|一早|上班前|傍晚|夜间|深夜|夜晚|晚"
_PARTS = {"上午": "上午", "早上": "上午", "早晨": "上午", "清晨": "上午", "一早": "上午", "下午": "下午", "傍晚": "晚上",
          "晚上": "晚上", "晚": "晚上", "夜间": "晚上", "深夜": "晚上", "夜晚": "晚上"}  # fmt: skip
_DATE = re.compile(
    rf"(?:(?P<y>(?:19|20)\d\d)年|(?P<ry>今年|去年|前年|明年))?(?P<m>{_NUM})月(?P<d>{_NUM})[日号]?"
    rf"(?:(?:[（(][^（）()]{{1,8}}[）)])?(?:[至到\-－—–~～、和及]{{1,2}})(?:(?:(?P<y2>20\d\d)年)?(?P<m2>{_NUM})月)?(?P<d2>{_NUM})[日号])?"
    rf"|(?P<rel>今昨两天|昨今两天|昨日|昨天|今日|今天|前日|前天|昨晚|今晚|今晨|昨晨|今早|明天|明日)(?:[（(](?:(?P<rm>\d{{1,2}})月)?(?P<rd>\d{{1,2}})[日号][）)])?"
    r"|(?<!\d)(?P<only>\d{1,2})[日号](?!内|前|报)(?:[至到\-—~](?P<only2>\d{1,2})[日号])?"
    r"|(?P<same>当天|当日|同日|当晚|当夜)"
    r"|(?P<vague>近日|日前|近期|近来|连日来|最近|不久前|月初|月底|周末)"
    r"|(?P<lost>(?<!\d)20\d{4,6}日)"
    r"|(?P<lunar>农历[正一二三四五六七八九十冬腊]{1,2}月[初廿一二三四五六七八九十]{1,3})"
)
_PART = re.compile(rf"[\s，,]?(?:[（(][^（）()]{{1,8}}[）)])?(?P<part>{_PART_WORDS})(?!会)")
_DATELINE = re.compile(
    r"(?:^|\n)[^。，；：\n]{0,16}?(?:(?P<y>20\d\d)年)?(?P<m>\d{1,2})月(?P<d>\d{1,2})日(?:讯|电|消息)"
)
_MANY_DAYS = re.compile(r"为期(\d|[一两二三四五六七八九十])天")


@dataclass(slots=True)
class When:
    """A date in the clean text; day is None where the text gives none, with the note that says why."""

    start: int
    end: int
    day: datetime.date | None
    end_day: datetime.date | None = None
    part: str = ""
    note: str = ""
    same: bool = False


def number(text: str) -> int:
    """A small number in digits or in Chinese (廿 and 十 included)."""
    if text.isdigit():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return (_CN.get(tens, 1) if tens else 1) * 10 + (_CN.get(ones, 0) if ones else 0)
    return _CN.get(text, 0)


def day_part(text: str, at: int) -> tuple[str, int]:
    """The part of the day printed at `at` (after a date) and where it ends; "" when there is none."""
    found = _PART.match(text, at)
    if not found:
        return "", at
    return _PARTS.get(found["part"], ""), found.end()


def _make(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def dateline_date(text: str, published: datetime.date | None) -> datetime.date | None:
    """The date of a dateline (3月17日消息), the day 今天 speaks of."""
    found = _DATELINE.search(text, 0, 200)
    if not found:
        return None
    return resolve(found["y"], int(found["m"]), int(found["d"]), published)


def resolve(year: str | None, month: int, day: int, published: datetime.date | None) -> datetime.date | None:
    """The date nearest to the issue date and not more than seven days after it, unless the year is printed."""
    if year:
        return _make(int(year), month, day)
    if published is None:
        return None
    best = None
    for candidate in (published.year + 1, published.year, published.year - 1):
        made = _make(candidate, month, day)
        if made and (made - published).days <= 7:
            best = made
            break
    return best


class Calendar:
    """The dates of one article's text, each resolved; `today` is the dateline's day or the issue date."""

    def __init__(self, text: str, published: datetime.date | None):
        full = regex(r"((?:19|20)\d\d)年(\d{1,2})月(\d{1,2})日").search(text)
        if published is None and full:
            published = _make(int(full[1]), int(full[2]), int(full[3]))
        self.published = published
        self.today = dateline_date(text, published) or published
        self.dates: list[When] = []
        dateline = _DATELINE.search(text, 0, 200)
        self.dated = dateline is not None  # 某某市31日举行: after a dateline a day of its own is the event's
        skip = (dateline.start("m"), dateline.end("d")) if dateline else (-1, -1)
        last: datetime.date | None = None
        for found in _DATE.finditer(text):
            if skip[0] <= found.start() < skip[1]:
                continue
            when = self._read(found, text, last)
            if when is None:
                continue
            if when.day:
                last = when.day
            self.dates.append(when)

    def _read(self, printed: re.Match, text: str, last: datetime.date | None) -> When | None:
        """The date of a match of _DATE; `last` is the day told before it. None where it is no date of an occasion."""
        part, end = day_part(text, printed.end())
        when = When(printed.start(), end, None, part=part)
        before = text[max(0, printed.start() - 3) : printed.start()]
        if printed["m"]:
            return self._month_and_day(printed, when, before)
        if printed["rel"]:
            return self._relative(printed, when)
        if printed["only"]:
            return self._day_only(printed, when, before, last)
        if printed["same"]:
            when.same = True
            if printed["same"] in ("当晚", "当夜"):
                when.part = "晚上"
            when.day, when.note = last, "" if last else printed["same"]
        elif printed["lost"]:
            when.note = f"日期残缺：{printed['lost']}"
        else:
            when.note = printed["vague"] or printed["lunar"]
        return when

    def _month_and_day(self, printed: re.Match, when: When, before: str) -> When | None:
        """6月5日, 去年12月30日至1月2日."""
        if printed[0][-1] not in "日号" and printed["d2"] is None and not when.part:
            return None
        if before.endswith(("截至", "截止", "截至到")):
            return None
        year = printed["y"]
        if printed["ry"] and self.today:
            year = str(self.today.year + {"今年": 0, "去年": -1, "前年": -2, "明年": 1}[printed["ry"]])
        month = number(printed["m"])
        when.day = resolve(year, month, number(printed["d"]), self.today)
        if printed["d2"]:
            end_month, end_day = number(printed["m2"] or printed["m"]), number(printed["d2"])
            end_year = printed["y2"] or (str(when.day.year) if when.day else None)
            when.end_day = resolve(end_year, end_month, end_day, self.today)
            if when.day and when.end_day and when.end_day < when.day:
                when.end_day = _make(when.day.year + 1, end_month, end_day)
        if when.day is None:
            when.note = "年份不明" if self.today is None else "日期无效"
        return when

    def _day_only(self, printed: re.Match, when: When, before: str, last: datetime.date | None) -> When | None:
        """14日上午: a day of the month told last, or of the one before the issue date."""
        anchor = last or self.today
        if anchor is None or before.endswith("截至"):
            return None
        day = number(printed["only"])
        made = _make(anchor.year, anchor.month, day)
        is_told = (
            when.part or printed["only2"] or before.endswith(("于", "，", "在", "。", "\n")) or printed.start() == 0
        )
        is_just_now = self.dated and made and self.today and 0 <= (self.today - made).days <= 3
        if not (is_told or is_just_now):
            return None
        if made and self.today and (made - self.today).days > 7:
            previous = made.replace(day=1) - datetime.timedelta(days=1)
            made = _make(previous.year, previous.month, day)
        if made is None:
            return None
        when.day = made
        if printed["only2"]:
            when.end_day = _make(made.year, made.month, number(printed["only2"]))
        return when

    def _relative(self, printed: re.Match, when: When) -> When:
        """昨日, 昨日(14日), 今昨两天."""
        today, word = self.today, printed["rel"]
        if word in ("昨晚", "今晚"):
            when.part = "晚上"
        elif word in ("今晨", "昨晨", "今早"):
            when.part = "上午"
        shift = {"今": 0, "昨": -1, "前": -2, "明": 1}[word[0]]
        if printed["rd"]:
            anchor = today or self.published
            if anchor is None:
                when.note = word
                return when
            month = int(printed["rm"]) if printed["rm"] else (anchor + datetime.timedelta(days=shift)).month
            when.day = resolve(None, month, int(printed["rd"]), anchor)
        elif today is None:
            when.note = word
        elif len(word) > 2:
            when.day, when.end_day = today - datetime.timedelta(days=1), today
        else:
            when.day = today + datetime.timedelta(days=shift)
        return when

    def before(self, start: int, at: int) -> When | None:
        """The last date in text[start:at]."""
        found = None
        for when in self.dates:
            if when.start >= at:
                break
            if when.start >= start:
                found = when
        return found

    def first(self, start: int, end: int) -> When | None:
        """The first date in text[start:end]."""
        return next((when for when in self.dates if start <= when.start < end), None)


def lasting(text: str, start: int, end: int) -> int:
    """How many days 为期N天 says within text[start:end]; 1 when it says nothing."""
    found = _MANY_DAYS.search(text, start, end)
    return number(found[1]) if found else 1


def month_end(year: int, month: int) -> datetime.date:
    """The last day of a month."""
    following = datetime.date(year + month // 12, month % 12 + 1, 1)
    return following - datetime.timedelta(days=1)


def quarter(year: int, n: int) -> tuple[datetime.date, datetime.date]:
    """First and last day of a quarter."""
    return datetime.date(year, 3 * n - 2, 1), month_end(year, 3 * n)
