"""Secrets of a demo: made at its first start, kept in RAEKODA_HOME/secrets, readable by its owner only."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

NAMES = ("RAEKODA_SECRET_KEY",)
DEMO_MARK = "RAEKODA_DEMO"


def make_secrets(folder: Path) -> None:
    """Make what is missing; never replaces one."""
    secret_folder = folder / "secrets"
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
