"""Embedding vectors of report texts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from raekoda.platform.core.redact import CONTACTS, PERSONAL, redact
from raekoda.platform.search.embedding import embedder

READ_CHARACTERS = 1_000
BATCH_SIZE = 16


def embed_texts(
    texts: Sequence[str], language: str = "et", progress: Callable[[int], None] | None = None
) -> np.ndarray:
    """Unit vectors of the texts, shape (texts, dimensions).

    Contact data are redacted first, names and addresses too for a remote model. ``progress`` gets the number done.
    Raises ``EmbeddingUnavailable``.
    """
    model = embedder()
    kinds = PERSONAL if model.is_remote else CONTACTS
    done: list[np.ndarray] = []
    for start in range(0, len(texts), BATCH_SIZE):
        batch = [
            redact(text.strip()[:READ_CHARACTERS], language, kinds).text or " "
            for text in texts[start : start + BATCH_SIZE]
        ]
        done.append(model.passages(batch))
        if progress is not None:
            progress(start + len(batch))
    return np.vstack(done) if done else np.zeros((0, 0), np.float32)
