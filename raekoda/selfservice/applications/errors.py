"""What an action says when it does not do as asked, in words for people (translated)."""

from __future__ import annotations

from raekoda.platform.core.errors import DomainError


class ApplicationError(DomainError):
    """What was asked does not fit. ``field`` names what to put right, "" when it is the state of things."""
