"""``recordings_import FOLDER --municipality CODE``: import the recordings and letters of a folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from raekoda.channels.recordings import folders
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import municipality_scope


class Command(BaseCommand):
    help = "Takes in the recordings and letters of a folder; the worker does the rest. May be run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--municipality", required=True, metavar="CODE", help="EHAK code, for example 0793")
        parser.add_argument("--consent", action="store_true", help="callers and writers agreed to answers made of it")
        parser.add_argument("--remove", action="store_true", help="remove each file once it is stored")

    def handle(self, *args: Any, folder: Path, municipality: str, consent: bool, remove: bool, **options: Any) -> None:
        tenant = Municipality.objects.filter(code=municipality).first()
        if tenant is None:
            raise CommandError(f"No municipality {municipality} here; add it first")
        if not folder.is_dir():
            raise CommandError(f"{folder} is no folder")
        stored = left = 0
        with municipality_scope(tenant):
            for path in folders.complete_files(folder, quiet_seconds=0, at_once=None):
                recording = folders.ingest_file(path, tenant, actor=Actor.system(), consent=consent, remove=remove)
                if recording is None:
                    left += 1
                    self.stderr.write(self.style.WARNING(f"{path.name}: cannot be read, or is being written to"))
                    continue
                stored += 1
                problem = f" – {recording.problem_description[0]}" if recording.problem else ""
                self.stdout.write(f"{recording.ref} {path.name}{problem}")
        self.stdout.write(self.style.SUCCESS(f"{stored} taken in, {left} left"))
