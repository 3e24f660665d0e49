"""ZIP archives that somebody hands in: bytes in, their files out, unpacked in memory under limits.

Nothing is written to disk, and nothing the directory of an archive says of sizes is believed: bytes are counted while
they are inflated. A fault of one file refuses that file, a sign of bad intent the whole archive.
"""

import io
import re
import struct
import zipfile
from collections.abc import Set
from pathlib import PurePosixPath

from desk.batches import GivenFile
from desk.page_files import PageFileError, largest_of, printable_name, refuse_unsafe_name

MOST_MEMBERS = 1000  # of an archive
MOST_UNPACKED = 64 * 1024 * 1024  # bytes, of all archives that are handed in together
_LARGEST_DIRECTORY = 1024 * 1024  # bytes; Python reads it whole before anything can be asked
_PIECE = 256 * 1024
_ARCHIVES = frozenset({".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".cab", ".iso"})
_UTF8_NAME, _ENCRYPTED = 0x800, 0x1
_PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # of bzip2 and LZMA Python inflates as much as there is at once
_DAMAGED = "不是 ZIP 压缩包,或已损坏;请重新压缩。"
_SKIPPED_NAMED = 5


class Unpacking:
    """Takes the files out of the archives of one intake; what all of them unpack to counts together.

    Files whose suffix is not one of `suffixes` are only named.
    """

    def __init__(self, suffixes: Set[str]):
        self._suffixes = suffixes
        self.unpacked = 0  # bytes

    def files_in(self, name: str, raw: bytes) -> list[GivenFile]:
        """The files of an archive in its order, called `name`/their path, each as it is taken or refused.

        Raises PageFileError when the archive as a whole is not taken: damaged, encrypted, with too many files or too
        much in them.
        """
        _refuse_large_directory(name, raw)
        try:
            archive = zipfile.ZipFile(io.BytesIO(raw))
        except Exception as error:  # zipfile meets damage with errors of any class
            raise PageFileError(name, _DAMAGED) from error
        members = [member for member in archive.infolist() if not member.is_dir()]
        if len(members) > MOST_MEMBERS:
            raise _too_many(name, len(members))
        files: list[GivenFile] = []
        skipped: list[str] = []
        for member in members:
            path = _path_of(member)
            if member.flag_bits & _ENCRYPTED:
                raise PageFileError(name, f"压缩包已加密(“{printable_name(path)}”),请解除密码后再导入。")
            if _is_passed_over(path):
                continue
            shown = printable_name(f"{name}/{path}")
            try:
                if _suffix(path) not in self._suffixes | _ARCHIVES:
                    skipped.append(printable_name(path))
                    continue
                files.append(GivenFile(shown, self._content(name, archive, member, path)))
            except _Refused as error:
                files.append(GivenFile(shown, b"", PageFileError(shown, str(error))))
        if skipped:
            files.append(GivenFile(name, b"", PageFileError(name, _told(skipped))))
        if not files:
            raise PageFileError(name, "压缩包里没有文件。")
        return files

    def _content(self, name: str, archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: str) -> bytes:
        try:
            refuse_unsafe_name(path)
        except PageFileError as error:
            raise _Refused(error.message) from error
        if _suffix(path) in _ARCHIVES:
            raise _Refused("压缩包里的压缩包不展开,请先解开再导入。")
        if member.compress_type not in _PLAIN:
            raise _Refused("压缩方法不支持,请用普通的 ZIP 方法(Deflate)压缩。")
        pieces: list[bytes] = []
        size, largest = 0, largest_of(_suffix(path))
        try:
            with archive.open(member) as content:
                while piece := content.read(_PIECE):
                    size += len(piece)
                    self.unpacked += len(piece)
                    if self.unpacked > MOST_UNPACKED:
                        raise PageFileError(
                            name, f"解开后超过 {MOST_UNPACKED >> 20} MB(可能是压缩炸弹),不予读取;请分批压缩。"
                        )
                    if size > largest:
                        raise _Refused(f"解开后超过 {largest >> 20} MB 上限,请拆分后再导入。")
                    pieces.append(piece)
        except (_Refused, PageFileError):
            raise
        except Exception as error:  # as above; also a size or checksum that is not what was announced
            raise _Refused("在压缩包里已损坏,解不开;请重新压缩。") from error
        return b"".join(pieces)


class _Refused(Exception):
    """One file of an archive is not taken; the message is Chinese."""


def _refuse_large_directory(name: str, raw: bytes) -> None:
    """By the record at the end of the archive, before its directory is read."""
    at = raw.rfind(b"PK\x05\x06", max(0, len(raw) - 22 - 0xFFFF))
    if at < 0 or len(raw) - at < 22:
        raise PageFileError(name, _DAMAGED)
    entries, size = struct.unpack_from("<HL", raw, at + 10)
    is_zip64 = raw[max(0, at - 20) : at].startswith(b"PK\x06\x07")
    if entries > MOST_MEMBERS or size > _LARGEST_DIRECTORY or is_zip64:
        raise _too_many(name, entries)


def _too_many(name: str, number: int) -> PageFileError:
    there = f"有 {number} 个文件," if MOST_MEMBERS < number < 0xFFFF else "的文件"
    return PageFileError(
        name, f"压缩包里{there}超过 {MOST_MEMBERS} 个上限,请分批压缩,或由管理员用 import_articles 导入。"
    )


def _path_of(member: zipfile.ZipInfo) -> str:
    """The path of a file in its archive. Without the mark of UTF-8 it is that of whoever packed it: UTF-8 or GBK."""
    if not member.flag_bits & _UTF8_NAME:
        raw = member.filename.encode("cp437", "replace")
        for encoding in ("utf-8", "gb18030"):
            try:
                return raw.decode(encoding)
            except UnicodeDecodeError:
                continue
    return member.filename


def _suffix(path: str) -> str:
    return PurePosixPath(path).suffix.lower()


def _is_passed_over(path: str) -> bool:
    """Hidden files, what macOS and Word leave."""
    parts = re.split(r"[/\\]", path)
    return parts[-1].startswith(("~$", "Thumbs.db")) or any(
        part.startswith("__MACOSX") or (part.startswith(".") and part.strip(".")) for part in parts
    )


def _told(skipped: list[str]) -> str:
    names = "、".join(skipped[:_SKIPPED_NAMED]) + (" 等" if len(skipped) > _SKIPPED_NAMED else "")
    return f"跳过 {len(skipped)} 个不能读取的类型的文件:{names}。"
