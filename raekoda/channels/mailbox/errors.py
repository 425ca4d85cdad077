"""What an action says when it does not do as asked, in words for people (translated)."""

from __future__ import annotations

from raekoda.platform.core.errors import DomainError


class MailboxError(DomainError):
    """``field`` names what to put right; empty when it is about the letter itself."""
