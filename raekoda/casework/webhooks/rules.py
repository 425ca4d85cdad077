"""Secrets and signatures of Standard Webhooks 1 (https://www.standardwebhooks.com). Pure functions."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

PREFIX = "whsec_"
SECRET_BYTES = 32
SHORTEST_SECRET, LONGEST_SECRET = 24, 64
TOLERANCE = timedelta(minutes=5)
BOTH_VALID = timedelta(hours=24)
"""For how long the secret before a change is still good."""
ID, TIMESTAMP, SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"
VERSION = "v1"
MESSAGE_ID = re.compile(r"^[\x21-\x7e]{1,200}$")
MOST_SIGNATURES = 10


class Unsigned(Exception):
    """A message that cannot be trusted: headers missing or malformed, too old, or signed with another secret.

    ``is_forged`` tells a wrong signature from a request that is not understood.
    """

    def __init__(self, message: str, *, is_forged: bool = False) -> None:
        super().__init__(message)
        self.message = message
        self.is_forged = is_forged


@dataclass(frozen=True)
class Envelope:
    """The three headers of a signed message."""

    message_id: str
    sent_at: int
    signatures: tuple[bytes, ...]


def new_secret() -> str:
    """A new shared secret, ``whsec_`` and 32 random bytes in base64."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def is_secret(text: str) -> bool:
    """Whether ``text`` is a secret of the specification: base64 of 24 to 64 bytes, with or without ``whsec_``."""
    try:
        return SHORTEST_SECRET <= len(_key(text)) <= LONGEST_SECRET
    except (binascii.Error, ValueError):
        return False


def headers(message_id: str, sent_at: int, body: bytes, keys: Iterable[str]) -> dict[str, str]:
    """The headers of a message: signed with every one of ``keys``, so that either side may change its secret in peace."""
    signatures = (f"{VERSION},{base64.b64encode(sign(key, message_id, sent_at, body)).decode()}" for key in keys)
    return {ID: message_id, TIMESTAMP: str(sent_at), SIGNATURE: " ".join(signatures)}


def sign(secret: str, message_id: str, sent_at: int, body: bytes) -> bytes:
    """HMAC-SHA256 over ``id.timestamp.body``."""
    return hmac.new(_key(secret), b"%s.%d." % (message_id.encode(), sent_at) + body, hashlib.sha256).digest()


def envelope(given: Mapping[str, str]) -> Envelope:
    """The headers of a message that came in. Raises :class:`Unsigned`."""
    message_id, moment = given.get(ID, "").strip(), given.get(TIMESTAMP, "").strip()
    if not MESSAGE_ID.match(message_id):
        raise Unsigned(f"{ID} is missing or is no identifier.")
    if not re.fullmatch(r"[0-9]{1,12}", moment):
        raise Unsigned(f"{TIMESTAMP} is missing or is no number of seconds.")
    signatures = tuple(_signatures(given.get(SIGNATURE, "")))
    if not signatures:
        raise Unsigned(f"{SIGNATURE} is missing or holds no {VERSION} signature.")
    return Envelope(message_id, int(moment), signatures)


def verify(given: Envelope, body: bytes, keys: Iterable[str], now: float) -> None:
    """Raises :class:`Unsigned` unless one of ``keys`` signed it within the tolerance around ``now`` (seconds)."""
    if abs(now - given.sent_at) > TOLERANCE.total_seconds():
        raise Unsigned(f"{TIMESTAMP} is not within five minutes of now.")
    expected = [sign(key, given.message_id, given.sent_at, body) for key in keys]
    matches = [hmac.compare_digest(each, one) for each in given.signatures for one in expected]
    if not any(matches):
        raise Unsigned("The signature does not fit.", is_forged=True)


def _signatures(header: str) -> Iterable[bytes]:
    for part in header.split()[:MOST_SIGNATURES]:
        version, _, encoded = part.partition(",")
        if version == VERSION:
            try:
                yield base64.b64decode(encoded, validate=True)
            except (binascii.Error, ValueError):
                continue


def _key(secret: str) -> bytes:
    return base64.b64decode(secret.removeprefix(PREFIX), validate=True)
