from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from raekoda.casework.cases.retention import anonymise_overdue, overdue
from raekoda.platform.core.tenancy import each_municipality


class Command(BaseCommand):
    help = "Remove personal data from ended cases past their retention period (the nightly job, now)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say how many there are")

    def handle(self, *args: Any, **options: Any) -> None:
        for municipality in each_municipality():
            waiting = overdue(municipality).count()
            if not waiting or options["dry_run"]:
                self.stdout.write(f"{municipality.name}: {waiting} past their period")
                continue
            done = anonymise_overdue(municipality, self._progress(municipality.name, waiting))
            self.stdout.write(f"\r{municipality.name}: {done} anonymised")

    def _progress(self, name: str, total: int) -> Any:
        def show(done: int) -> None:
            if self.stdout.isatty() and done % 20 == 0:
                self.stdout.write(f"\r{name}: {done} of {total}", ending="")
                self.stdout.flush()

        return show
