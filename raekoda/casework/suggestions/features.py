"""What a model sees of a report at the moment it is sent: words, parts of words, meaning, place, words of the address.

Nothing that is known only later (who handled it, how long it took) is among them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from raekoda.platform.core.fields import Point
from raekoda.platform.core.geometry import METRES_PER_DEGREE

READ_CHARACTERS = 4_000
WEIGHTS = {"words": 0.5, "letters": 1.0, "meaning": 0.5, "near": 0.1, "around": 0.15, "nowhere": 0.1, "address": 0.1}
"""How much each group of features counts, as its part of the likeness of two reports; chosen on older reports than
those the published figures are measured on."""
NEAR_METRES, AROUND_METRES = 100, 500
FELT = 0.01
TEXT_OPTIONS: dict[str, dict[str, Any]] = {
    "words": {"ngram_range": (1, 2)},
    "letters": {"analyzer": "char_wb", "ngram_range": (2, 5), "min_df": 2},
    "address": {"ngram_range": (1, 2)},
}


@dataclass(frozen=True)
class Report:
    """What is known of a case when it comes. ``vector`` is its meaning; all or none of a training set have one."""

    text: str
    address: str = ""
    point: Point | None = None
    vector: np.ndarray | None = None


class Features:
    """Turns reports into rows of numbers, the same way in training and afterwards."""

    def __init__(self, groups: Sequence[str] = tuple(WEIGHTS)) -> None:
        self.groups = tuple(groups)
        self._texts: dict[str, Any] = {}
        self._centre = np.zeros(0, np.float32)
        self._origin = np.zeros(2)
        self._grids: dict[str, np.ndarray] = {}

    def fit(self, reports: Sequence[Report]) -> Features:
        """Learn the words, the middle of the meanings and the places there are."""
        from sklearn.feature_extraction.text import TfidfVectorizer

        for group in self._in_use("words", "letters", "address"):
            learning = TfidfVectorizer(sublinear_tf=True, dtype=np.float32, **TEXT_OPTIONS[group])
            texts = _texts_of(group, reports)
            if any(text.strip() for text in texts):
                self._texts[group] = _fitted(learning, texts)
        self._texts = {group: fitted for group, fitted in self._texts.items() if fitted is not None}
        vectors = [report.vector for report in reports if report.vector is not None]
        if "meaning" in self.groups and len(vectors) == len(reports):
            self._centre = np.array(vectors, np.float32).mean(axis=0)
        places = [report.point for report in reports if report.point is not None]
        if places:
            self._origin = np.array([(place.lon, place.lat) for place in places]).mean(axis=0)
            metres = self._metres(reports)
            for group, width in self._widths():
                cells = np.round(metres[~np.isnan(metres[:, 0])] / width)
                self._grids[group] = np.unique(cells, axis=0) * width
        return self

    @property
    def reads_meaning(self) -> bool:
        return self._centre.size > 0

    def transform(self, reports: Sequence[Report]) -> Any:
        """A sparse matrix with a row for each report."""
        from scipy import sparse

        blocks = [
            np.sqrt(WEIGHTS[group]) * fitted.transform(_texts_of(group, reports))
            for group, fitted in self._texts.items()
        ]
        if self.reads_meaning:
            away = np.array([report.vector for report in reports], np.float32) - self._centre
            away /= np.maximum(np.linalg.norm(away, axis=1, keepdims=True), 1e-9)
            blocks.append(sparse.csr_matrix(np.sqrt(WEIGHTS["meaning"]) * away))
        if self._grids:
            metres = self._metres(reports)
            for group, width in self._widths():
                blocks.append(np.sqrt(WEIGHTS[group]) * _felt_from(metres, self._grids[group], width))
            if "nowhere" in self.groups:
                blocks.append(sparse.csr_matrix(np.sqrt(WEIGHTS["nowhere"]) * np.isnan(metres[:, :1])))
        return sparse.hstack(blocks).tocsr().astype(np.float32)

    def arrays(self) -> dict[str, np.ndarray]:
        """Everything learnt, as arrays of numbers and texts, for keeping."""
        kept: dict[str, np.ndarray] = {
            "groups": np.array(self.groups), "centre": self._centre, "origin": self._origin,
        }  # fmt: skip
        for group, fitted in self._texts.items():
            kept[f"{group}.terms"] = np.array("\n".join(fitted.get_feature_names_out()))
            kept[f"{group}.idf"] = fitted.idf_.astype(np.float32)
        return kept | {f"{group}.grid": grid for group, grid in self._grids.items()}

    @classmethod
    def from_arrays(cls, kept: Any) -> Features:
        """The same features again from :meth:`arrays`."""
        from sklearn.feature_extraction.text import TfidfVectorizer

        features = cls([str(group) for group in kept["groups"]])
        features._centre, features._origin = kept["centre"], kept["origin"]
        for group in features._in_use("words", "letters", "address"):
            if f"{group}.idf" in kept:
                options = {name: value for name, value in TEXT_OPTIONS[group].items() if name != "min_df"}
                terms = str(kept[f"{group}.terms"]).split("\n")
                fitted = TfidfVectorizer(sublinear_tf=True, dtype=np.float32, vocabulary=terms, **options)
                fitted.idf_ = kept[f"{group}.idf"]
                features._texts[group] = fitted
        for group, _width in features._widths():
            if f"{group}.grid" in kept:
                features._grids[group] = kept[f"{group}.grid"]
        return features

    def _in_use(self, *groups: str) -> list[str]:
        return [group for group in groups if group in self.groups]

    def _widths(self) -> list[tuple[str, int]]:
        widths = {"near": NEAR_METRES, "around": AROUND_METRES}
        return [(group, widths[group]) for group in self._in_use(*widths)]

    def _metres(self, reports: Sequence[Report]) -> np.ndarray:
        """East and north of the middle of all places, in metres; NaN for a report without a place."""
        degrees = np.array([report.point or (np.nan, np.nan) for report in reports], float) - self._origin
        return degrees * METRES_PER_DEGREE * np.array([np.cos(np.radians(self._origin[1])), 1.0])


def _texts_of(group: str, reports: Sequence[Report]) -> list[str]:
    return [(report.address if group == "address" else report.text)[:READ_CHARACTERS] for report in reports]


def _fitted(learning: Any, texts: list[str]) -> Any:
    """The words of the texts, or None when there are none to learn from (no word stands in two of them)."""
    try:
        return learning.fit(texts)
    except ValueError:
        return None


def _felt_from(metres: np.ndarray, grid: np.ndarray, width: float) -> Any:
    """How near each place is to each knot of the grid (a bell curve of ``width``), as rows of unit length."""
    from scipy import sparse

    away = ((metres[:, None, :] - grid[None]) ** 2).sum(axis=2)
    felt = np.nan_to_num(np.exp(-away / (2 * width**2)), nan=0.0)
    felt[felt < FELT] = 0.0
    length = np.linalg.norm(felt, axis=1, keepdims=True)
    return sparse.csr_matrix(np.where(length > 0.05, felt / np.maximum(length, 1e-9), 0.0))
