"""Events of payments, emitted inside the transaction of the change."""

from __future__ import annotations

from dataclasses import dataclass

from raekoda.registry.payments.models import Payment


@dataclass(frozen=True)
class PaymentPaid:
    """The provider confirmed the whole amount. ``was_cancelled``: the payment had been cancelled before."""

    payment: Payment
    was_cancelled: bool = False
