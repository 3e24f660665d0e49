"""./dev check: every check of the code, every failure shown, not only the first."""

import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

from scripts.console import say
from scripts.environment import ROOT

PYTHON = sys.executable
CHECKS = {
    "ruff check": [PYTHON, "-m", "ruff", "check", "--output-format", "concise", "."],
    "ruff format": [PYTHON, "-m", "ruff", "format", "--check", "--output-format", "concise", "."],
    "djhtml": [PYTHON, "-m", "djhtml", "--check", "templates"],
    "import-linter": [
        PYTHON,
        "-c",
        "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())",
    ],
    "迁移": [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"],
    "manage.py check": [PYTHON, "manage.py", "check", "--fail-level", "WARNING"],
}
# What an installation may set; a check or a test must not depend on it.
OF_AN_INSTALLATION = (
    "DATABASE_URL",
    "TEST_DATABASE_URL",
    "REPLICA_URL",
    "REDIS_URL",
    "SECRET_KEY",
    "DEBUG",
    "ALLOWED_HOSTS",
    "CSRF_TRUSTED_ORIGINS",
    "HTTPS",
    "DJANGO_SETTINGS_MODULE",
)


def clean_environment(var: str) -> dict[str, str]:
    """The environment without any setting of an installation, and with `var` as its VAR_DIR."""
    environ = {name: value for name, value in os.environ.items() if name not in OF_AN_INSTALLATION}
    return {**environ, "VAR_DIR": var, "PYTHONUTF8": "1"}


def check() -> int:
    """0 when every check passes, else 1."""
    with tempfile.TemporaryDirectory(prefix="huixiang-check-") as var, ThreadPoolExecutor(2) as pool:
        environ = clean_environment(var)

        def run(command: list[str]) -> subprocess.CompletedProcess:
            return subprocess.run(
                command, cwd=ROOT, env=environ, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
            )

        failed = []
        for name, done in zip(CHECKS, pool.map(run, CHECKS.values()), strict=True):
            say(f"{'✓' if done.returncode == 0 else '✗'} {name}")
            if done.returncode:
                failed.append(name)
                say(done.stdout.rstrip())
    say(f"检查未通过:{'、'.join(failed)}。能自动修正的可用 ./dev fix。" if failed else "代码检查全部通过。")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(check())
