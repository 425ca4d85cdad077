"""X-Road's list of members (shared-params.xml of the global configuration): subsystems that receive documents,
intermediaries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from raekoda.channels.dhx.capsule.parsing import parse_xml
from raekoda.channels.dhx.rules import PREFIX

INTERMEDIARIES = "DHX vahendajad"


@dataclass(frozen=True)
class ListedMember:
    """A subsystem that receives documents."""

    name: str
    code: str
    member_class: str
    subsystem: str
    is_intermediary: bool = False


def read_members(content: bytes) -> list[ListedMember]:
    """Every subsystem of the list whose name begins with DHX. Raises
    :class:`raekoda.channels.dhx.capsule.InvalidCapsule` when the XML is unsafe or broken."""
    root = parse_xml(content)
    intermediaries = set(_intermediaries(root))
    return [
        replace(each, is_intermediary=(each.member_class, each.code, each.subsystem) in intermediaries)
        for each in _members(root)
    ]


def _members(root: etree._Element) -> Iterator[ListedMember]:
    for member in root.iter("{*}member"):
        code, name = _text(member, "memberCode"), _text(member, "name")
        kind = _text(member, "memberClass/{*}code")
        for subsystem in member.findall("{*}subsystem"):
            system = _text(subsystem, "subsystemCode")
            if code and kind and system.startswith(PREFIX):
                yield ListedMember(name or code, code, kind, system)


def _intermediaries(root: etree._Element) -> Iterator[tuple[str, str, str]]:
    for group in root.iter("{*}globalGroup"):
        if _text(group, "groupCode") == INTERMEDIARIES:
            for each in group.findall("{*}groupMember"):
                yield _text(each, "memberClass"), _text(each, "memberCode"), _text(each, "subsystemCode")


def _text(element: etree._Element, path: str) -> str:
    return (element.findtext(f"{{*}}{path}") or "").strip()
