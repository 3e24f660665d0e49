"""What ./dev says to the person at the terminal, and how it ends when told to."""

import signal
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


def turn_signals_into_exits() -> None:
    """So that `finally` runs and children are ended: by default SIGTERM and SIGHUP end Python on the spot."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda received, _: sys.exit(128 + received))
