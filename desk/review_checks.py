"""What a reviewer is told beside the facts: what the text says of itself, and what does not fit the register or the calendar."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from articles.models import Article
from desk.facts import EVENT, Fact, facts_read, name_key
from desk.printed_names import PrintedName, names_of_fact
from desk.recording import DAY_PARTS
from desk.reviewing import standing, words_of
from meetings.models import Attendance, Counted

_COUNTED_KINDS = {
    "units": ("unit",),
    "projects": ("project",),
    "people": ("person",),
    "enterprises": ("enterprise",),
}


@dataclass(frozen=True)
class Check:
    """One line of the panel; `fact` is the key of the fact it is about, `agrees` None where nothing has to agree."""

    words: str
    agrees: bool | None
    fact: str = ""


def checks_of(article: Article, content: dict, facts: list[Fact], names: dict[str, PrintedName]) -> list[Check]:
    """What there is to check, what does not agree first. One query at most."""
    kept = standing(facts)
    checks = [
        *_told_by_the_text(content, kept),
        *_counts(kept),
        *_dates(article, kept),
        *_in_two_places(kept, names),
    ]
    return sorted(checks, key=lambda check: check.agrees is not False)


def _told_by_the_text(content: dict, kept: list[Fact]) -> Iterable[Check]:
    """The reader's own checks; a number of requirements is counted anew, with what was dropped and added since."""
    for check in content.get("checks", []):
        if check["what"] != "requirements":
            yield Check(check["note"], check["agrees"])
            continue
        changed = _requirements_behind(kept, check) - _requirements_behind(facts_read(content), check)
        read = int(check["read"]) + changed
        yield Check(f"原文说有 {int(check['printed'])} 条要求,现有 {read} 条。", read == int(check["printed"]))


def _requirements_behind(facts: Iterable[Fact], check: dict) -> int:
    """How many requirements stand behind the words that announce them, of whoever speaks the first of them."""
    behind = [
        fact.content
        for fact in facts
        if fact.kind == "requirement" and fact.span and fact.span[0] >= check["evidence"][0]
    ]
    behind.sort(key=lambda requirement: requirement["evidence"])
    return sum(requirement.get("by") == behind[0].get("by") for requirement in behind)


def _counts(kept: list[Fact]) -> Iterable[Check]:
    """How many the text counts beside how many it names: fewer names are usual (等17个项目), more are a fault."""
    named: dict[tuple[str, str], int] = defaultdict(int)
    for fact in kept:
        named[fact.event, fact.kind] += 1
    for fact in kept:
        if fact.kind == "count" and fact.content["of"] in _COUNTED_KINDS:
            number = fact.content["number"]
            names = sum(named[fact.event, kind] for kind in _COUNTED_KINDS[fact.content["of"]])
            label = Counted(fact.content["of"]).label
            rest = f",其余 {number - names} 个未列名" if names < number else ""
            yield Check(
                f"{label}:见报 {number} 个,列名 {names} 个{rest}。", None if names <= number else False, fact.key
            )


def _dates(article: Article, kept: list[Fact]) -> Iterable[Check]:
    for fact in kept:
        last = max(fact.content.get("date") or "", fact.content.get("end_date") or "") if fact.kind == EVENT else ""
        if last > str(article.issue_date):
            yield Check(f"“{words_of(fact)}”的日期 {last} 晚于见报日期 {article.issue_date}。", False, fact.key)


def _in_two_places(kept: list[Fact], names: dict[str, PrintedName]) -> Iterable[Check]:
    """A person who took part in two events of one half-day: in this article, or in the register."""
    events = {fact.key: fact for fact in kept if fact.kind == EVENT}
    there: dict[tuple[str, str, str], list[Fact]] = defaultdict(list)
    officials: dict[int, list[Fact]] = defaultdict(list)
    for fact in kept:
        when = _half_day(events.get(fact.event))
        if fact.kind != "person" or not when:
            continue
        there[fact.content["name"], *when].append(fact)
        row = _row_of(fact, names)
        if row is not None:
            officials[row.pk].append(fact)
    for (name, day, part), some in there.items():
        if len({fact.event for fact in some}) > 1:
            yield Check(f"{name}在 {day} {part}有两场活动,请核对。", False, some[-1].key)
    days = {events[fact.event].content["date"] for some in officials.values() for fact in some}
    if not officials:
        return
    elsewhere = Attendance.objects.filter(official__in=officials, meeting__held_date__in=days).exclude(
        meeting__day_part=""
    )
    for attendance in elsewhere.select_related("meeting").order_by("id"):
        meeting = attendance.meeting
        for fact in officials[attendance.official_id]:
            event = events[fact.event].content
            same = (event["date"], DAY_PARTS[event["day_part"]]) == (str(meeting.held_date), meeting.day_part)
            if same and (not event.get("name") or event["name"] != meeting.name):
                words = f"{fact.content['name']}在 {event['date']} {event['day_part']}已有“{meeting.title}”,请核对。"
                yield Check(words, False, fact.key)


def _half_day(event: Fact | None) -> tuple[str, str] | None:
    if event is None or not event.content.get("date") or event.content.get("day_part") not in DAY_PARTS:
        return None
    return event.content["date"], event.content["day_part"]


def _row_of(fact: Fact, names: dict[str, PrintedName]):
    printed = names_of_fact(fact)
    name = names.get(name_key(*printed)) if printed else None
    return name.row if name else None
