"""What an action says when it does not do as asked, in words for people (translated)."""

from __future__ import annotations

from raekoda.platform.core.errors import DomainError


class CallError(DomainError):
    """The call, the promise or the shift cannot be changed so as it is now. ``field`` names what to put right."""
