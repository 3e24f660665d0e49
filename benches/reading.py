"""./dev bench reading [ARTICLES]: the reader beside jieba's tagger on the same texts, one core and two; memory; import.

Composed news, a fresh process for each measurement, warmed up first (jieba has loaded its dictionary by then), the two
in turn and the best of three counted. Exits 1 when a bound falls short. Default: 1,000 articles.
"""

import multiprocessing
import resource
import sys
import time
from collections.abc import Callable

from articles.reader import read_article
from benches.bounds import within
from benches.composed_news import composed_news
from benches.importing import LEAST_RATE, import_rate
from scripts.console import say

RUNS = 3
WARM_UP = 100  # articles
IMPORTED = 3000  # articles
LEAST_OVER_JIEBA = 3.0
LEAST_GAIN_OF_A_SECOND_CORE = 1.8
MOST_MEMORY = 300  # MB
MOST_SECONDS = 120  # for a process to be warmed up


def main(arguments: list[str]) -> int:
    number = int(arguments[0]) if arguments else 1000
    reader, jieba, two = [], [], []
    for _ in range(RUNS):
        reader.append(measured(reading, number))
        jieba.append(measured(tagging, number))
        two.append(measured(reading, number, processes=2))
    ours, theirs, both = (max(rate for rate, _ in runs) for runs in (reader, jieba, two))
    say(f"reader {ours:.0f}, jieba.posseg {theirs:.0f}, reader on two processes {both:.0f} articles a second")
    held = [
        within("times jieba's articles a second, one core", ours / theirs, at_least=LEAST_OVER_JIEBA),
        within("times one core's rate on two", both / ours, at_least=LEAST_GAIN_OF_A_SECOND_CORE),
        within("MB of memory at most, one process", max(memory for _, memory in reader), at_most=MOST_MEMORY),
        within("import_articles --record, articles a second", import_rate(IMPORTED, []), at_least=LEAST_RATE),
    ]
    return 0 if all(held) else 1


def measured(work: Callable[[], Callable], number: int, *, processes: int = 1) -> tuple[float, float]:
    """Articles a second of all `processes` together, each with `number` articles, and the most memory of one in MB."""
    context = multiprocessing.get_context("spawn")
    ready, answers = context.Barrier(processes + 1), context.SimpleQueue()
    running = [context.Process(target=_run, args=(work, number, ready, answers)) for _ in range(processes)]
    for process in running:
        process.start()
    ready.wait(MOST_SECONDS)
    begun = time.perf_counter()
    for process in running:
        process.join()
        if process.exitcode:
            raise SystemExit(process.exitcode)
    taken = time.perf_counter() - begun
    memory = max(answers.get() for _ in running)
    return processes * number / taken, memory


def _run(work: Callable[[], Callable], number: int, ready, answers) -> None:
    articles = list(composed_news(number + WARM_UP))
    once = work()
    for article in articles[:WARM_UP]:
        once(article)
    ready.wait(MOST_SECONDS)
    for article in articles[WARM_UP:]:
        once(article)
    answers.put(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def reading() -> Callable:
    return lambda article: read_article(article.text, article.published).as_dict()


def tagging() -> Callable:
    import jieba
    import jieba.posseg

    jieba.setLogLevel("WARNING")
    return lambda article: list(jieba.posseg.cut(article.text))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
