"""./dev test: which runs there are, in what environment, and what their results add up to."""

import os
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from scripts import checking, machine, testing
from tests.conftest import ROOT


def test_settings_of_an_installation_do_not_reach_the_tests(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://somewhere/else")
    monkeypatch.setenv("DEBUG", "1")
    monkeypatch.setenv("HUIXIANG_SHARED", "elsewhere")
    environ = checking.clean_environment("/tmp/var")
    assert not {"DATABASE_URL", "DEBUG"} & environ.keys()
    assert environ["VAR_DIR"] == "/tmp/var"
    assert environ["HUIXIANG_SHARED"] == "elsewhere"


def test_every_setting_an_installation_reads_is_kept_from_the_tests():
    settings = (ROOT / "config" / "settings.py").read_text().split('"""')[1]
    named = {word.strip(".,()") for word in settings.split() if word.isupper() and len(word) > 4}
    named = {name for name in named if "_" in name or name in ("DEBUG", "HTTPS")} - {"VAR_DIR"}
    assert named
    assert named <= set(checking.OF_AN_INSTALLATION)


@pytest.mark.parametrize(
    ("environ", "url"),
    [
        ({}, None),
        ({"DATABASE_URL": "sqlite:///x"}, None),
        ({"DATABASE_URL": "postgres://a/b"}, "postgres://a/b"),
        ({"DATABASE_URL": "postgres://a/b", "TEST_DATABASE_URL": "postgresql://c/d"}, "postgresql://c/d"),
    ],
)
def test_a_given_postgresql_is_used(environ, url):
    assert testing.given_postgresql(environ) == url


def test_a_test_database_that_is_no_postgresql_is_refused():
    with pytest.raises(SystemExit):
        testing.given_postgresql({"TEST_DATABASE_URL": "sqlite:///x"})


def test_a_given_postgresql_that_does_not_answer_ends_the_command(capsys):
    with pytest.raises(SystemExit):
        testing.refuse_if_unreachable("postgres://a:secret@127.0.0.1:1/b")
    told = capsys.readouterr().err
    assert told.startswith("连接不上指定的 PostgreSQL(127.0.0.1)")
    assert "secret" not in told


@pytest.mark.parametrize(
    ("results", "code"),
    [
        ({"代码检查": 0, "SQLite 测试": 0, "PostgreSQL 测试": 0}, 0),
        ({"代码检查": 1, "SQLite 测试": 0, "PostgreSQL 测试": 0}, 1),
        ({"SQLite 测试": 0, "PostgreSQL 测试": 5}, 0),
        ({"SQLite 测试": 5, "PostgreSQL 测试": 0}, 0),
        ({"SQLite 测试": 5, "PostgreSQL 测试": 5}, 5),
        ({"SQLite 测试": 5}, 5),
        ({"SQLite 测试": 1, "PostgreSQL 测试": 2}, 2),
        ({"SQLite 测试": 5, "PostgreSQL 测试": 1}, 1),
        ({"SQLite 测试": -9, "PostgreSQL 测试": 0}, 9),
    ],
)
def test_the_result_is_the_worst_of_the_runs(results, code):
    assert testing.verdict(results) == code


def test_a_path_typed_in_a_subfolder_means_that_subfolder(monkeypatch):
    monkeypatch.setenv("HUIXIANG_CALLED_FROM", str(ROOT / "tests"))
    assert testing.from_here("dev/test_testing.py::x") == f"{ROOT}/tests/dev/test_testing.py::x"
    assert testing.from_here("tests/dev") == "tests/dev"
    assert testing.from_here("-k") == "-k"
    assert testing.from_here("no such file") == "no such file"


def test_what_cannot_run_is_said_in_a_line_each(capsys):
    testing.announce_gaps(["Chromium", "PostgreSQL", "Redis"])
    browser, database, queue = capsys.readouterr().out.splitlines()
    assert browser == "未运行:浏览器测试(没有 Chromium;./dev test --install 会安装)"
    assert database.startswith("未运行:PostgreSQL 上的测试(没有 PostgreSQL;")
    assert queue == "未运行:Redis 任务队列的测试(没有 redis-server;./dev test --install 会安装)"


def test_continuous_integration_may_leave_nothing_out(monkeypatch, capsys):
    monkeypatch.setenv("CI", "true")
    monkeypatch.setattr(machine, "missing", lambda postgresql_given: ["PostgreSQL"])
    monkeypatch.setattr(machine, "install", lambda names: None)
    with pytest.raises(SystemExit) as ended:
        testing.main([])
    assert ended.value.code == 1
    assert "PostgreSQL" in capsys.readouterr().err


def test_nothing_is_installed_without_being_asked(monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setattr(machine, "missing", lambda postgresql_given: ["Chromium", "PostgreSQL"])
    monkeypatch.setattr(machine, "install", lambda names: pytest.fail("installed"))
    runs = []
    monkeypatch.setattr(testing, "run_pytest", lambda selection, **how: runs.append((selection, how)) or 0)
    assert testing.main(["-k", "x"]) == 0
    assert runs == [(["-k", "x"], {"browser": False})]


def test_every_failing_check_is_reported(monkeypatch, capsys):
    fails = [sys.executable, "-c", "raise SystemExit('wrong')"]
    monkeypatch.setattr(checking, "CHECKS", {"one": fails, "two": [sys.executable, "-c", ""], "three": fails})
    assert checking.check() == 1
    told = capsys.readouterr().out
    assert told.count("wrong") == 2
    assert "✗ one" in told
    assert "✓ two" in told
    assert "检查未通过:one、three" in told


@pytest.mark.skipif(machine.postgresql_programs() is None, reason="没有 PostgreSQL")
@pytest.mark.parametrize("order", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGKILL])
def test_no_server_outlives_a_run_that_is_stopped(tmp_path, order):
    """As ./dev test has it: the cluster beside a long pytest, here a sleep, and a signal to the one that started both."""
    script = textwrap.dedent("""
        import sys
        import psycopg2
        from scripts import testing
        testing.turn_signals_into_exits()
        with testing.own_postgresql() as url:
            cursor = psycopg2.connect(url.rsplit("/", 1)[0] + "/postgres").cursor()
            cursor.execute("show data_directory")
            print(cursor.fetchone()[0], flush=True)
            testing.run_to_its_end([sys.executable, "-c", "import time; time.sleep(60)"], {})
    """)
    started = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    data = Path(started.stdout.readline().strip())
    assert data.is_absolute()
    time.sleep(0.3)
    if order == signal.SIGINT:  # a terminal sends it to both
        for child in children_of(started.pid):
            if "time.sleep" in command_line(child):
                os.kill(child, signal.SIGINT)
    started.send_signal(order)
    started.wait(timeout=30)
    assert gone(str(data))
    if order == signal.SIGKILL:  # nobody is left to sweep up
        shutil.rmtree(data.parent)
    assert not data.parent.exists()


def gone(data_directory: str) -> bool:
    """Whether no process is left that serves this folder; a server that was told to stop gets a moment."""
    for _ in range(50):
        if not any(data_directory in command_line(int(pid)) for pid in os.listdir("/proc") if pid.isdigit()):
            return True
        time.sleep(0.1)
    return False


def children_of(parent: int) -> list[int]:
    with open(f"/proc/{parent}/task/{parent}/children") as file:
        return [int(pid) for pid in file.read().split()]


def command_line(pid: int) -> str:
    try:
        with open(f"/proc/{pid}/cmdline") as file:
            return file.read().replace("\0", " ")
    except OSError:
        return ""
