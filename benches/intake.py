"""./dev bench intake [ROUNDS]: hostile files handed in to a real gunicorn, and what that costs whoever asks for pages meanwhile.

Gunicorn runs as `./dev run` starts it, on a register of its own with the sample page. One client asks for the ledger of
meetings again and again; in every second window another hands in a hostile file. Both kinds of windows alternate, so that
what else the machine does falls on both. Prints for each file how long its refusal took and what it says, how long the
pages took without and with it, and the ratio over all. The sender is nice to the server: it would be another machine.
"""

import contextlib
import http.client
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from multiprocessing import get_context

WINDOW = 4.0  # seconds
ROUNDS = 3
_MEGABYTE = 1024 * 1024
_BOUNDARY = "huixiang-bench"
Body = tuple[bytes, int, bytes]  # what comes first, how many bytes of nothing follow, what comes last


def _part(name: str, content: bytes = b"") -> bytes:
    head = f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'
    return head.encode() + content


def _one(name: str, content: bytes) -> Body:
    return _part(name, content), 0, b""


def hostile() -> dict[str, Callable[[], Body]]:
    """What is handed in, by its name on the screen."""
    from tests.desk.hostile_files import encrypted_zip, overlapping_bomb, zip_bomb, zip_of
    from tests.desk.made_files import BILLION_LAUGHS, docx_with, docx_with_body

    news = "区商务局召开会议,研究项目推进工作。\n".encode()
    return {
        "nothing": lambda: _one("空.txt", b""),
        "zip bomb, 300 MB in 0.3": lambda: _one("炸弹.zip", zip_bomb(300)),
        "zip bomb of many files": lambda: _one("炸弹.zip", zip_bomb(900, files=900)),
        "overlapping files": lambda: _one("炸弹.zip", overlapping_bomb()),
        "nested zip": lambda: _one("套娃.zip", zip_of({"内.zip": zip_bomb(50)})),
        "encrypted zip": lambda: _one("锁.zip", encrypted_zip()),
        "names with ../": lambda: _one("越界.zip", zip_of({"../../a.txt": news})),
        "zip of 10,000 files": lambda: _one("万件.zip", zip_of({f"{n}.txt": b"a" for n in range(10_000)})),
        "10,000 files": lambda: (b"\r\n".join(_part(f"{n}.txt", b"a") for n in range(10_000)), 0, b""),
        "DOCX of 400 MB": lambda: (_part("巨大.docx", b"PK\x03\x04"), 400 * _MEGABYTE, b""),
        "text of 100 MB": lambda: (_part("巨大.txt"), 100 * _MEGABYTE, b""),
        "text of 60 MB": lambda: (_part("大.txt"), 60 * _MEGABYTE, b""),
        "DOCX that unpacks to 60 MB": lambda: _one("肥.docx", docx_with({"word/a.bin": b"\0" * (60 * _MEGABYTE)})),
        "DOCX with entities": lambda: _one("笑.docx", docx_with_body("&l9;", declaration=BILLION_LAUGHS)),
        "5 MB of no encoding": lambda: _one("乱.txt", b"\xff" * (5 * _MEGABYTE)),
        "truncated UTF-8": lambda: _one("残.txt", (news * 80_000)[: 5 * _MEGABYTE - 5] + b"\xe5"),
        "NUL": lambda: _one("空字.txt", b"\0" * (5 * _MEGABYTE - 1)),
        "turning characters": lambda: _one("倒写.txt", news * 50_000 + "\u202e".encode()),
        "wrong suffix": lambda: _one("假.txt", b"%PDF-1.7" + b"a" * (4 * _MEGABYTE)),
    }


def hand_in(port: int, cookies: str, token: str, fields: dict[str, str], body: Body) -> tuple[float, str]:
    """Seconds until the refusal was there, and its words."""
    os.nice(19)
    given = {"csrfmiddlewaretoken": token, **fields}
    first = "".join(
        f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in given.items()
    ).encode()
    head, nothing, last = body
    last += f"\r\n--{_BOUNDARY}--\r\n".encode()
    length = len(first) + len(head) + nothing + len(last)
    begun = time.monotonic()
    with socket.create_connection(("127.0.0.1", port)) as client:
        request = (
            f"POST /desk/intake/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookies}\r\nContent-Length: {length}\r\n"
            f"Content-Type: multipart/form-data; boundary={_BOUNDARY}\r\nConnection: close\r\n\r\n"
        )
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            client.sendall(request.encode() + first + head)
            client.setblocking(False)
            _send_until_answered(client, nothing, last)
        client.setblocking(True)
        answer = http.client.HTTPResponse(client)
        answer.begin()
        text, where = answer.read().decode(), answer.headers.get("Location")
    if where:
        text = get(port, cookies, where)
    took = time.monotonic() - begun
    return took, f"{answer.status} {_refusal_in(text)}"


def _send_until_answered(client: socket.socket, nothing: int, last: bytes) -> None:
    piece, left, rest = memoryview(bytes(_MEGABYTE)), nothing, memoryview(last)
    while left or rest:
        with contextlib.suppress(BlockingIOError):
            if client.recv(1, socket.MSG_PEEK):
                return
        with contextlib.suppress(BlockingIOError):
            if left:
                left -= client.send(piece[: min(left, _MEGABYTE)])
            else:
                rest = rest[client.send(rest) :]
            continue
        time.sleep(0.001)


def _refusal_in(text: str) -> str:
    found = re.search(r'role="alert">(.*?)</div>', text, re.S) or re.search(r'data-label="说明">(.*?)</td>', text, re.S)
    name = re.search(r'data-label="文件">(.*?)</td>', text, re.S)
    return f"{name[1] if name else ''} {found[1].strip() if found else text[:80]!r}".strip()


def get(port: int, cookies: str, address: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", address, headers={"Cookie": cookies, "Connection": "close"})
    answer = connection.getresponse()
    text = answer.read().decode()
    assert answer.status == 200, (address, answer.status)
    connection.close()
    return text


def asked_for(port: int, cookies: str, seconds: float) -> list[float]:
    """How long each page took, asked for one after another."""
    times, until = [], time.monotonic() + seconds
    while time.monotonic() < until:
        begun = time.monotonic()
        get(port, cookies, "/meetings/")
        times.append(time.monotonic() - begun)
    return times


@contextlib.contextmanager
def site() -> Iterator[tuple[int, str, str, dict[str, str]]]:
    """A gunicorn of its own: its port, the cookies of a signed-in reviewer, his token, the fields of the form."""
    with tempfile.TemporaryDirectory(prefix="huixiang-bench-") as folder:
        environment = {"VAR_DIR": folder, "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3", "PYTHONUTF8": "1"}
        os.environ.update(environment, DJANGO_SETTINGS_MODULE="config.settings")
        import django

        django.setup()
        from django.conf import settings
        from django.contrib.auth import get_user_model
        from django.core.management import call_command
        from django.middleware.csrf import _get_new_csrf_string
        from django.test import Client

        from desk.first_run import prepare
        from people.models import District

        call_command("migrate", verbosity=0)
        prepare()
        call_command("collectstatic", verbosity=0, interactive=False)
        client = Client()
        client.force_login(get_user_model().objects.get(username="shenhe"), settings.AUTHENTICATION_BACKENDS[-1])
        secret = _get_new_csrf_string()
        cookies = f"sessionid={client.cookies['sessionid'].value}; csrftoken={secret}"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        options = ["--worker-class", "gthread", "--workers", "2", "--threads", "4", "--preload", "--log-level", "error"]
        command = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}", *options]
        server = subprocess.Popen(command)
        try:
            for _ in range(200):
                with contextlib.suppress(OSError):
                    get(port, cookies, "/meetings/")
                    break
                time.sleep(0.1)
            fields = {"district": str(District.objects.get(level="county").pk), "published": "2024-06-05"}
            yield port, cookies, secret, fields
        finally:
            server.terminate()
            server.wait()


def measure(rounds: int) -> None:
    spawn = get_context("spawn")
    with site() as (port, cookies, token, fields):
        asked_for(port, cookies, WINDOW)
        quiet_all, loud_all = [], []
        for name, make in hostile().items():
            body, quiet, loud, refusals = make(), [], [], []
            for _ in range(rounds):
                quiet += asked_for(port, cookies, WINDOW)
                with spawn.Pool(1) as sender:
                    sender.apply(os.getpid)  # is there before the window begins
                    handed_in = sender.apply_async(hand_in, (port, cookies, token, fields, body))
                    loud += asked_for(port, cookies, WINDOW)
                    refusals.append(handed_in.get(60))
            ratio = statistics.fmean(loud) / statistics.fmean(quiet)
            slowest = max(took for took, _ in refusals)
            sys.stdout.write(
                f"{name:28} refused in {slowest:5.2f} s; page {statistics.fmean(quiet) * 1000:5.1f} ms, meanwhile "
                f"{statistics.fmean(loud) * 1000:5.1f} ms ({ratio:4.2f})  {refusals[-1][1][:110]}\n"
            )
            sys.stdout.flush()
            quiet_all += quiet
            loud_all += loud
        ratio = statistics.fmean(loud_all) / statistics.fmean(quiet_all)
        sys.stdout.write(f"all: pages took {ratio:.2f} times as long while a hostile file was handed in\n")


if __name__ == "__main__":
    measure(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
