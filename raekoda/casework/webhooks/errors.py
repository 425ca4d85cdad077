"""What an action says when it does not do as asked, in words for people (translated)."""

from __future__ import annotations

from raekoda.platform.core.errors import DomainError


class WebhookError(DomainError):
    """An endpoint, a source or a message that cannot be used as asked. ``field`` names what to put right."""
