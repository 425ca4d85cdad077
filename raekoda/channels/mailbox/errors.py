"""The error of the actions of this app."""

from __future__ import annotations

from raekoda.platform.core.errors import DomainError


class MailboxError(DomainError):
    """An action is not possible. ``field`` is the form field to correct; empty when the error is about the letter."""
