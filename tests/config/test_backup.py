"""A backup is proved by restoring it; what is not sound, or does not fit, is refused in words."""

from __future__ import annotations

import json
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from raekoda.tools.backup import BackupError, making, sealing
from raekoda.tools.backup.tables import differences
from raekoda.tools.database import EmbeddedDatabase
from tests.config.installation import Installation

pytestmark = pytest.mark.process
PASSPHRASE = "seitse väikest pöialpoissi"
SEALED_WITH = {sealing.VARIABLE: PASSPHRASE}
PHOTO = bytes(range(256)) * 1000
MUNICIPALITY = (
    "INSERT INTO core_municipality (code, name, county, slug, email, phone, street_address, theme, notice, is_demo, created_at,"
    " widget_sites, second_factor_roles) VALUES ('0793', 'Tartu linn', 'Tartu maakond', 'tartu', '', '', '', '{}', '{}', false,"
    " now(), '', '[]')"
)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A folder that the user of the embedded server may pass through."""
    made = Path(tempfile.mkdtemp(prefix="raekoda-test-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture(scope="module")
def source(folder: Path) -> Installation:
    """An installation with the rows of the baseline, a municipality and a photo."""
    made = Installation(folder / "source")
    done = made.command("migrate", "--verbosity=0")
    assert done.returncode == 0, done.stderr
    with database(made) as connection:
        connection.execute(MUNICIPALITY)
    photo = made.folder / "uploads" / "cases" / "õnn.jpg"
    photo.parent.mkdir(parents=True)
    photo.write_bytes(PHOTO)
    return made


@pytest.fixture(scope="module")
def backup(source: Installation, folder: Path) -> Path:
    """A backup of it, sealed with a passphrase."""
    file = folder / "backup.tar"
    done = source.command("backup", str(file), **SEALED_WITH)
    assert done.returncode == 0, done.stderr
    assert file.stat().st_mode & 0o077 == 0
    return file


class database:  # noqa: N801  used as a function
    """A connection to the database of a stopped installation; the server runs as long as it is open."""

    def __init__(self, installation: Installation) -> None:
        self.server = EmbeddedDatabase(installation.folder)

    def __enter__(self) -> psycopg.Connection:
        self.connection = psycopg.connect(self.server.open(), autocommit=True)
        return self.connection

    def __exit__(self, *unused: object) -> None:
        self.connection.close()
        self.server.close()


def names(connection: psycopg.Connection) -> list[str]:
    return [name for (name,) in connection.execute("SELECT name FROM core_municipality").fetchall()]


def test_verify_restores_it_aside_and_finds_everything(source: Installation, backup: Path) -> None:
    done = source.command("backup", "--verify", str(backup), **SEALED_WITH)

    assert done.returncode == 0, done.stderr
    assert "restored aside" in done.stdout


def test_a_home_is_restored_with_rows_files_and_secrets(source: Installation, backup: Path, folder: Path) -> None:
    restored = Installation(folder / "restored")
    done = restored.command("restore", str(backup), **SEALED_WITH)

    assert done.returncode == 0, done.stderr
    with database(restored) as connection:
        assert names(connection) == ["Tartu linn"]
    assert (restored.folder / "uploads" / "cases" / "õnn.jpg").read_bytes() == PHOTO
    for secret in ("RAEKODA_SECRET_KEY", "RAEKODA_DEMO"):
        file = restored.folder / "secrets" / secret
        assert file.read_text() == (source.folder / "secrets" / secret).read_text()
        assert file.stat().st_mode & 0o777 == 0o600
    assert restored.command("migrate", "--check").returncode == 0


def test_what_is_there_is_refused_and_only_moved_aside_when_asked(
    source: Installation, backup: Path, folder: Path
) -> None:
    other = Installation(folder / "other")
    shutil.copytree(source.folder / "secrets", other.folder / "secrets")
    (other.folder / "uploads").mkdir()
    (other.folder / "uploads" / "mine.txt").write_text("mine")

    refused = other.command("restore", str(backup), **SEALED_WITH)
    assert refused.returncode == 1
    assert "--replace" in refused.stderr
    assert (other.folder / "uploads" / "mine.txt").read_text() == "mine"

    assert other.command("restore", "--replace", str(backup), **SEALED_WITH).returncode == 0
    (aside,) = other.folder.glob("uploads.*")
    assert (aside / "mine.txt").read_text() == "mine"
    assert not (other.folder / "uploads" / "mine.txt").exists()


@pytest.mark.parametrize(
    ("passphrase", "words"), [({}, "the secrets in the backup are sealed"), ({sealing.VARIABLE: "x" * 20}, "is wrong")]
)
def test_without_the_passphrase_nothing_is_restored(
    backup: Path, folder: Path, passphrase: dict[str, str], words: str
) -> None:
    empty = Installation(folder / "empty")
    done = empty.command("restore", str(backup), **passphrase)

    assert done.returncode == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert not (empty.folder / "pgdata").exists()


@pytest.mark.parametrize("command", [("run",), ("municipality", "list")])
def test_a_database_without_its_secrets_is_explained(
    source: Installation, backup: Path, folder: Path, command: tuple[str, ...]
) -> None:
    (source.folder / "secrets").rename(folder / "hidden")
    try:
        done = source.command(*command)
        assert done.returncode == 1
        assert "--only-secrets" in done.stderr
        assert "Traceback" not in done.stderr
        assert source.command("restore", "--only-secrets", str(backup), **SEALED_WITH).returncode == 0
        assert (source.folder / "secrets" / "RAEKODA_SECRET_KEY").exists()
    finally:
        shutil.rmtree(source.folder / "secrets", ignore_errors=True)
        (folder / "hidden").rename(source.folder / "secrets")


def test_a_backup_of_a_newer_version_is_refused(backup: Path, folder: Path) -> None:
    newer = changed(backup, folder / "newer.tar", lambda manifest: manifest["migrations"].append("cases.0999_future"))
    done = Installation(folder / "old").command("restore", str(newer), **SEALED_WITH)

    assert done.returncode == 1
    assert "cases.0999_future" in done.stderr
    assert not (folder / "old" / "pgdata").exists()


def test_changed_files_and_rows_are_found(source: Installation, backup: Path, folder: Path) -> None:
    def forget_a_row(manifest: dict) -> None:  # type: ignore[type-arg]
        manifest["tables"]["core_municipality"][0] = 2

    rows = changed(backup, folder / "rows.tar", forget_a_row)
    done = source.command("backup", "--verify", str(rows), **SEALED_WITH)
    assert done.returncode == 1
    assert "core_municipality has 1 rows instead of 2" in done.stderr

    bytes_of = bytearray(backup.read_bytes())
    bytes_of[bytes_of.index(PHOTO) + 5] ^= 1
    (folder / "bits.tar").write_bytes(bytes_of)
    done = source.command("backup", "--verify", str(folder / "bits.tar"), **SEALED_WITH)
    assert done.returncode == 1
    assert "õnn.jpg was changed" in done.stderr


def changed(backup: Path, target: Path, change) -> Path:  # type: ignore[no-untyped-def]
    """A copy of a backup with another manifest."""
    with tempfile.TemporaryDirectory() as unpacked:
        with tarfile.open(backup) as archive:
            archive.extractall(unpacked, filter="data")
        manifest = Path(unpacked) / making.MANIFEST
        content = json.loads(manifest.read_text())
        change(content)
        manifest.write_text(json.dumps(content))
        with tarfile.open(target, "w") as archive:
            for path in sorted(Path(unpacked).rglob("*")):
                archive.add(path, path.relative_to(unpacked), recursive=False)
    return target


def test_only_the_last_few_are_kept(source: Installation, folder: Path) -> None:
    backups = folder / "backups"
    backups.mkdir()
    for day in (1, 2, 3):
        (backups / f"raekoda-2026-01-0{day}T013000Z.tar").write_bytes(b"old")
    settings = {**SEALED_WITH, "RAEKODA_BACKUPS": str(backups), "RAEKODA_BACKUPS_KEPT": "2"}
    assert source.command("backup", **settings).returncode == 0

    older, newest = sorted(backups.glob("*.tar"))
    assert older.name == "raekoda-2026-01-03T013000Z.tar"
    assert source.command("backup", "--verify", str(newest), **SEALED_WITH).returncode == 0
    assert [path.name for path in backups.iterdir() if path.name.startswith(".")] == []


def test_a_full_disk_is_said_before_anything_is_written(
    monkeypatch: pytest.MonkeyPatch, source: Installation, folder: Path
) -> None:
    monkeypatch.setenv("RAEKODA_HOME", str(source.folder))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    backups = folder / "tight"
    backups.mkdir()
    for day in (1, 2):
        (backups / f"raekoda-2026-01-0{day}T013000Z.tar").write_bytes(b"old")
    with database(source), pytest.raises(BackupError, match="MB free"):
        making.make_next(backups, "", kept=7, reserve_megabytes=10**9)

    assert [path.name for path in backups.iterdir()] == ["raekoda-2026-01-02T013000Z.tar"]  # the newest stays


def test_sealed_secrets_are_read_with_the_passphrase_alone() -> None:
    sealed = sealing.seal({"RAEKODA_SECRET_KEY": "abc"}, PASSPHRASE)
    assert b"abc" not in sealed
    assert sealing.unseal(sealed, PASSPHRASE) == {"RAEKODA_SECRET_KEY": "abc"}
    with pytest.raises(BackupError, match="wrong"):
        sealing.unseal(sealed, PASSPHRASE + "x")
    with pytest.raises(BackupError, match="at least"):
        sealing.seal({}, "short")


def test_differences_name_the_tables() -> None:
    expected = {"a": [1, "5"], "b": [2, "6"], "c": [3, "7"]}
    found = {"a": [1, "5"], "b": [2, "9"], "d": [0, "0"]}
    assert differences(expected, found) == [  # type: ignore[arg-type]
        "table d should not be there", "table b holds other values", "table c is missing",
    ]  # fmt: skip
