"""Why an action on a case fails, as translated messages for people."""

from __future__ import annotations

from raekoda.platform.core.errors import DomainError


class CaseError(DomainError):
    """Invalid data for a new case or message. ``field`` names the field to correct."""


class TransitionNotAllowed(DomainError):
    """A change that the present state of the case does not allow, perhaps because somebody else changed it first."""
