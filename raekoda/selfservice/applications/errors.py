"""Errors of actions; messages are translated and shown to users."""

from __future__ import annotations

from raekoda.platform.core.errors import DomainError


class ApplicationError(DomainError):
    """The action is not possible. ``field`` names the form field to correct, or is empty."""
