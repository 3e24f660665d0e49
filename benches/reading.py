"""./dev bench reading [ARTICLES] [PROCESSES]: `import_articles --record` end to end, history on, articles a second.

Into a database of its own on the server of DATABASE_URL (PostgreSQL; made and dropped), or into a new SQLite file.
Composed news is written to JSONL files first; what is timed is the command as a person runs it, start of Python
included, and, beside it, the reader alone. Default: 3,000 articles, as many processes as processors.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2

from articles.reader import read_article
from benches.composed_news import DISTRICT, ComposedArticle, composed_news

ROOT = Path(__file__).resolve().parent.parent
PREPARE = (
    "from accounts.roles import ensure_roles, give_roles; from accounts.models import User; "
    "from people.models import District; ensure_roles(); "
    f"District.objects.create(**{DISTRICT!r}); "
    "user = User.objects.create(username='bench'); give_roles(user, '审核员')"
)
COUNTS = (
    "from articles.models import Reading; from meetings.models import Meeting; from desk.models import ImportedArticle; "
    "from collections import Counter; "
    "print(Meeting.objects.count(), Meeting.history.count(), Reading.objects.filter(state='recorded').count(), "
    "dict(Counter(ImportedArticle.objects.values_list('outcome', flat=True))))"
)


def main(arguments: list[str]) -> None:
    number = int(arguments[0]) if arguments else 3000
    processes = arguments[1:2]
    articles = list(composed_news(number))
    say(f"{number} articles, {sum(len(article.text) for article in articles) / number:.0f} characters each")
    begun = time.perf_counter()
    for article in articles[:300]:
        read_article(article.text, article.published).as_dict()
    say(f"reader alone: {(time.perf_counter() - begun) / min(number, 300) * 1000:.2f} ms an article, one process")
    with tempfile.TemporaryDirectory(prefix="huixiang-bench-") as folder:
        write_archive(articles, Path(folder) / "archive")
        url, drop = new_database(folder)
        try:
            environment = {**os.environ, "DATABASE_URL": url, "VAR_DIR": folder}
            manage(environment, "migrate", "--verbosity", "0")
            manage(environment, "shell", "--verbosity", "0", "--command", PREPARE)
            command = ["import_articles", "archive", "--record", "--by", "bench"]
            if processes:
                command += ["--processes", *processes]
            begun = time.perf_counter()
            manage(environment, *command, folder=folder)
            taken = time.perf_counter() - begun
            manage(environment, "shell", "--verbosity", "0", "--command", COUNTS)
            kind = urlsplit(url).scheme
            say(f"import_articles on {kind}: {taken:.1f} s, {number / taken:.0f} articles a second end to end")
        finally:
            drop()


def write_archive(articles: list[ComposedArticle], folder: Path) -> None:
    """JSONL files of a thousand articles each."""
    folder.mkdir()
    for start in range(0, len(articles), 1000):
        rows = [
            {"text": article.text, "published": article.published.isoformat(), "source": article.outlet}
            for article in articles[start : start + 1000]
        ]
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (folder / f"part-{start // 1000:04}.jsonl").write_text(text, encoding="utf-8")


def new_database(folder: str):
    """The address of an empty database, and what drops it."""
    given = os.environ.get("DATABASE_URL", "")
    if not given.startswith(("postgres:", "postgresql:")):
        return f"sqlite:///{folder}/bench.sqlite3", lambda: None
    name = f"huixiang_bench_{os.getpid()}"
    server = urlunsplit(urlsplit(given)._replace(scheme="postgresql", path="/postgres"))

    def execute(statement: str) -> None:
        connection = psycopg2.connect(server)
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
        connection.close()

    execute(f"CREATE DATABASE {name}")
    return urlunsplit(urlsplit(given)._replace(path=f"/{name}")), lambda: execute(f"DROP DATABASE {name} WITH (FORCE)")


def manage(environment: dict[str, str], *arguments: str, folder: str | Path = ROOT) -> None:
    subprocess.run([sys.executable, ROOT / "manage.py", *arguments], env=environment, cwd=folder, check=True)


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
