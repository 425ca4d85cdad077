"""Calibrates ranking and confidence: ``raekoda calibrate answers``."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.cache import cache
from django.core.management.base import BaseCommand

from raekoda.casework.assistant import confidence
from raekoda.casework.assistant.calibration import Example, calibrate, examples
from raekoda.casework.assistant.evaluation import EVERYDAY, Question, load
from raekoda.casework.assistant.measurement import Shares, demo_content, measure
from raekoda.platform.core.evaluation import table, write_section
from raekoda.platform.search.vectors import MODEL_KEY

LEARNT_FROM = "tune"
HEAD = ("formula", "half", "threshold", "right source", "answered", "right when answered", "abstained")


class Command(BaseCommand):
    help = (
        "Choose weights, coefficients and thresholds of answering from the tune half of the project's questions and write them "
        "into the project (raekoda/casework/assistant/evaluation/calibration.json). Needs the demo's content: run it "
        "beside a running demo or after `raekoda demo`."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--municipality", default="", help="EHAK code; the default one unless given")
        parser.add_argument("--write", action="store_true", help="write the table into docs/evaluation.md")

    def handle(self, *, municipality: str, write: bool, **options: Any) -> None:
        with demo_content(municipality):
            questions = [*load(), *load(file=EVERYDAY)]
            with_meaning = examples([one for one in questions if one.split == LEARNT_FROM])
            read = {confidence.MEANING: calibrate(with_meaning, confidence.MEANING)}
            read[confidence.WORDS] = calibrate(self._by_words(questions), confidence.WORDS)
            text = json.dumps({"learnt_from": len(with_meaning), "formulas": read}, indent=2) + "\n"
            confidence.FILE.write_text(text, encoding="utf-8")
            confidence.formulas.cache_clear()
            rows = self._rows(confidence.MEANING, questions)
            with without_embeddings():
                rows += self._rows(confidence.WORDS, questions)
        shown = table(HEAD, rows)
        self.stdout.write(shown)
        if write:
            numbers = f"```json\n{text}```"
            write_section("answers-calibration", f"`raekoda calibrate answers --write`\n\n{shown}\n\n{numbers}")

    def _by_words(self, questions: list[Question]) -> list[Example]:
        with without_embeddings():
            return examples([one for one in questions if one.split == LEARNT_FROM])

    def _rows(self, name: str, questions: list[Question]) -> list[tuple[str, ...]]:
        rows = []
        for half in ("tune", "test"):
            shares = Shares.of(measure([one for one in questions if one.split == half]))
            figures = (shares.source, shares.answered, shares.precision, shares.abstained)
            threshold = confidence.formulas()[name].threshold
            rows.append((name, half, f"{threshold:.3f}", *(f"{figure:.3f}" for figure in figures)))
        return rows


class without_embeddings:  # noqa: N801 - reads as a word in `with`
    """Context manager: search without embeddings."""

    def __enter__(self) -> None:
        cache.set(MODEL_KEY, 0, 3600)

    def __exit__(self, *raised: object) -> None:
        cache.delete(MODEL_KEY)
