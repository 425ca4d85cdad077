from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from raekoda.casework.suggestions import training
from raekoda.casework.suggestions.models import LearntModel
from raekoda.casework.suggestions.rules import FEWEST_REPORTS
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.tenancy import each_municipality


class Command(BaseCommand):
    help = """Learn services, units and kinds from ended cases, in every municipality; the worker does it every night too."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Train and print the held-out accuracy of each model."""
        for municipality in each_municipality():
            self.stdout.write(str(municipality))
            for run in training.train_models(actor=Actor.system(), progress=self._similarities):
                self.stdout.write(f"  {run.field}: {self._describe(run)}")

    def _describe(self, run: LearntModel) -> str:
        if run.result == LearntModel.Result.TOO_FEW:
            return f"too few ended cases to learn from ({run.cases}, needed {FEWEST_REPORTS} of at least two values)"
        held_out = f"of the latest {run.held_out}, held out: first right {run.top_1:.1%}, among three {run.top_3:.1%}"
        return f"{run.cases} cases; {held_out}{'' if run.data else '; worse than the one in use, which stays'}"

    def _similarities(self, done: int) -> None:
        if sys.stderr.isatty():
            self.stderr.write(f"\r\x1b[Kmeanings {done}", ending="\r")
