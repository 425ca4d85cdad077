"""The baseline gives a new database what the migrations would, or leaves it empty."""

from __future__ import annotations

import os
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from threading import Thread
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from raekoda.config import baseline
from raekoda.config.management.commands.migrate import Command
from raekoda.tools.baseline import dump, make, normalised, run_django
from raekoda.tools.database import EmbeddedDatabase

ALIAS = "new"


@pytest.fixture(scope="module")
def server() -> Iterator[EmbeddedDatabase]:
    """The server of the tests, with no database of theirs in use."""
    database = EmbeddedDatabase(settings.HOME)
    database.open()
    yield database
    database.close()


@pytest.fixture
def new(server: EmbeddedDatabase, django_db_blocker: Any) -> Iterator[BaseDatabaseWrapper]:
    """A connection, by the alias ``new``, to a new empty database."""
    name = f"new_{os.getpid()}"
    with psycopg.connect(server.url, autocommit=True) as admin, django_db_blocker.unblock():
        admin.execute(f"CREATE DATABASE {name}")
        connections.settings[ALIAS] = {**connections.settings["default"], "NAME": name}
        try:
            yield connections[ALIAS]
        finally:
            connections[ALIAS].close()
            del connections[ALIAS], connections.settings[ALIAS]
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_the_baseline_is_of_the_migrations_that_are_there() -> None:
    assert baseline.recorded_migrations() == baseline.migrations_on_disk(), "run “raekoda baseline write”"


@pytest.mark.process
def test_migrate_fills_an_empty_database_from_the_baseline(new: BaseDatabaseWrapper, server: EmbeddedDatabase) -> None:
    url = server.url.replace("/raekoda?", f"/{new.settings_dict['NAME']}?")

    run_django(url, "migrate", "--verbosity=0")

    assert dump(url) == baseline.SQL.read_text(encoding="utf-8")


def test_a_database_with_tables_is_left_alone(new: BaseDatabaseWrapper) -> None:
    with new.cursor() as cursor:
        cursor.execute("CREATE TABLE somebodys (number integer)")

    assert baseline.load(new) is False
    assert tables(new) == ["somebodys"]


def test_extensions_in_a_schema_of_their_own_are_left_to_the_migrations(new: BaseDatabaseWrapper) -> None:
    with new.cursor() as cursor:
        cursor.execute("CREATE SCHEMA extensions; CREATE EXTENSION pg_trgm SCHEMA extensions")

    assert baseline.load(new) is False
    assert tables(new) == []


def test_a_load_that_is_cut_short_leaves_the_database_empty(
    new: BaseDatabaseWrapper, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    whole = baseline.SQL.read_text(encoding="utf-8")
    monkeypatch.setattr(baseline, "SQL", tmp_path / "baseline.sql")
    baseline.SQL.write_text(whole + "SELECT 1 / 0;", encoding="utf-8")

    with pytest.raises(DatabaseError, match="division by zero"):
        baseline.load(new)
    assert baseline.is_loadable(new)


def test_of_two_that_load_at_once_one_does(new: BaseDatabaseWrapper) -> None:
    done = []

    def load() -> None:
        connection = connections[ALIAS]  # each thread has its own
        done.append(baseline.load(connection))
        connection.close()

    threads = [Thread(target=load) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == [False, True]


def test_a_baseline_of_other_migrations_is_not_used(
    new: BaseDatabaseWrapper, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    text = baseline.MIGRATIONS.read_text(encoding="utf-8")
    digest = baseline.recorded_migrations()["cases"]["0001_initial"]
    monkeypatch.setattr(baseline, "MIGRATIONS", tmp_path / "migrations.json")
    baseline.MIGRATIONS.write_text(text.replace(digest, "0" * 16), encoding="utf-8")
    said = StringIO()

    assert Command(stderr=said)._load_baseline(new) is False
    assert "cases.0001_initial" in said.getvalue()
    assert tables(new) == []


def test_a_user_who_is_no_superuser_loads_it_where_the_extensions_are(
    new: BaseDatabaseWrapper, server: EmbeddedDatabase
) -> None:
    role = f"plain_{os.getpid()}"
    with new.cursor() as cursor:
        cursor.execute("; ".join(f"CREATE EXTENSION {name}" for name in baseline.EXTENSIONS))
        cursor.execute(f"CREATE ROLE {role} LOGIN; GRANT CREATE ON SCHEMA public TO {role}")
    new.close()
    new.settings_dict["USER"] = role
    try:
        assert baseline.load(new)
    finally:
        new.close()
        new.settings_dict["USER"] = "postgres"
        with new.cursor() as cursor:
            cursor.execute(f"DROP OWNED BY {role}; DROP ROLE {role}")


def test_comments_of_functions_and_rows_survive_the_clearing_of_a_dump() -> None:
    said = "SET search_path = x;\n-- Name: in a row"
    line = f"INSERT INTO public.t (a) VALUES ('{said}');"
    assert line in normalised(f"SET xmloption = content;\n\n{line}\n")


@pytest.mark.soak
def test_the_baseline_is_what_the_migrations_make_of_an_empty_database() -> None:
    assert make() == baseline.SQL.read_text(encoding="utf-8")


def tables(connection: BaseDatabaseWrapper) -> list[str]:
    with connection.cursor() as cursor:
        return connection.introspection.table_names(cursor)
