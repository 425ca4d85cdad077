"""kill -9 of the worker, the LMTP server and PostgreSQL while letters arrive: none is lost or duplicated."""

from __future__ import annotations

import contextlib
import os
import shutil
import smtplib
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from email.policy import SMTP
from pathlib import Path

import psutil
import psycopg
import pytest
from django.conf import settings
from django.db import connections

from raekoda.tools.database import binaries
from tests.channels.mailbox.conftest import letter
from tests.config.installation import NOT_INHERITED, free_port, until

pytestmark = [pytest.mark.process, pytest.mark.django_db]
SENDERS = 3
SETUP = """
import django; django.setup()
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.channels.mailbox.models import Box
tartu = Municipality.objects.create(code="0793", name="Tartu linn", county="Tartu maakond", slug="tartu")
with municipality_scope(tartu):
    Box.objects.create(municipality=tartu, address="linn@example.ee", name="Linn", most_an_hour=30000)
"""
SERVER = """
import sys
from raekoda.tools.database import ensure_database
print(ensure_database(), flush=True)
sys.stdin.read()
"""


def database_of_tests() -> str:
    """Connection string of the test database."""
    parameters = connections["default"].get_connection_params()
    host, port = parameters["host"], parameters.get("port") or 5432
    return f"host={host} port={port} user={parameters['user']} dbname={parameters['dbname']}"


class Installation:
    """A database, a worker and the LMTP server as separate processes with a directory of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        stored = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
        self.environment = {
            **stored, "RAEKODA_HOME": str(folder), "RAEKODA_SECRET_KEY": "test" * 16, "RAEKODA_LMTP": f"127.0.0.1:{self.port}",
            "DJANGO_SETTINGS_MODULE": "raekoda.config.settings",
        }  # fmt: skip
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    @property
    def environment_with_database(self) -> dict[str, str]:
        return {**self.environment, "DATABASE_URL": self.url}

    def python(self, *arguments: str) -> list[str]:
        return [sys.executable, *arguments]

    def start_database(self) -> None:
        holder = subprocess.Popen(
            self.python("-c", SERVER), env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self.processes["database"] = holder
        assert holder.stdout is not None
        self.url = holder.stdout.readline().decode().strip()

    def set_up(self) -> None:
        """Copy the test database; create a municipality and its box."""
        dump = [binaries() / "pg_dump", "--no-owner", "--inserts", f"--dbname={database_of_tests()}"]
        script = subprocess.run(dump, capture_output=True, text=True, check=True, timeout=300).stdout
        lines = [line for line in script.splitlines() if not line.startswith("\\")]
        with psycopg.connect(self.url) as connection:
            connection.execute("\n".join(lines))  # type: ignore[call-overload]
        subprocess.run(self.python("-c", SETUP), env=self.environment_with_database, check=True, timeout=600)

    def start(self, name: str) -> None:
        command = {
            "worker": self.python("-m", "raekoda.config.worker"),
            "lmtp": self.python("-m", "raekoda.config.cli", "mail", "serve", "--no-imap"),
        }[name]
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(command, env=self.environment_with_database, stdout=log, stderr=log)

    def kill(self, name: str) -> None:
        self.processes[name].kill()
        self.processes[name].wait()

    def kill_database(self) -> None:
        """Kill all PostgreSQL processes at once, as in a power cut."""
        first = psutil.Process(int((self.folder / "pgdata" / "postmaster.pid").read_text().split("\n", 1)[0]))
        for process in [first, *first.children(recursive=True)]:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs([first], timeout=60)
        self.kill("database")

    def query(self, sql: str) -> list[tuple[object, ...]]:
        with psycopg.connect(self.url) as connection:
            return connection.execute(sql).fetchall()  # type: ignore[call-overload, no-any-return]

    def count(self, table: str, condition: str = "true") -> int:
        try:
            return int(str(self.query(f"SELECT count(*) FROM {table} WHERE {condition}")[0][0]))
        except psycopg.Error:
            return -1

    def end(self) -> None:
        with contextlib.suppress(psutil.NoSuchProcess, OSError, ValueError, KeyError):
            self.kill_database()
        for process in self.processes.values():
            process.kill()
            process.wait()


@pytest.fixture
def installation(db: None) -> Iterator[Installation]:
    folder = Path(tempfile.mkdtemp(prefix="raekoda-mail-"))
    folder.chmod(0o755)
    (settings.RAEKODA_HOME / "cache").mkdir(parents=True, exist_ok=True)
    (folder / "cache").symlink_to(settings.RAEKODA_HOME / "cache")  # dictionaries, which are slow to build
    made = Installation(folder)
    try:
        made.start_database()
        made.set_up()
        yield made
    finally:
        made.end()
        shutil.rmtree(folder, ignore_errors=True)


def send_all(installation: Installation, share: range, acknowledged: list[int], stop: threading.Event) -> None:
    """Send each letter until it is acknowledged, as a mail server does."""
    tick = threading.Event()
    for number in share:
        raw = letter(
            f"Kiri {number}: lamp ei põle.", Message_ID=f"<{number}@example.ee>", From=f"elanik{number}@example.ee",
            files=[("plaan.txt", "text/plain", f"plaan {number}".encode())],
        ).as_bytes(policy=SMTP)  # fmt: skip
        while not stop.is_set():
            try:
                with smtplib.LMTP("127.0.0.1", installation.port, timeout=30) as client:
                    client.sendmail(f"elanik{number}@example.ee", ["linn@example.ee"], raw)
                acknowledged.append(number)
                break
            except (OSError, smtplib.SMTPException):
                tick.wait(0.3)


@pytest.mark.parametrize("letters", [24, pytest.param(240, marks=pytest.mark.soak)])
def test_every_letter_that_was_taken_is_one_case_after_all_is_killed(installation: Installation, letters: int) -> None:
    acknowledged: list[int] = []
    stop = threading.Event()
    for name in ("worker", "lmtp"):
        installation.start(name)
    senders = [
        threading.Thread(
            target=send_all, args=(installation, range(n, letters, SENDERS), acknowledged, stop), daemon=True
        )
        for n in range(SENDERS)
    ]
    for sender in senders:
        sender.start()
    try:
        until(lambda: installation.count("mailbox_mail", "state = 'case'") >= letters // 8, "some letters are cases")
        installation.kill("worker")
        before = installation.count("mailbox_mail")
        installation.start("worker")
        until(lambda: len(acknowledged) >= letters // 2, "half of the letters are taken")
        installation.kill_database()
        installation.kill("worker")
        taken_before_the_cut = list(acknowledged)
        installation.start_database()
        stored = {
            str(row[0])
            for row in installation.query("SELECT encode(substring(raw, 1, 600), 'escape') FROM mailbox_content")
        }
        installation.start("worker")
        installation.kill("lmtp")
        installation.start("lmtp")
        for sender in senders:
            sender.join(300)
        until(lambda: installation.count("mailbox_mail", "state = 'waiting'") == 0, "all letters are worked on")
    finally:
        stop.set()

    assert before > 0
    assert sorted(acknowledged) == list(range(letters))
    lost = [number for number in taken_before_the_cut if not any(f"<{number}@example.ee>" in raw for raw in stored)]
    assert lost == []
    assert installation.query("SELECT state, count(*) FROM mailbox_mail GROUP BY 1") == [("case", letters)]
    assert installation.count("cases_case") == letters
    assert installation.query("SELECT count(DISTINCT case_id), count(DISTINCT message_id) FROM mailbox_mail") == [
        (letters, letters)
    ]
    assert installation.count("cases_message") == letters
    assert installation.count("cases_attachment") == letters
    assert installation.count("channels_letter", "key LIKE 'received:%'") == letters
