"""Errors of asking, with translated messages."""

from __future__ import annotations

from raekoda.platform.core.errors import DomainError


class QuestionError(DomainError):
    """The question is empty or too long."""
