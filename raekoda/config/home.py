"""Where an installation keeps its things: the folder named by RAEKODA_HOME."""

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


def port() -> int:
    """The TCP port of the web server: RAEKODA_PORT, or 8000. Raises ``ValueError`` for what is not a port."""
    text = os.environ.get("RAEKODA_PORT", "8000")
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise ValueError(f"RAEKODA_PORT is not a port number: {text!r}")
    return int(text)
