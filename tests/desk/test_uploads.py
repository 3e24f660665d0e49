"""Limits on what a request brings, with the requests of a real client against the handler."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from desk import uploads
from desk.intake import SUFFIXES
from desk.uploads import LARGEST_REQUEST, BoundedUploads

MEGABYTE = 1024 * 1024


def posted(*files: SimpleUploadedFile, **fields):
    """(fault, names taken, refusals) of a request with these files."""
    request = RequestFactory().post("/desk/intake/", {"files": list(files), **fields})
    handler = BoundedUploads(SUFFIXES)
    fault = handler.fault_of(request)
    taken = [] if fault else [(file.name, file.size) for file in request.FILES.getlist("files")]
    return fault, taken, [str(refusal) for refusal in handler.refused]


def file(name: str, size: int = 3) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"a" * size)


def test_files_within_the_limits_are_taken_whole():
    fault, taken, refused = posted(file("a.txt", 200_000), file("b.DOCX", 10), text="文字")
    assert (fault, taken, refused) == ("", [("a.txt", 200_000), ("b.DOCX", 10)], [])


def test_a_file_that_is_too_large_is_dropped_and_the_others_are_taken():
    fault, taken, refused = posted(file("大.txt", 6 * MEGABYTE), file("小.txt"), file("大.zip", 41 * MEGABYTE))
    assert (fault, taken) == ("", [("小.txt", 3)])
    assert refused == [
        "大.txt:文件超过 5 MB 上限,请拆分后再导入。",
        "大.zip:文件超过 40 MB 上限,请拆分后再导入。",
    ]


def test_what_is_dropped_is_not_kept_in_memory_and_without_the_limit_it_is(monkeypatch):
    kept = []
    complete = BoundedUploads.file_complete
    monkeypatch.setattr(BoundedUploads, "file_complete", lambda self, size: kept.append(size) or complete(self, size))
    posted(file("大.txt", 6 * MEGABYTE))
    assert kept == []
    monkeypatch.setattr(uploads, "largest_of", lambda suffix: 1 << 40)
    posted(file("大.txt", 6 * MEGABYTE))
    assert kept == [6 * MEGABYTE]


def test_other_kinds_are_refused_with_what_to_do():
    assert posted(file("旧.doc"), file("图.jpg"))[2] == [
        "旧.doc:不支持的文件类型,请另存为 .docx。",
        "图.jpg:不支持的文件类型,请使用 .docx、.htm、.html、.md、.pdf、.shtml、.txt、.zip 文件。",
    ]


def test_a_request_that_announces_too_much_is_not_read_beyond_the_first_name():
    body = RequestFactory().post("/desk/intake/", {"files": file("巨大.docx", MEGABYTE)})
    read = io.BytesIO(body.read())
    announced = {"CONTENT_LENGTH": str(400 * MEGABYTE), "wsgi.input": read}
    request = RequestFactory().generic(
        "POST", "/desk/intake/", b"a", content_type=body.META["CONTENT_TYPE"], **announced
    )
    fault = BoundedUploads(SUFFIXES).fault_of(request)
    assert fault.startswith("巨大.docx:一次上传共 400 MB,超过 64 MB 上限")
    assert read.tell() < MEGABYTE / 2
    assert 400 * MEGABYTE > LARGEST_REQUEST


def test_more_files_than_a_request_may_have_are_told_by_the_first_that_was_not_taken():
    fault, _, _ = posted(*(file(f"{number}.txt") for number in range(150)))
    assert fault == "一次最多 100 个文件,从“99.txt”往后的没有接收;请打成 ZIP 压缩包,或分批上传。"


def test_too_much_pasted_text_is_told():
    assert posted(text="字" * MEGABYTE)[0].startswith("粘贴的文字超过 2.5 MB")


@pytest.mark.parametrize("body", [b"", b"--x\r\nContent-Disposition: form-data; name=", b"\0" * 1000])
def test_a_broken_request_is_no_error_of_ours(body):
    request = RequestFactory().generic("POST", "/", body, content_type="multipart/form-data; boundary=x")
    assert BoundedUploads(SUFFIXES).fault_of(request) in ("", "上传中断或内容有误,没有接收;请重新上传。")


def test_a_boundary_that_is_none_is_told():
    request = RequestFactory().generic("POST", "/", b"abc", content_type="multipart/form-data; boundary=")
    assert BoundedUploads(SUFFIXES).fault_of(request) == "上传中断或内容有误,没有接收;请重新上传。"
