from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from raekoda.tools.demo import make, make_register, snapshot


class Command(BaseCommand):
    help = "Puts the demo's two municipalities with their made-up content in place. Safe to run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--only-register", action="store_true", help="no persons and nothing that happened")
        parser.add_argument("--write-snapshot", action="store_true", help="write the demo's snapshot anew (developers)")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["write_snapshot"]:
            self.stdout.write(f"wrote {snapshot.write()}")
        elif options["only_register"]:
            make_register(self.stdout.write)
        else:
            make(settings.RAEKODA_HOME, lambda line: self.stdout.write(f"  {line}"))
