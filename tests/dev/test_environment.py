"""The virtual environment: when it is made anew and when it is left alone."""

import subprocess
import sys

import pytest

from scripts import environment


@pytest.fixture
def venv(tmp_path):
    """A stand-in for .venv: its Python notes how it is called and ends with the code in `exit-code`."""
    folder = tmp_path / "venv"
    (folder / "bin").mkdir(parents=True)
    python = folder / "bin" / "python"
    python.write_text(
        f'#!/bin/sh\necho "$@" >> "{folder}/calls"\nexit "$(cat "{folder}/exit-code" 2>/dev/null || echo 0)"\n'
    )
    python.chmod(0o755)
    return folder


@pytest.fixture
def lock(tmp_path):
    file = tmp_path / "requirements.txt"
    file.write_text("django==5.2\n")
    return file


def installs(venv):
    calls = venv / "calls"
    return calls.read_text().count("--require-hashes") if calls.exists() else 0


def test_an_environment_without_pip_is_not_usable(tmp_path):
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "venv"], check=True)
    assert not environment.is_usable(tmp_path / "venv")


def test_an_absent_or_interrupted_environment_is_not_usable(tmp_path, venv):
    assert not environment.is_usable(tmp_path / "absent")
    assert environment.is_usable(venv)
    (venv / environment.UNFINISHED).touch()
    assert not environment.is_usable(venv)


def test_requirements_are_installed_once_and_again_when_the_lock_changes(venv, lock):
    environment.install(venv, lock, "运行依赖")
    environment.install(venv, lock, "运行依赖")
    assert installs(venv) == 1
    lock.write_text("django==5.2.1\n")
    environment.install(venv, lock, "运行依赖")
    assert installs(venv) == 2


def test_a_failed_installation_is_tried_again(venv, lock, capsys):
    (venv / "exit-code").write_text("1")
    with pytest.raises(SystemExit):
        environment.install(venv, lock, "运行依赖")
    assert "安装运行依赖失败" in capsys.readouterr().err
    (venv / "exit-code").unlink()
    assert environment.is_usable(venv)
    environment.install(venv, lock, "运行依赖")
    assert installs(venv) == 2


def test_a_killed_installation_makes_the_environment_unusable(venv, lock):
    (venv / "bin" / "python").write_text("#!/bin/sh\nkill -9 $$\n")
    with pytest.raises(SystemExit):
        environment.install(venv, lock, "运行依赖")
    assert (venv / environment.UNFINISHED).exists()
