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

from raekoda.casework.assistant.material import Material
from raekoda.casework.assistant.phrases import Nearness
from raekoda.casework.assistant.question_kinds import lacks_asked_fact
from raekoda.casework.assistant.ranking import Ranked
from raekoda.platform.search.models import EmbeddingModel

FILE = Path(__file__).parent / "evaluation" / "calibration.json"
MEANING, WORDS = "meaning", "words"


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

    @classmethod
    def of(
        cls,
        question: str,
        ranked: Sequence[Ranked],
        materials: Sequence[Material],
        near: Nearness,
        model: EmbeddingModel | None,
    ) -> Features:
        """Features of the best text (score, word coverage, gap to the second, lack of the fact asked for) and of the question
        (similarity to the most similar text, to the nearest phrase of a text and of an outside matter)."""
        first, second = ranked[0], ranked[1] if len(ranked) > 1 else None
        return cls(
            rank=first.score,
            whole=_above_background(max(one.likeness for one in ranked), model),
            phrase=_above_background(near.best, model),
            elsewhere=_above_background(near.elsewhere, model),
            coverage=first.evidence.coverage,
            gap=first.score - second.score if second else 0.0,
            lacks=float(bool(materials) and lacks_asked_fact(question, materials[0].pieces)),
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
