"""The confidence of an answer: a logistic formula over few features, calibrated on data.

``evaluation/calibration.json`` holds weights, coefficients and thresholds; ``raekoda calibrate answers`` writes it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Any

from raekoda.casework.assistant.matching import Match
from raekoda.casework.assistant.phrases import Nearness
from raekoda.casework.assistant.question_kinds import lacks_asked_fact
from raekoda.casework.assistant.ranking import Ranked
from raekoda.platform.search.models import EmbeddingModel

FILE = Path(__file__).parent / "evaluation" / "calibration.json"
MEANING, WORDS = "meaning", "words"
MOST_GAP = 4.0


@dataclass(frozen=True)
class Features:
    """Features of a question and its candidates. Similarities are in standard deviations above the background of unrelated
    texts, so that the formula fits any model."""

    rank: float
    whole: float
    phrase: float
    elsewhere: float
    coverage: float
    gap: float
    lacks: float
    named: float
    absent: float
    about: float
    meant: float

    @classmethod
    def of(
        cls,
        question: str,
        ranked: Sequence[Ranked],
        matches: Sequence[Match],
        near: Nearness,
        model: EmbeddingModel | None,
    ) -> Features:
        """Features of the best text (score, word coverage, gap to the next about another matter, lack of the fact asked for,
        subject words that it names, ``absent`` ones, whether it names any, whether everyday words mean it) and of the question
        (similarity to the most similar text, to the nearest phrase of the best text's matter and of an outside one)."""
        first, material = matches[0], matches[0].material
        same = [
            one for one in matches if one is first or (material.service and one.material.service == material.service)
        ]
        other = next((one.score for one in matches if one not in same), first.score - MOST_GAP)
        coverage = {one.text: one.evidence.coverage for one in ranked}
        return cls(
            rank=first.base,
            whole=_above_background(max((one.likeness for one in ranked), default=0.0), model),
            phrase=_above_background(
                max(near.texts.get((one.material.found.kind, one.material.found.key), 0.0) for one in same), model
            ),
            elsewhere=_above_background(near.elsewhere, model),
            coverage=coverage.get(material.found, 0.0),
            gap=min(first.score - other, MOST_GAP),
            lacks=float(lacks_asked_fact(question, material.pieces)) * (1 - first.subject.named),
            named=first.subject.named,
            absent=first.subject.absent,
            about=float(first.subject.named > 0),
            meant=float(first.is_meant),
        )

    def vector(self, names: Sequence[str]) -> tuple[float, ...]:
        """The named features as a vector."""
        return tuple(getattr(self, name) for name in names)


NAMES = tuple(field.name for field in fields(Features))


@dataclass(frozen=True)
class Formula:
    """Ranking weights, a logistic formula, and the least confidence of an answer."""

    weights: tuple[float, ...]
    intercept: float
    coefficients: dict[str, float]
    threshold: float

    def confidence(self, features: Features) -> float:
        """Probability (0 to 1) that the published texts answer the question."""
        total = self.intercept + sum(factor * getattr(features, name) for name, factor in self.coefficients.items())
        return 1 / (1 + math.exp(-max(-60.0, min(60.0, total))))


def formula_for(near: Nearness) -> Formula:
    """The formula with embeddings, or the one with words only while there are no vectors."""
    return formulas()[MEANING if near.is_known else WORDS]


@lru_cache(maxsize=1)
def formulas() -> dict[str, Formula]:
    """The calibrated formulas by name."""
    return {name: formula_of(read) for name, read in json.loads(FILE.read_text(encoding="utf-8"))["formulas"].items()}


def formula_of(read: dict[str, Any]) -> Formula:
    """A formula from the calibration file."""
    return Formula(tuple(read["weights"].values()), read["intercept"], read["coefficients"], read["threshold"])


def _above_background(likeness: float, model: EmbeddingModel | None) -> float:
    return (likeness - model.background_mean) / model.background_deviation if model and likeness else 0.0
