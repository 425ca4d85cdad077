"""Why an action does not do what was asked."""

from __future__ import annotations


class DomainError(Exception):
    """A request cannot be fulfilled: ``message`` says why, translated for people; ``field`` names the input to correct."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.message = str(message)
        self.field = field


class RequestError(DomainError):
    """A request is not served: ``status`` is the HTTP status of the response, ``retry_after`` the seconds until the client
    should try again (0: not said)."""

    def __init__(self, status: int, message: str = "", field: str = "", *, retry_after: int = 0) -> None:
        super().__init__(message, field)
        self.status, self.retry_after = status, retry_after
