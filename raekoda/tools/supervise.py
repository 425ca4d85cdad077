"""``raekoda run``: one small process that starts, watches and stops the database and the program.

The program is loaded by one process (:mod:`raekoda.tools.forkserver`), from which web server and worker are forked. It loads
while the database is being started, unless something has to be prepared first.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import time
from types import FrameType
from typing import IO, Any, NoReturn
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import psutil

from raekoda.config.home import home, port, restrict_access
from raekoda.tools.children import MARK, STOP_SECONDS, Child, end_orphans, python, stop_all
from raekoda.tools.database import DatabaseError, database_url, embedded_database, ensure_database, release_database
from raekoda.tools.database_watch import DatabaseWatch
from raekoda.tools.demo_secrets import make_secrets
from raekoda.tools.forkserver import GO
from raekoda.tools.logfiles import rotate
from raekoda.tools.prepare import STAMP, is_prepared
from raekoda.tools.progress import say, step

ADDRESS = os.environ.get("RAEKODA_BIND", "127.0.0.1")
READY_SECONDS = 300
WAIT_FOR_ANOTHER_SECONDS = 15
PROGRAM_STOP_SECONDS = STOP_SECONDS + 2
SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class Stopped(Exception):
    """Somebody asked to stop: SIGTERM, Ctrl-C, or the terminal went away."""


class CannotRun(Exception):
    """Why the program does not start, in words for people."""


def run() -> int:
    """Run the demo until it is stopped. Returns the exit code: 0 after a stop, 1 when it could not start."""
    for number in SIGNALS:
        signal.signal(number, _stop_asked)
    started = time.monotonic()
    program = Program()
    lock = None
    try:
        say(f"Raekoda starts; its data lie in {home()}")
        restrict_access(home())
        lock = _lock_folder()
        if left := end_orphans():
            say(f"  ended {left} processes left from a run that was killed")
        _check_port()
        _prepare(program)
        _serve(program, lock, started)
    except Stopped:
        say("\nStopping …")
    except (CannotRun, DatabaseError, ValueError) as reason:
        print(f"Raekoda does not start: {reason}", file=sys.stderr, flush=True)
        return 1
    finally:
        for number in SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        if lock is not None:
            _write_state(lock, "stopping")
        stop_all([program], PROGRAM_STOP_SECONDS)
        release_database()
    say("Stopped. Everything is kept.")
    return 0


def _stop_asked(number: int, frame: FrameType | None) -> NoReturn:
    raise Stopped


def _lock_folder() -> IO[str]:
    """Hold the lock of this installation, waiting for a run that is just stopping. Raises :class:`CannotRun`."""
    lock = open(home() / "run.lock", "a+")  # noqa: SIM115  held as long as the process lives
    deadline = time.monotonic() + WAIT_FOR_ANOTHER_SECONDS
    while True:
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _write_state(lock, "starting")
            return lock
        lock.seek(0)
        owner, _, state = lock.read().partition(" ")
        if state == "ready" or time.monotonic() > deadline:
            raise CannotRun(f"another one (process {owner}) runs with the same folder, {home()}.")
        time.sleep(0.2)


def _write_state(lock: IO[str], state: str) -> None:
    lock.truncate(0)
    lock.write(f"{os.getpid()} {state}")
    lock.flush()


def _check_port() -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port()))
        except PermissionError:
            raise CannotRun(f"port {port()} is reserved for the system. Choose another: RAEKODA_PORT=8001") from None
        except OSError:
            raise CannotRun(
                f"port {port()} is taken{_port_owner(port())}. Stop that program or choose another: RAEKODA_PORT={port() + 1}"
            ) from None


def _port_owner(number: int) -> str:
    with contextlib.suppress(psutil.Error):
        for connection in psutil.net_connections("tcp"):
            if connection.laddr and connection.laddr.port == number and connection.status == psutil.CONN_LISTEN:
                if connection.pid:
                    return f" by {psutil.Process(connection.pid).name()} (process {connection.pid})"
    return ""


class Program(Child):
    """The process that loads the program and forks the rest; it waits for the word to begin."""

    def __init__(self) -> None:
        super().__init__("program", self._launch)
        self.may_fork = False
        self.pipe: IO[bytes] | None = None

    def _launch(self) -> subprocess.Popen[bytes]:
        """Start it in a session of its own, so that Ctrl-C reaches the supervisor alone."""
        process = subprocess.Popen(
            python("-m", "raekoda.tools.forkserver"),
            env={**_environment(), "DATABASE_URL": database_url()},
            stdin=subprocess.PIPE,
            start_new_session=True,
        )
        self.pipe = process.stdin
        if self.may_fork:
            self._send_go()
        return process

    def begin(self) -> None:
        """Let it fork, now and whenever it is started again."""
        self.may_fork = True
        if self.process is None:
            self.start()
        else:
            self._send_go()

    def _send_go(self) -> None:
        assert self.pipe is not None
        with contextlib.suppress(BrokenPipeError), self.pipe:  # one that ended is started again by watch
            self.pipe.write(GO)

    def kill_process_group(self) -> None:
        """What it forked has process groups of its own; without it all of them are orphans."""
        super().kill_process_group()
        end_orphans()


def _environment() -> dict[str, str]:
    return {**os.environ, MARK: str(home())}


def _prepare(program: Program) -> None:
    """Secrets, database, and, when anything changed since last time, the rest in a process of its own."""
    make_secrets(home())
    os.environ.setdefault("RAEKODA_DEMO", "1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "raekoda.config.settings")
    if (home() / STAMP).exists():
        program.start()
    with step("database"):
        ensure_database()
    if is_prepared():
        return
    stop_all([program])
    process = subprocess.Popen(python("-m", "raekoda.tools.prepare"), env=_environment(), start_new_session=True)
    try:
        code = process.wait()
    except Stopped:
        process.terminate()
        process.wait()
        raise
    if code:
        raise CannotRun("a step failed, see above. What was done is kept; the next start goes on from there.")


def _serve(program: Program, lock: IO[str], started: float) -> NoReturn:
    """Start everything, say where it runs once it is ready, and watch until stopped."""
    with step("web server and worker"):
        program.begin()
        _wait_until_ready(program)
    _write_state(lock, "ready")
    say(
        f"Raekoda runs at http://localhost:{port()}/ after {time.monotonic() - started:.1f} s"
        f" (staff: /toolaud/, logins in {home() / 'demo-logins.json'}). Ctrl-C stops it."
    )
    database = DatabaseWatch(embedded_database())
    while True:
        database.watch()
        program.watch()
        rotate(home() / "logs")
        time.sleep(0.5)


def _wait_until_ready(program: Program) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while not _is_up(states := _health()):
        if time.monotonic() > deadline:
            raise CannotRun(f"not ready after {READY_SECONDS} s: {states or 'the web server does not answer'}")
        program.watch()
        time.sleep(0.05)


def _is_up(states: dict[str, Any]) -> bool:
    """Whether pages and jobs work; what else /healthz warns of keeps no installation from starting."""
    return all(states.get(name) == "ok" for name in ("database", "migrations", "worker"))


def _health() -> dict[str, Any]:
    """What /healthz says; empty while nobody answers."""
    try:
        with urlopen(f"http://{ADDRESS}:{port()}/healthz", timeout=10) as answer:
            return dict(json.load(answer))
    except HTTPError as error:
        with contextlib.suppress(ValueError):
            return dict(json.load(error))
    except (URLError, OSError, ValueError):
        pass
    return {}
