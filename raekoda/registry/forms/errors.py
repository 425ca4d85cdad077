"""Errors of forms."""

from __future__ import annotations

from raekoda.platform.core.errors import DomainError


class FormError(DomainError):
    """The form cannot be changed or published as requested. ``field`` is the input to correct."""
