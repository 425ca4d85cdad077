"""Preparation of a start: translations compiled, database up to date, static files gathered, demo content.

Runs as a process of its own, so that the supervisor stays small, and is left out when nothing changed since last time.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterator
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import psycopg

from raekoda.config.home import PROJECT, home
from raekoda.tools.progress import step

STAMP = "prepared.json"


def is_prepared() -> bool:
    """Whether code, translations, static files and database are as the last :func:`prepare` left them."""
    stamp = home() / STAMP
    if not stamp.exists():
        return False
    return bool(json.loads(stamp.read_text()) == _state(_files_fingerprint()))


def prepare() -> None:
    """Do every step that is needed, with a line for each; DATABASE_URL is set by the caller."""
    import django
    from django.core.management import CommandError, call_command

    files = _files_fingerprint()
    with step("words on screen"):
        from raekoda.platform.core.messages import compile_all

        compile_all()
    with step("program"):
        django.setup()
    dictionaries = _beside("dictionaries_build")
    static = _beside("collectstatic", interactive=False)
    with step("tables of the database"):
        try:
            call_command("migrate", verbosity=0, interactive=False, demo=os.environ.get("RAEKODA_DEMO") == "1")
        except CommandError as reason:
            raise SystemExit(f"\n{reason}") from reason
    with step("dictionaries"):
        _finish(dictionaries)
    if os.environ.get("RAEKODA_DEMO") == "1":
        _demo_content()
    with step("static files"):
        _finish(static)
    draft = home() / f".{STAMP}.{os.getpid()}"
    draft.write_text(json.dumps(_state(files)))
    draft.replace(home() / STAMP)


def _beside(command: str, **options: Any) -> BaseProcess:
    """Run a management command beside the steps that follow, in a copy of this process (before it opens a connection)."""
    from django.core.management import call_command

    process = get_context("fork").Process(target=call_command, args=[command], kwargs={"verbosity": 0, **options})
    process.start()
    return process


def _finish(process: BaseProcess) -> None:
    process.join()
    if process.exitcode:
        raise SystemExit(1)  # its own words say why


def _demo_content() -> None:
    from django.core.management import call_command, get_commands

    from raekoda.platform.core.models import Municipality

    there = Municipality.objects.exists() and (home() / "demo-logins.json").exists()
    if there or "demo" not in get_commands():
        return
    with step("demo content"):
        call_command("demo", verbosity=1)


def _state(files: str) -> dict[str, str]:
    return {"files": files, "database": _database_fingerprint(), "project": str(PROJECT)}


def _files_fingerprint() -> str:
    """Changes when a migration, a translation, a static file or the set of installed packages changes."""
    digest = hashlib.sha256()
    for path in sorted(_watched_files()):
        status = path.stat()
        digest.update(f"{path}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _watched_files() -> Iterator[Path]:
    package = PROJECT / "raekoda"
    for pattern in ("*/*/migrations/*.py", "*/*/static/**/*", "*/*/locale/**/*.po", "tools/demo/**/*"):
        yield from (path for path in package.glob(pattern) if path.is_file() and "__pycache__" not in path.parts)
    for lock in (PROJECT / "requirements" / "base.lock", PROJECT / "frontend" / "package-lock.json"):
        if lock.exists():
            yield lock


def _database_fingerprint() -> str:
    """Which migrations this very database has; empty when it has none or there is no such database."""
    try:
        with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
            rows = connection.execute("SELECT app, name, id FROM django_migrations ORDER BY id").fetchall()
    except psycopg.Error:
        return ""
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def main() -> int:
    """Entry point of the process that the supervisor starts."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "raekoda.config.settings")
    prepare()
    return 0


if __name__ == "__main__":
    sys.exit(main())
