"""What an action says when it does not do as asked, in words for people (translated)."""

from __future__ import annotations


class ApplicationRefused(Exception):
    """What was asked does not fit. ``field`` names what to put right, "" when it is the state of things."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field
        self.message = str(message)
