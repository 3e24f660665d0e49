"""One article read from end to end: the rooms of the reader in their order."""

import re
from bisect import bisect_left, bisect_right
from datetime import date

from . import as_printed, checks, demands, directives, enterprises, figures, organizations, places, projects
from .dates import Calendar
from .events import assemble
from .gazetteer import Gazetteer
from .lists import Listed, lists_in
from .page import body_view, printed_article, title_and_deck
from .people import Mention, best_positions, find_people
from .reading import ArticleReading, Event, Person
from .roles import ORDER, Part, guests_among, parts_in
from .speeches import Speech
from .view import View

# A sentence; one without an end for 800 characters is cut there, so that no rule works on more.
_SENTENCE = re.compile(r"[^。！？\n]{0,800}[。！？]{1,9}[”』）]{0,3}|[^。！？\n]{1,800}")


class Article:
    """The clean text of one article and what the earlier rooms found in it; later rooms read from here."""

    def __init__(self, view: View, published: date | None, gazetteer: Gazetteer):
        self.view = view
        self.gazetteer = gazetteer
        self.known = gazetteer.named_in(view.text)
        self.text = text = view.text
        self.calendar = Calendar(text, published)
        self.sentences = [m.span() for m in _SENTENCE.finditer(text) if m.end() > m.start()]
        self.mentions = find_people(text, gazetteer.people)
        self._starts = [m.start for m in self.mentions]
        self.positions = best_positions(text, self.mentions)
        self.guests = guests_among(text, self.mentions)
        self.parts: list[list[Part]] = []
        at = 0
        for start, end in self.sentences:
            inside = []
            while at < len(self.mentions) and self.mentions[at].start < end:
                inside.append(self.mentions[at])
                at += 1
            self.parts.append(parts_in(text, start, end, inside, self.guests) if inside else [])
        self.person_ends = frozenset(m.end for m in self.mentions)
        self.said: list[tuple[int, int]] = []  # spans of requirements, where nothing else is reported
        self.lists: list[Listed] = []  # known once the requirements are
        self.events, self.belongs = assemble(text, self.sentences, self.parts, self.calendar)

    def sentence_of(self, at: int) -> int:
        """Index of the sentence that holds the character `at`."""
        low, high = 0, len(self.sentences) - 1
        while low < high:
            middle = (low + high) // 2
            if self.sentences[middle][1] <= at:
                low = middle + 1
            else:
                high = middle
        return low

    def floor(self, at: int) -> int:
        """Where the sentence begins that holds the character `at`."""
        return self.sentences[self.sentence_of(at)][0]

    def in_speech(self, at: int) -> bool:
        """Whether the character `at` stands inside a requirement."""
        before = bisect_right(self.said, (at, len(self.text)))
        return before > 0 and self.said[before - 1][1] > at

    def names_person(self, start: int, end: int) -> bool:
        """Whether somebody is named within [start, end)."""
        before = bisect_right(self._starts, end - 1)
        return before > 0 and self.mentions[before - 1].end > start

    def mentions_between(self, start: int, end: int) -> list[Mention]:
        """The mentions that begin in [start, end)."""
        return self.mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def named_before(self, at: int) -> str:
        """The last person named before `at`."""
        before = bisect_left(self._starts, at)
        return self.mentions[before - 1].name if before else ""

    def event_at(self, at: int) -> Event | None:
        """The event the character `at` belongs to."""
        if not self.events:
            return None
        return self.events[max(0, self.belongs[self.sentence_of(at)])]


def read(page: str, text: str, start: int, end: int, published: date | None, gazetteer: Gazetteer) -> ArticleReading:
    """The reading of page[start:end], its spans in characters of `page`; `text` is the page in simplified characters."""
    printed = printed_article(text, start, end)
    title, deck = title_and_deck(printed, page)
    reading = ArticleReading(title, deck, start, end, bylines=printed.bylines)
    view = body_view(text, printed, page)
    if not view.text:
        return reading
    article = Article(view, published, gazetteer)
    speeches = directives.put(article)
    _put_people(article, speeches)
    article.lists = lists_in(article)
    projects.put(article)
    enterprises.put(article)
    organizations.put(article)
    places.put(article)
    demands.put(article)
    reading.figures = figures.put(article)
    reading.checks = checks.put(article, reading.figures)
    reading.events = article.events
    if page != text:
        as_printed.put(reading, view)
    _map_back(reading, view)
    return reading


def _put_people(article: Article, speeches: list[Speech]) -> None:
    """Each person once per event, with the first role that fits and the fullest position the article prints."""
    text = article.text
    for number, event in enumerate(article.events):
        chosen: dict[str, Part] = {}
        for n, parts in enumerate(article.parts):
            here = article.belongs[n] == number
            if not here and not (event.kind == "meeting" and article.sentences[n] == event.evidence):
                continue
            for part in parts:
                if not here and part.role != "chair":
                    continue
                role = part.role
                if role == "chair" and event.kind == "visit" and _meets_here(article, event, n):
                    continue
                if role == "lead" and event.kind not in ("visit", "tour", "reception") and not part.reception:
                    role = "attend" if event.kind != "meeting" or not part.visit else part.role
                if role == "lead" and part.reception and event.kind != "reception":
                    role = "attend"
                part = Part(part.mention, role, part.at, default=part.default)
                old = chosen.get(part.mention.name)
                if old is None:
                    chosen[part.mention.name] = part
                elif ORDER.index(role) < ORDER.index(old.role):
                    chosen[part.mention.name] = Part(old.mention, role, old.at)
        speaking = [speech.by for speech in speeches if article.event_at(speech.saying) is event]
        speaking += [directive.by for directive in event.directives if directive.by_kind == "person"]
        for name in speaking:
            old = chosen.get(name)
            if old and old.role in ("report", "attend") and name not in article.guests:
                chosen[name] = Part(old.mention, "speak", old.at)
        others = {p.name for e in article.events if e is not event for p in e.people}
        for name, part in chosen.items():
            if part.default and name in others:
                continue
            span = article.positions.get(name)
            m = part.mention
            event.people.append(
                Person(
                    name,
                    part.role,
                    text[span[0] : span[1]] if span else "",
                    (m.start, m.start + len(name)) if text.startswith(name, m.start) else (m.start, m.end),
                    span,
                    round(m.confidence * (0.85 if part.default else 1), 2),
                )
            )


def _meets_here(article: Article, event: Event, n: int) -> bool:
    """Whether a meeting of its own is reported in sentence n, so that its chair is not the visit's."""
    return any(e is not event and e.kind == "meeting" and e.evidence == article.sentences[n] for e in article.events)


def _position(view: View, person: Person) -> str:
    """The printed position; of one that stands around the name (某某大学某某某教授) both halves together."""
    start, end = person.position_evidence
    at = view.text.find(person.name, start, end)
    if at <= start:
        return view.printed(start, end)
    return view.printed(start, at) + view.printed(at + len(person.name), end)


def _map_back(reading: ArticleReading, view: View) -> None:
    """Turn every span from the clean text into the raw one, and printed words into the page's own characters."""
    span, printed = view.span, view.printed
    for event in reading.events:
        if event.name_evidence:
            event.name = printed(*event.name_evidence)
        if event.venue_evidence:
            event.venue = printed(*event.venue_evidence)
        for name in ("evidence", "name_evidence", "date_evidence", "venue_evidence"):
            found = getattr(event, name)
            if found and found[1] > found[0]:
                setattr(event, name, span(*found))
        event.places = [printed(*s) for s in event.place_spans]
        event.place_spans = [span(*s) for s in event.place_spans]
        for person in event.people:
            if "？" in person.name:  # a damaged dot
                person.name = printed(*person.evidence)
            person.evidence = span(*person.evidence)
            if person.position_evidence:
                person.position = _position(view, person)
                person.position_evidence = span(*person.position_evidence)
        for directive in event.directives:
            for part in directive.parts:
                part.text, part.evidence = printed(*part.evidence), span(*part.evidence)
            directive.text, directive.evidence = printed(*directive.evidence), span(*directive.evidence)
        for demand in event.demands:
            demand.evidence = span(*demand.evidence)
        for group in (event.organizations, event.enterprises, event.projects, event.figures, event.counts):
            for fact in group:
                fact.evidence = span(*fact.evidence)
    for fact in (*reading.figures, *reading.checks):
        fact.evidence = span(*fact.evidence)
