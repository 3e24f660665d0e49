"""Words of a reading in the characters of the page, where traditional print was read as simplified (phenomenon 38)."""

from .reading import ArticleReading, Span
from .view import View


def put(reading: ArticleReading, view: View) -> None:
    """Give names and headings the page's own characters; spans of facts are still those of the clean text."""
    names: dict[str, str] = {}
    for byline in reading.bylines:  # found on the printed lines: their spans are the page's
        start, end = byline.evidence
        if view.raw[start:end] == byline.name:
            byline.name = view.page[start:end]
    for event in reading.events:
        for person in event.people:
            names[person.name] = _printed(view, person.name, person.evidence)
        for group in (event.people, event.organizations, event.enterprises, event.projects):
            for fact in group:
                fact.name = names.setdefault(fact.name, _printed(view, fact.name, fact.evidence))
    for event in reading.events:
        for directive in event.directives:
            directive.by = names.get(directive.by, directive.by)
            directive.heading = _printed(view, directive.heading, directive.evidence)
        for demand in event.demands:
            demand.enterprise = names.get(demand.enterprise, demand.enterprise)
            demand.text = _printed(view, demand.text, demand.evidence)


def _printed(view: View, words: str, within: Span) -> str:
    """`words` as the page prints them within a span of the clean text; as they are where they do not stand there."""
    at = view.text.find(words, *within) if words else -1
    return view.printed(at, at + len(words)) if at >= 0 else words
