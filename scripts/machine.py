"""What the tests need of the machine beside Python: Chromium, Chinese fonts, PostgreSQL, Redis. Standard library only."""

import os
import shutil
import subprocess
from pathlib import Path

from scripts.console import say

PACKAGES = {"Chromium": "chromium", "中文字体": "fonts-noto-cjk", "PostgreSQL": "postgresql", "Redis": "redis-server"}


def chromium() -> str | None:
    """Path of a Chromium that starts (Ubuntu's chromium-browser may be an empty shell)."""
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        path = shutil.which(name)
        if path and subprocess.run([path, "--version"], capture_output=True).returncode == 0:
            return path
    return None


def chinese_font() -> bool:
    if shutil.which("fc-list"):
        listed = subprocess.run(["fc-list", ":lang=zh-cn", "family"], capture_output=True, text=True)
        return bool(listed.stdout.strip())
    return any(Path("/usr/share/fonts").rglob("*CJK*"))


def postgresql_programs() -> Path | None:
    """Folder of initdb and postgres: Debian keeps them off PATH; the newest release wins."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).resolve().parent] if on_path else []
    installed = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if path.parent.name.isdecimal()]
    folders += sorted(installed, key=lambda path: int(path.parent.name), reverse=True)
    return next((folder for folder in folders if (folder / "initdb").exists() and (folder / "postgres").exists()), None)


def missing(*, postgresql_given: bool) -> list[str]:
    """Which of PACKAGES the machine lacks."""
    there = {
        "Chromium": chromium() is not None,
        "中文字体": chinese_font(),
        "PostgreSQL": postgresql_given or postgresql_programs() is not None,
        "Redis": shutil.which("redis-server") is not None,
    }
    return [name for name, found in there.items() if not found]


def install(names: list[str]) -> None:
    """By apt, which needs root; what could not be had is found by asking `missing` again."""
    packages = [PACKAGES[name] for name in names]
    apt = shutil.which("apt-get")
    if os.geteuid() != 0 or apt is None:
        say(f"不能自动安装{'、'.join(names)}(须在 Debian 上以 root 运行)。请运行:sudo apt install {' '.join(packages)}")
        return
    say(f"用 apt 安装:{' '.join(packages)} …")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages]):
        done = subprocess.run([apt, *arguments], env=environment, capture_output=True, text=True)
        if done.returncode:
            say(f"apt-get {arguments[0]} 失败:{(done.stderr or done.stdout).strip()[-500:]}")
