import zipfile

import pytest

from desk import zip_archives
from desk.intake import PAGE_SUFFIXES
from desk.page_files import PageFileError
from desk.zip_archives import MOST_UNPACKED, Unpacking
from tests.desk.composed_news import TEXT
from tests.desk.hostile_files import (
    MEGABYTE,
    encrypted_zip,
    overlapping_bomb,
    with_false_size,
    zip_bomb,
    zip_named_in_gbk,
    zip_of,
)


def unpacked(raw: bytes, name: str = "版面.zip") -> list[tuple[str, int, str]]:
    """(name, bytes, why refused) of each file."""
    files = Unpacking(PAGE_SUFFIXES).files_in(name, raw)
    return [(file.name, len(file.raw), file.refusal.message if file.refusal else "") for file in files]


def refusal_of(raw: bytes) -> str:
    with pytest.raises(PageFileError) as refused:
        Unpacking(PAGE_SUFFIXES).files_in("版面.zip", raw)
    return str(refused.value)


def test_files_come_out_in_order_under_the_name_of_the_archive():
    raw = zip_of({"b/第2版.txt": TEXT.encode(), "第1版.md": TEXT.encode()})
    size = len(TEXT.encode())
    assert unpacked(raw) == [("版面.zip/b/第2版.txt", size, ""), ("版面.zip/第1版.md", size, "")]


def test_names_packed_on_a_chinese_windows_are_read():
    assert unpacked(zip_named_in_gbk("第一版.txt", TEXT.encode()))[0][0] == "版面.zip/第一版.txt"


def test_what_systems_leave_is_passed_over_and_other_kinds_are_named():
    raw = zip_of({"__MACOSX/._a.txt": b"x", ".a.txt": b"x", "~$a.docx": b"x", "图.jpg": b"x", "a.txt": b"abc"})
    assert unpacked(raw) == [
        ("版面.zip/a.txt", 3, ""),
        ("版面.zip", 0, "跳过 1 个不能读取的类型的文件:图.jpg。"),
    ]


# --- bombs


def test_a_bomb_is_inflated_to_the_limit_and_without_the_limit_all_of_it(monkeypatch):
    bomb = zip_bomb(300)
    assert len(bomb) < MEGABYTE
    unpacking = Unpacking(PAGE_SUFFIXES)
    (file,) = unpacking.files_in("炸弹.zip", bomb)
    assert str(file.refusal) == "炸弹.zip/第0版.txt:解开后超过 5 MB 上限,请拆分后再导入。"
    assert unpacking.unpacked < 6 * MEGABYTE
    monkeypatch.setattr(zip_archives, "MOST_UNPACKED", 1 << 40)
    monkeypatch.setattr(zip_archives, "largest_of", lambda suffix: 1 << 40)
    (file,) = Unpacking(PAGE_SUFFIXES).files_in("炸弹.zip", bomb)
    assert len(file.raw) == 300 * MEGABYTE


@pytest.mark.parametrize(("megabytes", "files"), [(80, 20), (300, 40)], ids=["small files", "files too large"])
def test_files_that_are_too_much_together_refuse_the_archive(megabytes, files):
    bomb = zip_bomb(megabytes, files=files)
    unpacking = Unpacking(PAGE_SUFFIXES)
    with pytest.raises(PageFileError, match=r"^炸弹.zip:解开后超过 64 MB\(可能是压缩炸弹\)"):
        unpacking.files_in("炸弹.zip", bomb)
    assert unpacking.unpacked < MOST_UNPACKED + MEGABYTE


def test_archives_handed_in_together_share_one_limit():
    unpacking = Unpacking(PAGE_SUFFIXES)
    half = zip_bomb(40, files=10)
    assert len(unpacking.files_in("一.zip", half)) == 10
    with pytest.raises(PageFileError, match="压缩炸弹"):
        unpacking.files_in("二.zip", half)


def test_a_file_named_two_hundred_times_is_counted_two_hundred_times():
    bomb = overlapping_bomb()
    assert len(bomb) < MEGABYTE
    unpacking = Unpacking(PAGE_SUFFIXES)
    try:
        files = unpacking.files_in("版面.zip", bomb)
    except PageFileError as error:
        assert "压缩炸弹" in str(error)  # noqa: PT017 - a newer Python refuses the overlap file by file instead
    else:
        assert all(file.refusal for file in files[1:])
    assert unpacking.unpacked < MOST_UNPACKED + MEGABYTE


@pytest.mark.parametrize(
    ("claimed", "size", "why"), [(10, 0, "在压缩包里已损坏,解不开;请重新压缩。"), (0xFFFFFF, 10_000, "")]
)
def test_a_size_that_is_not_true_is_not_believed(claimed, size, why):
    raw = with_false_size(zip_of({"a.txt": b"a" * 10_000}), claimed)
    assert unpacked(raw) == [("版面.zip/a.txt", size, why)]


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_methods_that_cannot_be_held_back_are_refused(method):
    ((_, _, why),) = unpacked(zip_of({"a.txt": b"a" * MEGABYTE}, method))
    assert why.startswith("压缩方法不支持")


# --- other hostile archives


@pytest.mark.parametrize("inner", ["内层.zip", "内层.RAR", "内层.7z"])
def test_an_archive_within_an_archive_is_not_opened(inner):
    assert unpacked(zip_of({inner: zip_bomb(1), "a.txt": b"abc"})) == [
        (f"版面.zip/{inner}", 0, "压缩包里的压缩包不展开,请先解开再导入。"),
        ("版面.zip/a.txt", 3, ""),
    ]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/cron.d/x.txt", "../../etc/cron.d/x.txt"),
        ("..\\..\\x.txt", "..\\..\\x.txt"),
        ("/etc/x.txt", "/etc/x.txt"),
        ("C:/x.txt", "C:/x.txt"),
        ("报道\u202etxt.exe.txt", "报道�txt.exe.txt"),
        ("换\n行.txt", "换�行.txt"),
    ],
)
def test_names_that_lead_outside_or_mislead_are_refused(name, shown):
    ((found, size, why),) = unpacked(zip_of({name: TEXT.encode()}))
    assert (found, size) == (f"版面.zip/{shown}", 0)
    assert why.startswith("文件名无效")


def test_an_encrypted_archive_is_refused_by_the_name_of_its_file():
    assert refusal_of(encrypted_zip()) == "版面.zip:压缩包已加密(“机密.txt”),请解除密码后再导入。"


def test_ten_thousand_files_are_refused_before_the_directory_is_read(monkeypatch):
    raw = zip_of({f"{number}.txt": b"" for number in range(10_000)})
    monkeypatch.setattr(zipfile, "ZipFile", None)
    assert refusal_of(raw).startswith("版面.zip:压缩包里有 10000 个文件,超过 1000 个上限")


@pytest.mark.parametrize(
    "raw", [b"", b"PK\x03\x04", b"text", zip_of({"a.txt": b"abc"})[:-10], b"PK\x05\x06" + b"\xff" * 18]
)
def test_what_is_no_archive_is_refused(raw):
    assert refusal_of(raw).startswith("版面.zip:")


def test_an_empty_archive_is_refused():
    assert refusal_of(zip_of({})) == "版面.zip:压缩包里没有文件。"
    assert refusal_of(zip_of({"空/": b""})) == "版面.zip:压缩包里没有文件。"
