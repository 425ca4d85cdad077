"""``raekoda municipality list``: which municipalities are here, and where."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from raekoda.identity.places.facts import municipalities
from raekoda.platform.core.links import site_url
from raekoda.platform.core.models import Municipality


class Command(BaseCommand):
    help = "List the municipalities served here with their addresses; --all lists all 79 with their EHAK codes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="all municipalities of Estonia, added or not")

    def handle(self, *args: Any, **options: Any) -> None:
        here = {each.code: each for each in Municipality.objects.order_by("name")}
        if options["all"]:
            for facts in municipalities():
                address = site_url(here[facts.code]) + "/" if facts.code in here else ""
                self.stdout.write(f"{facts.code}  {facts.name:<24}{facts.county:<22}{address}".rstrip())
            return
        for municipality in here.values():
            self.stdout.write(f"{municipality.code}  {municipality.name:<24}{site_url(municipality)}/")
        if not here:
            self.stdout.write("No municipality yet. Add one with `municipality add CODE`.")
            self.stdout.write("`municipality list --all` shows the codes.")
