"""What an action says when it does not do as asked, in words for people (translated)."""

from __future__ import annotations

from raekoda.platform.core.errors import DomainError


class RecordingError(DomainError):
    """The recording cannot be taken in, tried again, deleted or decided on as it is. ``field`` names what to put right."""
