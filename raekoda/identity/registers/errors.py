"""What the room says when it does not do as asked."""

from __future__ import annotations

from raekoda.platform.core.errors import DomainError


class RegisterError(DomainError):
    """What was asked cannot be done, in words for people (translated). ``field`` names what to put right."""


class Trouble(Exception):
    """A register did not answer. ``code`` is short and holds no personal data; ``is_down`` says that it is the other side
    (or the way to it) that fails, so that it is left alone for a while; ``was_asked`` that the question went out at all."""

    OURS = frozenset({"address", "certificate", "no code", "not connected", "resting"})

    def __init__(self, code: str, *, is_down: bool = False) -> None:
        super().__init__(code)
        self.code = code[:120]
        self.is_down = is_down

    @property
    def was_asked(self) -> bool:
        return self.code not in self.OURS
