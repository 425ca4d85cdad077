"""What an action says when it does not do as asked, in words for people (translated)."""

from __future__ import annotations


class BookingRefused(Exception):
    """The booking cannot be made or changed as asked. ``field`` names what to put right."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.message = str(message)
        self.field = field


class Taken(BookingRefused):
    """Somebody else has the time."""
