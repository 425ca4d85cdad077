"""``import_addresses FILE --municipality CODE``: the municipality's table of addresses from CSV or GeoJSON."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from raekoda.identity.places import actions
from raekoda.identity.places.address_files import AddressFile, AddressFileError
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import municipality_scope

SHOWN_FAULTS = 20


class Command(BaseCommand):
    help = "Adds and renews addresses of a municipality from a CSV or GeoJSON file. May be run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--municipality", required=True, metavar="CODE", help="EHAK code, for example 0793")
        parser.add_argument(
            "--outline-districts",
            action="store_true",
            help="draw approximate boundaries of districts from the addresses",
        )

    def handle(self, *args: Any, file: Path, municipality: str, outline_districts: bool, **options: Any) -> None:
        tenant = Municipality.objects.filter(code=municipality).first()
        if tenant is None:
            raise CommandError(f"No municipality {municipality} here; add it first")
        if not file.is_file():
            raise CommandError(f"{file} is missing")
        addresses = AddressFile(file)
        with municipality_scope(tenant):
            try:
                changes = actions.import_addresses(tenant, addresses.rows(), actor=Actor.system(), say=self._say)
            except AddressFileError as error:
                raise CommandError(str(error)) from error
            if outline_districts:
                drawn = actions.outline_districts(tenant, actor=Actor.system())
                self.stdout.write(f"{drawn} districts outlined")
        for fault in addresses.faults[:SHOWN_FAULTS]:
            self.stderr.write(self.style.WARNING(fault))
        self.stdout.write(self.style.SUCCESS(f"{changes}, {len(addresses.faults)} left out"))

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
