"""The kinds of delivery: which function sends them, how often, whether a sent one may go again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise

if TYPE_CHECKING:
    from raekoda.platform.deliveries.models import Delivery

Sender = Callable[["Delivery"], dict[str, Any] | None]
TRIES = 12


class NotNow(Exception):
    """It was not taken, and a later try may do it. ``code`` is for the log: the kind of error, never an address or a text."""

    def __init__(self, code: str, *, seconds: int | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.seconds = seconds


class Refused(Exception):
    """It will never be taken as it is; the other side works. ``answer`` is what it said, as JSON."""

    def __init__(self, code: str, answer: dict[str, Any] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.answer = answer or {}


class Unknown(Exception):
    """It may have been taken, and nobody can tell: it is not tried again before somebody of the staff says so."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Kind:
    """A kind of delivery. ``words`` name it for staff."""

    name: str
    sender: Sender
    words: str | Promise
    tries: int
    can_repeat: bool


_kinds: dict[str, Kind] = {}


def sends(
    name: str, *, words: str | Promise, tries: int = TRIES, can_repeat: bool = False
) -> Callable[[Sender], Sender]:
    """Register the decorated function as the sender of deliveries of kind ``name``.

    It gives what the other side answered (kept as JSON), or raises :class:`NotNow`, :class:`Refused`, :class:`Unknown`.
    It may be called twice for one delivery when a worker was killed: the other side must be able to tell
    (``delivery.key`` is the same at every try), or the sender looks there first. ``can_repeat``: staff may send one again
    that was taken.
    """

    def register(sender: Sender) -> Sender:
        _kinds[name] = Kind(name, sender, words, tries, can_repeat)
        return sender

    return register


def kind(name: str) -> Kind | None:
    """The kind registered under ``name``, or None: its room is not part of this installation any more."""
    return _kinds.get(name)


def all_kinds() -> list[Kind]:
    return [_kinds[name] for name in sorted(_kinds)]
