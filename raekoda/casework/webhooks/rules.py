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
ROTATION_PERIOD = timedelta(hours=24)
"""How long the previous secret stays valid after a rotation."""
ID, TIMESTAMP, SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"
VERSION = "v1"
MESSAGE_ID = re.compile(r"^[\x21-\x7e]{1,200}$")
MOST_SIGNATURES = 10


class SignatureError(Exception):
    """Headers are missing or malformed, the message is too old, or the signature is wrong (``is_forged``)."""

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


def signed_headers(message_id: str, sent_at: int, body: bytes, keys: Iterable[str]) -> dict[str, str]:
    """The headers of a message, with one signature for each of ``keys`` (two during a rotation)."""
    signatures = (f"{VERSION},{base64.b64encode(sign(key, message_id, sent_at, body)).decode()}" for key in keys)
    return {ID: message_id, TIMESTAMP: str(sent_at), SIGNATURE: " ".join(signatures)}


def sign(secret: str, message_id: str, sent_at: int, body: bytes) -> bytes:
    """HMAC-SHA256 over ``id.timestamp.body``."""
    return hmac.new(_key(secret), b"%s.%d." % (message_id.encode(), sent_at) + body, hashlib.sha256).digest()


def parse_headers(headers: Mapping[str, str]) -> Envelope:
    """Parse the headers of an incoming message. Raises :class:`SignatureError`."""
    message_id, moment = headers.get(ID, "").strip(), headers.get(TIMESTAMP, "").strip()
    if not MESSAGE_ID.match(message_id):
        raise SignatureError(f"{ID} is missing or is no identifier.")
    if not re.fullmatch(r"[0-9]{1,12}", moment):
        raise SignatureError(f"{TIMESTAMP} is missing or is no number of seconds.")
    signatures = tuple(_signatures(headers.get(SIGNATURE, "")))
    if not signatures:
        raise SignatureError(f"{SIGNATURE} is missing or holds no {VERSION} signature.")
    return Envelope(message_id, int(moment), signatures)


def verify(envelope: Envelope, body: bytes, keys: Iterable[str], now: float) -> None:
    """Check the signature with ``keys`` and the timestamp against ``now`` (Unix seconds). Raises :class:`SignatureError`."""
    if abs(now - envelope.sent_at) > TOLERANCE.total_seconds():
        raise SignatureError(f"{TIMESTAMP} is not within five minutes of now.")
    expected = [sign(key, envelope.message_id, envelope.sent_at, body) for key in keys]
    matches = [hmac.compare_digest(each, one) for each in envelope.signatures for one in expected]
    if not any(matches):
        raise SignatureError("The signature is not valid.", is_forged=True)


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
