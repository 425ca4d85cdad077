"""``exchange_participants FILE --municipality CODE``: the address book from X-Road's list of members."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from raekoda.channels.dhx import actions
from raekoda.channels.dhx.capsule import InvalidCapsule
from raekoda.channels.dhx.members import read_members
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import municipality_scope


class Command(BaseCommand):
    help = "Fills the address book from shared-params.xml of X-Road's global configuration. May be run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--municipality", required=True, metavar="CODE", help="EHAK code, for example 0793")

    def handle(self, *args: Any, file: Path, municipality: str, **options: Any) -> None:
        tenant = Municipality.objects.filter(code=municipality).first()
        if tenant is None:
            raise CommandError(f"No municipality {municipality} here; add it first")
        if not file.is_file():
            raise CommandError(f"{file} is missing")
        try:
            members = read_members(file.read_bytes())
        except InvalidCapsule as error:
            raise CommandError(f"{file} cannot be read: {error}") from error
        with municipality_scope(tenant):
            added = actions.add_participants(members, municipality=tenant, actor=Actor.system())
        self.stdout.write(self.style.SUCCESS(f"{len(members)} listed, {added} added"))
