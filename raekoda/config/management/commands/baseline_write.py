from typing import Any

from django.core.management.base import BaseCommand

from raekoda.tools import baseline


class Command(BaseCommand):
    help = "Makes the baseline of new databases anew, by running every migration on an empty one."

    def handle(self, *args: Any, **options: Any) -> None:
        for path in baseline.write():
            self.stdout.write(f"wrote {path}")
