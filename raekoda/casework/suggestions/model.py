"""A linear model that predicts a label of a case (service, unit, kind) with a calibrated probability.

Accuracy and calibration are measured on the latest reports, held out; then the model is trained on all. Only the worker
imports scikit-learn.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import compress
from typing import Any

import numpy as np

from raekoda.casework.suggestions.features import WEIGHTS, Features, Report
from raekoda.casework.suggestions.rules import FEWEST_REPORTS

FEWEST_OF_LABEL = 3
HELD_OUT = 0.2
REGULARISATION = 0.5
FORMAT = 1
SHARPNESS = np.geomspace(0.5, 12.0, 60)


class NotEnoughData(Exception):
    """Too few reports or labels to train on."""


@dataclass(frozen=True)
class Metrics:
    """Accuracy on held-out reports: their number, and the shares with the right label first or among three."""

    reports: int
    top_1: float
    top_3: float


@dataclass
class Model:
    """A trained model. ``sharpness`` scales its scores into calibrated probabilities."""

    features: Features
    labels: list[str]
    weights: np.ndarray
    offsets: np.ndarray
    sharpness: float = 3.0
    metrics: Metrics = field(default_factory=lambda: Metrics(0, 0.0, 0.0))
    reports: int = 0

    def probabilities(self, reports: Sequence[Report]) -> np.ndarray:
        """Shape (reports, labels); rows sum to 1."""
        return _probabilities(self.scores(reports), self.sharpness)

    def predict(self, reports: Sequence[Report], limit: int = 3) -> list[list[tuple[str, float]]]:
        """For each report the ``limit`` likeliest (label, probability), best first."""
        chances = self.probabilities(reports)
        best = np.argsort(-chances, axis=1, kind="stable")[:, :limit]
        return [
            [(self.labels[column], float(row[column])) for column in columns]
            for row, columns in zip(chances, best, strict=True)
        ]

    def scores(self, reports: Sequence[Report]) -> np.ndarray:
        """Decision scores, shape (reports, labels)."""
        return np.asarray(self.features.transform(reports) @ self.weights.T + self.offsets)

    def to_bytes(self) -> bytes:
        """The model as compressed NumPy arrays without pickled objects."""
        arrays: dict[str, Any] = {
            "format": np.array(FORMAT), "labels": np.array("\n".join(self.labels)), "reports": np.array(self.reports),
            "weights": self.weights.astype(np.float16), "offsets": self.offsets, "sharpness": np.array(self.sharpness),
            "measured": np.array([self.metrics.reports, self.metrics.top_1, self.metrics.top_3]),
        }  # fmt: skip
        file = io.BytesIO()
        np.savez_compressed(file, **(arrays | self.features.to_arrays()))
        return file.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> Model:
        """The model restored from :meth:`to_bytes`. Raises ``ValueError`` for another format."""
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            if int(arrays["format"]) != FORMAT:
                raise ValueError("format")
            reports, top_1, top_3 = arrays["measured"].tolist()
            return cls(
                features=Features.from_arrays(arrays), labels=str(arrays["labels"]).split("\n"),
                weights=arrays["weights"].astype(np.float32), offsets=arrays["offsets"],
                sharpness=float(arrays["sharpness"]), metrics=Metrics(int(reports), top_1, top_3),
                reports=int(arrays["reports"]),
            )  # fmt: skip


def train(reports: Sequence[Report], labels: Sequence[str], groups: Sequence[str] = tuple(WEIGHTS)) -> Model:
    """Train on ``reports`` (oldest first) and ``labels``. Raises :class:`NotEnoughData`.

    Accuracy and calibration are measured on the latest fifth.
    """
    reports, labels = _with_common_labels(reports, labels)
    if len(reports) < FEWEST_REPORTS or len(set(labels)) < 2:
        raise NotEnoughData
    cut = int(len(reports) * (1 - HELD_OUT))
    if len(set(labels[:cut])) < 2:
        raise NotEnoughData
    candidate = _fit(reports[:cut], labels[:cut], groups)
    sharpness = _best_sharpness(candidate, reports[cut:], labels[cut:])
    model = _fit(reports, labels, groups)
    model.sharpness, model.metrics = sharpness, measure(candidate, reports[cut:], labels[cut:])
    return model


def measure(model: Model, reports: Sequence[Report], labels: Sequence[str]) -> Metrics:
    """Top-1 and top-3 accuracy of the model on ``reports``."""
    guesses = [[label for label, _chance in guess] for guess in model.predict(reports)]
    pairs = list(zip(guesses, labels, strict=True))
    first = sum(guess[0] == label for guess, label in pairs)
    among = sum(label in guess for guess, label in pairs)
    return Metrics(len(pairs), first / max(len(pairs), 1), among / max(len(pairs), 1))


def _with_common_labels(reports: Sequence[Report], labels: Sequence[str]) -> tuple[list[Report], list[str]]:
    """Without labels of fewer than :data:`FEWEST_OF_LABEL` reports."""
    counted = Counter(labels)
    common = [counted[label] >= FEWEST_OF_LABEL for label in labels]
    return list(compress(reports, common)), list(compress(labels, common))


def _fit(reports: Sequence[Report], labels: Sequence[str], groups: Sequence[str]) -> Model:
    from sklearn.svm import LinearSVC

    features = Features(groups).fit(reports)
    classifier: Any = LinearSVC(C=REGULARISATION, max_iter=3000, random_state=0)
    classifier.fit(features.transform(reports), np.asarray(labels))
    weights, offsets = classifier.coef_, classifier.intercept_
    if len(classifier.classes_) == 2:
        weights, offsets = np.vstack([-weights, weights]), np.concatenate([-offsets, offsets])
    return Model(
        features, [str(each) for each in classifier.classes_], weights.astype(np.float32), offsets, reports=len(reports)
    )


def _best_sharpness(model: Model, reports: Sequence[Report], labels: Sequence[str]) -> float:
    """The sharpness with the least log loss on the held-out labels."""
    column = {label: number for number, label in enumerate(model.labels)}
    known = [label in column for label in labels]
    if not any(known):
        return model.sharpness
    scores = model.scores(list(compress(reports, known)))
    right = np.array([column[label] for label in compress(labels, known)])
    rows = np.arange(len(right))
    losses = [-np.log(_probabilities(scores, each)[rows, right] + 1e-9).mean() for each in SHARPNESS]
    return float(SHARPNESS[int(np.argmin(losses))])


def _probabilities(scores: np.ndarray, sharpness: float) -> np.ndarray:
    raised = np.exp(sharpness * (scores - scores.max(axis=1, keepdims=True)))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))
