"""Refusals in words for people."""

from __future__ import annotations


class SuggestionRefused(Exception):
    """What was asked cannot be done; ``message`` says why and how to go on."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
