"""What working on groups says when it does not do as asked, in words for people (translated)."""

from __future__ import annotations


class GapRefused(Exception):
    """The group is not in the state for this, or something needed is missing."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = str(message)
