"""Why a change of a form was refused, in words for the official."""

from __future__ import annotations


class FormRefused(Exception):
    """The text says what is wrong and what to do, in the language of the page; ``field`` is the input it belongs to."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.message, self.field = message, field
