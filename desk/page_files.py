"""Files of newspaper pages: bytes in, pages of text out, or one clear line about what is wrong and where."""

import datetime
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")  # no database stores these
LARGEST_FILE = 5 * 1024 * 1024  # bytes
SUFFIXES = {".txt", ".md", ".jsonl"}


class PageFileError(ValueError):
    """A file, or a line of one, that cannot be read. `str()` is one line in Chinese: file, line, what to do."""

    def __init__(self, path: Path | str, message: str, line: int | None = None):
        where = f"{path}:第 {line} 行:" if line else f"{path}:"
        super().__init__(where + message)


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


def page_files(path: Path) -> list[Path]:
    """The files that `path` names: itself, or all page files of a folder and its folders, in order of name.

    Raises PageFileError when nothing is there.
    """
    if path.is_dir():
        files = sorted(file for file in path.rglob("*") if file.suffix.lower() in SUFFIXES and file.is_file())
        if not files:
            raise PageFileError(path, f"文件夹里没有可导入的文件({'、'.join(sorted(SUFFIXES))})。")
        return files
    if not path.exists():
        raise PageFileError(path, "文件不存在。")
    return [path]


def read_pages(path: Path) -> Iterator[Page | PageFileError]:
    """The pages of one file. A broken line of a JSONL file comes as an error among the good pages.

    Raises PageFileError when the file as a whole cannot be read: unknown kind, too large, empty, binary, undecodable.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise PageFileError(path, f"不支持的文件类型,请使用 {'、'.join(sorted(SUFFIXES))} 文件。")
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise PageFileError(path, f"文件有 {size / 1024 / 1024:.1f} MB,超过 5 MB 上限,请拆分后再导入。")
        raw = path.read_bytes()
    except OSError as error:
        raise PageFileError(path, f"文件打不开({error.strerror})。") from error
    text = decode(raw, path)
    if path.suffix.lower() == ".jsonl":
        yield from _jsonl_pages(path, text)
    else:
        yield Page(str(path), text, raw)


def decode(raw: bytes, path: Path | str) -> str:
    """The text of UTF-8 bytes, with or without BOM.

    Raises PageFileError for an empty, binary or differently encoded file; it names the line of the first bad byte.
    """
    if not raw.strip(b"\xef\xbb\xbf \t\r\n"):
        raise PageFileError(path, "文件是空的。")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise PageFileError(path, "文件是 UTF-16 编码,请另存为 UTF-8 后再导入。", 1)
    if b"\0" in raw:
        line = raw[: raw.index(b"\0")].count(b"\n") + 1
        raise PageFileError(path, "这是二进制文件,不是文本。", line)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        if _looks_like_gb18030(raw):
            raise PageFileError(path, "文件像是 GB18030(GBK)编码,请另存为 UTF-8 后再导入。", line) from error
        raise PageFileError(path, "文件不是 UTF-8 编码,或已损坏;请另存为 UTF-8 后再导入。", line) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _looks_like_gb18030(raw: bytes) -> bool:
    """Whether the bytes read as everyday Chinese in GB18030; cut UTF-8 decodes too, but to rare characters."""
    try:
        text = raw.decode("gb18030")
    except UnicodeDecodeError:
        return False
    han = [c for c in text if "\u4e00" <= c <= "\u9fff"]
    return bool(han) and sum(c in "的一是在了和有中要发展工作会议区市项目" for c in han) / len(han) > 0.05


def _jsonl_pages(path: Path, text: str) -> Iterator[Page | PageFileError]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            yield _jsonl_page(path, number, line)
        except PageFileError as error:
            yield error


def _jsonl_page(path: Path, number: int, line: str) -> Page:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise PageFileError(path, "不是有效的 JSON。", number) from error
    if not isinstance(row, dict) or not isinstance(row.get("text"), str) or not row["text"].strip():
        raise PageFileError(path, "缺少正文 text。", number)
    if any(_UNSTORABLE.search(value) for value in (row["text"], *map(str, (row.get("url"), row.get("source"))))):
        raise PageFileError(path, "含有 NUL 或残缺的字符(\\0、\\ud800 之类)。", number)
    published = row.get("published")
    if published is not None:
        try:
            published = datetime.date.fromisoformat(published)
        except (TypeError, ValueError) as error:
            raise PageFileError(path, f"日期 published 应形如 2024-05-13,现为 {published!r}。", number) from error
    source = row.get("source") or ""
    outlet = source.get("outlet", "") if isinstance(source, dict) else str(source)
    url = row.get("url") or ""
    return Page(str(path), row["text"], line.encode(), number, published, str(outlet)[:100], str(url)[:500])
