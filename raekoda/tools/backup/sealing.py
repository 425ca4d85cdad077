"""Encryption of the secrets in a backup: AES-256-GCM with a key derived from a passphrase by scrypt (RFC 7914)."""

from __future__ import annotations

import base64
import getpass
import json
import os
import secrets
import sys

from raekoda.config.environment import secret
from raekoda.config.home import home
from raekoda.tools.backup import BackupError

VARIABLE = "RAEKODA_BACKUP_PASSPHRASE"
COST = {"n": 2**15, "r": 8, "p": 1}
"""Parameters of scrypt: 32 MB of memory and about a tenth of a second for each guess."""
LEAST_CHARACTERS = 12
PURPOSE = b"raekoda backup secrets 1"


def seal(values: dict[str, str], passphrase: str) -> bytes:
    """``values`` encrypted, as JSON. Raises :class:`BackupError` for a passphrase that is too short."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    if len(passphrase) < LEAST_CHARACTERS:
        raise BackupError(f"the passphrase ({VARIABLE}) needs at least {LEAST_CHARACTERS} characters.")
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    text = AESGCM(_key(passphrase, salt, COST)).encrypt(nonce, json.dumps(values).encode(), PURPOSE)
    parts = {"salt": salt, "nonce": nonce, "text": text}
    return json.dumps({**COST, **{name: base64.b64encode(value).decode() for name, value in parts.items()}}).encode()


def unseal(sealed: bytes, passphrase: str) -> dict[str, str]:
    """What :func:`seal` was given. Raises :class:`BackupError` for another passphrase or a changed text."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    parts = json.loads(sealed)
    salt, nonce, text = (base64.b64decode(parts[name]) for name in ("salt", "nonce", "text"))
    try:
        key = _key(passphrase, salt, {name: int(parts[name]) for name in COST})
        return dict(json.loads(AESGCM(key).decrypt(nonce, text, PURPOSE)))
    except InvalidTag:
        raise BackupError("the passphrase is wrong, or the secrets in the backup were changed.") from None


def find_passphrase(*, twice: bool = False) -> str:
    """The passphrase from RAEKODA_BACKUP_PASSPHRASE (environment, else the file of that name in ``secrets``), else asked for
    on a terminal, ``twice`` for a new one; "" where there is none."""
    if passphrase := secret(VARIABLE, home()):
        return passphrase
    if not sys.stdin.isatty():
        return ""
    passphrase = getpass.getpass("Passphrase of the secrets in the backup: ")
    if twice and passphrase != getpass.getpass("Once more: "):
        raise BackupError("the two passphrases are not the same.")
    return passphrase


def gathered_secrets() -> dict[str, str]:
    """The secrets of this installation by name: those in ``secrets``, and in production those in the environment."""
    folder = home() / "secrets"
    stored = {file.name: file.read_text() for file in folder.glob("[!.]*") if file.is_file()} if folder.is_dir() else {}
    named = {name: os.environ[name] for name in ("RAEKODA_SECRET_KEY", "RAEKODA_OLD_SECRET_KEYS") if name in os.environ}
    return {name: value for name, value in {**stored, **named}.items() if name != VARIABLE}


def _key(passphrase: str, salt: bytes, cost: dict[str, int]) -> bytes:
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    return Scrypt(salt=salt, length=32, **cost).derive(passphrase.encode())
