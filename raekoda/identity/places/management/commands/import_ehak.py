"""``import_ehak FOLDER``: the country's counties, municipalities and settlements from the files of EHAK."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from raekoda.identity.places import actions, ehak
from raekoda.platform.core.actor import Actor

SHOWN_FAULTS = 20


class Command(BaseCommand):
    help = "Brings counties, municipalities and settlements to the state of the EHAK files in FOLDER. May be run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="holds csv/, geojson/ and topojson/")
        parser.add_argument("--source", default="EHAK, Maa-amet", help="where the files are from, with their date")

    def handle(self, *args: Any, folder: Path, source: str, **options: Any) -> None:
        try:
            done = actions.import_ehak(folder, actor=Actor.system(), say=self._say, source=source)
        except ehak.EhakError as error:
            raise CommandError(str(error)) from error
        for kind, changes in done.items():
            for fault in changes.faults[:SHOWN_FAULTS]:
                self.stderr.write(self.style.WARNING(fault))
            if len(changes.faults) > SHOWN_FAULTS:
                self.stderr.write(self.style.WARNING(f"... and {len(changes.faults) - SHOWN_FAULTS} more"))
            if changes.gone:
                self.stdout.write(f"{kind}: not in the files any more, kept: {', '.join(changes.gone)}")
        self.stdout.write(self.style.SUCCESS("; ".join(f"{kind}: {changes}" for kind, changes in done.items())))

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
