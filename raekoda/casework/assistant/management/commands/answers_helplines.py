"""The numbers on the cards of emergencies: ``raekoda answers helplines``."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from raekoda.casework.assistant.models import HelpLine
from raekoda.casework.assistant.rule_actions import set_help_line
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality


class Command(BaseCommand):
    help = "Show the phone numbers given to people in an emergency or in distress or, with --number, set one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--municipality", default="", help="EHAK code; the whole installation unless given")
        parser.add_argument("--number", default="", help="the phone number")
        for language in ("et", "en", "ru"):
            parser.add_argument(f"--{language}", default="", help=f"its name in {language}")
        parser.add_argument("--for", dest="situations", default="", help="distress, danger, child, violence: by spaces")
        parser.add_argument("--from", dest="valid_from", type=date.fromisoformat, help="first day; today unless given")
        parser.add_argument("--to", dest="valid_to", type=date.fromisoformat, help="last day; none unless given")
        parser.add_argument("--source", default="", help="where the number is published")

    def handle(self, *, municipality: str, number: str, **options: Any) -> None:
        place = Municipality.objects.filter(code=municipality).first() if municipality else None
        if municipality and place is None:
            raise CommandError(f"There is no municipality {municipality} here.")
        if number:
            try:
                set_help_line(
                    place, number=number, names={code: options[code] for code in ("et", "en", "ru")},
                    situations=options["situations"], valid_from=options["valid_from"] or clock.today(),
                    valid_to=options["valid_to"], source=options["source"], actor=Actor.system(),
                )  # fmt: skip
            except ValidationError as error:
                raise CommandError(" ".join(error.messages)) from error
        for line in HelpLine.objects.select_related("municipality"):
            where = line.municipality.name if line.municipality else "all municipalities"
            until = f" to {line.valid_to}" if line.valid_to else ""
            self.stdout.write(
                f"{line.number} {line.name_et}, {where}, for {line.situations}, from {line.valid_from}{until} ({line.source})"
            )
