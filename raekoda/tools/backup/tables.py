"""Rows and digests of tables, by which a restored database is compared with the one that was backed up."""

from __future__ import annotations

import psycopg
from psycopg import sql

Tables = dict[str, list[int | str]]
"""For each table of the schema ``public``: its number of rows, and a digest of them in whatever order they lie."""

SESSION = "SET timezone = 'UTC'; SET datestyle = 'ISO'; SET extra_float_digits = 1; SET bytea_output = 'hex'"
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
DIGEST = "SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text FROM {} AS t"
MIGRATIONS = "SELECT app || '.' || name FROM django_migrations ORDER BY 1"


def summarise(connection: psycopg.Connection) -> Tables:
    """Rows and digest of every table as this connection sees them."""
    connection.execute(SESSION)
    names = [name for (name,) in connection.execute(TABLES).fetchall()]
    return {name: _summary(connection, name) for name in names}


def applied_migrations(connection: psycopg.Connection) -> list[str]:
    """The migrations (``app.name``) that the database has."""
    return [name for (name,) in connection.execute(MIGRATIONS).fetchall()]


def differences(expected: Tables, found: Tables) -> list[str]:
    """In words, each table that is missing, new, or holds other rows than it should."""
    problems = [f"table {name} should not be there" for name in found if name not in expected]
    for name, (rows, digest) in expected.items():
        if name not in found:
            problems.append(f"table {name} is missing")
        elif found[name][0] != rows:
            problems.append(f"table {name} has {found[name][0]} rows instead of {rows}")
        elif found[name][1] != digest:
            problems.append(f"table {name} holds other values")
    return problems


def _summary(connection: psycopg.Connection, name: str) -> list[int | str]:
    row = connection.execute(sql.SQL(DIGEST).format(sql.Identifier("public", name))).fetchone()
    assert row is not None
    return list(row)
