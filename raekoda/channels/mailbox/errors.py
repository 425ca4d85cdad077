"""What an action says when it does not do as asked, in words for people (translated)."""

from __future__ import annotations


class MailRefused(Exception):
    """``field`` names what to put right; empty when it is about the letter itself."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.message, self.field = message, field
