"""What an action says when it does not do as asked, in words for people (translated)."""

from __future__ import annotations


class CallRefused(Exception):
    """The call, the promise or the shift cannot be changed so as it is now. ``field`` names what to put right."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.message = str(message)
        self.field = field
