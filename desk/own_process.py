"""Processes by names that no two have, so that one that was killed is known to be gone."""

import os
import socket
from pathlib import Path


def this_process() -> str:
    """This process by name: its host, the processes among which its number counts, its number, its start."""
    pid = os.getpid()
    return f"{socket.gethostname()}/{_namespace()}/{pid}/{_started(pid)}"


def is_gone(process: str) -> bool:
    """Whether a process of `this_process`'s name has ended; of another host's processes nothing is known."""
    *where, pid, started = process.rsplit("/", 3)
    if where != [socket.gethostname(), _namespace()]:
        return False
    return _started(int(pid)) != started


def _namespace() -> str:
    """Containers may share a host's name, and not its processes."""
    return os.readlink("/proc/self/ns/pid").strip("pid:[]")


def _started(pid: int) -> str:
    """When a process started, in ticks since the machine did; "" when there is none. A number is given again."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_bytes()
    except OSError:
        return ""
    state, *fields = stat[stat.rindex(b")") + 2 :].split()  # its name, in brackets, may hold anything
    return "" if state in b"ZX" else fields[18].decode()
