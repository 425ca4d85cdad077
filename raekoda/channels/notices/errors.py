"""The error of the actions of this app."""

from __future__ import annotations

from raekoda.platform.core.errors import DomainError


class NoticeError(DomainError):
    """Invalid data of a notice or subscription; ``field`` is the form field, "" when it is about the whole."""
