"""The virtual environment .venv and the hashed requirements in it. Standard library only: it runs before there is one."""

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from scripts.console import say, stop

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
UNFINISHED = "huixiang-unfinished"  # stands in .venv while it is being made or installed into
USABLE = "import sys, pip; sys.exit(sys.version_info < (3, 11))"


def python_of(venv: Path) -> Path:
    return venv / "bin" / "python"


def ensure(*, development: bool) -> Path:
    """The Python of a .venv that holds exactly what the locks say; quick when nothing has changed."""
    with one_at_a_time():
        if not is_usable(VENV):
            make(VENV)
        install(VENV, ROOT / "requirements.txt", "运行依赖")
        if development:
            install(VENV, ROOT / "requirements-dev.txt", "开发依赖")
    return python_of(VENV)


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Two ./dev at once must not install into one .venv, nor migrate one database."""
    lock = ROOT / "var" / "setup.lock"
    lock.parent.mkdir(exist_ok=True)
    with lock.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("另一个 ./dev 正在准备环境,等它完成…")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def is_usable(venv: Path) -> bool:
    """False for one that is absent, half made, moved from another machine or of a Python that is gone."""
    if (venv / UNFINISHED).exists() or not python_of(venv).exists():
        return False
    return subprocess.run([python_of(venv), "-c", USABLE], capture_output=True).returncode == 0


def make(venv: Path) -> None:
    if venv.exists():
        say("虚拟环境 .venv 不完整,重新建立…")
        shutil.rmtree(venv)
    else:
        say("建立虚拟环境 .venv …")
    venv.mkdir()
    mark = venv / UNFINISHED
    mark.touch()
    made = subprocess.run([sys.executable, "-m", "venv", str(venv)], capture_output=True, text=True)
    if made.returncode:
        version = f"python3.{sys.version_info.minor}"
        stop(
            f"建立虚拟环境失败,多半缺少 venv。请运行:sudo apt install python3-venv(或 {version}-venv)\n"
            + (made.stdout + made.stderr).strip()
        )
    mark.unlink()


def install(venv: Path, lock: Path, what: str) -> None:
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    stamp = venv / f"{lock.stem}.sha256"
    if stamp.exists() and stamp.read_text() == digest:
        return
    say(f"安装{what}({lock.name};首次约需一分钟)…")
    stamp.unlink(missing_ok=True)
    command = [python_of(venv), "-m", "pip", "install", "-qq", "--no-input", "--disable-pip-version-check"]
    mark = venv / UNFINISHED
    mark.touch()
    code = subprocess.run([*command, "--require-hashes", "-r", lock], env={**os.environ, "PIP_USER": "0"}).returncode
    if code >= 0:  # a pip that fails by itself has put everything back; one that was killed has not
        mark.unlink()
    if code:
        stop(f"安装{what}失败(pip 退出码 {code},原因见上)。检查网络后重新运行即可。")
    stamp.write_text(digest)
