"""What working on groups says when it does not do as asked, in words for people (translated)."""

from __future__ import annotations

from raekoda.platform.core.errors import DomainError


class GroupError(DomainError):
    """The group is not in the state for this, or something needed is missing."""
