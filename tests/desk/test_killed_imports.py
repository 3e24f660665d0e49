"""import_articles with real processes, killed and stopped at several moments: the register is that of one quiet run."""

import os
import signal
from pathlib import Path

import pytest

from articles.models import Article
from desk.importing import import_pages
from desk.models import ImportBatch, ImportedArticle, ImportPage, Outcome
from desk.own_process import is_gone
from tests.desk.archives import archive, district, recorder
from tests.desk.own_processes import children_of, empty_register, kill_all_of, start, wait_until
from tests.desk.register_dump import difference, dump

NUMBER = 120


@pytest.fixture
def folder(tmp_path) -> Path:
    return archive(tmp_path / "archive", NUMBER)


@pytest.fixture
def quiet_run(transactional_db, folder):
    """The dump of an undisturbed import in one process, the register emptied again."""
    qinghe = district()
    import_pages([folder], district=qinghe, record_by=recorder(qinghe))
    expected = dump()
    assert expected["articles.Article"].total() == NUMBER
    assert expected["meetings.Meeting"]
    empty_register()
    return expected


def import_articles(folder, *options: str):
    return start("manage.py", "import_articles", str(folder), "--record", "--by", "recorder", *options)


def settled() -> int:
    return ImportedArticle.objects.exclude(outcome=Outcome.PENDING).count()


def finish(folder, *options: str) -> str:
    process = import_articles(folder, *options)
    out, err = process.communicate()
    assert (process.returncode, err) == (0, "")
    return out


def test_killed_at_any_moment_and_run_again_it_makes_the_register_of_a_quiet_run(quiet_run, folder):
    moments = [
        lambda: ImportBatch.objects.exists(),
        lambda: ImportPage.objects.filter(state="reading").exists(),
        lambda: settled() > 10,
        lambda: settled() > NUMBER // 2,
        lambda: settled() > NUMBER - 15,
    ]
    for moment in moments:
        process = import_articles(folder, "--processes", "2")
        wait_until(moment)
        kill_all_of(process)
        assert settled() < NUMBER
    told = finish(folder, "--processes", "2")
    assert "继续上次没有完成的导入" in told
    assert f"新录入 {NUMBER} 篇,已有 0 篇,入库 {NUMBER} 篇" in told
    assert ImportBatch.objects.count() == 1
    assert difference(quiet_run, dump()) == {}


def test_one_of_the_processes_killed_is_not_missed(quiet_run, folder):
    process = import_articles(folder, "--processes", "3")
    wait_until(lambda: settled() > 10)
    victim = max(children_of(process.pid))
    os.kill(victim, signal.SIGKILL)
    out, _ = process.communicate()
    assert process.returncode == 0
    assert f"入库 {NUMBER} 篇" in out
    assert difference(quiet_run, dump()) == {}


def test_when_the_command_alone_is_killed_its_processes_end_and_the_next_one_goes_on(quiet_run, folder):
    process = import_articles(folder, "--processes", "2")
    wait_until(lambda: settled() > 10)
    children = children_of(process.pid)
    assert len(children) == 2
    process.kill()
    process.communicate()
    wait_until(lambda: not any(Path(f"/proc/{child}").exists() for child in children), seconds=20)
    before = settled()
    assert before < NUMBER
    finish(folder, "--processes", "2")
    assert difference(quiet_run, dump()) == {}


@pytest.mark.parametrize("processes", ["1", "2"])
def test_ctrl_c_stops_after_the_article_at_hand_and_the_same_command_goes_on(quiet_run, folder, processes):
    process = import_articles(folder, "--processes", processes)
    wait_until(lambda: settled() > 10)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate()
    assert process.returncode == 130
    assert "已停止。再次运行同一命令会从中断处继续。" in err
    assert "Traceback" not in err
    done = settled()
    assert f"入库 {done} 篇" in out
    assert done < NUMBER
    assert ImportBatch.objects.get().state == "stopped"
    assert not ImportPage.objects.filter(state="reading").exists()
    finish(folder, "--processes", processes)
    assert difference(quiet_run, dump()) == {}


def test_several_processes_take_part(quiet_run, folder, tmp_path):
    finish(folder, "--processes", "2", "--report", str(tmp_path / "report.csv"))
    assert len((tmp_path / "report.csv").read_text(encoding="utf-8-sig").splitlines()) == NUMBER + 1
    assert Article.objects.count() == NUMBER
    workers = set(ImportPage.objects.values_list("worker", flat=True))
    assert all(is_gone(worker) for worker in workers)
    assert difference(quiet_run, dump()) == {}
