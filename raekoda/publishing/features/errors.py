"""Errors of the service."""

from __future__ import annotations

from raekoda.platform.core.errors import RequestError


class FeaturesError(RequestError):
    """An error response: HTTP status, machine-readable code, translated message."""

    def __init__(self, status: int, code: str, words: str) -> None:
        super().__init__(status, words)
        self.code, self.words = code, words


class InvalidParameter(FeaturesError):
    """A parameter has an invalid value (OGC API - Features, /req/core/query-param-invalid)."""

    def __init__(self, words: str) -> None:
        super().__init__(400, "InvalidParameterValue", words)
