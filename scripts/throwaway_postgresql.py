"""A PostgreSQL cluster for one test run: its own folder, port and password, gone afterwards whatever happens."""

import contextlib
import ctypes
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg2

ROLE = "huixiang"
SET_PARENT_DEATH_SIGNAL = 1  # prctl(2), PR_SET_PDEATHSIG


class CannotStartError(Exception):
    """Why there is no cluster, in Chinese, for the person at the terminal."""


@contextlib.contextmanager
def throwaway_postgresql(programs: Path) -> Iterator[str]:
    """Yields the DATABASE_URL of a fresh cluster made with the initdb and postgres in `programs`."""
    account = account_without_rights()
    # Not below TMPDIR: the path of a unix socket may have 107 bytes at most.
    home = Path(tempfile.mkdtemp(prefix="huixiang-pg-", dir="/tmp"))
    server = None
    try:
        as_account = {}
        if account:
            os.chown(home, account.pw_uid, account.pw_gid)
            as_account = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        # Other users of this machine can reach the port: a superuser of PostgreSQL runs commands.
        password = secrets.token_hex(16)
        initialize(programs, home, password, as_account)
        port = free_port()
        server = start(programs, home, port, as_account)
        wait_until_it_answers(server, home, port, password)
        yield f"postgres://{ROLE}:{password}@127.0.0.1:{port}/{ROLE}"
    finally:
        if server:
            halt(server)
        shutil.rmtree(home, ignore_errors=True)


def account_without_rights() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root; whoever else we are is right as he is."""
    if os.geteuid() != 0:
        return None
    for name in ("nobody", "postgres"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise CannotStartError("以 root 运行,而系统没有 nobody 或 postgres 用户")


def initialize(programs: Path, home: Path, password: str, as_account: dict) -> None:
    password_file = home / "password"
    password_file.write_text(password)
    if as_account:
        os.chown(password_file, as_account["user"], as_account["group"])
    command = [programs / "initdb", "-D", home / "data", "-U", ROLE, "-E", "UTF8", "--no-sync"]
    command += ["--auth=scram-sha-256", f"--pwfile={password_file}"]
    made = None
    for locale in ("C.UTF-8", "C"):
        shutil.rmtree(home / "data", ignore_errors=True)
        made = subprocess.run([*command, f"--locale={locale}"], cwd=home, capture_output=True, text=True, **as_account)
        if made.returncode == 0:
            return
    raise CannotStartError(f"initdb 失败:{made.stderr.strip()}")


def free_port() -> int:
    with socket.socket() as attempt:
        attempt.bind(("127.0.0.1", 0))
        return attempt.getsockname()[1]


def start(programs: Path, home: Path, port: int, as_account: dict) -> subprocess.Popen:
    settings = {
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": str(home),
        "port": str(port),
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
        "timezone": "Asia/Shanghai",
    }
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    with (home / "log").open("w") as log:
        return subprocess.Popen(
            [programs / "postgres", "-D", home / "data", *options],
            cwd=home,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl-C is for pytest; the cluster outlives its last test
            preexec_fn=die_with_parent,
            **as_account,
        )


def die_with_parent() -> None:
    """Even kill -9 of ./dev leaves no server behind."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGQUIT)


def wait_until_it_answers(server: subprocess.Popen, home: Path, port: int, password: str) -> None:
    for _ in range(300):
        if server.poll() is not None:
            break
        with contextlib.suppress(psycopg2.OperationalError):
            connection = psycopg2.connect(host="127.0.0.1", port=port, user=ROLE, password=password, dbname="postgres")
            try:
                with connection.cursor() as cursor:
                    cursor.execute("show data_directory")
                    if cursor.fetchone() != (str(home / "data"),):
                        raise CannotStartError(f"端口 {port} 上应答的不是自己启动的 PostgreSQL")
                    return
            finally:
                connection.close()
        time.sleep(0.1)
    log = (home / "log").read_text(errors="replace").strip()
    raise CannotStartError(f"PostgreSQL 没有启动:{log[-1000:]}")


def halt(server: subprocess.Popen) -> None:
    for order in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):  # fast, immediate, at once
        server.send_signal(order)
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(timeout=10)
            return
