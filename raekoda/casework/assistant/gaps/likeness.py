"""How much two questions are about the same thing, whatever their words and their language.

Cosines of a small multilingual model tell first of all in which language a text is and that it is a question. So
vectors are measured against a background of residents' questions: the mean of their language is taken away, and the
directions in which all questions differ anyhow are shortened (Mahalanobis distance, regularised). What is left is the matter.
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
    """Where questions are compared. ``name`` tells the model and the way of measuring: vectors of two spaces never mix."""

    name: str
    means: dict[str, np.ndarray]
    stretch: np.ndarray

    def place(self, vectors: np.ndarray, languages: Sequence[str]) -> np.ndarray:
        """Rows of the model's vectors brought into the space, each of unit length; their inner product is the likeness."""
        overall = np.mean(list(self.means.values()), axis=0)
        centred = vectors - np.array([self.means.get(language, overall) for language in languages])
        return unit(centred @ self.stretch)


def space_of(embedder: Embedder) -> Space:
    """The space of a model; measured once in a process. Raises ``EmbeddingUnavailable``."""
    name = name_of(embedder)
    if name not in _measured:
        _measured[name] = _measure(embedder)
    return _measured[name]


def name_of(embedder: Embedder) -> str:
    """The name of a model's space, without measuring it."""
    return f"{embedder.name}/{VERSION}"


def unit(rows: np.ndarray) -> np.ndarray:
    """Rows of unit length."""
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), SHORTEST)


def centre_of(rows: np.ndarray) -> np.ndarray:
    """The middle of some questions, of unit length."""
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
    return Space(name_of(embedder), means, stretch.astype(np.float32))
