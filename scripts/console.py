"""What ./dev says to the person at the terminal."""

import sys
from typing import NoReturn


def say(line: str = "") -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def stop(line: str, code: int = 1) -> NoReturn:
    """End the command with one line that says why."""
    sys.stdout.flush()
    sys.stderr.write(f"{line}\n")
    raise SystemExit(code)
