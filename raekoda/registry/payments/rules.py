"""Pure rules of payments: which state follows which, how much may go back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum

CENT = Decimal("0.01")
REUSED_FOR = timedelta(minutes=10)
"""How long a started order is offered again instead of a new one: fewer orders that could both be paid."""


class Word(StrEnum):
    """What a provider says of an order."""

    PAID = "paid"
    PENDING = "pending"
    FAILED = "failed"


AFTER = {
    ("asked", Word.PAID): "paid",
    ("started", Word.PAID): "paid",
    ("failed", Word.PAID): "paid",
    ("cancelled", Word.PAID): "paid",
    ("asked", Word.FAILED): "failed",
    ("started", Word.FAILED): "failed",
}
"""State × word of the provider gives the state after it; what is not here changes nothing (a late or repeated word)."""


def after(status: str, word: str) -> str:
    """The state of a payment after the provider's word; the same state when the word changes nothing."""
    return AFTER.get((status, Word(word)), status)


def money(value: object) -> Decimal:
    """An amount as it came in JSON or a form, in whole cents. Raises ``ValueError`` for what is no such amount."""
    try:
        amount = Decimal(str(value).strip().replace(",", "."))
        cents = amount.quantize(CENT) if amount.is_finite() else None
    except InvalidOperation as error:
        raise ValueError("not an amount") from error
    if amount != cents:
        raise ValueError("not an amount in cents")
    return cents


def left_to_refund(amount: Decimal, refunds: Iterable[Decimal]) -> Decimal:
    """What may still go back of ``amount`` when ``refunds`` went back or are on their way."""
    return amount - sum(refunds, Decimal(0))


def is_reusable(started_at: datetime, now: datetime) -> bool:
    """Whether an order that is not paid yet is offered again."""
    return now - started_at < REUSED_FOR
