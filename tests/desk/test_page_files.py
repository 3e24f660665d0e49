import datetime

import pytest

from desk.page_files import LARGEST_FILE, PageFileError, page_files, read_pages


def refusal(path, content: bytes) -> str:
    path.write_bytes(content)
    with pytest.raises(PageFileError) as caught:
        list(read_pages(path))
    return str(caught.value)


def test_utf8_text_is_a_page_with_or_without_bom_and_any_line_ends(tmp_path):
    path = tmp_path / "page.txt"
    path.write_bytes("\ufeff第一行\r\n第二行\r".encode())
    (page,) = read_pages(path)
    assert page.text == "第一行\n第二行\n"


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b" \r\n\t"])
def test_an_empty_file_is_refused(tmp_path, content):
    assert refusal(tmp_path / "empty.txt", content).endswith("empty.txt:文件是空的。")


def test_a_binary_file_is_refused_with_its_line(tmp_path):
    message = refusal(tmp_path / "image.txt", b"a\nb\n\x89PNG\0\0")
    assert "第 3 行" in message
    assert "二进制" in message


def test_a_file_over_5_mb_is_refused(tmp_path):
    assert "超过 5 MB 上限" in refusal(tmp_path / "big.txt", b"a" * (LARGEST_FILE + 1))


def test_gb18030_is_refused_with_the_advice_to_save_as_utf8(tmp_path):
    content = "会议\n全区召开项目推进会,要求各单位加快工作进度。".encode("gb18030")
    message = refusal(tmp_path / "gbk.txt", content)
    assert "第 1 行" in message
    assert "GB18030" in message
    assert "另存为 UTF-8" in message


def test_cut_utf8_is_not_taken_for_gb18030(tmp_path):
    content = "会议\n全区召开项目推进会".encode()[:-1]
    message = refusal(tmp_path / "cut.txt", content)
    assert "第 2 行" in message
    assert "GB18030" not in message


def test_utf16_is_refused_with_advice(tmp_path):
    assert "UTF-16" in refusal(tmp_path / "wide.txt", "会议".encode("utf-16"))


def test_an_unknown_kind_of_file_is_refused(tmp_path):
    assert "不支持的文件类型" in refusal(tmp_path / "page.pdf", b"%PDF")


def test_a_missing_file_and_a_folder_without_pages_are_refused(tmp_path):
    with pytest.raises(PageFileError, match="文件不存在"):
        page_files(tmp_path / "nowhere.txt")
    with pytest.raises(PageFileError, match="没有可导入的文件"):
        page_files(tmp_path)


def test_a_folder_gives_its_pages_in_order(tmp_path):
    (tmp_path / "b.txt").touch()
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.md").touch()
    (tmp_path / "a.jsonl").touch()
    (tmp_path / "photo.jpg").touch()
    assert [p.name for p in page_files(tmp_path)] == ["a.jsonl", "b.txt", "a.md"]


def test_broken_lines_of_a_jsonl_file_are_named_and_the_good_ones_read(tmp_path):
    path = tmp_path / "archive.jsonl"
    path.write_text(
        '{"text": "甲", "published": "2024-05-13", "source": {"outlet": "青禾日报"}}\n'
        "{broken\n"
        '{"title": "没有正文"}\n'
        '{"text": "乙", "published": "13/05/2024"}\n'
        "\n"
        '{"text": "丙"}\n',
        encoding="utf-8",
    )
    pages = list(read_pages(path))
    good = [page for page in pages if not isinstance(page, PageFileError)]
    assert [(p.text, p.published, p.outlet) for p in good] == [
        ("甲", datetime.date(2024, 5, 13), "青禾日报"),
        ("丙", None, ""),
    ]
    assert [str(p).split(":")[1] for p in pages if isinstance(p, PageFileError)] == ["第 2 行", "第 3 行", "第 4 行"]


@pytest.mark.parametrize(
    "line",
    [
        '{"text": "\\ud800"}',
        '{"text": "\\u0000"}',
        '{"text": "甲", "url": "\\u0000"}',
        '{"text": "甲", "n": ' + "9" * 5000 + "}",
    ],
    ids=["half a character", "NUL", "NUL in the address", "a number too long"],
)
def test_a_line_that_no_database_can_hold_is_refused(tmp_path, line):
    path = tmp_path / "archive.jsonl"
    path.write_text(line, encoding="utf-8")
    (refused,) = read_pages(path)
    assert isinstance(refused, PageFileError)
    assert "第 1 行" in str(refused)
