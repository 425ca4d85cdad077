"""Computes vectors of all published texts, with a progress bar: ``raekoda search embed``."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from raekoda.platform.search.embedding import EmbeddingUnavailable
from raekoda.platform.search.vectors import Progress, activate, embed_some, models_to_fill, progress, split_missing

WIDTH = 40


class Command(BaseCommand):
    help = "Gives vectors to all published passages that have none, as the worker does in the background."

    def handle(self, *args: Any, **options: Any) -> None:
        split_missing()
        try:
            for model in models_to_fill():
                while embed_some(model):
                    self._show(next(current for current in progress() if current.model == model))
                activate(model)
        except EmbeddingUnavailable as reason:
            raise CommandError(
                f"The endpoint of embeddings does not answer ({reason}); what was made is kept."
            ) from reason
        except KeyboardInterrupt:
            self.stderr.write("\nStopped; what was made is kept, the next run goes on from there.")
            return
        for current in progress():
            self.stdout.write(
                f"{current.model.name}: {current.done} of {current.total} passages, {current.model.state}"
            )

    def _show(self, current: Progress) -> None:
        if sys.stderr.isatty():
            full = WIDTH * current.percent // 100
            bar = "#" * full + "." * (WIDTH - full)
            self.stderr.write(f"\r\033[K{current.model.name} [{bar}] {current.done}/{current.total}", ending="")
            self.stderr.flush()
