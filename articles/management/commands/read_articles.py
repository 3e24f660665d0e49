"""JSON Lines of articles in, JSON Lines of readings out; no database is touched.

In:  {"id", "text", "published"?, "source"?, "url"?}, one object per line.
Out: one reading per article; a text of one article keeps its id, a page of several gives ID/1, ID/2, … in order.
A line that cannot be read is named on standard error, the others are still read, and the exit status is 1.
"""

import json
import sys
from datetime import date

from django.core.management.base import BaseCommand

from articles.reader import ArticleTooLong, read_page


class BadLine(ValueError):
    """A line of the input that holds no readable article; the message is Chinese."""


class Command(BaseCommand):
    help = "从标准输入读取 JSON Lines 文章，把读出的内容逐条写到标准输出，不使用数据库"
    requires_system_checks: list[str] = []

    def handle(self, *args, **options):
        bad = 0
        for number, line in enumerate(sys.stdin.buffer, 1):
            if not line.strip():
                continue
            try:
                for reading in readings_of(line):
                    self.stdout.write(json.dumps(reading, ensure_ascii=False))
            except BadLine as problem:
                bad += 1
                self.stderr.write(f"第{number}行：{problem}")
        if bad:
            sys.exit(1)


def readings_of(line: bytes) -> list[dict]:
    """The readings of one input line. Raises BadLine."""
    try:
        item = json.loads(line.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        raise BadLine("不是有效的 JSON") from None
    if not isinstance(item, dict):
        raise BadLine("不是 JSON 对象")
    text, published = item.get("text"), item.get("published")
    if not isinstance(text, str) or not text.strip():
        raise BadLine("缺少正文 text")
    if "id" not in item:
        raise BadLine("缺少编号 id")
    if published:
        try:
            published = date.fromisoformat(published)
        except (TypeError, ValueError):
            raise BadLine(f"发布日期无效：{published}") from None
    try:
        readings = read_page(text, published or None)
    except ArticleTooLong as problem:
        raise BadLine(str(problem)) from None
    key = item["id"]
    if len(readings) == 1:
        return [{"id": key, **readings[0].as_dict()}]
    return [{"id": f"{key}/{n}", **reading.as_dict()} for n, reading in enumerate(readings, 1)]
