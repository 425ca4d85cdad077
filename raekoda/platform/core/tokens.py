"""Random identifiers for links and addresses."""

import base64
import hashlib
import secrets

REF_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def new_token() -> str:
    """An unguessable 128-bit token, url-safe, 22 characters: it authorises its holder."""
    return secrets.token_urlsafe(16)


def new_ref() -> str:
    """A random public identifier, 10 characters without look-alikes: names a record, grants nothing."""
    return "".join(secrets.choice(REF_ALPHABET) for _ in range(10))


def new_mail_token() -> str:
    """An unguessable 128-bit token for the local part of a mail address: 26 characters that no mail system folds."""
    return base64.b32encode(secrets.token_bytes(16)).decode().rstrip("=").lower()


def digest(token: str) -> str:
    """The digest stored for a secret of high entropy (SHA-256, 64 hexadecimal digits)."""
    return hashlib.sha256(token.encode()).hexdigest()
