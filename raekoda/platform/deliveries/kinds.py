"""The kinds of delivery: which function sends them, how often, whether a sent one may go again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from django.utils.functional import Promise

from raekoda.platform.core.registry import Registry

if TYPE_CHECKING:
    from raekoda.platform.deliveries.models import Delivery

TRIES = 12


class DeliveryPostponed(Exception):
    """It was not taken, and a later try may do it. ``code`` is for the log: the kind of error, never an address or a text."""

    def __init__(self, code: str, *, seconds: int | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.seconds = seconds


class DeliveryRejected(Exception):
    """It will never be taken as it is; the other side works. ``answer`` is what it said, as JSON."""

    def __init__(self, code: str, answer: dict[str, Any] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.answer = answer or {}


class DeliveryOutcomeUnknown(Exception):
    """It may have been taken, and nobody can tell: it is not tried again before somebody of the staff says so."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@runtime_checkable
class Sender(Protocol):
    """Sends a delivery once. Gives what the other side answered (stored as JSON), or raises :class:`DeliveryPostponed`,
    :class:`DeliveryRejected`,
    :class:`DeliveryOutcomeUnknown`.

    It may be called twice for one delivery when a worker was killed: the other side must be able to tell
    (``delivery.key`` is the same at every try), or the sender looks there first.
    """

    def __call__(self, delivery: Delivery, /) -> dict[str, Any] | None: ...


@dataclass(frozen=True)
class Kind:
    """A kind of delivery. ``words`` name it for staff; ``can_repeat``: staff may send one again that was taken."""

    name: str
    sender: Sender
    words: str | Promise
    tries: int = TRIES
    can_repeat: bool = False


delivery_kinds: Registry[Kind] = Registry(
    f"{__name__}.delivery_kinds",
    Kind,
    "Kinds of deliveries: which function sends them to another system",
    key=lambda kind: kind.name,
)
