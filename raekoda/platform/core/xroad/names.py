"""Identifiers of X-Road: members, their subsystems and services."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote

ALLOWED = re.compile(r"[A-Za-z0-9'()+,.=?-]{1,100}")
"""Characters of a part of an identifier (message protocol 4.0, 2.7; protocol for REST, 4.8)."""


@dataclass(frozen=True)
class Member:
    """An X-Road member or a subsystem of it."""

    instance: str
    member_class: str
    code: str
    subsystem: str = ""

    def __str__(self) -> str:
        return "/".join(filter(None, (self.instance, self.member_class, self.code, self.subsystem)))

    @classmethod
    def of(cls, text: str) -> Member | None:
        """``EE/GOV/70000001/DHX`` as a member; None for anything else."""
        parts = text.strip().split("/")
        return cls(*parts) if len(parts) in (3, 4) and all(parts) else None

    @property
    def path(self) -> str:
        """The parts, each percent-encoded, as in URLs and the header X-Road-Client."""
        parts = filter(None, (self.instance, self.member_class, self.code, self.subsystem))
        return "/".join(quote(part, safe="") for part in parts)

    @classmethod
    def of_path(cls, text: str) -> Member | None:
        """Parses :attr:`path`; None for anything else."""
        parts = [unquote(part) for part in text.strip().split("/")]
        return cls(*parts) if len(parts) in (3, 4) and all(parts) else None


def is_name(part: str) -> bool:
    """Whether ``part`` is allowed in an identifier."""
    return ALLOWED.fullmatch(part) is not None


@dataclass(frozen=True)
class Service:
    """A service of a member's subsystem; ``version`` is part of it in SOAP, of the path in REST."""

    provider: Member
    code: str
    version: str = ""

    def __str__(self) -> str:
        return "/".join(filter(None, (str(self.provider), self.code, self.version)))
