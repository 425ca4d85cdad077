"""Why an action does not do what was asked."""

from __future__ import annotations


class DomainError(Exception):
    """A request cannot be fulfilled: ``message`` says why, translated for people; ``field`` names the input to correct."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.message = str(message)
        self.field = field


class RequestError(DomainError):
    """An endpoint does not serve a request: ``status`` is the HTTP status of the response."""

    def __init__(self, status: int, message: str = "", field: str = "") -> None:
        super().__init__(message, field)
        self.status = status
