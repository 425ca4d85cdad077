"""``raekoda services_import FILE --municipality 0793``: import a spreadsheet into the register."""

from __future__ import annotations

import logging
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tables import InvalidTable
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.registry.services.exchange import importing
from raekoda.registry.services.exchange.importing import Change


class Command(BaseCommand):
    help = "Import services from .xlsx or .csv. Existing ones are updated by their code; can be run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--municipality", required=True, help="EHAK code")
        parser.add_argument("--dry-run", action="store_true", help="only show what would change")

    def handle(self, *args: Any, **options: Any) -> None:
        logging.getLogger("wagtail").setLevel(logging.WARNING)
        municipality = Municipality.objects.filter(code=options["municipality"]).first()
        if municipality is None:
            raise CommandError(f"No municipality with the code {options['municipality']} is served here.")
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"There is no file {path}")
        with municipality_scope(municipality):
            try:
                preview = importing.preview_file(path.read_bytes(), path.name, municipality)
            except InvalidTable as error:
                raise CommandError(str(error)) from None
            self._show(preview)
            if not preview.is_valid:
                raise CommandError("Nothing was written. Correct the rows above and try again.")
            if not options["dry_run"]:
                importing.apply(preview, Actor.system(), self._progress)
        counts = ", ".join(
            f"{preview.count(change)} {change.value}" for change in (Change.NEW, Change.CHANGED, Change.SAME)
        )
        self.stdout.write(counts + (" (dry run, nothing was written)" if options["dry_run"] else ""))

    def _show(self, preview: importing.Preview) -> None:
        for row in preview.rows:
            for problem in row.problems:
                self.stdout.write(f"row {row.number} {row.code} {row.name}: {problem}")

    def _progress(self, done: int, total: int) -> None:
        end = "\n" if done == total else "\r"
        self.stdout.write(f"{done}/{total}", ending=end)
        self.stdout.flush()
