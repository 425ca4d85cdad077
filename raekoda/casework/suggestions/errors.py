"""Errors of suggestion actions, with translated messages."""

from __future__ import annotations

from raekoda.platform.core.errors import DomainError


class SuggestionError(DomainError):
    """The action is not possible; ``message`` says why."""
