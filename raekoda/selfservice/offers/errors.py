"""What can go wrong, in words for people."""

from __future__ import annotations

from raekoda.platform.core.errors import DomainError


class OfferError(DomainError):
    """It cannot be done now; the text says why and what to do."""
