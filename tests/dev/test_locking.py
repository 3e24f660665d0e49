"""./dev lock never writes the address of a registry into a file."""

import subprocess

import pytest

from scripts import locking


def compiled_as(monkeypatch, text):
    """uv, replaced by one that writes `text`."""

    def run(command, **options):
        command[-1].write_text(text)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(locking.subprocess, "run", run)


def test_a_lock_with_an_address_is_refused_and_the_old_one_stays(monkeypatch, tmp_path, capsys):
    lock = tmp_path / "requirements.txt"
    lock.write_text("old\n")
    compiled_as(monkeypatch, "--index-url https://example.com/simple\ndjango==5.2\n")
    with pytest.raises(SystemExit):
        locking.compile_lock(lock, [], [])
    assert "出现了网址" in capsys.readouterr().err
    assert lock.read_text() == "old\n"


def test_a_lock_without_one_is_written(monkeypatch, tmp_path):
    lock = tmp_path / "requirements.txt"
    compiled_as(monkeypatch, "django==5.2\n")
    locking.compile_lock(lock, [], [])
    assert lock.read_text() == "django==5.2\n"
