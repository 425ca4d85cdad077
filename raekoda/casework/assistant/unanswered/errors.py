"""Errors of group actions, with translated messages."""

from __future__ import annotations

from raekoda.platform.core.errors import DomainError


class GroupError(DomainError):
    """The group is not in the state for this, or something needed is missing."""
