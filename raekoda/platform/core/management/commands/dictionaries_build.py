from typing import Any

from django.core.management.base import BaseCommand

from raekoda.platform.core.text import build_dictionaries


class Command(BaseCommand):
    help = "Builds the dictionaries of lemmas on disk (once; some seconds)."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        build_dictionaries()
        if options["verbosity"]:
            self.stdout.write("Dictionaries are in place.")
