"""What payments tell the floors above, inside the transaction that keeps it."""

from __future__ import annotations

from dataclasses import dataclass

from raekoda.registry.payments.models import Payment


@dataclass(frozen=True)
class PaymentPaid:
    """The provider confirmed the whole amount. ``was_cancelled``: the money came for what had been called off."""

    payment: Payment
    was_cancelled: bool = False
