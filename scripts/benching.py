"""./dev bench NAME: runs benches/NAME.py."""

import os
import sys

from scripts.console import say, stop
from scripts.environment import ROOT

BENCHES = ROOT / "benches"


def main(arguments: list[str]) -> None:
    names = sorted(path.stem for path in BENCHES.glob("*.py") if "if __name__ ==" in path.read_text("utf-8"))
    listing = f"现有:{'、'.join(names)}" if names else "目前还没有基准测试。"
    if not arguments:
        say(f"用法:./dev bench 名称。{listing}")
        return
    name, *rest = arguments
    if name not in names:
        stop(f"没有名为“{name}”的基准测试。{listing}", 2)
    os.execv(sys.executable, [sys.executable, "-m", f"benches.{name}", *rest])


if __name__ == "__main__":
    main(sys.argv[1:])
