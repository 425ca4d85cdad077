"""Secrets in the database: passwords and keys of other systems, and lookups of values that may not be stored in plain text.

Keys are derived from ``SECRET_KEY`` (and, for what was written before a change of it, ``SECRET_KEY_FALLBACKS``) by
HKDF (RFC 5869), one for each purpose; values are encrypted and authenticated by Fernet.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import TextField

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet

KEY_BYTES = 32


class Unreadable(Exception):
    """The value was encrypted under another ``SECRET_KEY``, or it was changed."""


def encrypt(text: str) -> str:
    """``text`` as a token that only this installation can read; "" stays "" ."""
    return _keys(*_secrets()).encrypt(text.encode()).decode() if text else ""


def decrypt(token: str) -> str:
    """The plain text of :func:`encrypt`. Raises :class:`Unreadable`."""
    from cryptography.fernet import InvalidToken

    if not token:
        return ""
    try:
        return _keys(*_secrets()).decrypt(token.encode()).decode()
    except InvalidToken as error:
        raise Unreadable from error


def keyed_digest(purpose: str, text: str) -> str:
    """A digest (64 hexadecimal digits) to find ``text`` again; it reveals nothing without the key."""
    return hmac.new(_derived(settings.SECRET_KEY, f"digest:{purpose}"), text.encode(), hashlib.sha256).hexdigest()


def _secrets() -> tuple[str, ...]:
    return (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)


@lru_cache(maxsize=8)
def _keys(*secrets: str) -> MultiFernet:
    from cryptography.fernet import Fernet, MultiFernet

    return MultiFernet([Fernet(base64.urlsafe_b64encode(_derived(secret, "fields"))) for secret in secrets])


@lru_cache(maxsize=64)
def _derived(secret: str, purpose: str) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), KEY_BYTES, salt=None, info=f"raekoda:{purpose}".encode()).derive(secret.encode())


class EncryptedField(TextField):
    """A text that is encrypted in the database and in its backups. It cannot be searched or sorted by.

    Reading a value written under another key gives :class:`Unreadable`.
    """

    description = "Encrypted text"

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return None if value is None else decrypt(value)

    def get_prep_value(self, value: Any) -> str | None:
        return None if value is None else encrypt(str(value))
