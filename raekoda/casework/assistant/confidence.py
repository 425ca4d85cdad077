"""How sure an answer is: a logistic formula over few features of what was found, its coefficients chosen from data.

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

from raekoda.casework.assistant.asking import lacks
from raekoda.casework.assistant.material import Material
from raekoda.casework.assistant.phrases import Nearness
from raekoda.casework.assistant.ranking import Ranked
from raekoda.platform.search.models import EmbeddingModel

FILE = Path(__file__).parent / "evaluation" / "calibration.json"
MEANING, WORDS = "meaning", "words"


@dataclass(frozen=True)
class Features:
    """What was found for a question, in numbers. Likenesses are in deviations above that of texts that have nothing to do with
    each other, so that the formula fits any model."""

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
        """Of the best text: what speaks for it, how many of the question's words it has, how far the second text is behind,
        whether it lacks the kind of thing asked for (a sum, a time). Of the question: how like it is to the text most like
        it, to the nearest phrase for one of the city's texts, and to the nearest for something that lies elsewhere."""
        first, second = ranked[0], ranked[1] if len(ranked) > 1 else None
        return cls(
            rank=first.score,
            whole=_above_background(max(one.likeness for one in ranked), model),
            phrase=_above_background(near.best, model),
            elsewhere=_above_background(near.elsewhere, model),
            coverage=first.evidence.coverage,
            gap=first.score - second.score if second else 0.0,
            lacks=float(bool(materials) and lacks(question, materials[0].pieces)),
        )

    def vector(self, names: Sequence[str]) -> tuple[float, ...]:
        """The numbers named."""
        return tuple(getattr(self, name) for name in names)


NAMES = tuple(field.name for field in fields(Features))


@dataclass(frozen=True)
class Formula:
    """Weights by which texts are put in order, a logistic formula, and the confidence from which on an answer is given."""

    weights: tuple[float, ...]
    intercept: float
    coefficients: dict[str, float]
    threshold: float

    def confidence(self, features: Features) -> float:
        """0 to 1: how likely the published texts answer the question."""
        total = self.intercept + sum(factor * getattr(features, name) for name, factor in self.coefficients.items())
        return 1 / (1 + math.exp(-max(-60.0, min(60.0, total))))


def formula_for(near: Nearness) -> Formula:
    """The formula with meaning, or the one with words alone while there are no vectors to compare with."""
    return formulas()[MEANING if near.is_known else WORDS]


@lru_cache(maxsize=1)
def formulas() -> dict[str, Formula]:
    """The calibrated formulas by name."""
    return {name: formula_of(read) for name, read in json.loads(FILE.read_text(encoding="utf-8"))["formulas"].items()}


def formula_of(read: dict[str, Any]) -> Formula:
    """A formula as the calibration file writes it."""
    return Formula(tuple(read["weights"].values()), read["intercept"], read["coefficients"], read["threshold"])


def _above_background(likeness: float, model: EmbeddingModel | None) -> float:
    return (likeness - model.background_mean) / model.background_deviation if model and likeness else 0.0
