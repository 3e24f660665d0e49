"""What somebody reads on a page: its words without mark-up, and where its links lead."""

import re
from html import unescape

BLOCK = re.compile(r"</?(?:div|p|li|ul|ol|dl|dt|dd|h\d|section|summary|details|blockquote|cite|tr|td|th)\b[^>]*>")


def plain(html: str) -> str:
    """The words of a piece of HTML: a block's edge parts words, a tag within a line does not."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", "", BLOCK.sub(" ", html)))).strip()


def words_of(response) -> str:
    """The words within <main>."""
    return plain(re.search(r"<main\b.*?</main>", response.content.decode(), re.S)[0])


def section_of(response, heading_id: str) -> str:
    """The words of the section labelled by the heading `heading_id`; "" where there is none."""
    inner = re.search(rf'<section[^>]*aria-labelledby="{heading_id}".*?</section>', response.content.decode(), re.S)
    return plain(inner[0]) if inner else ""


def links_of(response) -> dict[str, str]:
    """Address by the words of the link; of two links with the same words the last."""
    found = re.findall(r'<a\b[^>]*?href="([^"]*)"[^>]*>(.*?)</a>', response.content.decode(), re.S)
    return {plain(words): unescape(address) for address, words in found}
