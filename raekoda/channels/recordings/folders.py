"""The watched folder of a municipality: ``RAEKODA_INTAKE/<EHAK code>``. Complete files are stored and removed from it.

Files that cannot be processed are stored with their problem; files that are too large are moved to ``liiga-suured``.
"""

from __future__ import annotations

import os
import shutil
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

import structlog
from django.conf import settings

from raekoda.channels.recordings.actions import receive
from raekoda.channels.recordings.models import Recording, Source
from raekoda.channels.recordings.problems import Problem
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality

UNFINISHED = (".part", ".partial", ".tmp", ".crdownload", ".filepart", "~")
TOO_LARGE_FOLDER = "liiga-suured"
AT_ONCE = 500
log = structlog.get_logger(__name__)


def get_folder(municipality: Municipality) -> Path:
    """The watched folder of the municipality."""
    return Path(settings.RAEKODA_INTAKE) / municipality.code


def ingest_folder(municipality: Municipality, *, actor: Actor) -> int:
    """Store files that have not changed for ``RAEKODA_INTAKE_QUIET_SECONDS``; return how many."""
    return sum(
        ingest_file(path, municipality, actor=actor) is not None
        for path in complete_files(get_folder(municipality), settings.RAEKODA_INTAKE_QUIET_SECONDS)
    )


def complete_files(folder: Path, quiet_seconds: float, at_once: int | None = AT_ONCE) -> Iterator[Path]:
    """Complete regular files of a folder; no links, hidden files or subfolders."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries[:at_once]:
        if entry.name.startswith(".") or entry.name.endswith(UNFINISHED) or not entry.is_file(follow_symlinks=False):
            continue
        if time.time() - entry.stat(follow_symlinks=False).st_mtime >= quiet_seconds:
            yield Path(entry.path)


def ingest_file(
    path: Path, municipality: Municipality, *, actor: Actor, consent: bool = False, remove: bool = True
) -> Recording | None:
    """Store a file and remove it; None when it cannot be read or is being written to. A file stored before is only
    removed."""
    try:
        with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb") as file, _snapshot(file) as whole:
            if whole is None:
                return None
            recording, _is_new = receive(
                whole, municipality=municipality, actor=actor, source=Source.FOLDER, name=path.name, consent=consent
            )
        if remove:
            _remove_or_move(path, recording)
    except OSError as error:
        log.warning("intake_unreadable", municipality=municipality.code, error=type(error).__name__)
        return None
    return recording


@contextmanager
def _snapshot(file: IO[bytes]) -> Iterator[IO[bytes] | None]:
    """A temporary copy of the content; None if the file changed meanwhile or is not a regular file. A file that is too
    large is not copied."""
    before = os.fstat(file.fileno())
    if not stat.S_ISREG(before.st_mode):
        yield None
    elif before.st_size > settings.RAEKODA_RECORDING_BYTES:
        yield file
    else:
        with TemporaryFile() as copy:
            shutil.copyfileobj(file, copy)
            after = os.fstat(file.fileno())
            is_same = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
            yield copy if is_same else None


def _remove_or_move(path: Path, recording: Recording) -> None:
    """Remove a stored file; move a file that is too large to ``TOO_LARGE_FOLDER``."""
    if recording.problem != Problem.TOO_LARGE:
        path.unlink()
        return
    aside = path.parent / TOO_LARGE_FOLDER
    aside.mkdir(exist_ok=True)
    path.rename(aside / path.name)
