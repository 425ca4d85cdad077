"""What asking says when it does not do as asked, in words for people (translated)."""

from __future__ import annotations

from raekoda.platform.core.errors import DomainError


class QuestionError(DomainError):
    """The question is empty or too long."""
