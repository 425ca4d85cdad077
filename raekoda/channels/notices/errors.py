"""What the room refuses to do, in words for people."""

from __future__ import annotations

from raekoda.platform.core.errors import DomainError


class NoticeError(DomainError):
    """A notice or a subscription cannot be as it was given; ``field`` says where, "" for the whole."""
