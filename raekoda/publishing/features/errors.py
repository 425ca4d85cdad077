"""Why a request cannot be answered."""

from __future__ import annotations

from raekoda.platform.core.errors import RequestError


class FeaturesError(RequestError):
    """An HTTP ``status``, a ``code`` for programs and words for people."""

    def __init__(self, status: int, code: str, words: str) -> None:
        super().__init__(status, words)
        self.code, self.words = code, words


class Unusable(FeaturesError):
    """A parameter that cannot be used (OGC API - Features, /req/core/query-param-invalid)."""

    def __init__(self, words: str) -> None:
        super().__init__(400, "InvalidParameterValue", words)
