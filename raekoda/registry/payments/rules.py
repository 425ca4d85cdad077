"""Pure rules of payments: transitions between statuses, amounts that may be refunded."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from raekoda.platform.core import numbers

CENT = Decimal("0.01")
REUSE_PERIOD = timedelta(minutes=10)
"""How long a started order is reused instead of a new one, so that two orders are rarely open at once."""


class OrderStatus(StrEnum):
    """The status of an order at a provider."""

    PAID = "paid"
    PENDING = "pending"
    FAILED = "failed"


TRANSITIONS = {
    ("asked", OrderStatus.PAID): "paid",
    ("started", OrderStatus.PAID): "paid",
    ("failed", OrderStatus.PAID): "paid",
    ("cancelled", OrderStatus.PAID): "paid",
    ("asked", OrderStatus.FAILED): "failed",
    ("started", OrderStatus.FAILED): "failed",
}
"""Payment status × order status → the next payment status; other pairs (late or repeated reports) change nothing."""


def next_status(status: str, order_status: str) -> str:
    """The status of a payment after the provider reported ``order_status``."""
    return TRANSITIONS.get((status, OrderStatus(order_status)), status)


def money(value: object) -> Decimal:
    """An amount from JSON or a form, in whole cents. Raises ``ValueError`` for anything else."""
    amount = numbers.parse(value)
    if amount is None or amount != amount.quantize(CENT):
        raise ValueError("not an amount in cents")
    return amount.quantize(CENT)


def left_to_refund(amount: Decimal, refunds: Iterable[Decimal]) -> Decimal:
    """How much of ``amount`` may still be refunded after ``refunds``."""
    return amount - sum(refunds, Decimal(0))


def is_reusable(started_at: datetime, now: datetime) -> bool:
    """Whether an unpaid order is reused instead of a new one."""
    return now - started_at < REUSE_PERIOD
