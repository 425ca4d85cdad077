"""The baseline: schema and first rows of a new database as SQL, in place of running every migration.

``baseline.sql`` holds what the migrations listed in ``migrations.json`` make of an empty database. ``migrate`` loads it into
an empty database and then runs the migrations that are newer. ``raekoda baseline write`` makes both files
(:mod:`raekoda.tools.baseline`).
"""

from __future__ import annotations

import hashlib
import inspect
import json
from pathlib import Path

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader

FOLDER = Path(__file__).parent
SQL = FOLDER / "baseline.sql"
MIGRATIONS = FOLDER / "migrations.json"
EXTENSIONS = ("btree_gin", "btree_gist", "pg_trgm", "unaccent", "vector")
LOAD_LOCK = 0x5261656B6F6461
"""Key of the advisory lock held while a database is filled."""

IS_EMPTY = """\
SELECT NOT EXISTS (
    SELECT FROM pg_class AS c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
    AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.objid = c.oid AND d.deptype = 'e')
)"""
IS_IN_PUBLIC = """\
SELECT current_schema() = 'public' AND NOT EXISTS (
    SELECT FROM pg_extension WHERE extname = ANY(%s) AND extnamespace <> 'public'::regnamespace
)"""


def is_loadable(connection: BaseDatabaseWrapper) -> bool:
    """Whether the database is empty, and its tables and extensions lie, or would lie, in the schema ``public``."""
    with connection.cursor() as cursor:
        cursor.execute(IS_EMPTY)
        empty = cursor.fetchone()[0]
        cursor.execute(IS_IN_PUBLIC, [list(EXTENSIONS)])
        return bool(empty and cursor.fetchone()[0])


def load(connection: BaseDatabaseWrapper, text: str | None = None) -> bool:
    """Fill the database from the baseline, in one transaction, if it :func:`is_loadable`; returns whether it did.

    ``text`` is another dump to fill it from, such as that of the demo.
    """
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOAD_LOCK])
        if not is_loadable(connection):
            return False
        cursor.execute(text or SQL.read_text(encoding="utf-8"))
        cursor.execute("UPDATE django_migrations SET applied = now()")
    return True


def migrations_on_disk() -> dict[str, dict[str, str]]:
    """For each app label, its migrations by name with the SHA-256 (16 hexadecimal digits) of their source files."""
    found: dict[str, dict[str, str]] = {}
    for (app, name), migration in sorted(MigrationLoader(None).disk_migrations.items()):
        source = Path(inspect.getfile(type(migration))).read_bytes()
        found.setdefault(app, {})[name] = hashlib.sha256(source).hexdigest()[:16]
    return found


def recorded_migrations() -> dict[str, dict[str, str]]:
    """The same as :func:`migrations_on_disk`, as they were when the baseline was written."""
    recorded: dict[str, dict[str, str]] = json.loads(MIGRATIONS.read_text(encoding="utf-8"))
    return recorded


def changed_migrations() -> list[str]:
    """Migrations (``app.name``) of the baseline that have since been changed or removed: such a baseline is not usable."""
    on_disk = migrations_on_disk()
    return [
        f"{app}.{name}"
        for app, names in recorded_migrations().items()
        for name, digest in names.items()
        if on_disk.get(app, {}).get(name) != digest
    ]
