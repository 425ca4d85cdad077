"""Errors of the state mailbox."""

from __future__ import annotations

from raekoda.platform.core.errors import DomainError


class PostkastError(DomainError):
    """The request cannot be fulfilled; the message is translated, ``field`` names the field to correct."""


class RequestFailed(Exception):
    """A request to the state mailbox failed. ``code`` is short and has no personal data: "401", "400 templateId", "time-out".

    ``may_have_arrived`` is False when the mailbox certainly did not process the request.
    """

    def __init__(self, code: str, *, status: int = 0, may_have_arrived: bool = False) -> None:
        super().__init__(code)
        self.code = code[:120]
        self.status = status
        self.may_have_arrived = may_have_arrived
