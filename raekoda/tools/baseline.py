"""Writing the baseline of new databases (:mod:`raekoda.config.baseline`): a dump that is the same each time it is made."""

from __future__ import annotations

import json
import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from raekoda.config.baseline import MIGRATIONS, SQL, migrations_on_disk
from raekoda.tools.children import python
from raekoda.tools.database import EmbeddedDatabase, binaries

HEADER = """\
-- What the migrations in migrations.json make of an empty database. Written by "raekoda baseline write"; do not edit.

SET LOCAL check_function_bodies = false;
SET LOCAL client_min_messages = warning;
"""
NOT_CARRIED = re.compile(
    r"^(?:"
    r"--\n-- (?:PostgreSQL database dump|(?:Data for )?Name: .*)(?: complete)?\n--\n"
    r"|-- Dumped .*\n"
    r"|\\(?:un)?restrict .*\n"
    r"|SET .*;\n"
    r"|SELECT pg_catalog\.set_config\('search_path', '', false\);\n"
    r")",
    re.MULTILINE,
)
"""Comments and what only concerns the session of the dump: older servers do not know every setting of a newer one."""
WRITTEN = "2000-01-01 00:00:00+00"


def write() -> tuple[Path, Path]:
    """Make the baseline and write both of its files; returns their paths."""
    SQL.write_text(make(), encoding="utf-8")
    MIGRATIONS.write_text(json.dumps(migrations_on_disk(), indent=1) + "\n", encoding="utf-8")
    return SQL, MIGRATIONS


def make() -> str:
    """Run every migration on an empty database and return the result as SQL (a matter of minutes)."""
    with empty_database() as url:
        run_django(url, "migrate", "--verbosity=0", "--no-baseline")
        return reloaded(dump(url))


def reloaded(text: str) -> str:
    """The dump of a database made from the dump ``text``: PostgreSQL words some expressions anew, but only once."""
    with empty_database() as url:
        with psycopg.connect(url) as connection:
            connection.execute(text.encode())
        return dump(url)


@contextmanager
def empty_database() -> Iterator[str]:
    """The URL of an empty database on a server of its own, removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="raekoda-baseline-") as folder:
        server = EmbeddedDatabase(Path(folder))
        try:
            yield server.open()
        finally:
            server.close()


def run_django(url: str, *arguments: str) -> None:
    """Run a management command in a process of its own on the database at ``url``. Raises ``CalledProcessError``."""
    subprocess.run(python("-m", "django", *arguments), env={**os.environ, "DATABASE_URL": url}, check=True)


def dump(url: str) -> str:
    """Schema and rows of the database at ``url`` as SQL for PostgreSQL 15 and newer.

    Changes the database: times in its rows become :data:`WRITTEN`, so that two dumps of the same are equal.
    """
    with psycopg.connect(url) as connection:
        connection.execute("SET session_replication_role = replica")  # the journal's trigger refuses changes
        _fix_times(connection)
        _sort_rows(connection)
    program = [str(binaries() / "pg_dump"), "--no-owner", "--no-privileges", "--no-comments"]
    form = ["--inserts", "--rows-per-insert=100", "--column-inserts"]
    done = subprocess.run([*program, *form, "--dbname", url], check=True, capture_output=True, text=True)
    return normalised(done.stdout)


def _fix_times(connection: psycopg.Connection) -> None:
    columns = connection.execute(
        "SELECT table_name, column_name FROM information_schema.columns JOIN information_schema.tables"
        " USING (table_schema, table_name)"
        " WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND data_type = 'timestamp with time zone'"
    ).fetchall()
    for table, column in columns:
        name = sql.Identifier(column)
        statement = sql.SQL("UPDATE {} SET {} = %s WHERE {} IS NOT NULL").format(sql.Identifier(table), name, name)
        connection.execute(statement, [WRITTEN])


def _sort_rows(connection: psycopg.Connection) -> None:
    """Put the rows of each table in the order of its primary key: that of a dump is otherwise that of their last change."""
    indexes = connection.execute(
        "SELECT indrelid::regclass::text, indexrelid::regclass::text FROM pg_index JOIN pg_class ON indrelid = pg_class.oid"
        " WHERE indisprimary AND relnamespace = 'public'::regnamespace"
    ).fetchall()
    for table, index in indexes:
        (filled,) = connection.execute(f"SELECT EXISTS (SELECT FROM {table})").fetchone()  # type: ignore[misc]
        if filled:
            connection.execute(f"CLUSTER {table} USING {index}; ALTER TABLE {table} SET WITHOUT CLUSTER")


def normalised(text: str) -> str:
    """The text of a dump without what differs between two dumps of the same, or what an older server does not know."""
    text = NOT_CARRIED.sub("", text)
    return HEADER + re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
