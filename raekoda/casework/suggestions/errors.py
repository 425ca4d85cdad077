"""Refusals in words for people."""

from __future__ import annotations

from raekoda.platform.core.errors import DomainError


class SuggestionError(DomainError):
    """What was asked cannot be done; ``message`` says why and how to go on."""
