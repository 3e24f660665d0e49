"""./dev bench importing [ARTICLES] [PROCESSES]: `import_articles --record` end to end, history on, articles a second.

Into a database of its own on the server of DATABASE_URL (PostgreSQL; made and dropped), else into a PostgreSQL that is
started for it. Composed news is written to JSONL files first; what is timed is the command as a person runs it, start
of Python included. Default: 3,000 articles, as many processes as processors. Exits 1 below 100 articles a second.
"""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2

from benches.bounds import within
from benches.composed_news import DISTRICT, ComposedArticle, composed_news
from scripts import machine
from scripts.console import say
from scripts.throwaway_postgresql import throwaway_postgresql

LEAST_RATE = 100  # articles a second on two cores
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


def main(arguments: list[str]) -> int:
    number = int(arguments[0]) if arguments else 3000
    rate = import_rate(number, processes=arguments[1:2])
    return 0 if within("import_articles --record, articles a second", rate, at_least=LEAST_RATE) else 1


def import_rate(number: int, processes: list[str]) -> float:
    """Articles a second that the command takes in, end to end."""
    articles = list(composed_news(number))
    say(f"{number} articles, {sum(len(article.text) for article in articles) / number:.0f} characters each")
    with tempfile.TemporaryDirectory(prefix="huixiang-bench-") as folder, server() as given:
        write_archive(articles, Path(folder) / "archive")
        url, drop = new_database(given)
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
            return number / taken
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


@contextlib.contextmanager
def server() -> Iterator[str]:
    """The address of a PostgreSQL server: the one given, else one that lives as long as the bench."""
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith(("postgres:", "postgresql:")):
        yield given
        return
    programs = machine.postgresql_programs()
    if programs is None:
        raise SystemExit("这台机器没有 PostgreSQL:设 DATABASE_URL,或运行 ./dev test --install 安装。")
    with throwaway_postgresql(programs) as url:
        yield url


def new_database(given: str) -> tuple[str, Callable[[], None]]:
    """The address of an empty database on the server of `given`, and what drops it."""
    name = f"huixiang_bench_{os.getpid()}"
    postgres = urlunsplit(urlsplit(given)._replace(scheme="postgresql", path="/postgres"))

    def execute(statement: str) -> None:
        connection = psycopg2.connect(postgres)
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
        connection.close()

    execute(f"CREATE DATABASE {name}")
    return urlunsplit(urlsplit(given)._replace(path=f"/{name}")), lambda: execute(f"DROP DATABASE {name} WITH (FORCE)")


def manage(environment: dict[str, str], *arguments: str, folder: str | Path = ROOT) -> None:
    subprocess.run([sys.executable, ROOT / "manage.py", *arguments], env=environment, cwd=folder, check=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
