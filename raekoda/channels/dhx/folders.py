"""The simplest connector to a document system: two folders of a municipality under ``RAEKODA_DOCUMENTS/<EHAK code>``.

``valja`` holds capsules for the document system, each written whole or not at all. ``sisse`` is watched: capsules become
cases, and ``<document>.json`` tells the number under which a document was registered. What was taken moves to
``tehtud``, what could not be to ``vigased`` with the reason in a text file beside it.
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
from raekoda.channels.dhx.errors import Code, NotTaken
from raekoda.channels.dhx.models import Direction, Document, Route
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality

OUT, IN, DONE, FAILED = "valja", "sisse", "tehtud", "vigased"
UNFINISHED = (".part", ".partial", ".tmp", ".crdownload", ".filepart", "~")
AT_ONCE = 200
MOST_WORDS = 64 * 1024
PARTNER = "folder"
TAKEN, REGISTERED, KNOWN, REFUSED = "taken", "registered", "known", "failed"
log = structlog.get_logger(__name__)


class _FileError(Exception):
    """The file cannot be taken; the text is for the people of the document system."""


@dataclass(frozen=True)
class Result:
    """What became of a file."""

    name: str
    outcome: str
    words: str = ""


def folder_of(municipality: Municipality, name: str) -> Path:
    """One of the municipality's folders; it is made when it is not there."""
    folder = Path(settings.RAEKODA_DOCUMENTS) / municipality.code / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def lay_out(document: Document, capsule: bytes) -> str:
    """Write a capsule into the outgoing folder, whole or not at all, and on the disk when this returns; its name there."""
    folder = folder_of(document.municipality, OUT)
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
    _settle(folder)
    return name


def take_in_all(municipality: Municipality, *, actor: Actor) -> Counter[str]:
    """Take in what lies whole in the municipality's incoming folder; how many of each outcome."""
    folder = folder_of(municipality, IN)
    results = [
        take_in(path, municipality, actor=actor)
        for path in _whole_files(folder, settings.RAEKODA_INTAKE_QUIET_SECONDS, AT_ONCE)
    ]
    return Counter(result.outcome for result in results)


def files_of(folder: Path) -> Iterator[Path]:
    """Every plain file of a folder, for an import by hand."""
    return _whole_files(folder, 0, None)


def take_in(path: Path, municipality: Municipality, *, actor: Actor, move: bool = True) -> Result:
    """Take in one file. It may be taken in again: what is known already changes nothing."""
    with override(settings.LANGUAGE_CODE):
        try:
            result = Result(path.name, _taken(path, _content(path), municipality, actor))
        except _FileError as refusal:
            result = Result(path.name, REFUSED, str(refusal))
        except OSError as error:
            log.warning("exchange_folder_unreadable", municipality=municipality.code, error=type(error).__name__)
            return Result(path.name, REFUSED, _("The file cannot be read."))
        if move:
            _move(path, folder_of(municipality, FAILED if result.outcome == REFUSED else DONE), result.words)
    return result


def _taken(path: Path, content: bytes, municipality: Municipality, actor: Actor) -> str:
    if path.suffix.lower() == ".json":
        return _registration(content, actor)
    try:
        capsule = read(content)
    except InvalidCapsule as error:
        raise _FileError(_("This is no capsule 2.1: %(why)s") % {"why": error}) from error
    own = queries.sent_under(capsule.guid)
    if own is not None:
        actions.note_registered(own, number=capsule.identifier, on=None, actor=actor)
        return REGISTERED
    consignment = Consignment(content, PARTNER, hashlib.sha256(content).hexdigest(), Route.FOLDER)
    try:
        actions.receive(consignment, municipality=municipality, actor=actor)
    except NotTaken as refusal:
        if refusal.code == Code.DUPLICATE:
            return KNOWN
        raise _FileError(refusal.words) from refusal
    return TAKEN


def _registration(content: bytes, actor: Actor) -> str:
    """``{"document": "...", "number": "...", "registered_on": "2026-01-31"}``: a document got its number."""
    try:
        said: Any = json.loads(content[:MOST_WORDS])
        document, number = str(said["document"]), str(said["number"]).strip()
        on = date.fromisoformat(said["registered_on"]) if said.get("registered_on") else None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _FileError(
            _("A registration is JSON with “document” and “number”, and “registered_on” as in 2026-01-31.")
        ) from error
    found = Document.objects.filter(ref=document, direction=Direction.OUT).first()
    if found is None or not number:
        raise _FileError(
            _("There is no document “%(name)s” that was sent from here, or its number is empty.")
            % {"name": document[:40]}
        )
    actions.note_registered(found, number=number, on=on, actor=actor)
    return REGISTERED


def _content(path: Path) -> bytes:
    """The whole file, unless it is larger than a capsule may be. Links are not followed."""
    with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise _FileError(_("This is no plain file."))
        content = file.read(settings.RAEKODA_DHX_BYTES + 1)
    if len(content) > settings.RAEKODA_DHX_BYTES:
        raise _FileError(_("The file is larger than a capsule may be."))
    return content


def _move(path: Path, folder: Path, words: str) -> None:
    """Move a file away under a name that is free there, with the reason beside it."""
    target = folder / path.name
    for number in range(2, 1000):
        if not target.exists():
            break
        target = folder / f"{path.stem}-{number}{path.suffix}"
    if words:
        (folder / f"{target.name}.txt").write_text(f"{words}\n", encoding="utf-8")
    path.replace(target)


def _whole_files(folder: Path, quiet_seconds: float, at_once: int | None) -> Iterator[Path]:
    """Plain files that nobody is writing to any more; no links, no hidden files, no sub-folders."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries[:at_once]:
        if entry.name.startswith(".") or entry.name.endswith(UNFINISHED) or not entry.is_file(follow_symlinks=False):
            continue
        if time.time() - entry.stat(follow_symlinks=False).st_mtime >= quiet_seconds:
            yield Path(entry.path)


def _settle(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
