"""Why a change of a form was refused, in words for the official."""

from __future__ import annotations

from raekoda.platform.core.errors import DomainError


class FormError(DomainError):
    """The text says what is wrong and what to do, in the language of the page; ``field`` is the input it belongs to."""
