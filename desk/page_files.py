"""Files of newspaper pages: bytes in, pages of text out, or one clear line about what is wrong and where."""

import datetime
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from desk import encodings, parsing
from desk.documents import Unreadable

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")  # no database stores these
LONGEST_NAME = 1000  # characters
LARGEST_FILE = 5 * 1024 * 1024  # bytes, of text and web pages
LARGEST_DOCUMENT = 20 * 1024 * 1024  # bytes, of files that may hold pictures
_DOCUMENTS = {".html": "html", ".htm": "html", ".shtml": "html", ".docx": "docx", ".pdf": "pdf"}
SUFFIXES = frozenset({".txt", ".md", ".jsonl", *_DOCUMENTS})
_LISTED = "、".join(sorted(SUFFIXES))
_SAVE_AS = {".doc": ".docx", ".wps": ".docx", ".rtf": ".docx", ".mht": ".html", ".mhtml": ".html", ".ofd": ".pdf"}
# What a file begins with, whatever its name says.
_KINDS = (
    (b"%PDF-", ".pdf", "PDF"),
    (b"PK\x03\x04", ".docx", "Word(.docx)或压缩包"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "", "旧版 Office(.doc、.xls)"),
    (b"{\\rtf", "", "RTF"),
)


class PageFileError(ValueError):
    """A file, or a line of one, that cannot be read. `str()` is one line in Chinese: file, line, what to do."""

    def __init__(self, path: Path | str, message: str, line: int | None = None):
        super().__init__(placed(path, message, line))
        self.path = str(path)
        self.message = message
        self.line = line


def placed(path: Path | str, message: str, line: int | None) -> str:
    """A message after the place it is about: 版面.txt:第 3 行:文件是空的。"""
    return (f"{path}:第 {line} 行:" if line else f"{path}:") + message


@dataclass(frozen=True)
class Page:
    """The text of one page (or of one article of an archive) and what its file says about it."""

    path: str
    text: str
    raw: bytes
    line: int | None = None  # of a JSONL file
    published: datetime.date | None = None
    outlet: str = ""
    url: str = ""
    title: str = ""
    page_label: str = ""


def page_files(path: Path) -> list[Path]:
    """The files that `path` names: itself, or all page files of a folder and its folders, in order of name.

    Raises PageFileError when nothing is there.
    """
    if not path.is_dir():
        if not path.exists():
            raise PageFileError(path, "文件不存在。")
        return [path]
    files = [file for file in _files_in(path) if file.suffix.lower() in SUFFIXES]
    if not files:
        raise PageFileError(path, f"文件夹里没有可导入的文件({_LISTED})。")
    return files


def skipped_files(path: Path) -> list[Path]:
    """The files of a folder and its folders that are of no kind that is read, in order of name; none for a file."""
    return [file for file in _files_in(path) if file.suffix.lower() not in SUFFIXES] if path.is_dir() else []


def _files_in(folder: Path) -> list[Path]:
    """All but hidden files, the lock files that Word leaves (~$…), and what a browser saved along with a page."""
    return sorted(
        file for file in folder.rglob("*") if file.is_file() and not _is_passed_over(file.relative_to(folder), folder)
    )


def _is_passed_over(path: Path, folder: Path) -> bool:
    if path.name.startswith("~$") or any(part.startswith(".") for part in path.parts):
        return True
    return any(
        (folder / above).with_name(above.name[: -len("_files")] + suffix).exists()
        for above in path.parents
        if above.name[1:].endswith(("_files", ".files"))
        for suffix, kind in _DOCUMENTS.items()
        if kind == "html"
    )


def read_pages(path: Path) -> Iterator[Page | PageFileError]:
    """The pages of one file. A broken line of a JSONL file comes as an error among the good pages.

    Raises PageFileError when the file as a whole cannot be read: unknown kind, too large, empty, not what its name
    says, undecodable, damaged.
    """
    yield from _pages(path, path.suffix.lower(), read_file(path))


def read_file(path: Path) -> bytes:
    """The bytes of a file that may be one of pages. Raises PageFileError for an unknown kind and a file too large."""
    suffix = _known_suffix(path, path.suffix)
    try:
        _refuse_large(path, suffix, path.stat().st_size)
        return path.read_bytes()
    except OSError as error:
        raise PageFileError(path, f"文件打不开({error.strerror})。") from error


def read_page_bytes(name: str, raw: bytes) -> Iterator[Page | PageFileError]:
    """The pages of a file that came by upload or out of a queue, exactly as `read_pages` gives them.

    `name` tells the kind by its suffix and stands in messages; nothing is opened by it. Raises PageFileError as
    `read_pages` does, and for a name that leads out of its folder.
    """
    refuse_unsafe_name(name)
    suffix = _known_suffix(name, PurePosixPath(name).suffix)
    _refuse_large(name, suffix, len(raw))
    yield from _pages(name, suffix, raw)


def refuse_unsafe_name(name: str) -> None:
    """Raises PageFileError for a name that leads out of its folder or holds what cannot be seen."""
    path = PurePosixPath(name.replace("\\", "/"))
    if (
        printable_name(name) != name
        or not path.name
        or ".." in path.parts
        or path.is_absolute()
        or re.match("[A-Za-z]:", name)
    ):
        shown = printable_name(name) or "(无名文件)"
        raise PageFileError(shown, "文件名无效:不能含有 ..、盘符、控制字符,也不能以 / 开头。")


def printable_name(name: str) -> str:
    """A file's name as it can be stored and shown on one line: what cannot be seen as �, of a long one its end."""
    # A name that is no UTF-8 has halves of characters in it, which no database stores.
    name = "".join(char if char.isprintable() else "�" for char in name.encode(errors="replace").decode())
    return name if len(name) <= LONGEST_NAME else "…" + name[-LONGEST_NAME + 1 :]


def jsonl_lines(name: str, raw: bytes) -> list[str]:
    """The lines of a JSONL file, for `read_jsonl_lines`. Raises PageFileError when it is no text, or empty."""
    refuse_other_kinds(name, ".jsonl", raw)
    return _text(name, raw).split("\n")


def read_jsonl_lines(name: str, lines: list[str], first: int) -> Iterator[Page | PageFileError]:
    """The pages of some lines of a JSONL file, the first of which is its line `first`, as `read_pages` gives them."""
    for number, line in enumerate(lines, first):
        if not line.strip():
            continue
        try:
            yield _jsonl_page(name, number, line)
        except PageFileError as error:
            yield error


def text_of(name: str, raw: bytes) -> str:
    """The text of a plain text file. Raises PageFileError as `read_pages` does."""
    refuse_other_kinds(name, PurePosixPath(name).suffix.lower(), raw)
    return _text(name, raw)


def _known_suffix(path: Path | str, suffix: str) -> str:
    suffix = suffix.lower()
    if suffix not in SUFFIXES:
        raise PageFileError(path, unknown_kind(suffix, SUFFIXES))
    return suffix


def unknown_kind(suffix: str, known: Iterable[str]) -> str:
    """What to say of a file whose suffix is not one of the known ones."""
    advice = f"请另存为 {_SAVE_AS[suffix]}" if suffix in _SAVE_AS else f"请使用 {'、'.join(sorted(known))} 文件"
    return f"不支持的文件类型,{advice}。"


def _refuse_large(path: Path | str, suffix: str, size: int) -> None:
    if size > (largest := largest_of(suffix)):
        megabytes = 1024 * 1024
        raise PageFileError(
            path, f"文件有 {size / megabytes:.1f} MB,超过 {largest // megabytes} MB 上限,请拆分后再导入。"
        )


def largest_of(suffix: str) -> int:
    """How many bytes a file of this kind may have."""
    return LARGEST_DOCUMENT if suffix in (".docx", ".pdf") else LARGEST_FILE


def _pages(path: Path | str, suffix: str, raw: bytes) -> Iterator[Page | PageFileError]:
    refuse_other_kinds(path, suffix, raw)
    if suffix in _DOCUMENTS:
        yield _document_page(path, _DOCUMENTS[suffix], raw)
    elif suffix == ".jsonl":
        yield from read_jsonl_lines(path, _text(path, raw).split("\n"), 1)
    else:
        yield Page(str(path), _text(path, raw), raw)


def refuse_other_kinds(path: Path | str, suffix: str, raw: bytes) -> None:
    """Raises PageFileError for a file that is empty, or not of the kind its suffix says."""
    if not raw.strip(b"\xef\xbb\xbf \t\r\n"):
        raise PageFileError(path, "文件是空的。")
    for start, its_suffix, kind in _KINDS:
        if raw.startswith(start) and suffix != its_suffix and suffix != ".docx":
            raise PageFileError(path, f"这是 {kind} 文件,不是 {suffix} 文件;请改正扩展名或另存后再导入。")


def _text(path: Path | str, raw: bytes) -> str:
    try:
        return encodings.decode(raw).text
    except encodings.NotText as error:
        raise PageFileError(path, str(error), error.line) from error


def _document_page(path: Path | str, kind: str, raw: bytes) -> Page:
    try:
        document = parsing.parse(kind, raw)
    except Unreadable as error:
        raise PageFileError(path, str(error), error.line) from error
    said = (document.text, document.title, document.outlet, document.url)
    _refuse_unwritten(path, said)
    return Page(
        str(path),
        document.text,
        raw,
        published=document.published,
        outlet=document.outlet[:100],
        url=document.url if len(document.url) <= 500 else "",  # a cut address leads elsewhere
        title=document.title,
    )


def _refuse_unwritten(path: Path | str, said: Iterable[str], line: int | None = None) -> None:
    if any(map(_UNSTORABLE.search, said)):
        raise PageFileError(path, "含有 NUL 或残缺的字符(\\0、\\ud800 之类)。", line)
    if found := next(filter(None, map(encodings.TURNS.search, said)), None):
        raise PageFileError(
            path, f"含有改变书写方向的字符 U+{ord(found[0]):04X},屏幕上与文件里不一样,请删去后再导入。", line
        )


def _jsonl_page(path: Path | str, number: int, line: str) -> Page:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise PageFileError(path, "不是有效的 JSON。", number) from error
    if not isinstance(row, dict) or not isinstance(row.get("text"), str) or not row["text"].strip():
        raise PageFileError(path, "缺少正文 text。", number)
    source = row.get("source") or ""
    outlet = source.get("outlet") or "" if isinstance(source, dict) else source
    title, label = row.get("title") or "", row.get("page") or ""
    said = (row["text"], *map(str, (row.get("url"), outlet, title, label)))
    _refuse_unwritten(path, said, number)
    if not isinstance(title, str):
        raise PageFileError(path, f"标题 title 应为文字,现为 {_shown(title)}。", number)
    if not isinstance(label, str | int) or isinstance(label, bool):
        raise PageFileError(path, f"版次 page 应为文字或数字,现为 {_shown(label)}。", number)
    published = row.get("published")
    if published is not None:
        try:
            published = datetime.date.fromisoformat(published)
        except (TypeError, ValueError) as error:
            raise PageFileError(path, f"日期 published 应形如 2024-05-13,现为 {_shown(published)}。", number) from error
    return Page(
        str(path),
        encodings.with_line_feeds(row["text"]),
        line.encode(),
        number,
        published,
        str(outlet)[:100],
        str(row.get("url") or "")[:500],
        " ".join(title.split()),
        " ".join(str(label).split())[:50],
    )


def _shown(value: object) -> str:
    """A wrong value as it stands in a message, which is one line however long the value."""
    return (text := repr(value))[:50] + ("…" if len(text) > 50 else "")
