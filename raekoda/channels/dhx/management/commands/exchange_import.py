"""``exchange_import FOLDER --municipality CODE``: capsules and registrations of a folder, once."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from raekoda.channels.dhx import folders
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import municipality_scope


class Command(BaseCommand):
    help = "Takes in the capsules of a folder as cases; the files stay. May be run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--municipality", required=True, metavar="CODE", help="EHAK code, for example 0793")

    def handle(self, *args: Any, folder: Path, municipality: str, **options: Any) -> None:
        tenant = Municipality.objects.filter(code=municipality).first()
        if tenant is None:
            raise CommandError(f"No municipality {municipality} here; add it first")
        if not folder.is_dir():
            raise CommandError(f"{folder} is no folder")
        outcomes: Counter[str] = Counter()
        with municipality_scope(tenant):
            for path in folders.list_files(folder):
                result = folders.ingest_file(path, tenant, actor=Actor.system(), move=False)
                outcomes[result.outcome] += 1
                if result.outcome == folders.REJECTED:
                    self.stderr.write(self.style.WARNING(f"{path.name}: {result.message}"))
        kinds = (folders.RECEIVED, folders.REGISTERED, folders.DUPLICATE, folders.REJECTED)
        self.stdout.write(self.style.SUCCESS(" ".join(f"{kind} {outcomes[kind]}" for kind in kinds)))
