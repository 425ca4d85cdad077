"""X-Road protocols: REST (r1) and SOAP (4.0), through the municipality's security server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from raekoda.identity.registers.messages import Message
from raekoda.platform.core.xroad.names import Member


@dataclass(frozen=True)
class RegisterRequest:
    """A request to a register. ``user`` is the person who caused it ("EE" and a personal code), ``issue`` the case
    number."""

    server: str
    client: Member
    provider: Member
    message: Message
    code: str
    country: str
    id: UUID
    user: str = ""
    issue: str = ""
    seconds: float = 10.0


@dataclass(frozen=True)
class RegisterResponse:
    """A response as JSON-like data; None: the register does not know the person."""

    content: Any
    request_hash: str = ""
