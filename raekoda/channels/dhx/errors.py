"""What an action says when it does not do as asked."""

from __future__ import annotations

from enum import StrEnum

from raekoda.platform.core.errors import DomainError


class Code(StrEnum):
    """Fault codes of the protocol (DHX, annex 1)."""

    UNSUPPORTED_VERSION = "DHX.UnsupportedVersion"
    DUPLICATE = "DHX.Duplicate"
    VALIDATION = "DHX.Validation"
    INVALID_ADDRESSEE = "DHX.InvalidAddressee"
    SIZE_LIMIT_EXCEEDED = "DHX.SizeLimitExceeded"


class NotTaken(Exception):
    """A document is not taken in; ``code`` and ``words`` (English) are for the sending system."""

    def __init__(self, code: Code, words: str) -> None:
        super().__init__(f"{code}: {words}")
        self.code = code
        self.words = words


class DhxError(DomainError):
    """What staff asked for cannot be done as it is. ``field`` names what to put right; the words are for people."""
