from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from raekoda.casework.suggestions import evaluation
from raekoda.casework.suggestions.model import NotEnoughData
from raekoda.platform.core.evaluation import write_section
from raekoda.platform.search.embedding import EmbeddingUnavailable


class Command(BaseCommand):
    help = """Measure suggestions of the category on a file of reports, learnt from the earlier 70 %.

    FILE is a CSV of the form of Konstanz or a JSON list of Open311 service requests. --write puts the tables into
    docs/evaluation.md."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--write", action="store_true", help="replace the section in docs/evaluation.md")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the tables; the last line is machine-readable."""
        try:
            rows = evaluation.read_reports(options["file"])
            rows = evaluation.with_vectors(rows, lambda done: self._report_progress(f"vectors {done} of {len(rows)}"))
            figures = evaluation.evaluate(rows, self._report_progress)
        except evaluation.UnknownFormat as reason:
            raise CommandError(
                f"{options['file']} holds neither Open311 requests nor reports as Konstanz has them."
            ) from reason
        except NotEnoughData as reason:
            raise CommandError("There are too few reports in the file to learn from.") from reason
        except EmbeddingUnavailable as reason:
            raise CommandError(
                "The embedding model does not answer. Try again later, or use the built-in one."
            ) from reason
        self._report_progress("")
        text = evaluation.as_text(figures)
        last = f"top-1 {figures.result.top_1:.3f} top-3 {figures.result.top_3:.3f}"
        self.stdout.write(f"{text}\n\n{last}")
        if options["write"]:
            command = f"`raekoda evaluate suggestions {options['file'].name} --write`"
            write_section("suggestions", f"{command}\n\n{text}\n\n`{last}`")

    def _report_progress(self, text: str) -> None:
        """Progress on one line of a terminal."""
        if sys.stderr.isatty():
            self.stderr.write(f"\r\x1b[K{text}", ending="")
            self.stderr.flush()
