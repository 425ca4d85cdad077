"""Similarity of two questions, independent of wording and language.

Cosines of a small multilingual model mostly reflect language and being a question. Vectors are therefore centred on the mean
of their language over background questions and whitened (regularised Mahalanobis distance).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from raekoda.casework.assistant import evaluation
from raekoda.platform.search.embedding import Embedder

VERSION = 1
DAMPING = 4.4
SHORTEST = 1e-9
_measured: dict[str, Space] = {}


@dataclass(frozen=True)
class Space:
    """The space in which questions are compared; ``name`` identifies model and method.

    Vectors of two spaces are not comparable.
    """

    name: str
    means: dict[str, np.ndarray]
    stretch: np.ndarray

    def place(self, vectors: np.ndarray, languages: Sequence[str]) -> np.ndarray:
        """Transform model vectors, shape (n, d), into unit rows of the space; inner products are similarities."""
        overall = np.mean(list(self.means.values()), axis=0)
        centred = vectors - np.array([self.means.get(language, overall) for language in languages])
        return unit(centred @ self.stretch)


def space_for(embedder: Embedder) -> Space:
    """The space of a model, computed once per process. Raises ``EmbeddingUnavailable``."""
    name = space_name(embedder)
    if name not in _measured:
        _measured[name] = _measure(embedder)
    return _measured[name]


def space_name(embedder: Embedder) -> str:
    """The name of a model's space."""
    return f"{embedder.name}/{VERSION}"


def unit(rows: np.ndarray) -> np.ndarray:
    """Rows of unit length."""
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), SHORTEST)


def mean_direction(rows: np.ndarray) -> np.ndarray:
    """The mean of the rows, as a unit vector."""
    return unit(rows.mean(axis=0, keepdims=True))[0]


def _measure(embedder: Embedder) -> Space:
    background = evaluation.written("tune")
    vectors = embedder.queries([each.question for each in background])
    languages = np.array([each.language for each in background])
    means = {language: vectors[languages == language].mean(axis=0) for language in sorted(set(languages))}
    centred = vectors - np.array([means[language] for language in languages])
    values, directions = np.linalg.eigh(centred.T @ centred / len(centred))
    damping = DAMPING * values.mean()
    stretch = directions @ np.diag(1 / np.sqrt(np.maximum(values, 0) + damping)) @ directions.T
    return Space(space_name(embedder), means, stretch.astype(np.float32))
