import os
import resource
import signal
import threading
import time

import pytest

from desk import parsing
from desk.documents import Unreadable
from desk.pdf_pages import read_pdf
from tests.desk.composed_news import TEXT, TITLE
from tests.desk.made_files import docx_file, docx_with_body, html_page, one_page_pdf, pdf_file, pdf_stream

SLOW_PDF = one_page_pdf(
    pdf_stream(b"BT /X5 9 Tf (abc) Tj ET\n" * 100_000, packed=True), b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
)


@pytest.fixture(autouse=True)
def fresh_processes():
    parsing.end_processes()
    yield
    parsing.end_processes()


def refusal(kind: str, raw: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        parsing.parse(kind, raw)
    return str(caught.value)


@pytest.mark.parametrize(("kind", "raw"), [("html", html_page()), ("docx", docx_file()), ("pdf", pdf_file())])
def test_each_kind_is_parsed(kind, raw):
    assert parsing.parse(kind, raw).text.removeprefix("# ").startswith(TITLE)


def test_a_refusal_of_the_reader_comes_through_with_its_line():
    with pytest.raises(Unreadable, match="二进制") as caught:
        parsing.parse("html", b"<html>\n\0\0\x01")
    assert caught.value.line == 2


def test_long_text_is_decoded_there_too():
    assert parsing.parse("text", TEXT.encode("gb18030")).text == TEXT
    with pytest.raises(Unreadable, match="残缺") as caught:
        parsing.parse("text", TEXT.encode()[:-2])
    assert caught.value.line == TEXT.count("\n")


def test_one_process_serves_many_documents():
    parsing.parse("html", html_page())
    (process,) = parsing._idle
    parsing.parse("docx", docx_file())
    assert parsing._idle == [process]


def test_a_process_is_renewed_after_its_documents(monkeypatch):
    monkeypatch.setattr(parsing, "_DOCUMENTS_PER_PROCESS", 2)
    for _ in range(2):
        parsing.parse("html", html_page())
    assert parsing._idle == []


def test_a_document_that_takes_too_long_ends_its_process_and_the_next_one_is_read():
    start = time.monotonic()
    assert "解析超时" in refusal("pdf", SLOW_PDF)
    assert time.monotonic() - start < 10  # 1.5 s of CPU; the machine may be busy
    assert parsing._idle == []
    assert parsing.parse("pdf", pdf_file()).text


def test_without_the_limit_that_document_takes_longer():
    """The fault the limit is there for, in this process."""
    start = time.process_time()
    assert read_pdf(SLOW_PDF).text
    assert time.process_time() - start > parsing.CPU_SECONDS


def test_pages_of_text_buy_time_for_the_next_ones():
    """Sixty crowded pages, which take more than the time of one document, are read."""
    pages = [[f"本报讯林知远召开第{page}次会议{line}。" for line in range(700)] for page in range(60)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    document = parsing.parse("pdf", pdf_file(pages))
    parsing.end_processes()
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before > parsing.CPU_SECONDS
    assert "第59次会议699" in document.text


def test_a_document_that_takes_too_much_memory_is_refused_and_the_next_one_is_read():
    parsing.parse("docx", docx_file())
    (process,) = parsing._idle
    resource.prlimit(process.popen.pid, resource.RLIMIT_AS, (200 << 20, 200 << 20))  # so that it comes before the time
    assert refusal("docx", docx_with_body("<w:p/>" * 2_000_000))
    assert parsing.parse("docx", docx_file()).text


def test_a_process_that_crashes_is_no_crash_of_ours():
    parsing.parse("html", html_page())
    (process,) = parsing._idle
    threading.Timer(0.3, process.popen.send_signal, [signal.SIGSEGV]).start()
    assert "中断" in refusal("pdf", SLOW_PDF)
    assert parsing.parse("html", html_page()).text


def test_a_process_that_ended_while_idle_is_replaced():
    parsing.parse("html", html_page())
    (process,) = parsing._idle
    process.popen.kill()
    process.popen.wait()
    assert parsing.parse("html", html_page()).text


def test_an_error_in_a_reader_is_answered_and_logged(caplog):
    assert "文件无法解析" in refusal("no such kind", b"x")
    assert "KeyError" in caplog.text


def test_threads_and_forks_have_processes_of_their_own():
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(parsing.parse("html", html_page()).title)) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [TITLE] * 4
    inherited = list(parsing._idle)
    child = os.fork()
    if child == 0:
        is_well = not parsing._idle and parsing.parse("html", html_page()).title == TITLE
        parsing.end_processes()
        os._exit(0 if is_well else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert parsing._idle == inherited
    assert parsing.parse("html", html_page()).title == TITLE


def test_the_parsing_process_may_write_no_file_and_has_a_memory_limit():
    parsing.parse("html", html_page())
    (process,) = parsing._idle
    limits = (
        resource.prlimit(process.popen.pid, resource.RLIMIT_FSIZE),
        resource.prlimit(process.popen.pid, resource.RLIMIT_AS),
    )
    assert limits == ((0, 0), (parsing.MEMORY, parsing.MEMORY))
