"""What the room refuses to do, in words for people."""

from __future__ import annotations


class NoticeRefused(Exception):
    """A notice or a subscription cannot be as it was given; ``field`` says where, "" for the whole."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.message, self.field = message, field
