"""Small archives of composed news for the tests of importing."""

import json
import random
from pathlib import Path

from accounts.models import User
from benches.composed_news import DISTRICT, ComposedArticle, composed_news, retold
from people.models import District
from tests.factories import DistrictFactory, member_of


def district() -> District:
    """The composed district, in an empty register."""
    return DistrictFactory(**DISTRICT)


def recorder(district: District) -> User:
    """Who may have articles recorded in his name."""
    return member_of(district, "审核员", username="recorder")


def archive(folder: Path, number: int, *, seed: int = 1, files: int = 2) -> Path:
    """A folder of JSONL files with `number` articles, the days of which are mixed among the files.

    One in ten is another's news as a second outlet tells it.
    """
    chance = random.Random(seed)
    first = list(composed_news(number - number // 10, seed))
    second = [retold(article, chance) for article in first[:: len(first) // (number // 10)]][: number // 10]
    articles = sorted(first + second, key=lambda article: article.published)
    folder.mkdir()
    for file in range(files):
        write_jsonl(folder / f"part-{file}.jsonl", articles[file::files])
    return folder


def write_jsonl(path: Path, articles: list[ComposedArticle]) -> Path:
    rows = [
        {"text": article.text, "published": article.published.isoformat(), "source": article.outlet}
        for article in articles
    ]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path
