"""Knowing a number again without keeping it: a hash with a key of the installation, another in each municipality."""

from __future__ import annotations

from django.utils.crypto import salted_hmac

from raekoda.channels.calls.rules import plain_number

SALT = "raekoda.calls.number"


def key_of(number: str, municipality_id: int) -> str:
    """The key of a number as anybody may write it; "" for what is no number."""
    plain = plain_number(number)
    return salted_hmac(f"{SALT}.{municipality_id}", plain, algorithm="sha256").hexdigest() if plain else ""
