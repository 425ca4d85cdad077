"""Vectors of everything published, now and in sight: ``raekoda search embed``."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from raekoda.platform.search.embedding import EmbeddingUnavailable
from raekoda.platform.search.vectors import Progress, cut_missing, embed_some, finish, models_to_fill, progress

WIDTH = 40


class Command(BaseCommand):
    help = "Gives vectors to all published passages that have none, as the worker does in the background."

    def handle(self, *args: Any, **options: Any) -> None:
        cut_missing()
        try:
            for model in models_to_fill():
                while embed_some(model):
                    self._show(next(one for one in progress() if one.model == model))
                finish(model)
        except EmbeddingUnavailable as reason:
            raise CommandError(
                f"The endpoint of embeddings does not answer ({reason}); what was made is kept."
            ) from reason
        except KeyboardInterrupt:
            self.stderr.write("\nStopped; what was made is kept, the next run goes on from there.")
            return
        for one in progress():
            self.stdout.write(f"{one.model.name}: {one.done} of {one.total} passages, {one.model.state}")

    def _show(self, one: Progress) -> None:
        if sys.stderr.isatty():
            full = WIDTH * one.percent // 100
            bar = "#" * full + "." * (WIDTH - full)
            self.stderr.write(f"\r\033[K{one.model.name} [{bar}] {one.done}/{one.total}", ending="")
            self.stderr.flush()
