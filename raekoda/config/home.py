"""The folder of an installation, named by RAEKODA_HOME."""

from __future__ import annotations

import os
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
"""The folder that holds the `raekoda` package (and, in a clone, the Makefile and node packages)."""


def home() -> Path:
    """The installation's folder, made when missing: RAEKODA_HOME, or ``var`` beside the package."""
    folder = Path(os.environ.get("RAEKODA_HOME") or PROJECT / "var").expanduser().resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def subfolder(name: str) -> Path:
    """A folder inside the installation's folder, made when missing."""
    folder = home() / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def restrict_access(folder: Path) -> None:
    """Let only the user of this process read the content of ``folder`` and files that it creates from now on.

    As root others may pass through the folder itself, not read it: the embedded database in it runs as another user.
    """
    os.umask(0o077)
    folder.chmod(0o711 if os.geteuid() == 0 else 0o700)
    for entry in folder.iterdir():
        if entry.stat(follow_symlinks=False).st_uid == os.geteuid() and not entry.is_symlink():
            entry.chmod(entry.stat().st_mode & 0o700)


def port() -> int:
    """The TCP port of the web server: RAEKODA_PORT, or 8000. Raises ``ValueError`` for what is not a port."""
    text = os.environ.get("RAEKODA_PORT", "8000")
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise ValueError(f"RAEKODA_PORT is not a port number: {text!r}")
    return int(text)
