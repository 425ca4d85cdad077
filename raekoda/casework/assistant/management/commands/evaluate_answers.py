"""How well questions are answered: ``raekoda evaluate answers [FILE]``."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from raekoda.casework.assistant.evaluation import load
from raekoda.casework.assistant.measurement import (
    HEAD,
    Shares,
    demo_content,
    emergency_figures,
    measure,
    mixed_languages,
    percentile,
    table_rows,
)
from raekoda.platform.core.evaluation import table, write_section


class Command(BaseCommand):
    help = (
        "Measure answers on questions whose right texts are known, against the published texts of the municipality in this "
        "database (the demo's, beside a running demo or after `raekoda demo`). Reads only, but for vectors not made yet."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", type=Path, nargs="?", help="questions in the form of the project's own set (the default)"
        )
        parser.add_argument("--municipality", default="", help="EHAK code; the default one unless given")
        parser.add_argument("--write", action="store_true", help="write the table into docs/evaluation.md")

    def handle(self, *, file: Path | None, municipality: str, write: bool, **options: Any) -> None:
        with demo_content(municipality):
            try:
                questions = load(file=file)
            except LookupError as missing:
                raise CommandError(str(missing)) from missing
            measure(questions[:1])
            measured = measure(questions)
        shown = table(HEAD, table_rows(measured))
        speed = (
            f"p50 {percentile(measured, 0.5):.0f} ms, p95 {percentile(measured, 0.95):.0f} ms a question, nothing kept."
        )
        shares = Shares.of(measured)
        figures = (
            f"source {shares.source:.3f} answered {shares.answered:.3f} abstained {shares.abstained:.3f} "
            f"first {shares.first:.3f} wrong {shares.wrong:.3f} mixed languages {mixed_languages(measured)}\n\n"
            f"{emergency_figures()}"
        )
        self.stdout.write(f"{shown}\n{speed}")
        if write:
            name, section = (f" {file.name}", f"answers-{file.stem}") if file else ("", "answers")
            write_section(section, f"`raekoda evaluate answers{name} --write`\n\n{shown}\n\n{speed}\n\n{figures}")
        self.stdout.write(figures)
