"""``raekoda municipality add 0793``: a municipality with its site, in one command."""

from __future__ import annotations

import logging
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from raekoda.platform.core.actor import Actor
from raekoda.publishing.website.actions import HostTaken, UnknownMunicipality, add_municipality


class Command(BaseCommand):
    help = (
        "Add a municipality by its EHAK code: its host, site, starter pages, topics, units, groups. Safe to run twice."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", help="EHAK code of four digits; see `municipality list --all`")
        parser.add_argument(
            "--host", help="host name of its own, such as www.example.ee, which becomes the main address"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        for chatty in ("wagtail", "django_tasks"):
            logging.getLogger(chatty).setLevel(logging.WARNING)
        try:
            added = add_municipality(options["code"], host=options["host"], actor=Actor.system())
        except UnknownMunicipality:
            raise CommandError(
                f"No municipality of Estonia has the code {options['code']}. `municipality list --all` shows them."
            ) from None
        except HostTaken as problem:
            raise CommandError(str(problem)) from None
        if not added.made:
            self.stdout.write(f"{added.municipality} is here already; nothing was missing.")
        for each in added.made:
            self.stdout.write(f"  made {each}")
        self.stdout.write(f"{added.municipality} is served at {added.url}/")
