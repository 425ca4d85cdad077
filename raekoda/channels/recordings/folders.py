"""The watched folder of a municipality: ``RAEKODA_INTAKE/<EHAK code>``. Files that lie whole in it are taken in and
removed from it; what cannot be taken in is told in the tray of problems, and what is too large stays in ``liiga-suured``."""

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
ASIDE = "liiga-suured"
AT_ONCE = 500
log = structlog.get_logger(__name__)


def folder_of(municipality: Municipality) -> Path:
    """Where files for the municipality are laid."""
    return Path(settings.RAEKODA_INTAKE) / municipality.code


def take_in_all(municipality: Municipality, *, actor: Actor) -> int:
    """Take in what has lain unchanged in the municipality's folder for ``RAEKODA_INTAKE_QUIET_SECONDS``; how many files."""
    return sum(
        take_in(path, municipality, actor=actor) is not None
        for path in whole_files(folder_of(municipality), settings.RAEKODA_INTAKE_QUIET_SECONDS)
    )


def whole_files(folder: Path, quiet_seconds: float, at_once: int | None = AT_ONCE) -> Iterator[Path]:
    """Plain files of a folder that nobody is writing to any more; no links, no hidden files, no sub-folders."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries[:at_once]:
        if entry.name.startswith(".") or entry.name.endswith(UNFINISHED) or not entry.is_file(follow_symlinks=False):
            continue
        if time.time() - entry.stat(follow_symlinks=False).st_mtime >= quiet_seconds:
            yield Path(entry.path)


def take_in(
    path: Path, municipality: Municipality, *, actor: Actor, consent: bool = False, remove: bool = True
) -> Recording | None:
    """Take in one file and remove it; None when it cannot be read or was being written to. One that was taken in before
    is only removed."""
    try:
        with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb") as file, _as_it_is(file) as whole:
            if whole is None:
                return None
            recording, _is_new = receive(
                whole, municipality=municipality, actor=actor, source=Source.FOLDER, name=path.name, consent=consent
            )
        if remove:
            _clear_away(path, recording)
    except OSError as error:
        log.warning("intake_unreadable", municipality=municipality.code, error=type(error).__name__)
        return None
    return recording


@contextmanager
def _as_it_is(file: IO[bytes]) -> Iterator[IO[bytes] | None]:
    """The content at this moment, in a nameless copy; None when somebody wrote meanwhile, or for what is no plain file.
    What is too large to be kept is not copied."""
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


def _clear_away(path: Path, recording: Recording) -> None:
    """The file is kept in the store now. One that was too large to be kept is put aside, not lost."""
    if recording.problem != Problem.TOO_LARGE:
        path.unlink()
        return
    aside = path.parent / ASIDE
    aside.mkdir(exist_ok=True)
    path.rename(aside / path.name)
