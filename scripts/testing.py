"""./dev test: the checks, then pytest on SQLite, then pytest on PostgreSQL; the worst result is the result."""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import environ
import psycopg2

from scripts import checking, machine
from scripts.console import say, stop, turn_signals_into_exits
from scripts.environment import ROOT
from scripts.throwaway_postgresql import CannotStartError, throwaway_postgresql

NO_TESTS_RAN = 5  # pytest's exit code when nothing was selected


def main(arguments: list[str]) -> int:
    in_ci = os.environ.get("CI", "").lower() in ("true", "1")
    may_install = in_ci or "--install" in arguments
    selection = [from_here(argument) for argument in arguments if argument != "--install"]
    given = given_postgresql(os.environ)
    if given:
        refuse_if_unreachable(given)

    lacking = machine.missing(postgresql_given=given is not None)
    if lacking and may_install:
        machine.install(lacking)
        lacking = machine.missing(postgresql_given=given is not None)
    if lacking and in_ci:
        stop(f"CI 中不得省略测试,而这台机器缺少:{'、'.join(lacking)}。")
    announce_gaps(lacking)

    results = {}
    if in_ci or not selection:
        say("== 代码检查")
        results["代码检查"] = checking.check()
    browser = "Chromium" not in lacking
    say("== 测试:SQLite" + ("(含浏览器测试)" if browser else ""))
    results["SQLite 测试"] = run_pytest(selection, browser=browser)
    if "PostgreSQL" not in lacking:
        try:
            with contextlib.nullcontext(given) if given else own_postgresql() as url:
                say("== 测试:PostgreSQL")
                results["PostgreSQL 测试"] = run_pytest(selection, browser=False, database_url=url)
        except CannotStartError as reason:
            say(f"未运行:PostgreSQL 上的测试({reason})")
            results["PostgreSQL 测试"] = 1
    return verdict(results)


def from_here(argument: str) -> str:
    """A path typed in a subfolder means that subfolder, though pytest runs at the root."""
    path, separator, rest = argument.partition("::")
    typed = Path(os.environ.get("HUIXIANG_CALLED_FROM", ROOT)) / path
    if argument.startswith("-") or (ROOT / path).exists() or not typed.exists():
        return argument
    return f"{typed}{separator}{rest}"


def given_postgresql(variables: dict[str, str]) -> str | None:
    for name in ("TEST_DATABASE_URL", "DATABASE_URL"):
        url = variables.get(name, "")
        if url.startswith(("postgres:", "postgresql:", "psql:", "pgsql:")):
            return url
    if variables.get("TEST_DATABASE_URL"):
        stop("TEST_DATABASE_URL 须以 postgres:// 开头。", 2)
    return None


def refuse_if_unreachable(url: str) -> None:
    """One line now instead of an error in every test. Django makes its test database from `postgres`."""
    at = environ.Env.db_url_config(url)
    try:
        psycopg2.connect(
            host=at["HOST"] or None,
            port=at["PORT"] or None,
            user=at["USER"] or None,
            password=at["PASSWORD"] or None,
            dbname="postgres",
            connect_timeout=10,
        ).close()
    except psycopg2.OperationalError as error:
        stop(f"连接不上指定的 PostgreSQL({at['HOST'] or '本机'}):{error}")


def announce_gaps(lacking: list[str]) -> None:
    hint = "./dev test --install 会安装"
    if "Chromium" in lacking:
        say(f"未运行:浏览器测试(没有 Chromium;{hint})")
    elif "中文字体" in lacking:
        say(f"注意:没有中文字体,浏览器截图中的汉字会成为方框({hint})")
    if "PostgreSQL" in lacking:
        say(f"未运行:PostgreSQL 上的测试(没有 PostgreSQL;{hint},或用 TEST_DATABASE_URL 指定)")
    if "Redis" in lacking:
        say(f"未运行:Redis 任务队列的测试(没有 redis-server;{hint})")


@contextlib.contextmanager
def own_postgresql() -> Iterator[str]:
    with throwaway_postgresql(machine.postgresql_programs()) as url:
        yield url


def run_pytest(selection: list[str], *, browser: bool, database_url: str | None = None) -> int:
    """pytest in an environment of its own: no setting of this machine's installation reaches the tests."""
    with tempfile.TemporaryDirectory(prefix="huixiang-test-", ignore_cleanup_errors=True) as var:
        variables = checking.clean_environment(var)
        variables["HUIXIANG_BROWSER_TESTS"] = "yes" if browser else "no"
        if database_url:
            variables["DATABASE_URL"] = database_url
        return run_to_its_end([sys.executable, "-m", "pytest", *selection], variables)


def run_to_its_end(command: list[str], variables: dict[str, str]) -> int:
    """Its exit code. If we are told to stop, it is told too and given time to put its things away."""
    process = subprocess.Popen(command, cwd=ROOT, env=variables)
    try:
        return process.wait()
    except KeyboardInterrupt:  # from the terminal: pytest got it as well
        with contextlib.suppress(subprocess.TimeoutExpired, KeyboardInterrupt):
            process.wait(timeout=15)
        raise
    except SystemExit:
        process.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=15)
        raise
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def verdict(results: dict[str, int]) -> int:
    """The worst of the runs. Nothing selected in one of two runs is no failure; in all of them it is."""
    runs = {name: code for name, code in results.items() if name != "代码检查"}
    if all(code == NO_TESTS_RAN for code in runs.values()):
        say("没有运行任何测试。")
        return NO_TESTS_RAN
    failed = {name: code for name, code in results.items() if code not in (0, NO_TESTS_RAN)}
    if failed:
        say(f"未通过:{'、'.join(failed)}(见上)")
    return max(map(abs, failed.values()), default=0)


if __name__ == "__main__":
    turn_signals_into_exits()
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        stop("\n已中断。", 130)
