"""After a test that commits (a live server, a browser) the test database is as the migrations left it.

Django would empty every table: the journal refuses that, and rows made by migrations would be lost to later tests.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection

KEPT = "rows_of_migrations"


def keep_rows_of_migrations() -> None:
    """Copy every row there is before the first test into a schema aside; once per database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [KEPT])
        if cursor.fetchone():
            return
        cursor.execute(f"CREATE SCHEMA {KEPT}")
        for table in _tables():
            cursor.execute(f'SELECT EXISTS (SELECT FROM public."{table}")')
            if cursor.fetchone()[0]:
                cursor.execute(f'CREATE TABLE {KEPT}."{table}" AS TABLE public."{table}"')


def restore_rows_of_migrations(*unused: Any) -> None:
    """Make every table hold what it held before the first test, with the triggers that refuse such things asleep.

    Only tables that hold something else are written to: truncating all of them takes a second, finding the few that
    changed takes milliseconds.
    """
    with connection.cursor() as cursor:
        cursor.execute(_changed_tables())
        changed = [table for (table,) in cursor.fetchall()]
        kept = _kept_columns() if changed else {}
        cursor.execute("SET session_replication_role = replica")
        for table in changed:
            cursor.execute(f'DELETE FROM public."{table}"')
            if columns := kept.get(table):
                cursor.execute(f'INSERT INTO public."{table}" ({columns}) SELECT {columns} FROM {KEPT}."{table}"')
        cursor.execute("RESET session_replication_role")


@lru_cache(maxsize=1)
def _changed_tables() -> str:
    """The query for the tables that do not hold what they held before the first test."""
    kept = _kept_columns()
    return " UNION ALL ".join(
        f"SELECT '{table}' WHERE "
        + (
            f"{_digest('public', table, kept[table])} <> {_digest(KEPT, table, kept[table])}"
            if table in kept
            else f'EXISTS (SELECT FROM public."{table}")'
        )
        for table in _tables()
    )


def _digest(schema: str, table: str, columns: str) -> str:
    """A subquery for the number and the content of a table's rows, in whatever order they lie."""
    content = f"sum(hashtextextended(ROW({columns})::text, 0))"
    return f'(SELECT (count(*), {content})::text FROM {schema}."{table}")'


def _tables() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
        return [table for (table,) in cursor.fetchall()]


def _kept_columns() -> dict[str, str]:
    """Columns of each kept table that may be written: generated ones may not."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.table_name, string_agg(quote_ident(c.column_name), ', ' ORDER BY c.ordinal_position)"
            " FROM information_schema.columns c JOIN information_schema.tables k"
            " ON k.table_schema = %s AND k.table_name = c.table_name"
            " WHERE c.table_schema = 'public' AND c.is_generated = 'NEVER' GROUP BY c.table_name",
            [KEPT],
        )
        return dict(cursor.fetchall())


def trade_durability_for_speed(url: str) -> None:
    """Tell the server of the tests not to wait for the disk: what it holds can be made again."""
    with psycopg.connect(url, autocommit=True) as server:
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            server.execute(f"ALTER SYSTEM SET {setting} = off")  # type: ignore[call-overload]
        server.execute("SELECT pg_reload_conf()")


@contextmanager
def one_process_at_a_time(folder: Path) -> Iterator[None]:
    """Holds a lock file in ``folder``: of the processes that run the tests, one makes the tables and the rest wait."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "tables.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def copy_for_other_processes() -> None:
    """Give each other process of this run that has no test database yet a copy of this one's: making tables takes long."""
    me = os.environ.get("PYTEST_XDIST_WORKER")
    if me is None:
        return
    mine = str(connection.settings_dict["NAME"])
    connection.close()
    with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
        for number in range(int(os.environ["PYTEST_XDIST_WORKER_COUNT"])):
            other = mine.replace(me, f"gw{number}")
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [other])
            if cursor.fetchone() is None:
                cursor.execute(f'CREATE DATABASE "{other}" TEMPLATE "{mine}"')
