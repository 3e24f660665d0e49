"""Entry from ./dev, under the machine's Python: makes the virtual environment, then goes on inside it."""

import os
import sys

from scripts import environment, serving_address
from scripts.console import stop, turn_signals_into_exits

# command: (module that does it inside the virtual environment, whether it needs the development requirements)
COMMANDS = {
    "setup": ("scripts.installation", False),
    "run": ("scripts.serving", False),
    "worker": ("scripts.background", False),
    "accounts": ("scripts.accounts", False),
    "test": ("scripts.testing", True),
    "check": ("scripts.checking", True),
    "fix": ("scripts.fixing", True),
    "lock": ("scripts.locking", False),
    "bench": ("scripts.benching", True),
}


def main(command: str, arguments: list[str]) -> None:
    if command in ("setup", "run", "worker", "accounts", "check", "fix") and arguments:
        stop(f"./dev {command} 不带参数:{' '.join(arguments)}", 2)
    if command == "run":
        serving_address.from_environment().refuse_if_taken()  # before a minute of installing
    module, development = COMMANDS[command]
    python = environment.ensure(development=development)
    os.execv(python, [str(python), "-m", module, *arguments])


if __name__ == "__main__":
    turn_signals_into_exits()  # a pip that went on alone would install into an environment being remade
    try:
        main(sys.argv[1], sys.argv[2:])
    except KeyboardInterrupt:
        stop("\n已中断。再次运行会从中断处继续。", 130)
