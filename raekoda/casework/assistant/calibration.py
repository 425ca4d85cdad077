"""Calibrates the formulas from questions with known right texts.

Logistic regression over few features gives the ranking weights and the confidence formula. The threshold maximises the
smaller of two shares, right first texts answered and all others abstained, on cross-validated confidences.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from raekoda.casework.assistant import confidence, ranking
from raekoda.casework.assistant.confidence import Features
from raekoda.casework.assistant.evaluation import Question
from raekoda.casework.assistant.matching import match_texts
from raekoda.casework.assistant.measurement import PAGE_LANGUAGE
from raekoda.casework.assistant.phrases import Nearness, nearness
from raekoda.casework.assistant.pipeline import PASSAGES
from raekoda.casework.assistant.ranking import Ranked, candidates, rank
from raekoda.casework.assistant.subjects import without_own_name
from raekoda.platform.core.tenancy import current
from raekoda.platform.search.models import EmbeddingModel
from raekoda.platform.search.retrieval import retrieve

SUBJECT = ("named", "absent", "about", "meant")
FEATURES = {
    confidence.MEANING: ("rank", "whole", "phrase", "elsewhere", "lacks", "gap", *SUBJECT),
    confidence.WORDS: ("coverage", "gap", "lacks", *SUBJECT),
}
FOLDS = 5


@dataclass(frozen=True)
class Example:
    """A question with its candidates."""

    question: Question
    found: list[Ranked]
    near: Nearness
    language: str
    model: EmbeddingModel | None


def examples(questions: Sequence[Question]) -> list[Example]:
    """The unranked candidates of each question."""
    return [_example(question) for question in questions]


def calibrate(examples: Sequence[Example], name: str) -> dict[str, Any]:
    """The parameters of one formula, in the format of the calibration file."""
    weights = ranking_weights(examples)
    rows = [(one, *features_of(one, weights)) for one in examples]
    names = FEATURES[name]
    x = np.array([features.vector(names) for _one, features, _is_right in rows if features is not None])
    y = np.array([is_right for _one, features, is_right in rows if features is not None])
    learner = make_pipeline(StandardScaler(), LogisticRegression(class_weight="balanced"))
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=0)
    unseen = cross_val_predict(learner, x, y, cv=folds, method="predict_proba")[:, 1]
    learner.fit(x, y)
    scaler, formula = learner[0], learner[1]
    coefficients = formula.coef_[0] / scaler.scale_
    return {
        "weights": dict(zip(ranking.NAMES, map(_rounded, weights), strict=True)),
        "intercept": _rounded(formula.intercept_[0] - float(np.dot(coefficients, scaler.mean_))),
        "coefficients": dict(zip(names, map(_rounded, coefficients), strict=True)),
        "threshold": _rounded(best_threshold(unseen, y)),
    }


def ranking_weights(examples: Sequence[Example]) -> tuple[float, ...]:
    """The ranking weight of each evidence field."""
    answerable = [one for one in examples if one.question.is_answerable]
    x = np.array([text.evidence.vector() for one in answerable for text in one.found])
    y = np.array([(text.text.kind, text.text.key) in one.question.keys for one in answerable for text in one.found])
    spread = x.std(axis=0)
    used = spread > 0
    learner = LogisticRegression(C=1.0, max_iter=2000).fit(x[:, used], y)
    weights = np.zeros(x.shape[1])
    weights[used] = learner.coef_[0]
    return tuple(float(weight) for weight in weights)


def features_of(one: Example, weights: Sequence[float]) -> tuple[Features | None, bool]:
    """The features of a question after ranking, None without candidates, and whether the first text is a right one."""
    ranked = rank(one.found, weights)
    matches = match_texts(one.question.question, one.language, ranked)
    if not matches:
        return None, False
    features = Features.of(one.question.question, ranked, matches, one.near, one.model)
    return features, one.question.is_right(matches[0].material)


def best_threshold(confidences: np.ndarray, is_answerable: np.ndarray) -> float:
    """The threshold that maximises the smaller share; the highest one of equals."""
    levels = np.unique(confidences)
    smaller = np.array([_smaller_share(confidences, is_answerable, level) for level in levels])
    return float(levels[smaller == smaller.max()].max())


def _smaller_share(confidences: np.ndarray, is_answerable: np.ndarray, threshold: float) -> float:
    answered = confidences[is_answerable] >= threshold
    abstained = confidences[~is_answerable] < threshold
    return float(min(answered.mean(), abstained.mean()))


def _example(question: Question) -> Example:
    found = retrieve(without_own_name(question.question, current()), PAGE_LANGUAGE, limit=PASSAGES)
    near = nearness(found.vector, found.model, current())
    return Example(question, candidates(found, near), near, found.language, found.model)


def _rounded(number: float) -> float:
    return round(float(number), 4)
