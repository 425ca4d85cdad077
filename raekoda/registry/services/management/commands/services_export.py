"""``raekoda services_export FILE --municipality 0793``: the whole register as a file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.registry.services.downloads import LABELS, export_content
from raekoda.registry.services.exchange import staff_export


class Command(BaseCommand):
    help = "Write services into a file: .xlsx or .csv with all of them, .json .ttl .jsonld with the public ones."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help=f"ends with one of: {' '.join(f'.{name}' for name in LABELS)}")
        parser.add_argument("--municipality", required=True, help="EHAK code")
        parser.add_argument("--public", action="store_true", help="published services only, also in .xlsx and .csv")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        data_format = path.suffix.lstrip(".").lower()
        if data_format not in LABELS:
            raise CommandError(f"The file's name must end with one of: {' '.join(f'.{name}' for name in LABELS)}")
        municipality = Municipality.objects.filter(code=options["municipality"]).first()
        if municipality is None:
            raise CommandError(f"No municipality with the code {options['municipality']} is served here.")
        with municipality_scope(municipality):
            is_internal = data_format in ("csv", "xlsx") and not options["public"]
            content = staff_export.export(data_format) if is_internal else export_content(data_format, municipality)
        path.write_bytes(content)
        self.stdout.write(f"{path}: {len(content):,} bytes")
