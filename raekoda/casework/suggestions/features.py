"""Features of a report at the time it is sent: words, character n-grams, embedding, location, words of the address.

Data known only later (handler, processing time) is not used.
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
"""Weight of each feature group in the similarity of two reports; chosen on reports older than the evaluation set."""
NEAR_METRES, AROUND_METRES = 100, 500
LEAST_PROXIMITY = 0.01
TEXT_OPTIONS: dict[str, dict[str, Any]] = {
    "words": {"ngram_range": (1, 2)},
    "letters": {"analyzer": "char_wb", "ngram_range": (2, 5), "min_df": 2},
    "address": {"ngram_range": (1, 2)},
}


@dataclass(frozen=True)
class Report:
    """A case at the time it is opened. ``vector`` is its embedding; all reports of a training set have one, or none."""

    text: str
    address: str = ""
    point: Point | None = None
    vector: np.ndarray | None = None


class Features:
    """Transforms reports into feature rows."""

    def __init__(self, groups: Sequence[str] = tuple(WEIGHTS)) -> None:
        self.groups = tuple(groups)
        self._texts: dict[str, Any] = {}
        self._centre = np.zeros(0, np.float32)
        self._origin = np.zeros(2)
        self._grids: dict[str, np.ndarray] = {}

    def fit(self, reports: Sequence[Report]) -> Features:
        """Fit vocabularies, the mean embedding and the grid of locations."""
        from sklearn.feature_extraction.text import TfidfVectorizer

        for group in self._in_use("words", "letters", "address"):
            vectorizer = TfidfVectorizer(sublinear_tf=True, dtype=np.float32, **TEXT_OPTIONS[group])
            texts = _group_texts(group, reports)
            if any(text.strip() for text in texts):
                self._texts[group] = _fitted(vectorizer, texts)
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
    def uses_vectors(self) -> bool:
        return self._centre.size > 0

    def transform(self, reports: Sequence[Report]) -> Any:
        """A sparse float32 matrix, one row per report."""
        from scipy import sparse

        blocks = [
            np.sqrt(WEIGHTS[group]) * fitted.transform(_group_texts(group, reports))
            for group, fitted in self._texts.items()
        ]
        if self.uses_vectors:
            away = np.array([report.vector for report in reports], np.float32) - self._centre
            away /= np.maximum(np.linalg.norm(away, axis=1, keepdims=True), 1e-9)
            blocks.append(sparse.csr_matrix(np.sqrt(WEIGHTS["meaning"]) * away))
        if self._grids:
            metres = self._metres(reports)
            for group, width in self._widths():
                blocks.append(np.sqrt(WEIGHTS[group]) * _proximity(metres, self._grids[group], width))
            if "nowhere" in self.groups:
                blocks.append(sparse.csr_matrix(np.sqrt(WEIGHTS["nowhere"]) * np.isnan(metres[:, :1])))
        return sparse.hstack(blocks).tocsr().astype(np.float32)

    def to_arrays(self) -> dict[str, np.ndarray]:
        """The fitted state as NumPy arrays."""
        arrays: dict[str, np.ndarray] = {
            "groups": np.array(self.groups), "centre": self._centre, "origin": self._origin,
        }  # fmt: skip
        for group, fitted in self._texts.items():
            arrays[f"{group}.terms"] = np.array("\n".join(fitted.get_feature_names_out()))
            arrays[f"{group}.idf"] = fitted.idf_.astype(np.float32)
        return arrays | {f"{group}.grid": grid for group, grid in self._grids.items()}

    @classmethod
    def from_arrays(cls, arrays: Any) -> Features:
        """Features restored from :meth:`to_arrays`."""
        from sklearn.feature_extraction.text import TfidfVectorizer

        features = cls([str(group) for group in arrays["groups"]])
        features._centre, features._origin = arrays["centre"], arrays["origin"]
        for group in features._in_use("words", "letters", "address"):
            if f"{group}.idf" in arrays:
                options = {name: value for name, value in TEXT_OPTIONS[group].items() if name != "min_df"}
                terms = str(arrays[f"{group}.terms"]).split("\n")
                fitted = TfidfVectorizer(sublinear_tf=True, dtype=np.float32, vocabulary=terms, **options)
                fitted.idf_ = arrays[f"{group}.idf"]
                features._texts[group] = fitted
        for group, _width in features._widths():
            if f"{group}.grid" in arrays:
                features._grids[group] = arrays[f"{group}.grid"]
        return features

    def _in_use(self, *groups: str) -> list[str]:
        return [group for group in groups if group in self.groups]

    def _widths(self) -> list[tuple[str, int]]:
        widths = {"near": NEAR_METRES, "around": AROUND_METRES}
        return [(group, widths[group]) for group in self._in_use(*widths)]

    def _metres(self, reports: Sequence[Report]) -> np.ndarray:
        """Metres east and north of the mean location, shape (reports, 2); NaN without a location."""
        degrees = np.array([report.point or (np.nan, np.nan) for report in reports], float) - self._origin
        return degrees * METRES_PER_DEGREE * np.array([np.cos(np.radians(self._origin[1])), 1.0])


def _group_texts(group: str, reports: Sequence[Report]) -> list[str]:
    return [(report.address if group == "address" else report.text)[:READ_CHARACTERS] for report in reports]


def _fitted(vectorizer: Any, texts: list[str]) -> Any:
    """The fitted vectorizer, or None when the texts have no usable vocabulary."""
    try:
        return vectorizer.fit(texts)
    except ValueError:
        return None


def _proximity(metres: np.ndarray, grid: np.ndarray, width: float) -> Any:
    """Gaussian proximity (``width`` metres) of each location to each grid point, as rows of unit length."""
    from scipy import sparse

    away = ((metres[:, None, :] - grid[None]) ** 2).sum(axis=2)
    proximity = np.nan_to_num(np.exp(-away / (2 * width**2)), nan=0.0)
    proximity[proximity < LEAST_PROXIMITY] = 0.0
    length = np.linalg.norm(proximity, axis=1, keepdims=True)
    return sparse.csr_matrix(np.where(length > 0.05, proximity / np.maximum(length, 1e-9), 0.0))
