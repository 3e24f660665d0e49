import io
import zipfile

import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from desk.documents import Unreadable
from desk.docx_pages import read_docx
from tests.desk.composed_news import LINES, TITLE
from tests.desk.made_files import BILLION_LAUGHS, docx_file, docx_with, docx_with_body

NEWS = [f"# {TITLE}", *LINES[1:]]


def lines(raw: bytes) -> list[str]:
    return read_docx(raw).text.split("\n")


def added(xml: str):
    """A change that puts this XML at the end of the body."""

    def change(document):
        for element in parse_xml(f"<w:body {nsdecls('w')}>{xml}</w:body>"):
            document.element.body.insert(len(document.element.body) - 1, element)

    return change


def refusal(raw: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        read_docx(raw)
    return str(caught.value)


SHOWN = '<w:vanish w:val="0"/>'


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def test_paragraphs_are_read_and_the_properties_title_is_not():
    document = read_docx(docx_file())
    assert document.text.split("\n") == NEWS
    assert document.title == ""


def test_headings_keep_their_level_so_that_only_the_first_opens_an_article():
    def change(document):
        document.add_heading("小标题", 2)
        document.add_paragraph("正文，一句。")
        document.add_heading("又一篇", 0)  # the style Title

    assert lines(docx_file(change))[-3:] == ["## 小标题", "正文，一句。", "# 又一篇"]


def test_a_heading_is_known_by_a_chinese_style_by_what_its_style_rests_on_and_by_its_outline_level():
    def change(document):
        own = document.styles.add_style("公文标题样式", WD_STYLE_TYPE.PARAGRAPH)
        own.base_style = document.styles["Heading 2"]
        document.add_paragraph("甲", style=own)
        document.add_paragraph("乙", style=document.styles.add_style("标题 3", WD_STYLE_TYPE.PARAGRAPH))
        properties = document.add_paragraph("丙")._p.get_or_add_pPr()
        properties.append(parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="0"/>'))

    assert lines(docx_file(change))[-3:] == ["## 甲", "### 乙", "# 丙"]


def test_a_style_that_rests_on_itself_is_no_heading_and_no_endless_loop():
    def change(document):
        style = document.styles.add_style("怪", WD_STYLE_TYPE.PARAGRAPH)
        style.element.append(parse_xml(f'<w:basedOn {nsdecls("w")} w:val="{style.style_id}"/>'))
        document.add_paragraph("正文。", style=style)

    assert lines(docx_file(change))[-1] == "正文。"


def test_tables_stand_in_their_place_a_row_a_line_and_merged_cells_once():
    def change(document):
        table = document.add_table(3, 3)
        for row, cells in enumerate(["项目 投资 进度", "云帆 3亿 在建", "合计 9亿 x"]):
            for column, text in enumerate(cells.split()):
                table.cell(row, column).text = text
        table.cell(2, 1).merge(table.cell(2, 2)).text = "9亿"
        document.add_paragraph("表后。")

    assert lines(docx_file(change))[-4:] == ["项目 投资 进度", "云帆 3亿 在建", "合计 9亿", "表后。"]


def test_a_cell_of_several_paragraphs_keeps_its_lines():
    def change(document):
        table = document.add_table(1, 2)
        table.cell(0, 0).text = "第一段。\n第二段。"
        table.cell(0, 1).text = "右栏。"

    assert lines(docx_file(change))[-3:] == ["第一段。", "第二段。", "右栏。"]


@pytest.mark.parametrize(
    ("xml", "line"),
    [
        (
            f"<w:p>{run('甲')}<w:ins>{run('乙')}</w:ins><w:del><w:r><w:delText>丙</w:delText></w:r></w:del></w:p>",
            "甲乙",
        ),
        (f"<w:p>{run('甲')}<w:moveFrom>{run('乙')}</w:moveFrom><w:moveTo>{run('丙')}</w:moveTo></w:p>", "甲丙"),
        (f"<w:p>{run('甲')}{run('乙', '<w:vanish/>')}{run('丙', SHOWN)}</w:p>", "甲丙"),
        (f"<w:sdt><w:sdtContent><w:p>{run('甲')}</w:p></w:sdtContent></w:sdt>", "甲"),
        (f"<w:p><w:hyperlink>{run('甲')}</w:hyperlink><w:smartTag>{run('乙')}</w:smartTag></w:p>", "甲乙"),
        (f"<w:p>{run('甲')}<w:r><w:instrText>PAGE</w:instrText><w:tab/><w:t>乙</w:t></w:r></w:p>", "甲\t乙"),
        (
            f"<w:p>{run('甲')}<w:r><w:ruby><w:rt>{run('yǎn')}</w:rt><w:rubyBase>{run('䶮')}</w:rubyBase></w:ruby></w:r></w:p>",
            "甲䶮",
        ),
    ],
    ids=["changes", "moves", "hidden", "control", "link", "field", "ruby"],
)
def test_read_is_what_the_page_shows_when_changes_are_accepted(xml, line):
    assert lines(docx_file(added(xml)))[-1] == line


def test_text_boxes_footnotes_headers_and_footers_are_left_out():
    box = f"<w:p>{run('正文。')}<w:r><w:pict><w:txbxContent><w:p>{run('框内。')}</w:p></w:txbxContent></w:pict></w:r></w:p>"

    def change(document):
        added(box)(document)
        document.sections[0].header.paragraphs[0].text = "页眉"
        document.sections[0].footer.paragraphs[0].text = "页脚"

    assert lines(docx_file(change)) == [*NEWS, "正文。"]


# --- files that are refused


def test_a_zip_bomb_is_refused_by_its_directory():
    assert "解压后超过 50 MB" in refusal(docx_with({"word/media/a.bin": bytes(60 << 20)}))
    assert "解压后超过 50 MB" in refusal(docx_with({f"word/media/{n}.bin": b"" for n in range(2100)}))
    assert "正文超过 16 MB" in refusal(docx_with_body(" " * (17 << 20)))


def test_a_directory_that_understates_its_sizes_is_noticed_while_reading():
    bomb = docx_with({"word/media/a.bin": bytes(60 << 20)})
    size = (60 << 20).to_bytes(4, "little")
    assert bomb.count(size) == 2  # before the part and in the directory
    assert "已损坏" in refusal(bomb.replace(size, (1000).to_bytes(4, "little")))


def test_an_encrypted_package_is_named():
    raw = bytearray(docx_file())
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        at = raw.index(b"PK\x01\x02") + 8  # flags of the first part in the directory
        assert package.infolist()[0].flag_bits & 1 == 0
    raw[at] |= 1
    assert "已加密" in refusal(bytes(raw))
    assert "已加密" in refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"))


def test_an_old_word_file_under_a_new_name_is_named():
    assert "另存为 .docx" in refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le") * 50)


@pytest.mark.parametrize("name", ["../../etc/cron.d/x", "/etc/x", "word\\..\\..\\x", "C:x"])
def test_a_part_with_a_name_that_leads_outside_is_refused(name):
    assert "越出" in refusal(docx_with({name: b"x"}))


def test_macros_are_refused():
    assert "宏" in refusal(docx_with({"word/vbaProject.bin": b"x"}))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused_in_any_encoding(encoding):
    with zipfile.ZipFile(io.BytesIO(docx_with_body(declaration=BILLION_LAUGHS))) as package:
        xml = package.read("word/document.xml").decode()
    xml = xml[xml.index("?>") + 2 :]
    assert "DTD" in refusal(docx_with({"word/document.xml": xml.encode(encoding)}))


def test_deep_nesting_is_refused():
    assert "已损坏" in refusal(docx_with_body("<w:sdt><w:sdtContent>" * 100_000))


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "不是 Word 文档"),
        (b"hello", "不是 Word 文档"),
        (docx_file()[:3000], "已损坏"),
        (docx_with({"[Content_Types].xml": b"<broken"}), "已损坏"),
        (docx_with({"word/document.xml": b"<w:document"}), "已损坏"),
        (docx_with_body().replace(b"word/document.xml", b"word/nothing1.xml"), "不是 Word 文档"),
        (docx_with_body().replace(b"word/document.xml", b"ppt/slide/xx1.xml"), "不是 Word 文档"),
    ],
    ids=["empty", "text", "cut", "broken types", "broken body", "no body", "slides"],
)
def test_what_is_no_word_file_or_damaged_is_refused(raw, message):
    assert message in refusal(raw)


def test_a_workbook_is_named():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("xl/workbook.xml", "<x/>")
    assert "Excel" in refusal(file.getvalue())


def test_a_file_of_pictures_has_no_text():
    def change(document):
        for paragraph in document.paragraphs:
            for text in paragraph._p.iter(qn("w:t")):
                text.text = ""

    assert "没有文字" in refusal(docx_file(change))
