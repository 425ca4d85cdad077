"""The simplest connector to a document system: two folders of a municipality under ``RAEKODA_DOCUMENTS/<EHAK code>``.

``valja`` holds capsules for the document system, each written atomically. ``sisse`` is polled: capsules become cases,
and ``<document>.json`` reports the number under which a document was registered. Processed files move to ``tehtud``,
rejected ones to ``vigased`` with the reason in a text file beside it.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from raekoda.channels.dhx import actions, queries
from raekoda.channels.dhx.actions import Consignment
from raekoda.channels.dhx.capsule import InvalidCapsule, read
from raekoda.channels.dhx.errors import Code, DocumentRejected
from raekoda.channels.dhx.models import Direction, Document, Route
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality

OUT, IN, DONE, FAILED = "valja", "sisse", "tehtud", "vigased"
UNFINISHED = (".part", ".partial", ".tmp", ".crdownload", ".filepart", "~")
BATCH_SIZE = 200
MAX_REGISTRATION_BYTES = 64 * 1024
PARTNER = "folder"
RECEIVED, REGISTERED, DUPLICATE, REJECTED = "taken", "registered", "known", "failed"
log = structlog.get_logger(__name__)


class _FileError(Exception):
    """The file is rejected; the text is for the staff of the document system."""


@dataclass(frozen=True)
class Result:
    """The outcome of a file."""

    name: str
    outcome: str
    message: str = ""


def get_folder(municipality: Municipality, name: str) -> Path:
    """One of the municipality's folders; created when missing."""
    folder = Path(settings.RAEKODA_DOCUMENTS) / municipality.code / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def write_outgoing(document: Document, capsule: bytes) -> str:
    """Write a capsule to the outgoing folder atomically and sync it to disk. Returns its file name."""
    folder = get_folder(document.municipality, OUT)
    name = f"{document.ref}.xml"
    handle, temporary = tempfile.mkstemp(dir=folder, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(capsule)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o640)
        Path(temporary).replace(folder / name)
    except BaseException:
        with suppress(OSError):
            Path(temporary).unlink()
        raise
    _sync_directory(folder)
    return name


def ingest_folder(municipality: Municipality, *, actor: Actor) -> Counter[str]:
    """Ingest the complete files of the municipality's incoming folder. Returns how many files had each outcome."""
    folder = get_folder(municipality, IN)
    results = [
        ingest_file(path, municipality, actor=actor)
        for path in _complete_files(folder, settings.RAEKODA_INTAKE_QUIET_SECONDS, BATCH_SIZE)
    ]
    return Counter(result.outcome for result in results)


def list_files(folder: Path) -> Iterator[Path]:
    """Every plain file of a folder, for an import by hand."""
    return _complete_files(folder, 0, None)


def ingest_file(path: Path, municipality: Municipality, *, actor: Actor, move: bool = True) -> Result:
    """Ingest one file. Ingesting it again changes nothing."""
    with override(settings.LANGUAGE_CODE):
        try:
            result = Result(path.name, _ingest(path, _read_file(path), municipality, actor))
        except _FileError as refusal:
            result = Result(path.name, REJECTED, str(refusal))
        except OSError as error:
            log.warning("exchange_folder_unreadable", municipality=municipality.code, error=type(error).__name__)
            return Result(path.name, REJECTED, _("The file cannot be read."))
        if move:
            _move(path, get_folder(municipality, FAILED if result.outcome == REJECTED else DONE), result.message)
    return result


def _ingest(path: Path, content: bytes, municipality: Municipality, actor: Actor) -> str:
    if path.suffix.lower() == ".json":
        return _registration(content, actor)
    try:
        capsule = read(content)
    except InvalidCapsule as error:
        raise _FileError(_("This is no capsule 2.1: %(why)s") % {"why": error}) from error
    sent = queries.find_sent(capsule.guid)
    if sent is not None:
        actions.record_registration(sent, number=capsule.identifier, on=None, actor=actor)
        return REGISTERED
    consignment = Consignment(content, PARTNER, hashlib.sha256(content).hexdigest(), Route.FOLDER)
    try:
        actions.receive(consignment, municipality=municipality, actor=actor)
    except DocumentRejected as rejection:
        if rejection.code == Code.DUPLICATE:
            return DUPLICATE
        raise _FileError(rejection.message) from rejection
    return RECEIVED


def _registration(content: bytes, actor: Actor) -> str:
    """``{"document": "...", "number": "...", "registered_on": "2026-01-31"}``: the number of a sent document."""
    try:
        registration: Any = json.loads(content[:MAX_REGISTRATION_BYTES])
        document, number = str(registration["document"]), str(registration["number"]).strip()
        on = date.fromisoformat(registration["registered_on"]) if registration.get("registered_on") else None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _FileError(
            _("A registration is JSON with “document” and “number”, and “registered_on” as in 2026-01-31.")
        ) from error
    written = Document.objects.filter(ref=document, direction=Direction.OUT).first()
    if written is None or not number:
        raise _FileError(
            _("There is no document “%(name)s” that was sent from here, or its number is empty.")
            % {"name": document[:40]}
        )
    actions.record_registration(written, number=number, on=on, actor=actor)
    return REGISTERED


def _read_file(path: Path) -> bytes:
    """The whole file, unless it is larger than a capsule may be. Links are not followed."""
    with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise _FileError(_("This is no plain file."))
        content = file.read(settings.RAEKODA_DHX_BYTES + 1)
    if len(content) > settings.RAEKODA_DHX_BYTES:
        raise _FileError(_("The file is larger than a capsule may be."))
    return content


def _move(path: Path, folder: Path, message: str) -> None:
    """Move a file to ``folder`` under a free name, with the reason beside it."""
    target = folder / path.name
    for number in range(2, 1000):
        if not target.exists():
            break
        target = folder / f"{path.stem}-{number}{path.suffix}"
    if message:
        (folder / f"{target.name}.txt").write_text(f"{message}\n", encoding="utf-8")
    path.replace(target)


def _complete_files(folder: Path, quiet_seconds: float, limit: int | None) -> Iterator[Path]:
    """Plain files unchanged for ``quiet_seconds``; no links, no hidden files, no subfolders."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries[:limit]:
        if entry.name.startswith(".") or entry.name.endswith(UNFINISHED) or not entry.is_file(follow_symlinks=False):
            continue
        if time.time() - entry.stat(follow_symlinks=False).st_mtime >= quiet_seconds:
            yield Path(entry.path)


def _sync_directory(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
