"""Short ways to read a composed text in the reader's tests."""

from datetime import date

from articles.reader import read_article, read_page

ISSUE = date(2023, 6, 15)


def reading(text, published=ISSUE):
    return read_article(text, published)


def event(text, published=ISSUE):
    """The one event of a text."""
    (found,) = read_article(text, published).events
    return found


def events(text, published=ISSUE):
    return read_article(text, published).events


def roles(text):
    """Name → role over all events of a text."""
    return {person.name: person.role for one in events(text) for person in one.people}


def positions(text):
    return {person.name: person.position for one in events(text) for person in one.people}


def page(text, published=ISSUE):
    return read_page(text, published)
