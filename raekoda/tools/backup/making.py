"""Making a backup, and keeping the last few of them."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg

from raekoda.config.home import home
from raekoda.tools.backup import BackupError, sealing, tables
from raekoda.tools.database import EmbeddedDatabase, binaries

FORMAT = 1
DUMP, MANIFEST, SECRETS, FILES = "database.dump", "manifest.json", "secrets.sealed", "files"
NAME = "raekoda-%Y-%m-%dT%H%M%SZ.tar"
PATTERN = "raekoda-*T*Z.tar"
MEGABYTE = 1024 * 1024
CHUNK = MEGABYTE


@dataclass(frozen=True)
class Backup:
    """A backup that was made: its file and its manifest."""

    file: Path
    manifest: dict[str, Any]


def file_folders() -> dict[str, Path]:
    """The folders that a backup holds, by their name in it."""
    documents = Path(os.environ.get("RAEKODA_DOCUMENTS", home() / "documents"))
    intake = Path(os.environ.get("RAEKODA_INTAKE", home() / "intake"))
    return {"uploads": home() / "uploads", "documents": documents, "intake": intake}


def is_embedded() -> bool:
    """Whether the database in use is the embedded one of this installation."""
    return os.environ.get("DATABASE_URL", "") in ("", EmbeddedDatabase(home()).url)


def make(file: Path, passphrase: str, *, reserve_megabytes: int = 0) -> Backup:
    """Write a backup to ``file``, whole or not at all, leaving ``reserve_megabytes`` of the disk free.

    Without a passphrase it holds no secrets. Raises :class:`BackupError`.
    """
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _require_space(file.parent, reserve_megabytes)
    draft = file.with_name(f".{file.name}.part")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
            manifest = _write(stream, file.parent, passphrase)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(file)
    except OSError as error:
        raise BackupError(f"{file} cannot be written: {error.strerror}.") from error
    finally:
        draft.unlink(missing_ok=True)
    return Backup(file, manifest)


def make_next(folder: Path, passphrase: str, *, kept: int, reserve_megabytes: int = 0) -> Backup:
    """Make a backup in ``folder`` and delete all but the newest ``kept``; where space is short, older ones go first.

    The newest of the old ones stays until the new one is complete. Raises :class:`BackupError`.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    earlier = sorted(folder.glob(PATTERN))
    while len(earlier) > 1 and not _has_space(folder, reserve_megabytes):
        earlier.pop(0).unlink()
    made = make(folder / datetime.now(UTC).strftime(NAME), passphrase, reserve_megabytes=reserve_megabytes)
    for old in sorted(folder.glob(PATTERN))[:-kept]:
        old.unlink()
    return made


def _write(stream: Any, folder: Path, passphrase: str) -> dict[str, Any]:
    """Write the tar file; returns its manifest."""
    manifest: dict[str, Any] = {"format": FORMAT, "made_at": datetime.now(UTC).isoformat(), "files": {}}
    with tarfile.open(fileobj=stream, mode="w") as archive:
        if is_embedded():
            with tempfile.NamedTemporaryFile(dir=folder, prefix=".dump.") as dump:
                manifest |= _dump(Path(dump.name))
                manifest["database"] = _add(archive, DUMP, Path(dump.name))
        else:
            manifest |= {"database": None, "tables": {}, "migrations": []}
        for name, path in _stored_files():
            if (digest := _add(archive, f"{FILES}/{name}", path)) is not None:
                manifest["files"][name] = digest
        if passphrase:
            _add_bytes(archive, SECRETS, sealing.seal(sealing.gathered_secrets(), passphrase))
        manifest["secrets"] = bool(passphrase)
        _add_bytes(archive, MANIFEST, json.dumps(manifest, indent=1, sort_keys=True).encode())
    return manifest


def _dump(file: Path) -> dict[str, Any]:
    """Write the rows to ``file``; returns the tables and migrations of the very state that it holds."""
    url = EmbeddedDatabase(home()).url
    with psycopg.connect(url) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        (snapshot,) = connection.execute("SELECT pg_export_snapshot()").fetchone()  # type: ignore[misc]
        command = [str(binaries() / "pg_dump"), "--format=custom", f"--snapshot={snapshot}", "--no-owner"]
        with file.open("wb") as output:
            done = subprocess.run(
                [*command, "--dbname", url], stdout=output, stderr=subprocess.PIPE, text=True, check=False
            )
        if done.returncode:
            raise BackupError(f"pg_dump failed: {done.stderr.strip()[-500:]}")
        return {
            "tables": tables.summarise(connection),
            "migrations": tables.applied_migrations(connection),
            "postgresql": connection.info.server_version,
        }


def _stored_files() -> Iterator[tuple[str, Path]]:
    """Each file of the folders, with its name in the backup; links are not followed."""
    for name, folder in file_folders().items():
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.is_symlink():
                yield f"{name}/{path.relative_to(folder).as_posix()}", path


def _add(archive: tarfile.TarFile, name: str, path: Path) -> str | None:
    """Add a file; returns its SHA-256, None when it was deleted meanwhile."""
    try:
        stream = path.open("rb")
    except FileNotFoundError:
        return None
    with stream:
        info = archive.gettarinfo(arcname=name, fileobj=stream)
        info.mode, info.uid, info.gid, info.uname, info.gname = 0o600, 0, 0, "", ""
        reader = DigestReader(stream, info.size)
        archive.addfile(info, reader)  # type: ignore[arg-type]
        return reader.digest.hexdigest()


def _add_bytes(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mode = len(content), 0o600
    archive.addfile(info, io.BytesIO(content))


class DigestReader:
    """Reads ``size`` bytes of a stream, padded with zeros where it became shorter meanwhile, and digests them."""

    def __init__(self, stream: Any, size: int) -> None:
        self.stream, self.left, self.digest = stream, size, hashlib.sha256()

    def read(self, size: int) -> bytes:
        size = min(size, self.left)
        chunk = self.stream.read(size).ljust(size, b"\0")
        self.left -= size
        self.digest.update(chunk)
        return bytes(chunk)


def _require_space(folder: Path, reserve_megabytes: int) -> None:
    if not _has_space(folder, reserve_megabytes):
        needed, free = _needed_bytes() // MEGABYTE + reserve_megabytes, shutil.disk_usage(folder).free // MEGABYTE
        raise BackupError(
            f"{folder} has {free} MB free, the backup may need {needed} MB. Name another folder or free some space."
        )


def _has_space(folder: Path, reserve_megabytes: int) -> bool:
    return shutil.disk_usage(folder).free >= _needed_bytes() + reserve_megabytes * MEGABYTE


def _needed_bytes() -> int:
    """An upper bound: the files, and the database twice (the dump and its copy in the tar file), as large as on disk."""
    size = sum(path.stat().st_size for _, path in _stored_files())
    if is_embedded():
        with psycopg.connect(EmbeddedDatabase(home()).url) as connection:
            (rows,) = connection.execute("SELECT pg_database_size(current_database())").fetchone()  # type: ignore[misc]
        size += 2 * int(rows)
    return size
