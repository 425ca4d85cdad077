"""Secrets of a demo: made at its first start, kept in RAEKODA_HOME/secrets, readable by its owner only."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

NAMES = ("RAEKODA_SECRET_KEY",)
DEMO_MARK = "RAEKODA_DEMO"


class MissingSecrets(ValueError):
    """A database is there without the secrets under which its values are encrypted."""


def make_secrets(folder: Path) -> None:
    """Make what is missing; never replaces one. Raises :class:`MissingSecrets` when a database is there already."""
    secret_folder = folder / "secrets"
    if (folder / "pgdata").exists() and not (secret_folder / NAMES[0]).exists() and NAMES[0] not in os.environ:
        raise MissingSecrets(
            f"there is a database in {folder} but not the secrets that it was made with ({secret_folder})."
            " Put that folder back, or restore it from a backup: raekoda restore FILE --only-secrets (asks for the passphrase)."
            f" If it is lost, put a new {NAMES[0]} of 50 random characters there: what was encrypted, such as keys and"
            " passwords of other systems, then has to be entered again."
        )
    secret_folder.mkdir(mode=0o700, exist_ok=True)
    for name, value in [*((name, secrets.token_urlsafe(48)) for name in NAMES), (DEMO_MARK, "1")]:
        file = secret_folder / name
        if not file.exists():
            draft = secret_folder / f".{name}.{os.getpid()}"
            draft.touch(mode=0o600)
            draft.write_text(value)
            draft.replace(file)


def is_demo(folder: Path) -> bool:
    """Whether the installation in ``folder`` was made by the demo."""
    return (folder / "secrets" / DEMO_MARK).exists()
