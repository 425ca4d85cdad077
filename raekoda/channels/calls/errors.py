"""The error of the actions of this app."""

from __future__ import annotations

from raekoda.platform.core.errors import DomainError


class CallError(DomainError):
    """A call, promise or shift does not allow this change. ``field`` is the form field to correct."""
