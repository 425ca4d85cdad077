"""The baseline loads into the other PostgreSQL servers of the machine that have pgvector, from version 15 on."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from raekoda.config import baseline
from raekoda.tools.database import _give_to_server_user, _server_user

pytestmark = pytest.mark.process
PROGRAMS: list[Path | None] = [
    *Path("/usr/lib/postgresql").glob("*/bin"),
    *(Path(folder) for folder in os.environ.get("RAEKODA_OTHER_POSTGRES", "").split(":") if folder),
]
"""Folders of server programs: Debian's, and those named by RAEKODA_OTHER_POSTGRES."""
HALFVEC = (0, 7)


def pgvector(programs: Path) -> tuple[int, ...]:
    """The version of the extension among the server's files; empty when it is not there."""
    asked = [str(programs / "pg_config"), "--sharedir"]
    share = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()
    control = Path(share) / "extension" / "vector.control"
    found = re.search(r"default_version = '([\d.]+)'", control.read_text()) if control.exists() else None
    return tuple(int(part) for part in found[1].split(".")) if found else ()


@pytest.fixture(params=PROGRAMS or [None], ids=str)
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    """An empty database of another server, started for the test."""
    programs = request.param
    if programs is None:
        pytest.skip("no other PostgreSQL server here (RAEKODA_OTHER_POSTGRES names folders of their programs)")
    if pgvector(programs) < HALFVEC:
        pytest.skip(f"the server of {programs} has no pgvector of version 0.7 or newer")
    folder = Path(tempfile.mkdtemp(prefix="raekoda-test-"))
    _give_to_server_user(folder)
    data = folder / "data"
    run(programs / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--no-sync")
    settings = f"-c listen_addresses='' -c unix_socket_directories='{folder}'"
    run(programs / "pg_ctl", "-D", data, "-o", settings, "-l", folder / "log", "-w", "start")
    try:
        yield f"postgresql://postgres@/postgres?host={quote(str(folder))}"
    finally:
        run(programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder)


def run(*command: str | Path) -> None:
    """Run a program as the user that servers run as."""
    identity = {"user": _server_user().pw_uid, "group": _server_user().pw_gid} if os.geteuid() == 0 else {}
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    subprocess.run(
        [str(word) for word in command], check=True, cwd="/", env=environment, stdout=subprocess.DEVNULL, **identity
    )  # type: ignore[call-overload]


def test_every_table_and_row_arrives(url: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute(baseline.SQL.read_bytes())

    with psycopg.connect(url) as connection:
        (there,) = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()  # type: ignore[misc]
        (applied,) = connection.execute("SELECT count(*) FROM django_migrations").fetchone()  # type: ignore[misc]
    assert there == baseline.SQL.read_text(encoding="utf-8").count("\nCREATE TABLE ")
    assert applied == sum(len(names) for names in baseline.recorded_migrations().values())
