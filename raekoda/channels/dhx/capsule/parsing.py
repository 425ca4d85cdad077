"""Bytes to a checked tree: no document type, no entities, no network, bounded in everything but the files' content."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from raekoda.channels.dhx.capsule.model import NAMESPACE
from raekoda.channels.dhx.capsule.schema import ANYTHING, CAPSULE, Part
from raekoda.channels.dhx.capsule.values import XML_SPACE
from raekoda.platform.core import xml

SCHEMA_HINTS = {
    f"{{http://www.w3.org/2001/XMLSchema-instance}}{name}" for name in ("schemaLocation", "noNamespaceSchemaLocation")
}
MAX_NAME = 60


class InvalidCapsule(Exception):
    """The content is not a capsule 2.1; the text says what is wrong, in English, for the sending system and for staff."""


def parse(content: bytes) -> etree._Element:
    """The root of a capsule that is valid by the schema. Raises :class:`InvalidCapsule`."""
    root = parse_xml(content)
    problem = next(_problems(root, CAPSULE, CAPSULE.name), None)
    if problem is not None:
        raise InvalidCapsule(f"{problem} The container must validate against the 2.1 schema.")
    return root


def parse_xml(content: bytes) -> etree._Element:
    """The root element of untrusted XML. Raises :class:`InvalidCapsule` when it is not safe, well-formed UTF-8 XML."""
    try:
        return xml.parse(content)
    except xml.UnsafeXml as error:
        raise InvalidCapsule(str(error)) from error


def _problems(element: etree._Element, part: Part, path: str) -> Iterator[str]:
    """What is wrong with an element and its content, in document order."""
    if element.tag != f"{{{NAMESPACE}}}{part.name}":
        yield f'The root element is "{_local_name(element)}", not "{part.name}" of {NAMESPACE}.'
        return
    if unknown := next((name for name in element.attrib if name not in SCHEMA_HINTS), None):
        yield f'XML element "{path}" has an attribute "{str(unknown)[:MAX_NAME]}" that is not in the schema.'
    if callable(part.content):
        yield from _problems_of_value(element, part, path)
        return
    if _has_text(element):
        yield f'XML element "{path}" holds text beside its elements.'
    if part.content != ANYTHING:
        assert isinstance(part.content, tuple)
        yield from _problems_of_order(list(element), part.content, path)


def _problems_of_value(element: etree._Element, part: Part, path: str) -> Iterator[str]:
    assert callable(part.content)
    if len(element):
        yield f'XML element "{path}" holds elements where a value is expected.'
    elif not part.content(element.text or ""):
        yield f'The value of XML element "{path}" is not valid.'


def _problems_of_order(children: list[etree._Element], parts: tuple[Part, ...], path: str) -> Iterator[str]:
    position = 0
    for part in parts:
        count = 0
        tag = f"{{{NAMESPACE}}}{part.name}"
        while (
            position < len(children)
            and children[position].tag == tag
            and (part.max_count is None or count < part.max_count)
        ):
            yield from _problems(children[position], part, f"{path}/{part.name}")
            position, count = position + 1, count + 1
        if count < part.min_count:
            yield f'Required XML element "{path}/{part.name}" is missing.'
            return
    if position < len(children):
        yield f'XML element "{path}/{_local_name(children[position])}" is not expected here.'


def _has_text(element: etree._Element) -> bool:
    texts = [element.text, *(child.tail for child in element)]
    return any(text.strip(XML_SPACE) for text in texts if text)


def _local_name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2][:MAX_NAME]
