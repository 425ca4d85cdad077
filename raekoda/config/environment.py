"""What settings read from outside: the database address and secrets."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

CONNECT_SECONDS = 5
"""How long a connection to the database is waited for, unless its address says otherwise (``?connect_timeout=``)."""


def secret(name: str, home: Path) -> str:
    """A secret from the environment, else from the file of the same name in ``home/secrets`` (made by the demo)."""
    if name in os.environ:
        return os.environ[name]
    file = home / "secrets" / name
    return file.read_text().strip() if file.is_file() else ""


def database_settings(home: Path) -> dict[str, Any]:
    """Django's database settings from ``DATABASE_URL``, else from ``home/database-url`` (the embedded server)."""
    url = os.environ.get("DATABASE_URL", "")
    file = home / "database-url"
    if not url and file.is_file():
        url = file.read_text().strip()
    parts = urlsplit(url or "postgresql:///raekoda")
    query = {"connect_timeout": str(CONNECT_SECONDS), **dict(parse_qsl(parts.query))}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "raekoda",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": str(parts.port or query.pop("port", "")),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": query,
    }
