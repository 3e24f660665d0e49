"""./dev bench same_news [ARTICLES]: how alike two tellings of one piece of news are, and two different ones.

Same: composed news against what a second outlet makes of it (`composed_news.retold`: another headline and byline, words
changed, clauses and 0 to 2 paragraphs cut). Different: two articles of one district with an event of one kind on one day;
composed from one set of frames, they share more words than two reporters ever would. Prints the quantiles of both, and
what each pair of thresholds takes for the same. ADR 8 shows a run.
"""

import itertools
import os
import random
import sys
from collections import defaultdict
from collections.abc import Iterable

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from articles.reader import read_article  # noqa: E402
from benches.composed_news import ComposedArticle, composed_news, retold  # noqa: E402
from desk.same_news import ALIKE, SAME_NAMES, containment, names_of_event, share_of_names, shingles_of  # noqa: E402
from scripts.console import say  # noqa: E402

Pair = tuple[float, float]  # containment of words, share of names
WORDS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
NAMES = (0.0, 0.5, 0.6, 0.7, 0.8)


def events_of(article: ComposedArticle) -> list[dict]:
    return read_article(article.text, article.published).as_dict()["events"]


def pair_of(one: ComposedArticle, event: dict, other: ComposedArticle, other_event: dict) -> Pair:
    names = share_of_names(names_of_event(event), one.text, names_of_event(other_event), other.text)[0]
    return containment(shingles_of(one.text), shingles_of(other.text)), names


def same_pairs(articles: list[tuple[ComposedArticle, list[dict]]], cut: int, seed: int = 5) -> Iterable[Pair]:
    """Each article with an event beside its retelling with `cut` paragraphs less, where that still tells the event."""
    chance = random.Random(seed)
    for article, events in articles:
        again = retold(article, chance, cut)
        for event in events_of(again):
            fitting = [one for one in events if (one["kind"], one["date"]) == (event["kind"], event["date"])]
            if fitting:
                yield pair_of(article, fitting[0], again, event)
                break


def different_pairs(articles: list[tuple[ComposedArticle, list[dict]]]) -> Iterable[Pair]:
    """Every two articles that have an event of the same kind on the same day."""
    by_day = defaultdict(list)
    for number, (_, events) in enumerate(articles):
        for event in events:
            by_day[event["kind"], event["date"]].append((number, event))
    for told in by_day.values():
        for (one, event), (other, other_event) in itertools.combinations(told, 2):
            if one != other:
                yield pair_of(articles[one][0], event, articles[other][0], other_event)


def main(arguments: list[str]) -> None:
    number = int(arguments[0]) if arguments else 1600
    articles = [(article, events_of(article)) for article in composed_news(number, seed=3)]
    articles = [(article, events) for article, events in articles if events]
    same = {cut: list(same_pairs(articles, cut)) for cut in range(3)}
    different = list(different_pairs(articles))
    say("| pairs | number | words: least | 1% | half | 99% | most | names: least | half | 99% | most |")
    say("|---|---|---|---|---|---|---|---|---|---|---|")
    for name, pairs in [
        *((f"same, {cut} paragraphs cut", pairs) for cut, pairs in same.items()),
        ("different", different),
    ]:
        words, names = (sorted(values) for values in zip(*pairs, strict=True))
        told = [quantile(words, part) for part in (0, 0.01, 0.5, 0.99, 1)]
        told += [quantile(names, part) for part in (0, 0.5, 0.99, 1)]
        say(f"| {name} | {len(pairs)} | " + " | ".join(f"{value:.2f}" for value in told) + " |")
    say()
    say("Taken for the same: of the different pairs (number) and of those retold with 2 paragraphs cut (share).")
    say("| words ≥ | " + " | ".join(f"names ≥ {least}" for least in NAMES) + " |")
    say("|---" * (len(NAMES) + 1) + "|")
    for words in WORDS:
        cells = [
            f"{taken(different, words, names)}, {taken(same[2], words, names) / len(same[2]):.1%}" for names in NAMES
        ]
        say(f"| {words} | " + " | ".join(cells) + " |")
    say(f"In use: words ≥ {ALIKE}, names ≥ {SAME_NAMES}.")


def taken(pairs: list[Pair], words: float, names: float) -> int:
    return sum(pair[0] >= words and pair[1] >= names for pair in pairs)


def quantile(values: list[float], part: float) -> float:
    return values[min(len(values) - 1, int(part * len(values)))]


if __name__ == "__main__":
    main(sys.argv[1:])
