from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from raekoda.platform.core import backup_state
from raekoda.tools.backup import BackupError, making, restoring, sealing


class Command(BaseCommand):
    help = "Makes a backup of rows, files and secrets, in FILE or in the folder of backups; --verify proves one."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", nargs="?", type=Path, help="where to; else the folder of backups, which keeps the last few"
        )
        parser.add_argument("--verify", action="store_true", help="restore FILE aside and compare it with its manifest")
        parser.add_argument(
            "--without-secrets", action="store_true", help="leave the secrets out, ask for no passphrase"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["verify"]:
                self._verify(options["file"])
            else:
                self._make(options["file"], options["without_secrets"])
        except BackupError as reason:
            raise CommandError(str(reason)) from reason

    def _make(self, file: Path | None, without_secrets: bool) -> None:
        passphrase = "" if without_secrets else sealing.find_passphrase(twice=True)
        if not passphrase and not without_secrets:
            raise CommandError(f"Set {sealing.VARIABLE}, or leave the secrets out (--without-secrets).")
        if file is not None:
            made = making.make(file.absolute(), passphrase)
        else:
            folder = settings.RAEKODA_BACKUPS
            made = making.make_next(folder, passphrase, kept=max(1, settings.RAEKODA_BACKUPS_KEPT))
            backup_state.write(folder)
        rows = sum(rows for rows, _ in made.manifest["tables"].values())
        self.stdout.write(
            f"{made.file}: {rows} rows, {len(made.manifest['files'])} files, {made.file.stat().st_size} bytes"
        )
        if made.manifest["database"] is None:
            self.stdout.write(
                "It holds no rows: DATABASE_URL names a server of your own. Back that up with pg_dump or pgBackRest."
            )
        if not made.manifest["secrets"]:
            self.stdout.write("It holds no secrets: what they encrypt is readable only where they are kept.")

    def _verify(self, file: Path | None) -> None:
        if file is None:
            raise CommandError("Name the FILE to verify.")
        if problems := restoring.verify(file, sealing.find_passphrase()):
            raise CommandError("The backup is not sound:\n" + "\n".join(problems[:20]))
        self.stdout.write(f"{file}: restored aside; rows, files and secrets are those of the manifest.")
