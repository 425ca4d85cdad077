"""What asking says when it does not do as asked, in words for people (translated)."""

from __future__ import annotations


class AskRefused(Exception):
    """The question is empty or too long."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = str(message)
