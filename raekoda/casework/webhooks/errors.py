"""Errors of webhook actions, with translated messages."""

from __future__ import annotations

from raekoda.platform.core.errors import DomainError


class WebhookError(DomainError):
    """The action is not possible for this endpoint, source or message; ``field`` names the invalid field."""
