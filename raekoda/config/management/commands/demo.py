from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from raekoda.tools.demo import make


class Command(BaseCommand):
    help = "Puts the demo's two municipalities with their made-up content in place. Safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        make(settings.RAEKODA_HOME, lambda line: self.stdout.write(f"  {line}"))
