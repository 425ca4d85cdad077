"""The demo's municipalities, services and pages as SQL: what takes longest to make and is the same in every installation.

An empty database of a demo is filled from ``snapshot.sql.gz`` instead of the baseline; :func:`raekoda.tools.demo.make` then
finds these records and makes the rest: persons, cases, bookings and everything with secrets or dates of its own.
``raekoda demo --write-snapshot`` writes it anew after a change of its sources; a test says when that is due.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from raekoda.config.baseline import migrations_on_disk
from raekoda.config.home import PROJECT

FOLDER = Path(__file__).parent
SQL = FOLDER / "snapshot.sql.gz"
DIGEST = FOLDER / "snapshot.sha256"
SOURCES = (
    "raekoda/tools/demo/register.py",
    "raekoda/tools/demo/lifeevents.py",
    "raekoda/tools/demo/services.json",
    "raekoda/tools/demo/places.json",
    "raekoda/tools/demo/cases.json",
    "raekoda/tools/demo/lifeevents.json",
    "raekoda/publishing/website/starter/*.json",
    "raekoda/identity/places/facts/*.csv",
)
DOMAIN = "localhost"


def sources_digest() -> str:
    """SHA-256 of the files the snapshot is made from and of the list of migrations."""
    digest = hashlib.sha256(json.dumps(migrations_on_disk(), sort_keys=True).encode())
    for pattern in SOURCES:
        for path in sorted(PROJECT.glob(pattern)):
            digest.update(f"{path.name}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def is_current() -> bool:
    """Whether the snapshot was made from the sources as they are now."""
    return SQL.exists() and DIGEST.exists() and DIGEST.read_text().strip() == sources_digest()


def is_usable() -> bool:
    """Whether a new database of this installation may be filled from the snapshot."""
    return bool(settings.RAEKODA_BASE_DOMAIN == DOMAIN) and is_current()


def read() -> str:
    """The snapshot as SQL; its records are as of now."""
    from raekoda.tools.baseline import WRITTEN

    return gzip.decompress(SQL.read_bytes()).decode().replace(WRITTEN, timezone.now().isoformat())


def write() -> Path:
    """Make the snapshot on an empty database of its own and write it; returns its path. A matter of minutes."""
    from raekoda.tools.baseline import dump, empty_database, run_django

    with empty_database() as url:
        run_django(url, "migrate", "--verbosity=0")
        run_django(url, "demo", "--only-register", "--verbosity=0")
        text = dump(url)
    SQL.write_bytes(gzip.compress(text.encode(), mtime=0))
    DIGEST.write_text(f"{sources_digest()}\n")
    return SQL
