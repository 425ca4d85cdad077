"""Random identifiers for links."""

import secrets

REF_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def new_token() -> str:
    """An unguessable 128-bit token, url-safe, 22 characters: whoever holds it may act."""
    return secrets.token_urlsafe(16)


def new_ref() -> str:
    """A random public identifier, 10 characters without look-alikes: names a record, grants nothing."""
    return "".join(secrets.choice(REF_ALPHABET) for _ in range(10))
