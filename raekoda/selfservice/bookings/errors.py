"""Errors of actions; messages are translated and shown to users."""

from __future__ import annotations

from raekoda.platform.core.errors import DomainError


class BookingError(DomainError):
    """The booking cannot be made or changed. ``field`` names the form field to correct."""


class TimeTaken(BookingError):
    """The time is occupied by another booking."""
