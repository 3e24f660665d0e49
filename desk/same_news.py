"""The same news in two outlets: an article whose events other articles have told of is one more source of them.

Two articles tell the same news when their words are alike and their events name the same. Words: characters without
marks and spaces, five at a time (shingles), and how many of the shorter text's stand in the longer. Names: of people,
units, enterprises and projects, and how many of those of the event that has fewer stand in the other article. Words
alone cannot tell two visits by one hand on one day; names alone cannot tell a meeting from the visit before it. The
thresholds were measured (ADR 8).
"""

import datetime
import functools
import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.db import connection

from articles.models import Article
from desk.facts import meeting_key
from desk.models import Verdict
from desk.reviewing import Reviewed, StillOpen
from meetings.models import Meeting, MeetingKind

ALIKE = 0.5  # containment of words from which two articles may tell the same news
ALIKE_UNNAMED = 0.8  # where fewer than two names can be compared
SAME_NAMES = 0.7
SHINGLE = 5  # characters
FEWEST_SHINGLES = 40  # of a text that can be compared; a brief of two sentences is like too many others
# Outlets print the same news within days; without a printed date nothing else bounds the search.
WINDOW = datetime.timedelta(days=7)


_NO_WORDS = re.compile(r"[\W_]+")


def kind_of(event: dict) -> MeetingKind:
    """The kind of meeting that an event of a reading is recorded as."""
    return MeetingKind(event["kind"]) if event["kind"] in MeetingKind.values else MeetingKind.OTHER


@functools.lru_cache(maxsize=256)
def shingles_of(text: str) -> frozenset[str]:
    """Every five characters that stand together in a text, once each, of letters and digits alone in NFKC.

    Kept for the texts seen last: news of one week is compared with news of that week.
    """
    clean = _NO_WORDS.sub("", unicodedata.normalize("NFKC", text))
    return frozenset(clean[start : start + SHINGLE] for start in range(len(clean) - SHINGLE + 1))


def containment(one: frozenset[str], other: frozenset[str]) -> float:
    """How many of the shorter text's shingles stand in the longer, 0 to 1; 0 where it is too short to tell."""
    fewest = min(len(one), len(other))
    return len(one & other) / fewest if fewest >= FEWEST_SHINGLES else 0.0


@dataclass(frozen=True)
class _Source:
    """A meeting that may be an event of the article, and the article that tells of it. Days are ISO dates or None."""

    meeting_id: int
    kind: str
    name: str
    held: str | None
    earliest: str | None
    latest: str | None
    quote: str
    article_id: int
    text: str


def meetings_told_of(article: Article, events: list[dict]) -> list[int] | None:
    """The primary key of the meeting that each event of `article` is, where other articles have told the same news.

    None where they have not. The meetings are of the same district and kind; of the same day, or of one that can be
    the same where one of the two is not known; and each event has one of its own. An article without events is always
    news. One query, and a second one where words are alike.
    """
    words = shingles_of(article.text)
    if not events or len(words) < FEWEST_SHINGLES:
        return None
    alike: dict[int, float] = {}
    sources = []
    for source in _sources(article, events):
        if source.article_id not in alike:
            alike[source.article_id] = containment(words, shingles_of(source.text))
        if alike[source.article_id] >= ALIKE:
            sources.append(source)
    if not sources:
        return None
    names = _names_of({source.meeting_id for source in sources})
    found: list[int] = []
    for event in events:
        fitting = [
            source
            for source in sources
            if source.meeting_id not in found
            and _may_be(event, source, article)
            and _names_the_same(article, event, source, names[source.meeting_id], alike[source.article_id])
        ]
        if not fitting:
            return None
        best = max(fitting, key=lambda source: (*_fit(article, event, source), alike[source.article_id]))
        found.append(best.meeting_id)
    return found


def meetings_likely_told_of(article: Article, events: list[dict]) -> list[int | None]:
    """The meeting that each event of `article` may be, for a person to judge; None where nothing speaks for one.

    Those that other articles have told of; else a meeting of the same kind, day and name, whatever its source.
    """
    told = meetings_told_of(article, events)
    if told is not None:
        return list(told)
    days = {event["date"] for event in events if event.get("date") and event.get("name")}
    if not days:
        return [None] * len(events)
    names = {event["name"] for event in events if event.get("name")}
    meetings = Meeting.objects.filter(district=article.district_id, held_date__in=days, name__in=names).order_by("id")
    known = {
        (kind, str(day), name): pk for pk, kind, day, name in meetings.values_list("pk", "kind", "held_date", "name")
    }
    return [known.get((kind_of(event), event.get("date"), event.get("name"))) for event in events]


def meetings_chosen(article: Article, reviewed: Reviewed) -> list[int | None]:
    """The meeting of the register that each event is, as its reviewer chose; None for one that is news.

    Raises StillOpen where an event may be a meeting and he has not decided.
    """
    events = reviewed.content.get("events", [])
    chosen = [reviewed.choices.get(meeting_key(key)) for key in reviewed.events]
    likely = [None] * len(events) if all(chosen) else meetings_likely_told_of(article, events)
    if still := [
        f"“{event.get('name') or '未具名的活动'}”可能已在台账中"
        for event, choice, meeting in zip(events, chosen, likely, strict=True)
        if meeting and not choice
    ]:
        raise StillOpen(still)
    return [choice.row.pk if choice and choice.verdict == Verdict.LINK else None for choice in chosen]


def names_of_event(event: dict) -> frozenset[str]:
    """The names that an event of a reading prints: people, units, enterprises and projects."""
    sorts = ("people", "organizations", "enterprises", "projects")
    return frozenset(named["name"] for sort in sorts for named in event.get(sort, []))


def share_of_names(names: frozenset[str], text: str, others: frozenset[str], other_text: str) -> tuple[float, int]:
    """How many of the names on the side that has fewer stand in the other's text, 0 to 1, and how many there are."""
    fewer, where = (names, other_text) if len(names) <= len(others) else (others, text)
    return (sum(name in where for name in fewer) / len(fewer) if fewer else 0.0), len(fewer)


def _names_the_same(article: Article, event: dict, source: _Source, names: frozenset[str], likeness: float) -> bool:
    share, compared = share_of_names(names_of_event(event), article.text, names, source.text)
    if compared < 2 and likeness < ALIKE_UNNAMED:
        return False
    return share >= SAME_NAMES or not compared


def _names_of(meetings: set[int]) -> dict[int, frozenset[str]]:
    """The printed names of each meeting."""
    names: dict[int, set[str]] = {meeting: set() for meeting in meetings}
    keys, marks = list(meetings), ", ".join(["%s"] * len(meetings))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT meeting_id, printed_name FROM meetings_attendance WHERE meeting_id IN ({marks}) UNION ALL "
            f"SELECT meeting_id, printed_name FROM meetings_discussion WHERE meeting_id IN ({marks})",
            keys * 2,
        )
        for meeting, name in cursor.fetchall():
            names[meeting].add(name)
    return {meeting: frozenset(printed) for meeting, printed in names.items()}


def _sources(article: Article, events: list[dict]) -> list[_Source]:
    """What other articles tell of meetings that may be one of the events, those recorded first in front.

    Asked for every article, and written as SQL for that: composing it took longer than its answer.
    """
    kinds = sorted({kind_of(event).value for event in events})
    known = sorted({event["date"] for event in events if event.get("date")})
    before, after = str(article.issue_date - WINDOW), str(article.issue_date + WINDOW)
    # A meeting without a date is known to be no later than the issue that told of it.
    days = ["meeting.held_date IS NULL AND meeting.latest_date BETWEEN %s AND %s"]
    parameters = [before, after]
    if known:
        days.append(f"meeting.held_date IN ({', '.join(['%s'] * len(known))})")
        parameters += known
    if not all(event.get("date") for event in events):
        days.append("meeting.held_date BETWEEN %s AND %s")
        parameters += [before, str(article.issue_date)]
    sql = (
        "SELECT meeting.id, meeting.kind, meeting.name, meeting.held_date, meeting.earliest_date, meeting.latest_date, "
        "source.quote, article.id, article.text FROM meetings_meeting meeting "
        "JOIN meetings_meetingarticle source ON source.meeting_id = meeting.id "
        "JOIN articles_article article ON article.id = source.article_id "
        f"WHERE meeting.district_id = %s AND meeting.kind IN ({', '.join(['%s'] * len(kinds))}) "
        f"AND ({' OR '.join(days)}) AND article.id <> %s ORDER BY meeting.id, source.id"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [article.district_id, *kinds, *parameters, article.pk or 0])
        return [
            _Source(meeting, kind, name, *(day and str(day) for day in days), *told)
            for meeting, kind, name, *days, quote, other, text in cursor.fetchall()
            for told in [(quote, other, text)]
        ]


def _may_be(event: dict, source: _Source, article: Article) -> bool:
    day = event.get("date")
    if kind_of(event) != source.kind:
        return False
    if day and source.held:
        return day == source.held
    if source.held:
        return str(article.issue_date - WINDOW) <= source.held <= str(article.issue_date)
    if day:
        return (source.earliest or day) <= day <= (source.latest or day)
    return True


def _fit(article: Article, event: dict, source: _Source) -> tuple[bool, float]:
    """How well a meeting fits an event, greater for better: by its name, then by its sentence."""
    start, end = event.get("evidence") or (0, 0)
    sentence = SequenceMatcher(None, article.text[start:end], source.quote, autojunk=False).ratio()
    return bool(event.get("name")) and event["name"] == source.name, sentence
