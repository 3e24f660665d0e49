"""Files that the tests make themselves: one piece of composed news as web page, Word file and PDF, and hostile ones."""

import html
import io
import json
import zipfile
import zlib
from collections.abc import Callable

import docx
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from tests.desk.composed_news import ISSUE, LINES, TEXT, TITLE

FONT = "STSong-Light"  # one of the CID fonts that every PDF reader is to have: nothing is embedded
pdfmetrics.registerFont(UnicodeCIDFont(FONT))


# --- the same news in every kind


def html_page(*, charset: str = "utf-8", body: str = "", head: str = "") -> bytes:
    """The news as a page; `body` and `head` replace its own."""
    body = body or f"<h1>{TITLE}</h1>" + "".join(f"<p>　　{html.escape(line)}</p>\n" for line in LINES[1:])
    head = head or f'<meta charset="{charset}"><title>{TITLE}_青禾区人民政府</title>'
    return f"<!DOCTYPE html>\n<html><head>{head}</head>\n<body>{body}</body></html>\n".encode(charset)


def docx_file(change: Callable[[docx.document.Document], None] | None = None) -> bytes:
    """The news as a Word file with a heading; `change` may add to the document."""
    document = docx.Document()
    document.core_properties.title = "公文模板"
    document.add_heading(TITLE, 1)
    for line in LINES[1:]:
        document.add_paragraph(line)
    if change:
        change(document)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def pdf_file(pages: list[list[str]] | None = None, *, width: int = 24, **options) -> bytes:
    """Pages of lines as a PDF, set in a column of `width` characters; by default the news on one page."""
    file = io.BytesIO()
    page = canvas.Canvas(file, **options)
    for lines in pages if pages is not None else [LINES]:
        page.setFont(FONT, 10)
        column = [line[at : at + width] for line in lines for at in range(0, len(line), width)]
        for number, line in enumerate(column):
            page.drawString(40, 800 - 14 * number, line)
        page.showPage()
    page.save()
    return file.getvalue()


def jsonl_file(encoding: str = "utf-8", **more) -> bytes:
    return (json.dumps({"text": TEXT, "published": ISSUE, **more}, ensure_ascii=False) + "\n").encode(encoding)


# --- Word files that Word does not write


def docx_with(parts: dict[str, bytes]) -> bytes:
    """The news as a Word file with these parts added or put in the place of its own."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx_file())) as good, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name in good.namelist():
            made.writestr(name, parts.get(name, good.read(name)))
        for name in parts.keys() - set(good.namelist()):
            made.writestr(name, parts[name])
    return file.getvalue()


def docx_with_body(before: str = "", *, declaration: str = "") -> bytes:
    """The news as a Word file, XML put before its first paragraph and, with a document type, before its root."""
    with zipfile.ZipFile(io.BytesIO(docx_file())) as good:
        xml = good.read("word/document.xml").decode()
    xml = xml.replace("<w:body>", f"<w:body>{before}", 1)
    return docx_with({"word/document.xml": xml.replace("<w:document", f"{declaration}<w:document", 1).encode()})


BILLION_LAUGHS = (
    '<!DOCTYPE w [<!ENTITY l0 "哈哈">' + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)) + "]>"
)


# --- PDFs by hand


def raw_pdf(objects: list[bytes]) -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    made, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return made + b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        *(size, table, size),
        len(made),
    )


def pdf_stream(content: bytes, entries: bytes = b"", *, packed: bool = False) -> bytes:
    if packed:
        content, entries = zlib.compress(content, 9), entries + b"/Filter/FlateDecode"
    return b"<</Length %d%b>>stream\n%b\nendstream" % (len(content), entries, content)


def one_page_pdf(content: bytes, *resources: bytes) -> bytes:
    """A page that draws the stream `content` (object 4); `resources` are objects 5 and up, named X5, X6 …"""
    named = b"".join(b"/X%d %d 0 R" % (number, number) for number, _ in enumerate(resources, 5))
    return raw_pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</XObject<<%b>>/Font<<%b>>>>>>"
            % (named, named),
            content,
            *resources,
        ]
    )


def scanned_pdf() -> bytes:
    """A page that is one picture."""
    picture = pdf_stream(
        b"\x80" * 64, b"/Type/XObject/Subtype/Image/Width 8/Height 8/BitsPerComponent 8/ColorSpace/DeviceGray"
    )
    return one_page_pdf(pdf_stream(b"q 500 0 0 700 50 50 cm /X5 Do Q"), picture)
