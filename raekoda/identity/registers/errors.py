"""Errors of registers."""

from __future__ import annotations

from raekoda.platform.core.errors import DomainError


class RegisterError(DomainError):
    """The request is invalid; ``field`` names the input to correct."""


class LookupFailed(Exception):
    """A lookup failed. ``code`` is short and holds no personal data; ``is_down``: the other side or the connection
    fails, which the circuit breaker counts; ``was_asked``: the request was sent."""

    OURS = frozenset({"address", "certificate", "no code", "not connected", "resting"})

    def __init__(self, code: str, *, is_down: bool = False) -> None:
        super().__init__(code)
        self.code = code[:120]
        self.is_down = is_down

    @property
    def was_asked(self) -> bool:
        return self.code not in self.OURS
