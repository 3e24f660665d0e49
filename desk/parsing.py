"""Documents are parsed in a process of their own, under limits: a hostile one can end that process and nothing else.

The process stays for the next document, since its start costs a tenth of a second. Run as `python -m desk.parsing` it
is that process, which reads requests on standard input and answers on standard output; it knows nothing of Django.
"""

import atexit
import contextlib
import datetime
import importlib
import json
import logging
import os
import resource
import signal
import struct
import subprocess
import sys
import threading
import traceback
from pathlib import Path

from desk.documents import Document, Unreadable
from desk.sheets.workbook import Workbook, as_json, from_json

logger = logging.getLogger(__name__)

READERS = {
    "text": ("desk.encodings", "read_text"),
    "html": ("desk.html_pages", "read_html"),
    "docx": ("desk.docx_pages", "read_docx"),
    "pdf": ("desk.pdf_pages", "read_pdf"),
    "xlsx": ("desk.sheets.xlsx", "read_xlsx"),
}
_READ_IN_PARTS = frozenset({"pdf", "xlsx"})
CPU_SECONDS = (
    1.5  # for a document; each page of a PDF, each 500 rows of a sheet that gave text buy as much for the next
)
MOST_CPU_SECONDS = 10.0
WALL_SECONDS = 30.0  # the machine may be busy with other things
MEMORY = 1024 * 1024 * 1024  # bytes of address space
_DOCUMENTS_PER_PROCESS = 200  # libxml2 never forgets a name it has seen

_ROOT = Path(__file__).resolve().parent.parent
_LENGTH = struct.Struct(">Q")
_idle: list["_Process"] = []
_lock = threading.Lock()


def parse(kind: str, raw: bytes) -> Document:
    """What the document says; `kind` is "html", "docx" or "pdf".

    Raises Unreadable for what its reader refuses and for what takes too much time or memory or breaks the parser.
    """
    answer = _ask(kind, raw)
    published = answer.pop("published")
    return Document(published=datetime.date.fromisoformat(published) if published else None, **answer)


def parse_workbook(raw: bytes) -> Workbook:
    """The cells of an .xlsx file. Raises Unreadable as `parse` does."""
    return from_json(_ask("xlsx", raw))


def _ask(kind: str, raw: bytes) -> dict:
    process = _take()
    try:
        answer = process.ask(kind, raw)
    except BaseException:
        process.end()
        raise
    _give_back(process)
    if "error" in answer:
        if "traceback" in answer:
            logger.error("a %s document of %d bytes broke its reader:\n%s", kind, len(raw), answer["traceback"])
        raise Unreadable(answer["error"], answer.get("line"))
    return answer


def _take() -> "_Process":
    with _lock:
        while _idle:
            process = _idle.pop()
            if process.popen.poll() is None:
                return process
            process.end()
    return _Process()


def _give_back(process: "_Process") -> None:
    if process.documents >= _DOCUMENTS_PER_PROCESS or process.popen.poll() is not None:
        process.end()
        return
    with _lock:
        _idle.append(process)


@atexit.register
def end_processes() -> None:
    """End the processes that wait for a next document."""
    with _lock:
        while _idle:
            _idle.pop().end()


def _forget_processes() -> None:
    """In a forked child: the processes, and the lock that another thread may have held, are the parent's."""
    global _lock
    _lock = threading.Lock()
    _idle.clear()


os.register_at_fork(after_in_child=_forget_processes)


class _Process:
    """One process that parses."""

    def __init__(self):
        self.documents = 0
        self.popen = subprocess.Popen(
            [sys.executable, "-m", "desk.parsing"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_ROOT,
            env={"PYTHONPATH": str(_ROOT), "PYTHONUTF8": "1", "PATH": os.environ.get("PATH", os.defpath)},
        )

    def ask(self, kind: str, raw: bytes) -> dict:
        """The answer to one document. Raises Unreadable when the process ends without one."""
        self.documents += 1
        timer = threading.Timer(WALL_SECONDS, self.popen.kill)
        timer.daemon = True
        timer.start()
        try:
            name = kind.encode()
            self.popen.stdin.write(_LENGTH.pack(len(name)) + name + _LENGTH.pack(len(raw)))
            self.popen.stdin.write(raw)
            self.popen.stdin.flush()
            answer = _read_block(self.popen.stdout)
        except BrokenPipeError:
            answer = None
        finally:
            timer.cancel()
        if answer is not None:
            return json.loads(answer)
        ended_by = -self.popen.wait()
        if ended_by in (signal.SIGPROF, signal.SIGKILL):
            raise Unreadable("文件太复杂,解析超时,已停止;请拆分或另存为文本后再导入。")
        logger.error("the parser of a %s document of %d bytes ended with status %d", kind, len(raw), -ended_by)
        raise Unreadable("文件使解析程序中断,多半已损坏;请另存为文本后再导入。")

    def end(self) -> None:
        self.popen.kill()
        for pipe in (self.popen.stdin, self.popen.stdout):
            with contextlib.suppress(OSError):  # what was still to be written has no reader any more
                pipe.close()
        self.popen.wait()


def _read_block(pipe) -> bytes | None:
    """The next length and that many bytes; None where the other side has ended."""
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    block = pipe.read(length)
    return block if len(block) == length else None


def serve() -> None:
    """The parsing process: answer requests until standard input ends."""
    for limit, value in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
        hard = resource.getrlimit(limit)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(limit, (value, value))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the importer, which ends this process
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    while (name := _read_block(requests)) is not None and (raw := _read_block(requests)) is not None:
        answer = json.dumps(_answer(name.decode(), raw)).encode()
        answers.write(_LENGTH.pack(len(answer)) + answer)
        answers.flush()


def _answer(kind: str, raw: bytes) -> dict:
    budget = _Budget()
    try:
        module, function = READERS[kind]
        read = getattr(importlib.import_module(module), function)
        budget.start()
        document = read(raw, part_read=budget.start) if kind in _READ_IN_PARTS else read(raw)
    except Unreadable as error:
        return {"error": str(error), "line": error.line}
    except MemoryError:
        return {"error": "文件太复杂,解析时内存不足;请拆分或另存为文本后再导入。"}
    except Exception:  # the fault is in a reader or its library; it is answered in full for the log
        return {"error": "文件无法解析,多半已损坏;请另存为文本后再导入。", "traceback": traceback.format_exc()}
    finally:
        budget.stop()
    if isinstance(document, Workbook):
        return as_json(document)
    published = document.published.isoformat() if document.published else None
    return {**vars(document), "published": published}


class _Budget:
    """Seconds of CPU for a document; when they are over, the kernel ends this process, wherever it is."""

    def __init__(self):
        self._left = MOST_CPU_SECONDS

    def start(self) -> None:
        remaining, _ = signal.setitimer(signal.ITIMER_PROF, max(0.001, min(CPU_SECONDS, self._left)))
        self._left -= CPU_SECONDS - remaining if remaining else 0

    def stop(self) -> None:
        signal.setitimer(signal.ITIMER_PROF, 0)


if __name__ == "__main__":
    serve()
