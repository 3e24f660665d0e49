"""./dev worker: what it says where it cannot work. That it works: tests/desk/test_background.py."""

import os
import subprocess
import sys

from tests.conftest import ROOT


def worker(folder, **environment: str) -> subprocess.CompletedProcess:
    """A worker with an installation of its own in `folder`."""
    environment = {**os.environ, "VAR_DIR": str(folder), "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3"} | environment
    return subprocess.run(
        [sys.executable, "-m", "scripts.background"], cwd=ROOT, env=environment, capture_output=True, text=True
    )


def test_a_worker_migrates_nothing_and_says_what_to_do(tmp_path):
    done = worker(tmp_path)
    assert (done.returncode, done.stderr) == (1, "数据库还没有准备好:请先运行 ./dev setup。\n")


def test_a_worker_without_its_database_says_so(tmp_path):
    done = worker(tmp_path, DATABASE_URL="postgres://nobody@127.0.0.1:1/nothing")
    assert done.returncode == 1
    assert done.stderr.startswith("连接数据库失败(DATABASE_URL):")
    assert "Traceback" not in done.stderr


def test_a_worker_without_its_queue_says_so(tmp_path):
    variables = {**os.environ, "VAR_DIR": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3"}
    subprocess.run([sys.executable, "manage.py", "migrate", "-v", "0"], cwd=ROOT, env=variables, check=True)
    done = worker(tmp_path, REDIS_URL="redis://127.0.0.1:1/0")
    assert done.returncode == 1
    assert done.stderr.startswith("连接不上任务队列(REDIS_URL):")
    assert "Traceback" not in done.stderr
