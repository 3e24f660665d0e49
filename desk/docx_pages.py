"""A Word document: bytes → its text, paragraphs and tables in their order.

Read is what stands in the body: paragraphs, headings, tables, inserted changes. Left out are text boxes, footnotes,
comments, headers and footers, hidden text, what a tracked change deleted, and automatic numbers, which Word counts
only on the screen. The properties of the file are not trusted: they mostly tell of the template.
"""

import io
import re
import zipfile
from collections.abc import Iterator

import docx
from docx.oxml.ns import qn

from desk.documents import Document, Unreadable
from desk.office_packages import WORD, checked_package

_LARGEST_BODY = 16 * 1024 * 1024  # bytes of word/document.xml; a page of news has less than 1 MB
_DAMAGED = "Word 文件已损坏,打不开;请重新保存。"
_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])?$|title$|subtitle$|副标题$", re.IGNORECASE)

_P, _TBL, _TR, _TC = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_PASSED_THROUGH = frozenset(
    qn(name)
    for name in (
        "w:sdt",
        "w:sdtContent",
        "w:ins",
        "w:moveTo",
        "w:customXml",
        "w:smartTag",
        "w:hyperlink",
        "w:fldSimple",
    )
)
_BREAKS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}


def read_docx(raw: bytes) -> Document:
    """The text of a .docx; headings of level n begin with n marks # and a space, so that the page can be split.

    Raises Unreadable, before anything is unpacked, for what is no Word document, encrypted, with macros, or larger
    unpacked than 50 MB; later for a damaged one and one without text.
    """
    try:
        _refuse_large_body(checked_package(raw, WORD))
        document = docx.Document(io.BytesIO(raw))
        if document.element.tag != qn("w:document"):
            raise Unreadable(_DAMAGED)
    except (Unreadable, MemoryError):
        raise
    except Exception as error:  # zipfile, lxml and python-docx meet damage with errors of any class
        raise Unreadable(_DAMAGED) from error
    if document.element.getroottree().docinfo.internalDTD is not None:
        raise Unreadable("Word 文件含有 DTD 定义,不是 Word 保存的文件,不予读取。")
    lines = _Body(document).lines()
    if not lines:
        raise Unreadable("Word 文件里没有文字(图片里的文字须先识别)。")
    return Document("\n".join(lines))


def _refuse_large_body(package: zipfile.ZipFile) -> None:
    if package.getinfo(WORD.main_part).file_size > _LARGEST_BODY:
        raise Unreadable("Word 文件的正文超过 16 MB,请拆分后再导入。")


class _Body:
    """The body of an opened document as lines."""

    def __init__(self, document):
        self._body = document.element.body
        self._styles = {
            style.get(qn("w:styleId")): style for style in document.styles.element.iterchildren(qn("w:style"))
        }
        self._levels: dict[str, int] = {}

    def lines(self) -> list[str]:
        return self._lines_of(self._body) if self._body is not None else []

    def _lines_of(self, holder) -> list[str]:
        """Lines of the paragraphs and tables in `holder`; libxml2's depth limit of 256 also limits this recursion."""
        lines: list[str] = []
        for element in holder:
            if element.tag == _P:
                lines += self._paragraph(element)
            elif element.tag == _TBL:
                for row in _inside(element, _TR):
                    lines += self._row(row)
            elif element.tag in _PASSED_THROUGH:
                lines += self._lines_of(element)
        return lines

    def _row(self, row) -> list[str]:
        """One line, its cells parted by a space, unless a cell has several lines; merged cells are printed once."""
        cells = [self._lines_of(cell) for cell in _inside(row, _TC)]
        if all(len(cell) <= 1 for cell in cells):
            line = " ".join(cell[0] for cell in cells if cell)
            return [line] if line else []
        return [line for cell in cells for line in cell]

    def _paragraph(self, paragraph) -> list[str]:
        parts: list[str] = []
        self._collect(paragraph, parts)
        lines = [
            line for piece in "".join(parts).split("\n") if (line := piece.replace("\xa0", " ").strip(" \t\u3000"))
        ]
        level = self._heading_level(paragraph)
        # A broken heading is one heading; level 1 opens an article, so deeper ones keep their depth.
        return [f"{'#' * level} {' '.join(lines)}"] if level and lines else lines

    def _collect(self, holder, parts: list[str]) -> None:
        for element in holder if holder is not None else ():
            if element.tag == qn("w:r"):
                properties = element.find(qn("w:rPr"))
                vanish = properties.find(qn("w:vanish")) if properties is not None else None
                if vanish is None or vanish.get(qn("w:val")) in ("0", "false", "off"):
                    for piece in element:
                        if piece.tag == qn("w:t"):
                            parts.append(piece.text or "")
                        elif piece.tag in _BREAKS:
                            parts.append(_BREAKS[piece.tag])
                        elif piece.tag == qn("w:ruby"):  # pinyin above a rare character
                            self._collect(piece.find(qn("w:rubyBase")), parts)
            elif element.tag in _PASSED_THROUGH:
                self._collect(element, parts)

    def _heading_level(self, paragraph) -> int:
        """1 to 6 for a heading, 0 for other text: by its own outline level, else by its style or what that rests on."""
        properties = paragraph.find(qn("w:pPr"))
        if properties is None:
            return 0
        own = _outline_level(properties)
        if own is not None:
            return own
        style = properties.find(qn("w:pStyle"))
        return self._level_of_style(style.get(qn("w:val")) or "") if style is not None else 0

    def _level_of_style(self, style_id: str) -> int:
        if style_id not in self._levels:
            level, seen, at = 0, set(), style_id
            while not level and at in self._styles and at not in seen:
                seen.add(at)
                style = self._styles[at]
                name = style.find(qn("w:name"))
                level = _level_by_name(name.get(qn("w:val")) or "") if name is not None else 0
                properties = style.find(qn("w:pPr"))
                if not level and properties is not None:
                    level = _outline_level(properties) or 0
                based_on = style.find(qn("w:basedOn"))
                at = based_on.get(qn("w:val")) if based_on is not None else ""
            self._levels[style_id] = level
        return self._levels[style_id]


def _inside(holder, tag: str) -> Iterator:
    """The elements of this tag in `holder`, also in its content controls and tracked changes, not in deeper tables."""
    for element in holder:
        if element.tag == tag:
            yield element
        elif element.tag in _PASSED_THROUGH:
            yield from _inside(element, tag)


def _level_by_name(name: str) -> int:
    found = _HEADING.match(name.strip())
    if not found:
        return 0
    return min(int(found[1] or 1), 6) if "sub" not in name.lower() and "副" not in name else 2


def _outline_level(properties) -> int | None:
    """The level that an outline level in w:pPr stands for; None where there is none, 0 for body text."""
    outline = properties.find(qn("w:outlineLvl"))
    value = outline.get(qn("w:val"), "") if outline is not None else ""
    if not value.isdigit():
        return None
    return min(int(value) + 1, 6) if int(value) < 9 else 0
