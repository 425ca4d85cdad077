"""A small linear model that learns a label of cases (service, unit, kind) from earlier ones, and says how sure it is.

It is trained in the order of time: how well it does, and how sure it may say it is, is measured on the latest reports,
which it has not seen; then it learns from all. Only the worker imports scikit-learn.
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


class TooFew(Exception):
    """Not enough reports, or not enough labels, to learn from."""


@dataclass(frozen=True)
class Measured:
    """How a model did on reports it had not seen: how many, and how often the right label was first or among three."""

    reports: int
    top_1: float
    top_3: float


@dataclass
class Model:
    """A trained model. ``sharpness`` turns its scores into probabilities that hold on unseen reports."""

    features: Features
    labels: list[str]
    weights: np.ndarray
    offsets: np.ndarray
    sharpness: float = 3.0
    measured: Measured = field(default_factory=lambda: Measured(0, 0.0, 0.0))
    reports: int = 0

    def probabilities(self, reports: Sequence[Report]) -> np.ndarray:
        """A row for each report, a column for each of ``labels``; rows add up to 1."""
        return _probabilities(self.scores(reports), self.sharpness)

    def predict(self, reports: Sequence[Report], limit: int = 3) -> list[list[tuple[str, float]]]:
        """For each report the likeliest labels with their probability, best first."""
        chances = self.probabilities(reports)
        best = np.argsort(-chances, axis=1, kind="stable")[:, :limit]
        return [
            [(self.labels[column], float(row[column])) for column in columns]
            for row, columns in zip(chances, best, strict=True)
        ]

    def scores(self, reports: Sequence[Report]) -> np.ndarray:
        """How far each report lies on the side of each label."""
        return np.asarray(self.features.transform(reports) @ self.weights.T + self.offsets)

    def to_bytes(self) -> bytes:
        """The model as compressed arrays of numbers and texts, no code among them."""
        kept: dict[str, Any] = {
            "format": np.array(FORMAT), "labels": np.array("\n".join(self.labels)), "reports": np.array(self.reports),
            "weights": self.weights.astype(np.float16), "offsets": self.offsets, "sharpness": np.array(self.sharpness),
            "measured": np.array([self.measured.reports, self.measured.top_1, self.measured.top_3]),
        }  # fmt: skip
        file = io.BytesIO()
        np.savez_compressed(file, **(kept | self.features.arrays()))
        return file.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> Model:
        """The model again from :meth:`to_bytes`. Raises ``ValueError`` for another format."""
        with np.load(io.BytesIO(data), allow_pickle=False) as kept:
            if int(kept["format"]) != FORMAT:
                raise ValueError("format")
            reports, top_1, top_3 = kept["measured"].tolist()
            return cls(
                features=Features.from_arrays(kept), labels=str(kept["labels"]).split("\n"),
                weights=kept["weights"].astype(np.float32), offsets=kept["offsets"],
                sharpness=float(kept["sharpness"]), measured=Measured(int(reports), top_1, top_3),
                reports=int(kept["reports"]),
            )  # fmt: skip


def train(reports: Sequence[Report], labels: Sequence[str], groups: Sequence[str] = tuple(WEIGHTS)) -> Model:
    """Learn from ``reports`` (the oldest first) and their ``labels``. Raises :class:`TooFew`.

    The latest fifth is first held out to measure the model and the truth of its confidence.
    """
    reports, labels = _with_common_labels(reports, labels)
    if len(reports) < FEWEST_REPORTS or len(set(labels)) < 2:
        raise TooFew
    cut = int(len(reports) * (1 - HELD_OUT))
    if len(set(labels[:cut])) < 2:
        raise TooFew
    trial = _fit(reports[:cut], labels[:cut], groups)
    sharpness = _best_sharpness(trial, reports[cut:], labels[cut:])
    model = _fit(reports, labels, groups)
    model.sharpness, model.measured = sharpness, measure(trial, reports[cut:], labels[cut:])
    return model


def measure(model: Model, reports: Sequence[Report], labels: Sequence[str]) -> Measured:
    """How often the right one of ``labels`` is the model's first, and among its first three."""
    guesses = [[label for label, _chance in guess] for guess in model.predict(reports)]
    pairs = list(zip(guesses, labels, strict=True))
    first = sum(guess[0] == label for guess, label in pairs)
    among = sum(label in guess for guess, label in pairs)
    return Measured(len(pairs), first / max(len(pairs), 1), among / max(len(pairs), 1))


def _with_common_labels(reports: Sequence[Report], labels: Sequence[str]) -> tuple[list[Report], list[str]]:
    """Without labels that hardly ever occur: nothing can be learnt of them."""
    counted = Counter(labels)
    common = [counted[label] >= FEWEST_OF_LABEL for label in labels]
    return list(compress(reports, common)), list(compress(labels, common))


def _fit(reports: Sequence[Report], labels: Sequence[str], groups: Sequence[str]) -> Model:
    from sklearn.svm import LinearSVC

    features = Features(groups).fit(reports)
    machine: Any = LinearSVC(C=REGULARISATION, max_iter=3000, random_state=0)
    machine.fit(features.transform(reports), np.asarray(labels))
    weights, offsets = machine.coef_, machine.intercept_
    if len(machine.classes_) == 2:
        weights, offsets = np.vstack([-weights, weights]), np.concatenate([-offsets, offsets])
    return Model(
        features, [str(each) for each in machine.classes_], weights.astype(np.float32), offsets, reports=len(reports)
    )


def _best_sharpness(model: Model, reports: Sequence[Report], labels: Sequence[str]) -> float:
    """The sharpness by which the unseen labels are the least surprising."""
    column = {label: number for number, label in enumerate(model.labels)}
    known = [label in column for label in labels]
    if not any(known):
        return model.sharpness
    scores = model.scores(list(compress(reports, known)))
    right = np.array([column[label] for label in compress(labels, known)])
    rows = np.arange(len(right))
    surprise = [-np.log(_probabilities(scores, each)[rows, right] + 1e-9).mean() for each in SHARPNESS]
    return float(SHARPNESS[int(np.argmin(surprise))])


def _probabilities(scores: np.ndarray, sharpness: float) -> np.ndarray:
    raised = np.exp(sharpness * (scores - scores.max(axis=1, keepdims=True)))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))
