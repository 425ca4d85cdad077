"""The error of the actions of this app."""

from __future__ import annotations

from raekoda.platform.core.errors import DomainError


class RecordingError(DomainError):
    """An action on a recording or proposal is not possible. ``field`` is the form field to correct."""
