"""Restoring a backup: aside, to prove it, or as an installation."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import psycopg

from raekoda.config.home import home, restrict_access
from raekoda.tools.backup import BackupError, sealing, tables
from raekoda.tools.backup.making import CHUNK, DUMP, FILES, FORMAT, MANIFEST, SECRETS, file_folders, is_embedded
from raekoda.tools.baseline import empty_database
from raekoda.tools.database import EmbeddedDatabase, binaries
from raekoda.tools.progress import step

KEY = "RAEKODA_SECRET_KEY"


@contextmanager
def opened(file: Path) -> Iterator[tuple[tarfile.TarFile, dict[str, Any]]]:
    """The tar file of a backup and its manifest. Raises :class:`BackupError` for anything else."""
    try:
        archive = tarfile.open(file)  # noqa: SIM115
    except (OSError, tarfile.TarError) as error:
        raise BackupError(f"{file} cannot be read as a backup: {error}.") from error
    with archive:
        try:
            manifest = json.load(_member(archive, MANIFEST))
        except (BackupError, ValueError, tarfile.TarError) as error:
            raise BackupError(f"{file} is no complete backup of Raekoda: its manifest cannot be read.") from error
        if manifest.get("format") != FORMAT:
            raise BackupError(f"{file} was made by a newer version of Raekoda. Install that version first.")
        yield archive, manifest


def verify(file: Path, passphrase: str = "") -> list[str]:
    """Restore the backup into a database of its own, compare rows and files with the manifest; returns what differs, in words.

    With a passphrase the secrets are decrypted, too. Raises :class:`BackupError`.
    """
    with opened(file) as (archive, manifest):
        problems = [f"file {name}" + problem for name, problem in _check_files(archive, manifest)]
        if manifest["database"] and not problems:
            with empty_database() as url:
                problems += _restore_rows(archive, manifest, url)
        if manifest["secrets"] and passphrase:
            sealing.unseal(_member(archive, SECRETS).read(), passphrase)
        return problems


def restore(file: Path, *, replace: bool = False, only_secrets: bool = False) -> None:
    """Make this installation (RAEKODA_HOME) what the backup holds. Raises :class:`BackupError`, before anything is changed.

    ``replace`` moves what is there aside, to names that end with the time. ``only_secrets`` restores nothing else.
    """
    restrict_access(home())
    with _alone(), opened(file) as (archive, manifest):
        if problems := [f"file {name}{problem}" for name, problem in _check_files(archive, manifest)]:
            raise BackupError(f"the backup is damaged: {'; '.join(problems[:5])}.")
        unsealed = _find_secrets(archive, manifest)
        if only_secrets:
            _write_secrets(unsealed)
            return
        _require_known_migrations(manifest)
        _make_room(replace)
        _write_secrets(unsealed)
        with step("files"):
            _extract_files(archive, manifest)
        if manifest["database"]:
            with step("rows"):
                _restore_database(archive, manifest)
        (home() / "prepared.json").unlink(missing_ok=True)


def _restore_database(archive: tarfile.TarFile, manifest: dict[str, Any]) -> None:
    database = EmbeddedDatabase(home())
    try:
        problems = _restore_rows(archive, manifest, database.open())
    finally:
        database.close()
    if problems:
        raise BackupError(f"the restored database differs from the backup: {'; '.join(problems[:5])}.")


def _restore_rows(archive: tarfile.TarFile, manifest: dict[str, Any], url: str) -> list[str]:
    """Restore into the empty database at ``url``; returns what differs from the manifest."""
    command = [str(binaries() / "pg_restore"), "--no-owner", "--single-transaction", "--exit-on-error", "--dbname", url]
    with tempfile.NamedTemporaryFile() as dump:
        shutil.copyfileobj(_member(archive, DUMP), dump, CHUNK)
        dump.flush()
        done = subprocess.run([*command, dump.name], capture_output=True, text=True, check=False)
    if done.returncode:
        raise BackupError(f"pg_restore failed: {done.stderr.strip()[-500:]}")
    with psycopg.connect(url) as connection:
        return tables.differences(manifest["tables"], tables.summarise(connection))


def _check_files(archive: tarfile.TarFile, manifest: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Each file that is missing from the backup or has another digest than the manifest says."""
    expected = {f"{FILES}/{name}": digest for name, digest in manifest["files"].items()}
    if manifest["database"]:
        expected[DUMP] = manifest["database"]
    for name, digest in expected.items():
        try:
            content = _member(archive, name)
        except BackupError:
            yield name, " is missing"
            continue
        if hashlib.file_digest(content, "sha256").hexdigest() != digest:  # type: ignore[arg-type]
            yield name, " was changed"


def _extract_files(archive: tarfile.TarFile, manifest: dict[str, Any]) -> None:
    folders = file_folders()
    for name in manifest["files"]:
        folder, _, rest = name.partition("/")
        target = (folders[folder] / rest).resolve()
        if not target.is_relative_to(folders[folder].resolve()):
            raise BackupError(f"the backup holds a file outside its folders: {name}.")
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as output:
            shutil.copyfileobj(_member(archive, f"{FILES}/{name}"), output, CHUNK)


def _find_secrets(archive: tarfile.TarFile, manifest: dict[str, Any]) -> dict[str, str]:
    """The secrets of the backup; {} where it has none and this installation has its own."""
    if manifest["secrets"]:
        if passphrase := sealing.find_passphrase():
            return sealing.unseal(_member(archive, SECRETS).read(), passphrase)
        raise BackupError(
            f"the secrets in the backup are sealed. Set {sealing.VARIABLE} to the passphrase that they were sealed with,"
            " or run this on a terminal, where it is asked for."
        )
    if KEY in os.environ or (home() / "secrets" / KEY).exists():
        return {}
    raise BackupError(
        f"the backup was made without a passphrase and holds no secrets. Put the folder “secrets” of the old installation"
        f" into {home()}, or set {KEY} to its key: what it encrypted is unreadable under another."
    )


def _write_secrets(values: dict[str, str]) -> None:
    folder = home() / "secrets"
    folder.mkdir(mode=0o700, exist_ok=True)
    for name, value in values.items():
        file = folder / Path(name).name
        file.touch(mode=0o600)
        file.write_text(value)


def _require_known_migrations(manifest: dict[str, Any]) -> None:
    """Raises :class:`BackupError` when a newer version made the backup: this one would not run on its database."""
    from raekoda.config.baseline import migrations_on_disk
    from raekoda.config.loading import load

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "raekoda.config.settings")
    load()
    known = {f"{app}.{name}" for app, names in migrations_on_disk().items() for name in names}
    if unknown := sorted(set(manifest["migrations"]) - known):
        raise BackupError(
            f"the backup was made by a newer version of Raekoda: this one does not know {len(unknown)} of its migrations"
            f" ({', '.join(unknown[:5])}). Install that version first."
        )


def _make_room(replace: bool) -> None:
    """Move an installation that is there aside, when ``replace`` says so. Raises :class:`BackupError` otherwise."""
    if not is_embedded():
        raise BackupError(
            "DATABASE_URL names a server of your own: unpack the backup with tar, load its database.dump by pg_restore, and"
            " copy its files into place. See docs/operations.md."
        )
    there = [path for path in (home() / "pgdata", *file_folders().values()) if path.exists() and _is_filled(path)]
    if there and not replace:
        raise BackupError(
            f"there is an installation in {home()} ({', '.join(path.name for path in there)}). Name another RAEKODA_HOME,"
            " or restore with --replace, which moves it aside."
        )
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    for path in there:
        real = path.resolve()
        real.rename(real.with_name(f"{real.name}.{stamp}"))
        if path.is_symlink():
            path.unlink()
    secrets = home() / "secrets"
    if there and secrets.exists():
        shutil.copytree(secrets, home() / f"secrets.{stamp}")


def _is_filled(folder: Path) -> bool:
    return folder.is_symlink() or any(folder.iterdir())


@contextmanager
def _alone() -> Iterator[None]:
    """Hold the lock of the installation. Raises :class:`BackupError` while it runs."""
    with open(home() / "run.lock", "a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupError(f"the installation in {home()} is running. Stop it first.") from None
        yield


def _member(archive: tarfile.TarFile, name: str) -> IO[bytes]:
    try:
        stream = archive.extractfile(name)
    except KeyError:
        stream = None
    if stream is None:
        raise BackupError(f"{name} is missing from the backup.")
    return stream
