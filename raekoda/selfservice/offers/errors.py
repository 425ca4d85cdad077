"""Errors of actions; messages are translated and shown to users."""

from __future__ import annotations

from raekoda.platform.core.errors import DomainError


class OfferError(DomainError):
    """The action is not possible now."""
