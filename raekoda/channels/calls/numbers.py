"""Keyed hashes of phone numbers, to recognise a number without storing it. They differ by municipality."""

from __future__ import annotations

from django.utils.crypto import salted_hmac

from raekoda.channels.calls.rules import normalize_number

SALT = "raekoda.calls.number"


def hash_number(number: str, municipality_id: int) -> str:
    """Hex digest (HMAC-SHA256) of a number in any notation; "" for an invalid number."""
    plain = normalize_number(number)
    return salted_hmac(f"{SALT}.{municipality_id}", plain, algorithm="sha256").hexdigest() if plain else ""
