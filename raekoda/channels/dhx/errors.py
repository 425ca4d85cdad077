"""Errors of the document exchange."""

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


class DocumentRejected(Exception):
    """A document is not received; ``code`` and ``message`` (English) are for the sending system."""

    def __init__(self, code: Code, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message


class DhxError(DomainError):
    """A request of staff cannot be fulfilled. ``field`` names the field to correct; the message is for people."""
