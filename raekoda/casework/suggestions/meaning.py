"""Meanings of what was sent, as vectors by the embedding model of the settings."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from raekoda.platform.core.redact import CONTACTS, PERSONAL, redact
from raekoda.platform.search.embedding import embedder

READ_CHARACTERS = 1_000
AT_ONCE = 16


def meanings(texts: Sequence[str], language: str = "et", progress: Callable[[int], None] | None = None) -> np.ndarray:
    """A vector of unit length for each text. Contact data are taken out first, for an outside model names and addresses too.

    ``progress`` is told how many are done. Raises ``EmbeddingUnavailable``.
    """
    model = embedder()
    kinds = PERSONAL if model.is_remote else CONTACTS
    done: list[np.ndarray] = []
    for start in range(0, len(texts), AT_ONCE):
        batch = [
            redact(text.strip()[:READ_CHARACTERS], language, kinds).text or " "
            for text in texts[start : start + AT_ONCE]
        ]
        done.append(model.passages(batch))
        if progress is not None:
            progress(start + len(batch))
    return np.vstack(done) if done else np.zeros((0, 0), np.float32)
