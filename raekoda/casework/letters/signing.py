"""DKIM signatures (RFC 6376), which prove that a letter was sent by its domain."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric import rsa


KEY_BITS = 2048
SIGNED_HEADERS = (
    "From", "To", "Subject", "Date", "Message-ID", "Reply-To", "In-Reply-To", "References", "MIME-Version", "Content-Type",
    "Content-Transfer-Encoding", "Auto-Submitted", "List-Id", "List-Unsubscribe", "List-Unsubscribe-Post",
)  # fmt: skip
"""RFC 8058, section 4: the two headers of leaving have to be among them. Only those that the letter has are signed."""


class InvalidKey(ValueError):
    """The text is not a private RSA key in PEM format."""


def new_key() -> str:
    """A new private RSA key, PEM."""
    from cryptography.hazmat.primitives.asymmetric import rsa

    return _pem(rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS))


def normalise_key(pem: str) -> str:
    """The key in the format that the signer reads. Raises :class:`InvalidKey`."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    try:
        key = serialization.load_pem_private_key(pem.encode(), password=None)
    except (ValueError, TypeError) as error:
        raise InvalidKey from error
    if not isinstance(key, rsa.RSAPrivateKey):
        raise InvalidKey
    return _pem(key)


def dns_record(pem: str) -> str:
    """The TXT record for ``<selector>._domainkey.<domain>``. Raises :class:`InvalidKey`."""
    from cryptography.hazmat.primitives import serialization

    try:
        key = serialization.load_pem_private_key(pem.encode(), password=None)
    except (ValueError, TypeError) as error:
        raise InvalidKey from error
    public = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )  # fmt: skip
    return f"v=DKIM1; k=rsa; p={base64.b64encode(public).decode()}"


def sign(content: bytes, *, domain: str, selector: str, key: str) -> bytes:
    """The letter, preceded by its signature. Lines of ``content`` end with CRLF."""
    import dkim

    present = {line.split(b":", 1)[0].lower() for line in content.split(b"\r\n\r\n", 1)[0].split(b"\r\n")}
    headers = [name.encode() for name in SIGNED_HEADERS if name.lower().encode() in present]
    signature = dkim.sign(
        content, selector.encode(), domain.encode(), key.encode(), canonicalize=(b"relaxed", b"relaxed"),
        include_headers=headers,
    )  # fmt: skip
    return bytes(signature) + content


def _pem(key: rsa.RSAPrivateKey) -> str:
    from cryptography.hazmat.primitives import serialization

    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    ).decode()
