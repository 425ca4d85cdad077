"""XML: untrusted input is parsed without document type, entities or network; output has no forbidden characters."""

from __future__ import annotations

import re

from lxml import etree

MAX_MARKUP = 4 * 1024 * 1024
LONG_CONTENT = re.compile(rb"(?<![A-Za-z0-9+/=\s])[A-Za-z0-9+/=\s]{1000,}")
BEFORE_ROOT = re.compile(rb"\s*(?:<\?.*?\?>|<!--.*?-->)?", re.DOTALL)
ENCODING = re.compile(rb"""^<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)""")
BOM = b"\xef\xbb\xbf"
NOT_IN_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: object) -> str:
    """A text without the characters that XML 1.0 cannot hold."""
    return NOT_IN_XML.sub("", str(text))


class UnsafeXml(Exception):
    """The content is not safe, valid XML; the text says why, in English, for the sending system and for staff."""


def parse(content: bytes) -> etree._Element:
    """The root element. The size of base64 content in it is not limited. Raises :class:`UnsafeXml`."""
    content = content.removeprefix(BOM)
    declared = ENCODING.match(content)
    if declared and declared[1].lower() not in {b"utf-8", b"utf8", b"us-ascii"}:
        raise UnsafeXml("The XML is not in UTF-8.")
    if _has_doctype(content):
        raise UnsafeXml("A document type declaration is not allowed.")
    if len(LONG_CONTENT.sub(b"", content)) > MAX_MARKUP:
        raise UnsafeXml("There is more in it than a message may hold beside its files.")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=True,
        remove_comments=True, remove_pis=True, encoding="utf-8",
    )  # fmt: skip
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnsafeXml(f"This is not well-formed XML: {error}.") from error


def _has_doctype(content: bytes) -> bool:
    """Whether a declaration precedes the root element."""
    position = 0
    while (match := BEFORE_ROOT.match(content, position)) and match.end() > position:
        position = match.end()
    return content.startswith(b"<!", position)
