"""./dev bench matching: printed names against a register of 3,000 rows, held against the gold of tests/people/gold.

Into a database of its own on the server of DATABASE_URL (PostgreSQL; made and dropped), or into a new SQLite file. Prints
wrong links, the share of the unambiguous names that are linked, the seconds for 1,000 names asked in one import of a page
list, and in the same run what two plain ways of linking make of the same names: equal spelling, and rapidfuzz's best
match of 90 or more. Exits with 1 when a bound falls short.
"""

import os
import subprocess
import sys
import tempfile
import time

from benches.bounds import within
from benches.importing import manage, new_database
from scripts.console import say

WRONG = 0  # links, at most
SHARE = 0.95  # of the unambiguous names linked, at least
SECONDS = 1.0  # for 1,000 names, at most
NAMES = 1000
PRINTED, ROWS = 300, 3000  # the gold's own size, at least


def main() -> int:
    given = os.environ.get("DATABASE_URL", "")
    with tempfile.TemporaryDirectory(prefix="huixiang-bench-") as folder:
        is_postgresql = given.startswith(("postgres:", "postgresql:"))
        url, drop = new_database(given) if is_postgresql else (f"sqlite:///{folder}/bench.sqlite3", lambda: None)
        try:
            environment = {**os.environ, "DATABASE_URL": url, "VAR_DIR": folder}
            manage(environment, "migrate", "--verbosity", "0")
            return subprocess.run([sys.executable, "-m", "benches.matching", "--measure"], env=environment).returncode
        finally:
            drop()


def measure() -> int:
    """Build the register, match, print; 1 when a bound falls short."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.db import connection

    from tests.people import matching_gold as gold

    bulk = gold.composed_rows()
    register = gold.build_register(bulk)
    printed = {kind: gold.gold_of(kind).printed for kind in gold.KINDS}
    size = sum(map(len, printed.values()))
    say(f"{connection.vendor}: {size} printed names written by hand, {register.size} rows")
    scores = {}
    for kind in gold.KINDS:
        scores[kind] = gold.score(
            printed[kind], gold.matched(kind, register.district, printed[kind]), register.keys[kind]
        )
    whole = sum(scores.values(), gold.Score())
    peers = {
        "exact match only": plainly(gold, register, printed, exact),
        "rapidfuzz, best match ≥ 90": plainly(gold, register, printed, by_rapidfuzz),
    }
    say("| | names | wrong links | unambiguous | linked | asked for new, or new for asked |")
    say("|---|---|---|---|---|---|")
    for name, score in [*scores.items(), ("all", whole), *peers.items()]:
        say(
            f"| {name} | {score.printed} | {len(score.wrong)} | {score.unambiguous} | {score.share:.1%} "
            f"| {len(score.mistold)} |"
        )
    for one, told in whole.wrong + whole.missed:
        say(f"{one.name} {one.title}: {told}")
    seconds, by_seed = timed(gold, register, bulk)
    say(f"{NAMES} names in one call for each kind: {seconds:.2f} s, the best of 3")
    say(f"names drawn by seed: {by_seed.printed}, wrong {len(by_seed.wrong)}, linked {by_seed.share:.1%}")
    wrong = len(whole.wrong) + len(by_seed.wrong)
    holds = [
        within("wrong links", wrong, at_most=WRONG),
        within("share of the unambiguous names linked", whole.share, at_least=SHARE),
        within(f"seconds for {NAMES} names", seconds, at_most=SECONDS),
        within("printed names", size, at_least=PRINTED),
        within("rows", register.size, at_least=ROWS),
    ]
    return 0 if all(holds) else 1


def timed(gold, register, bulk: dict) -> tuple[float, object]:
    """Seconds to match NAMES names drawn by seed, a quarter of each kind, and their score."""
    printed = gold.composed_prints(bulk, NAMES // len(gold.KINDS))
    best = float("inf")
    for _ in range(3):
        begun = time.perf_counter()
        matches = {kind: gold.matched(kind, register.district, printed[kind]) for kind in gold.KINDS}
        best = min(best, time.perf_counter() - begun)
    scores = [gold.score(printed[kind], matches[kind], register.keys[kind]) for kind in gold.KINDS]
    return best, sum(scores, gold.Score())


def plainly(gold, register, printed: dict, link):
    """The score of a plain way of linking: by the name alone, whatever stands with it."""
    found = gold.Score()
    for kind in gold.KINDS:
        rows = register.rows(kind)
        names = [(name, row) for row, names in rows for name in names]
        found += gold.score(printed[kind], [link(one.name, names) for one in printed[kind]], register.keys[kind])
    return found


def exact(printed: str, names: list):
    from people.known_names import new, one_or_ambiguous

    return one_or_ambiguous([row for name, row in names if name == printed], "名称一致") or new()


def by_rapidfuzz(printed: str, names: list):
    from rapidfuzz import fuzz, process

    from people.known_names import Match, Outcome, new

    best = process.extractOne(printed, [name for name, _ in names], scorer=fuzz.ratio, score_cutoff=90)
    return Match(Outcome.MATCHED, "", names[best[2]][1]) if best else new()


if __name__ == "__main__":
    sys.exit(measure() if sys.argv[1:] == ["--measure"] else main())
