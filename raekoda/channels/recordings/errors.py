"""What an action says when it does not do as asked, in words for people (translated)."""

from __future__ import annotations


class RecordingRefused(Exception):
    """The recording cannot be taken in, tried again, deleted or decided on as it is. ``field`` names what to put right."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.message = str(message)
        self.field = field
