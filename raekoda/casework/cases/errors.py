"""What an action says when it does not do as asked, in words for people (translated)."""

from __future__ import annotations

from raekoda.platform.core.errors import DomainError


class CaseError(DomainError):
    """A new case or message that cannot be taken as it is. ``field`` names what to put right."""


class TransitionNotAllowed(DomainError):
    """A change that does not fit the state the case is in now (perhaps since somebody else was quicker)."""
