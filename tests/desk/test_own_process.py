import os
import subprocess
import sys

from django.conf import settings

from desk.own_process import is_gone, this_process


def ended_process() -> str:
    """The name of a process of this machine that has ended."""
    ended = subprocess.run(
        [sys.executable, "-c", "from desk.own_process import this_process as name; print(name())"],
        cwd=settings.BASE_DIR,
        text=True,
        capture_output=True,
        check=True,
    )
    return ended.stdout.strip()


def test_this_process_is_not_gone_and_one_that_ended_is():
    assert not is_gone(this_process())
    assert is_gone(ended_process())


def test_a_number_that_is_given_again_is_another_process():
    assert is_gone(this_process().rsplit("/", 1)[0] + "/1")


def test_of_another_hosts_processes_nothing_is_known():
    _, *rest = ended_process().split("/")
    assert not is_gone("/".join(["another-host", *rest]))
    host, _, *rest = ended_process().split("/")
    assert not is_gone("/".join([host, "1", *rest]))


def test_a_process_that_nobody_has_waited_for_yet_is_gone():
    child = os.fork()
    if child == 0:
        os._exit(0)
    try:
        while True:
            stat = open(f"/proc/{child}/stat").read().rsplit(")", 1)[1].split()  # noqa: SIM115
            if stat[0] == "Z":
                break
        host, namespace, *_ = this_process().split("/")
        assert is_gone(f"{host}/{namespace}/{child}/{stat[19]}")
    finally:
        os.waitpid(child, 0)
