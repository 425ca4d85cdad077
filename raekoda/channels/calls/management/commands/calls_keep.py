"""``calls_keep WHAT HOURS``: set a retention period."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from raekoda.channels.calls import actions
from raekoda.channels.calls.models import KeepingPeriod
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import municipality_scope


class Command(BaseCommand):
    help = (
        "Sets for how many hours numbers, callers who agreed to be known, or notes of calls are kept in a municipality."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=KeepingPeriod.What.values)
        parser.add_argument("hours", type=int)
        parser.add_argument("--municipality", required=True, metavar="CODE", help="EHAK code, for example 0793")
        parser.add_argument("--source", required=True, help="what says so, for example a row of the list of documents")
        parser.add_argument("--from", dest="valid_from", type=date.fromisoformat, help="a day as in 2026-01-31; today")

    def handle(
        self, *args: Any, what: str, hours: int, municipality: str, source: str, valid_from: date | None, **options: Any
    ) -> None:
        tenant = Municipality.objects.filter(code=municipality).first()
        if tenant is None:
            raise CommandError(f"No municipality {municipality} here; add it first")
        if hours < 1:
            raise CommandError("At least one hour")
        with municipality_scope(tenant):
            period = actions.set_retention_period(
                tenant,
                what=what,
                hours=hours,
                source=source,
                valid_from=valid_from or clock.today(),
                actor=Actor.system(),
            )
        self.stdout.write(self.style.SUCCESS(f"From {period.valid_from} on: {what} {period.hours} hours"))
