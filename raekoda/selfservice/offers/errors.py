"""What can go wrong, in words for people."""

from __future__ import annotations


class OfferRefused(Exception):
    """It cannot be done now; the text says why and what to do."""
