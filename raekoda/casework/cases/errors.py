"""What an action says when it does not do as asked, in words for people (translated)."""

from __future__ import annotations


class CaseRefused(Exception):
    """A new case or message that cannot be taken as it is. ``field`` names what to put right."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = str(message)


class NotAllowedNow(Exception):
    """A change that does not fit the state the case is in now (perhaps since somebody else was quicker)."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = str(message)
