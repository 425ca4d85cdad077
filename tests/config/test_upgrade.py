"""A database made by an older version migrates to this one with every record.

The baseline in the repository is the database of the version that wrote it: the tests themselves run on it plus all newer
migrations. Earlier baselines are taken from the history of the repository, if there is one. RAEKODA_OLD_HOME names the folder
of a stopped installation of an older version; it is copied, never changed.
"""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection

from raekoda.config import baseline
from raekoda.config.home import PROJECT
from raekoda.tools.baseline import empty_database, run_django
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


MOST_BASELINES = 20
COLUMNS = """
    SELECT table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns
    WHERE table_schema = 'public' ORDER BY 1, 2
"""
CONSTRAINTS = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2
"""
CASTS = re.compile(r"::[a-z ]+(?:\[\])?|[()]")
MIGRATIONS = "SELECT app, name FROM django_migrations ORDER BY 1, 2"
MUNICIPALITY = "SELECT code, name FROM core_municipality"


def git(*arguments: str) -> str:
    """The output of git in the repository; "" where there is none."""
    try:
        return subprocess.run(["git", *arguments], cwd=PROJECT, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return ""


def schema(cursor: Any) -> list[list[tuple[object, ...]]]:
    """Columns, constraints and applied migrations of a database."""
    found = []
    for query in (COLUMNS, CONSTRAINTS, MIGRATIONS):
        cursor.execute(query)
        found.append([tuple(_normalized(value) for value in row) for row in cursor.fetchall()])
    return found


def _normalized(value: object) -> object:
    """PostgreSQL writes casts and brackets of a condition in another way once it was dumped and loaded."""
    return CASTS.sub("", value) if isinstance(value, str) else value


@pytest.mark.django_db
def test_a_database_of_the_oldest_baseline_in_the_history_migrates_to_what_a_new_one_is() -> None:
    file = baseline.SQL.relative_to(PROJECT).as_posix()
    commits = git("log", f"-{MOST_BASELINES}", "--format=%H", "--", file).split()
    earlier = git("show", f"{commits[-1]}:{file}") if commits else ""
    if not earlier:
        pytest.skip("no history of the repository is here")

    with connection.cursor() as cursor:
        expected = schema(cursor)  # the database of the tests is a new one
    with empty_database() as url:
        with psycopg.connect(url) as old:
            old.execute(earlier.encode())
            values = {"code": "0793", "name": "Tartu linn", "created_at": "2026-01-01", "theme": "{}", "notice": "{}"}
            _insert(old, "core_municipality", values)
        run_django(url, "migrate", "--verbosity=0")
        with psycopg.connect(url) as migrated:
            assert schema(migrated.cursor()) == expected
            assert migrated.execute(MUNICIPALITY).fetchall() == [("0793", "Tartu linn")]


def _insert(connection: psycopg.Connection, table: str, values: dict[str, str]) -> None:
    """Insert a row; columns that must have a value and are not named get an empty one of their type."""
    required = connection.execute(
        "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s AND is_nullable = 'NO'"
        " AND column_default IS NULL AND is_identity = 'NO'",
        [table],
    ).fetchall()
    empty = {"boolean": "false", "jsonb": "[]", "integer": "0", "smallint": "0"}
    row = {name: empty.get(kind, "") for name, kind in required} | values
    names, places = ", ".join(row), ", ".join(["%s"] * len(row))
    connection.execute(f"INSERT INTO {table} ({names}) VALUES ({places})", list(row.values()))  # type: ignore[call-overload]
