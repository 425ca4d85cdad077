"""``recordings_keep KIND DAYS``: set a retention period."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from raekoda.channels.recordings import actions
from raekoda.channels.recordings.models import Kind
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import municipality_scope


class Command(BaseCommand):
    help = "Sets for how many days call recordings (audio) or letters (document) of a municipality are kept."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=Kind.values)
        parser.add_argument("days", type=int)
        parser.add_argument("--municipality", required=True, metavar="CODE", help="EHAK code, for example 0793")
        parser.add_argument("--source", required=True, help="what says so, for example a row of the list of documents")
        parser.add_argument("--from", dest="valid_from", type=date.fromisoformat, help="a day as in 2026-01-31; today")

    def handle(
        self, *args: Any, kind: str, days: int, municipality: str, source: str, valid_from: date | None, **options: Any
    ) -> None:
        tenant = Municipality.objects.filter(code=municipality).first()
        if tenant is None:
            raise CommandError(f"No municipality {municipality} here; add it first")
        if days < 0:
            raise CommandError("Days cannot be fewer than none")
        with municipality_scope(tenant):
            period = actions.set_retention_period(
                tenant,
                kind=kind,
                days=days,
                source=source,
                valid_from=valid_from or clock.today(),
                actor=Actor.system(),
            )
        self.stdout.write(self.style.SUCCESS(f"From {period.valid_from} on: {kind} {period.days} days"))
