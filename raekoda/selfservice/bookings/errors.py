"""What an action says when it does not do as asked, in words for people (translated)."""

from __future__ import annotations

from raekoda.platform.core.errors import DomainError


class BookingError(DomainError):
    """The booking cannot be made or changed as asked. ``field`` names what to put right."""


class Taken(BookingError):
    """Somebody else has the time."""
