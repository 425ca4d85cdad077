"""What the app says when it does not do as asked."""

from __future__ import annotations

from raekoda.platform.core.errors import DomainError


class PostkastError(DomainError):
    """What was asked cannot be done, in words for people (translated). ``field`` names what to put right."""


class Trouble(Exception):
    """The state mailbox did not do as asked. ``code`` is short and holds no personal data: "401", "400 templateId", "time-out".

    ``may_have_arrived`` is False when nothing of the request can have been taken.
    """

    def __init__(self, code: str, *, status: int = 0, may_have_arrived: bool = False) -> None:
        super().__init__(code)
        self.code = code[:120]
        self.status = status
        self.may_have_arrived = may_have_arrived
