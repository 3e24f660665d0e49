"""./dev itself: what it answers on machines that lack something. PATH holds only what a test puts there."""

import os
import shutil
import subprocess

import pytest

from tests.conftest import ROOT

ALWAYS_THERE = ("sh", "cat", "dirname", "basename")


@pytest.fixture
def checkout(tmp_path):
    """A copy of ./dev without virtual environment, in a folder whose name has a space and Chinese in it."""
    folder = tmp_path / "汇项 checkout"
    folder.mkdir()
    shutil.copy(ROOT / "dev", folder)
    shutil.copytree(ROOT / "scripts", folder / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    return folder


@pytest.fixture
def machine(tmp_path):
    """A machine with git and nothing else; `machine(python3=…)` adds a program as a shell script."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in (*ALWAYS_THERE, "git"):
        (programs / name).symlink_to(shutil.which(name))

    def add(without=(), **scripts):
        for name, script in scripts.items():
            (programs / name).write_text(f"#!/bin/sh\n{script}\n")
            (programs / name).chmod(0o755)
        for name in without:
            (programs / name).unlink()
        return {"PATH": str(programs)}

    return add


def run(checkout, *arguments, env=None, cwd="/"):
    return subprocess.run([checkout / "dev", *arguments], env=env, cwd=cwd, capture_output=True, text=True)


@pytest.mark.parametrize("arguments", [[], ["help"], ["--help"]])
def test_help_lists_every_command(checkout, arguments):
    told = run(checkout, *arguments)
    assert told.returncode == 0
    for command in ("setup", "run", "accounts", "test", "check", "fix", "lock", "bench"):
        assert f"\n  {command} " in told.stdout


def test_an_unknown_command_is_told_so_with_the_help(checkout):
    told = run(checkout, "开始")
    assert told.returncode == 2
    assert "没有“开始”这个命令" in told.stderr
    assert "./dev 命令" in told.stderr


def test_everything_that_is_missing_is_named_at_once_with_the_line_that_installs_it(checkout, machine):
    told = run(checkout, "setup", env=machine(without=["git"]))
    assert told.returncode == 1
    assert "sudo apt install git" in told.stderr
    assert "sudo apt install python3 python3-venv" in told.stderr
    assert "./dev setup" in told.stderr


def test_a_python_too_old_is_named_with_its_version(checkout, machine):
    old = 'case "$2" in *platform*) echo 3.9.2 ;; *) exit 1 ;; esac'
    told = run(checkout, "run", env=machine(python3=old))
    assert told.returncode == 1
    assert "Python ≥ 3.11(现有 3.9.2)" in told.stderr


def test_a_newer_python_beside_an_old_one_is_found(checkout, machine):
    told = run(checkout, "lock", env=machine(python3="exit 1", **{"python3.12": 'echo "$0 $*"'}))
    assert told.returncode == 0
    assert told.stdout.strip().endswith("python3.12 -m scripts lock")


def test_a_python_without_venv_is_told_which_package_has_it(checkout, machine):
    told = run(checkout, "setup", env=machine(python3='case "$2" in *ensurepip*) exit 1 ;; esac'))
    assert told.returncode == 1
    assert "sudo apt install python3-venv" in told.stderr


def test_it_works_from_any_folder_and_hands_the_arguments_over_whole(checkout, machine):
    programs = machine(python3='[ "$1" = -m ] && printf "%s|" "$PWD" "$HUIXIANG_CALLED_FROM" "$@"; exit 0')
    told = run(checkout, "test", "-k", "a and b", env=programs, cwd="/tmp")
    assert told.stdout == f"{checkout}|/tmp|-m|scripts|test|-k|a and b|"


def test_commands_without_arguments_refuse_them(checkout):
    told = run(checkout, "check", "--fast", env=os.environ)
    assert told.returncode == 2
    assert "./dev check 不带参数" in told.stderr
