"""./dev lock: every requirement at an exact version with its hashes, and no registry's address."""

import subprocess
import sys
import tempfile
from pathlib import Path

from scripts.console import say, stop
from scripts.environment import ROOT

PYTHON = sys.executable


def main(arguments: list[str]) -> None:
    if subprocess.run([PYTHON, "-c", "import uv"], capture_output=True).returncode:
        say("安装 uv(只用来生成依赖清单)…")
        install = [PYTHON, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "uv"]
        if code := subprocess.run(install).returncode:
            stop("安装 uv 失败,原因见上。", code)
    runtime, development = ROOT / "requirements.txt", ROOT / "requirements-dev.txt"
    compile_lock(runtime, [], arguments)
    # One version of everything in both: the tests run on what is installed.
    compile_lock(development, ["--extra", "dev", "--constraint", "requirements.txt"], arguments)
    say("已写好 requirements.txt 与 requirements-dev.txt。")


def compile_lock(lock: Path, options: list[str], arguments: list[str]) -> None:
    """Old pins are kept unless `arguments` (such as --upgrade) say otherwise."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / lock.name
        if lock.exists():
            made.write_bytes(lock.read_bytes())
        command = [PYTHON, "-m", "uv", "pip", "compile", "--quiet", "--universal", "--generate-hashes"]
        command += ["--no-header", "--no-annotate", *options, *arguments, "pyproject.toml", "--output-file", made]
        if code := subprocess.run(command, cwd=ROOT).returncode:
            stop(f"生成 {lock.name} 失败,原因见上。", code)
        text = made.read_text()
        if "://" in text:
            stop(f"{lock.name} 里出现了网址,未写入:{next(line for line in text.splitlines() if '://' in line)}")
        lock.write_text(text)


if __name__ == "__main__":
    main(sys.argv[1:])
