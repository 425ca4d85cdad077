"""A real installation for tests: `raekoda run` as a process on a folder and port of its own."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import psutil
import pytest

from raekoda.tools.children import MARK

NOT_INHERITED = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "RAEKODA_SECRET_KEY", "RAEKODA_DEMO", MARK)
PATIENCE = 600
"""Seconds after which a wait has failed; nothing is measured by it."""


def free_port() -> int:
    """A TCP port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(true: Callable[[], bool], what: str) -> None:
    """Wait for something that happens in another process."""
    tick, end = threading.Event(), time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, f"did not happen in {PATIENCE} s: {what}"
        tick.wait(0.1)


class Installation:
    """One RAEKODA_HOME and one port; started, stopped and killed as often as a test likes."""

    def __init__(self, folder: Path, port: int | None = None) -> None:
        self.folder = folder
        self.port = port or free_port()
        self.output = folder.parent / f"{folder.name}.out"
        self.process: subprocess.Popen[bytes] | None = None
        self.first_words = ""

    def environment(self, **more: str) -> dict[str, str]:
        """The environment of a person at the terminal: nothing of this test run in it."""
        kept = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
        return {**kept, "RAEKODA_HOME": str(self.folder), "RAEKODA_PORT": str(self.port), **more}

    def command(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run one command to its end."""
        return subprocess.run(
            [sys.executable, "-m", "raekoda.config.cli", *words],
            env=self.environment(**more), capture_output=True, text=True, timeout=PATIENCE, check=False,
        )  # fmt: skip

    def start(self) -> str:
        """Start and wait until it says where it runs; returns all it said."""
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "raekoda.config.cli", "run"],
                env=self.environment(), stdout=output, stderr=subprocess.STDOUT,
            )  # fmt: skip
        process = self.process
        until(lambda: "Raekoda runs at" in self.said() or process.poll() is not None, "ready")
        assert process.poll() is None, self.said()
        return self.said()

    def said(self) -> str:
        return self.output.read_text(errors="replace")

    def stop(self) -> int:
        """Ask to stop, as a service manager does, and return the exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)

    def kill_supervisor(self) -> None:
        """kill -9 of the process that watches the others; they stay."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def kill_everything(self) -> None:
        """kill -9 of every process at once, the database's too, as in a power cut."""
        victims = [*self.children(), psutil.Process(self.database_process())]
        self.kill_supervisor()
        for process in victims:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()

    def children(self, name: str = "") -> list[psutil.Process]:
        """Living processes of the program in this folder, the oldest first; only those called ``name`` when it is given."""
        found = []
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error):
                marked = process.environ().get(MARK) == str(self.folder)
                if marked and process.status() != psutil.STATUS_ZOMBIE and name in ("", process.name()):
                    found.append(process)
        return sorted(found, key=psutil.Process.create_time)

    def database_process(self) -> int:
        return int((self.folder / "pgdata" / "postmaster.pid").read_text().split("\n", 1)[0])

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        """Status and text of a page; 0 when nobody answers."""
        return self.send(Request(f"http://127.0.0.1:{self.port}{path}", headers=headers))

    def send(self, request: Request) -> tuple[int, str]:
        try:
            with urlopen(request, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as error:
            return error.code, error.read().decode()
        except (URLError, OSError):
            return 0, ""

    def health(self) -> dict[str, Any]:
        """What /healthz says; empty when nobody answers in JSON."""
        with contextlib.suppress(ValueError):
            return dict(json.loads(self.get("/healthz")[1]))
        return {}

    def clean_up(self) -> None:
        """End whatever a failed test left."""
        if self.process is not None and self.process.poll() is None:
            self.stop()
        for process in self.children():
            process.kill()
        if (self.folder / "pgdata" / "postmaster.pid").exists():
            with contextlib.suppress(psutil.NoSuchProcess, OSError, ValueError):
                psutil.Process(self.database_process()).terminate()


@pytest.fixture(scope="session")
def installation() -> Iterator[Installation]:
    """A fresh installation with its demo, started once; see :data:`tests.distribution.ONE_INSTALLATION`."""
    folder = Path(tempfile.mkdtemp(prefix="raekoda-test-"))
    folder.chmod(0o755)
    made = Installation(folder / "home")
    made.first_words = made.start()
    yield made
    made.clean_up()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def running(installation: Installation) -> Installation:
    """The installation, started again if a test before has stopped or killed it."""
    if installation.process is None or installation.process.poll() is not None:
        installation.start()
    return installation
