"""An installation made by an older version opens under this one with every record.

RAEKODA_OLD_HOME names the folder of a stopped installation; it is copied, never changed.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import psycopg
import pytest

from raekoda.tools.database import EmbeddedDatabase
from tests.config.installation import Installation

pytestmark = pytest.mark.process
OLD = os.environ.get("RAEKODA_OLD_HOME", "")


def rows(folder: Path) -> dict[str, int]:
    """How many rows each table of a stopped installation has."""
    database = EmbeddedDatabase(folder)
    with psycopg.connect(database.open()) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        counts = {}
        for (table,) in tables:
            (counts[table],) = connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()  # type: ignore[misc]
    database.close()
    return counts


@pytest.mark.skipif(not OLD, reason="RAEKODA_OLD_HOME names no installation of an older version")
def test_migrate_keeps_every_row_and_the_installation_starts(installation: Installation) -> None:
    subprocess.run(["cp", "-a", OLD, str(installation.folder)], check=True)
    before = rows(installation.folder)

    done = installation.command("migrate")

    assert done.returncode == 0, done.stderr
    after = rows(installation.folder)
    derived = {"django_migrations", "django_content_type", "auth_permission"}
    assert {table: after.get(table) for table in before if table not in derived} == {
        table: count for table, count in before.items() if table not in derived
    }
    installation.start()
    assert installation.health()["status"] == "ok"
    assert installation.get("/teenused/")[0] == 200
