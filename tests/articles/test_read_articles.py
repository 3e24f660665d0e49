"""The command read_articles: JSON Lines in, JSON Lines out, broken lines named in Chinese."""

import io
import json
import sys

import pytest
from django.core.management import call_command

TEXT = "6月5日，青禾县召开春耕工作会议，县长白朗主持会议。"
PAGE = f"# 春耕\n\n本报讯 {TEXT} 记者 顾北望\n\n# 夏收\n\n本报讯 6月6日，副县长陶小溪到青石镇调研。"


def run(monkeypatch, *lines):
    """(readings, error lines, exit status) of the command for the given input lines."""
    given = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given.encode())))
    out, err, status = io.StringIO(), io.StringIO(), 0
    try:
        call_command("read_articles", stdout=out, stderr=err)
    except SystemExit as ended:
        status = ended.code
    return [json.loads(line) for line in out.getvalue().splitlines()], err.getvalue().splitlines(), status


def test_one_article_keeps_its_id_and_a_page_is_numbered(monkeypatch):
    found, errors, status = run(
        monkeypatch,
        {"id": "a", "text": TEXT, "published": "2023-06-15"},
        {"id": "b", "text": PAGE, "published": "2023-06-15"},
    )
    assert [reading["id"] for reading in found] == ["a", "b/1", "b/2"]
    assert found[0]["events"][0]["date"] == "2023-06-05"
    assert found[1]["reporters"] == ["顾北望"]
    assert (errors, status) == ([], 0)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{broken", "不是有效的 JSON"),
        ("[1]", "不是 JSON 对象"),
        ({"id": "a"}, "缺少正文 text"),
        ({"id": "a", "text": "  "}, "缺少正文 text"),
        ({"text": TEXT}, "缺少编号 id"),
        ({"id": "a", "text": TEXT, "published": "2023-13-01"}, "发布日期无效：2023-13-01"),
        ({"id": "a", "text": "会" * 200_001}, "文章过长"),
    ],
)
def test_a_bad_line_is_named_and_the_others_are_read(monkeypatch, line, problem):
    found, errors, status = run(monkeypatch, line, {"id": "z", "text": TEXT})
    assert [reading["id"] for reading in found] == ["z"]
    assert len(errors) == 1
    assert errors[0].startswith("第1行：")
    assert problem in errors[0]
    assert status == 1
