"""How the assistant works here: ``raekoda answers rule``."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from raekoda.casework.assistant.models import AnswerRule
from raekoda.casework.assistant.rule_actions import set_rule
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality


class Command(BaseCommand):
    help = (
        "Show the assistant's rules or, with --source, set one: from which confidence on it answers and for how many days "
        "questions are kept."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--municipality", default="", help="EHAK code; the whole installation unless given")
        parser.add_argument("--threshold", type=float, help="0 to 1; the calibrated one unless given")
        parser.add_argument("--kept-days", type=int, default=365, help="days for which questions are kept (365)")
        parser.add_argument(
            "--from", dest="valid_from", type=date.fromisoformat, help="the first day; today unless given"
        )
        parser.add_argument("--source", default="", help="what the rule rests on")

    def handle(self, *, municipality: str, threshold: float | None, kept_days: int, **options: Any) -> None:
        if options["source"]:
            place = Municipality.objects.filter(code=municipality).first() if municipality else None
            if municipality and place is None:
                raise CommandError(f"There is no municipality {municipality} here.")
            try:
                set_rule(
                    place, kept_days=kept_days, threshold=threshold, source=options["source"],
                    valid_from=options["valid_from"] or clock.today(), actor=Actor.system(),
                )  # fmt: skip
            except ValidationError as error:
                raise CommandError(" ".join(error.messages)) from error
        for rule in AnswerRule.objects.select_related("municipality").order_by("municipality__name", "valid_from"):
            where = rule.municipality.name if rule.municipality else "all municipalities"
            least = "calibrated" if rule.threshold is None else f"{rule.threshold:.3f}"
            self.stdout.write(
                f"{where}, from {rule.valid_from}: confidence {least}, kept {rule.kept_days} days ({rule.source})"
            )
