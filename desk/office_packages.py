"""Files of Word and Excel are zip packages: what is refused before any part of one is given to a parser."""

import io
import re
import zipfile
from dataclasses import dataclass

from desk.documents import Unreadable

LARGEST_UNPACKED = 50 * 1024 * 1024  # bytes, all parts together
_MOST_PARTS = 2000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BOMB = "解压后超过 50 MB(可能是压缩炸弹),不予读取。"
_KINDS = {"word/document.xml": "Word 文档", "xl/workbook.xml": "Excel 表格", "ppt/presentation.xml": "PPT 演示文稿"}


@dataclass(frozen=True)
class Program:
    """Whose files are read: its name, the names of its new and old files, and the part that makes a package its own."""

    name: str
    kind: str  # 文档, 表格
    suffix: str
    old_suffix: str
    main_part: str


WORD = Program("Word", "文档", ".docx", ".doc", "word/document.xml")
EXCEL = Program("Excel", "表格", ".xlsx", ".xls", "xl/workbook.xml")


def checked_package(raw: bytes, program: Program) -> zipfile.ZipFile:
    """The package, all of it unpacked once and counted.

    Raises Unreadable, before anything is unpacked, for what is no package of `program`, encrypted, with macros, with a
    path outside, or larger unpacked than 50 MB; then for one that is larger than it says, or has a document type.
    Damage raises what zipfile raises.
    """
    if raw.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in raw:
            raise Unreadable(f"{program.name} 文件已加密,请解除密码后再导入。")
        raise Unreadable(
            f"这是旧版 {program.name}({program.old_suffix})文件,请用 {program.name} 或 WPS 另存为 {program.suffix}。"
        )
    if not raw.startswith(b"PK"):
        raise Unreadable(f"不是 {program.name} {program.kind}({program.suffix}),或已损坏。")
    package = zipfile.ZipFile(io.BytesIO(raw))
    parts = package.infolist()
    names = [part.filename for part in parts]
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise Unreadable(f"{program.name} 文件{_BOMB}")
    if any(_leads_outside(name) for name in names):
        raise Unreadable(f"{program.name} 文件里有越出本文件的路径(..),不予读取。")
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable(f"{program.name} 文件已加密,请解除密码后再导入。")
    if program.main_part not in names:
        ours = f"{program.name} {program.kind}({program.suffix})"
        kind = next((kind for part, kind in _KINDS.items() if part in names), "")
        raise Unreadable(f"这是{kind},不是 {ours}。" if kind else f"不是 {ours},或已损坏。")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Unreadable(f"{program.name} 文件含有宏,请另存为不含宏的 {program.suffix}。")
    _refuse_false_sizes(package, program)
    return package


def _leads_outside(name: str) -> bool:
    return name.startswith(("/", "\\")) or ":" in name or ".." in re.split(r"[/\\]", name)


def _refuse_false_sizes(package: zipfile.ZipFile, program: Program) -> None:
    """Unpack part after part and count: the directory of a hostile file need not tell the truth.

    No part that Word or Excel writes has a document type; with one, entities could be defined.
    """
    unpacked = 0
    for part in package.infolist():
        is_xml = part.filename.lower().endswith((".xml", ".rels"))
        before = b""
        with package.open(part) as content:
            while piece := content.read(1 << 20):
                unpacked += len(piece)
                if unpacked > LARGEST_UNPACKED:
                    raise Unreadable(f"{program.name} 文件{_BOMB}")
                if is_xml and b"<!DOCTYPE" in (before + piece).replace(b"\0", b""):
                    raise Unreadable(f"{program.name} 文件含有 DTD 定义,不是 {program.name} 保存的文件,不予读取。")
                before = piece[-20:]
