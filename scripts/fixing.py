"""./dev fix: what ruff and djhtml can put right by themselves."""

import subprocess
import sys

from scripts.console import say
from scripts.environment import ROOT

PYTHON = sys.executable
FIXES = (
    [PYTHON, "-m", "ruff", "check", "--fix", "--quiet", "."],
    [PYTHON, "-m", "ruff", "format", "."],
    [PYTHON, "-m", "djhtml", "templates"],
)

if __name__ == "__main__":
    codes = [subprocess.run(command, cwd=ROOT).returncode for command in FIXES]
    # djhtml ends with 1 when it changed a file: that is no failure.
    if any(codes[:2]):
        say("还有须手工修正的问题,见上。")
        sys.exit(1)
