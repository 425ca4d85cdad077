"""Why a request cannot be answered."""

from __future__ import annotations


class Refused(Exception):
    """An HTTP ``status``, a ``code`` for programs and words for people."""

    def __init__(self, status: int, code: str, words: str) -> None:
        super().__init__(words)
        self.status, self.code, self.words = status, code, words


class Unusable(Refused):
    """A parameter that cannot be used (OGC API - Features, /req/core/query-param-invalid)."""

    def __init__(self, words: str) -> None:
        super().__init__(400, "InvalidParameterValue", words)
