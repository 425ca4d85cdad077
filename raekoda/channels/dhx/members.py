"""X-Road's list of members (shared-params.xml of the global configuration): who takes documents, who is an intermediary."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from raekoda.channels.dhx.capsule.parsing import tree_of
from raekoda.channels.dhx.rules import PREFIX

INTERMEDIARIES = "DHX vahendajad"


@dataclass(frozen=True)
class Listed:
    """A subsystem that takes documents."""

    name: str
    code: str
    member_class: str
    subsystem: str
    is_intermediary: bool = False


def listed(content: bytes) -> list[Listed]:
    """Every subsystem of the list whose name begins with DHX. Raises
    :class:`raekoda.channels.dhx.capsule.InvalidCapsule` for what is no XML of strangers that may be read."""
    root = tree_of(content)
    middle = set(_intermediaries(root))
    return [
        replace(each, is_intermediary=(each.member_class, each.code, each.subsystem) in middle)
        for each in _members(root)
    ]


def _members(root: etree._Element) -> Iterator[Listed]:
    for member in root.iter("{*}member"):
        code, name = _text(member, "memberCode"), _text(member, "name")
        kind = _text(member, "memberClass/{*}code")
        for subsystem in member.findall("{*}subsystem"):
            system = _text(subsystem, "subsystemCode")
            if code and kind and system.startswith(PREFIX):
                yield Listed(name or code, code, kind, system)


def _intermediaries(root: etree._Element) -> Iterator[tuple[str, str, str]]:
    for group in root.iter("{*}globalGroup"):
        if _text(group, "groupCode") == INTERMEDIARIES:
            for each in group.findall("{*}groupMember"):
                yield _text(each, "memberClass"), _text(each, "memberCode"), _text(each, "subsystemCode")


def _text(element: etree._Element, path: str) -> str:
    return (element.findtext(f"{{*}}{path}") or "").strip()
