"""``raekoda import assets LAYER FILE --municipality CODE``: synchronise a layer with a GeoJSON or CSV file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.registry.assets import actions, uploads
from raekoda.registry.assets.errors import InvalidFile
from raekoda.registry.assets.importing import files
from raekoda.registry.assets.importing.columns import Columns
from raekoda.registry.assets.importing.comparison import Outcome
from raekoda.registry.assets.models import Layer

SHOWN_ERRORS = 20
BAR = 30


class Command(BaseCommand):
    help = "Synchronises a map layer (playgrounds, lights) with a GeoJSON or CSV file. Can be run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("layer", help="the last part of the layer's address, for example manguvaljakud")
        parser.add_argument("file", type=Path)
        parser.add_argument("--municipality", required=True, metavar="CODE", help="EHAK code, for example 0793")
        for name in ("id", "label", "address", "x", "y"):
            parser.add_argument(f"--{name}", metavar="COLUMN", help="column of the file; guessed when left out")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")
        parser.add_argument(
            "--remove-many", action="store_true", help="also when more than half of the layer is not in the file"
        )

    def handle(self, *args: Any, layer: str, file: Path, municipality: str, **options: Any) -> None:
        tenant = Municipality.objects.filter(code=municipality).first()
        if tenant is None:
            raise CommandError(f"No municipality {municipality} here; add it first")
        if not file.is_file():
            raise CommandError(f"{file} is missing")
        with municipality_scope(tenant):
            found = Layer.objects.select_related("municipality").filter(slug=layer).first()
            if found is None:
                raise CommandError(f"There is no layer {layer}; create it under “Pages and registers” first")
            try:
                outcome = self._import(found, files.from_path(file), options)
            except InvalidFile as error:
                raise CommandError(str(error)) from error
        for error in outcome.errors[:SHOWN_ERRORS]:
            self.stderr.write(self.style.WARNING(f"{error.number}: {error.message}"))
        counts = ", ".join(f"{count} {name}" for name, count in outcome.counts().items())
        self.stdout.write(self.style.SUCCESS(f"{'would be: ' if options['dry_run'] else ''}{counts}"))

    def _import(self, layer: Layer, file: files.AssetFile, options: dict[str, Any]) -> Outcome:
        named = {name: options[name] for name in ("id", "label", "address", "x", "y") if options[name]}
        for column in named.values():
            if column not in file.headers:
                raise CommandError(f"The file has no column {column}: it has {', '.join(file.headers)}")
        columns = Columns.of({**uploads.columns_for(layer, file).as_json(), **named}, file.headers)
        self.stdout.write(
            "columns: " + ", ".join(f"{name}={column or '–'}" for name, column in columns.as_json().items())
        )
        planned = actions.preview_import(layer, file, columns)
        if options["dry_run"]:
            return planned
        outcome = actions.import_assets(
            layer,
            file,
            columns,
            actor=Actor.system(),
            may_remove_many=options["remove_many"],
            planned=planned,
            progress=lambda rows: self._bar(rows, planned.rows),
        )
        self._bar(outcome.rows, outcome.rows)
        self.stdout.write("")
        return outcome

    def _bar(self, done: int, total: int) -> None:
        """A progress bar, on a terminal only."""
        if self.stdout.isatty():
            filled = BAR * done // max(total, 1)
            self.stdout.write(f"\r[{'#' * filled}{'.' * (BAR - filled)}] {done} of {total}", ending="")
            self.stdout.flush()
