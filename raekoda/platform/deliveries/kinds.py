"""The kinds of delivery: which function sends them, how often, whether a sent one may be repeated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from django.utils.functional import Promise

from raekoda.platform.core.registry import Registry

if TYPE_CHECKING:
    from raekoda.platform.deliveries.models import Delivery

MAX_ATTEMPTS = 12


class DeliveryPostponed(Exception):
    """It was not delivered, and a later attempt may succeed. ``code`` is for the log: the kind of error, never an
    address or a text."""

    def __init__(self, code: str, *, seconds: int | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.seconds = seconds


class DeliveryRejected(Exception):
    """The other side rejected it permanently. ``answer`` is its answer, as JSON."""

    def __init__(self, code: str, answer: dict[str, Any] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.answer = answer or {}


class DeliveryOutcomeUnknown(Exception):
    """It is unknown whether it arrived: it is not retried until staff decide."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@runtime_checkable
class Sender(Protocol):
    """Sends a delivery once. Returns the answer of the other side (stored as JSON), or raises :class:`DeliveryPostponed`,
    :class:`DeliveryRejected`,
    :class:`DeliveryOutcomeUnknown`.

    It may be called twice for one delivery when a worker was killed: the other side must recognise the repetition
    (``delivery.key`` is the same at every attempt), or the sender looks there first.
    """

    def __call__(self, delivery: Delivery, /) -> dict[str, Any] | None: ...


@dataclass(frozen=True)
class Kind:
    """A kind of delivery. ``label`` is its name for staff; ``can_repeat``: staff may repeat a sent one."""

    name: str
    sender: Sender
    label: str | Promise
    tries: int = MAX_ATTEMPTS
    can_repeat: bool = False


delivery_kinds: Registry[Kind] = Registry(
    f"{__name__}.delivery_kinds",
    Kind,
    "Kinds of deliveries: which function sends them to another system",
    key=lambda kind: kind.name,
)
