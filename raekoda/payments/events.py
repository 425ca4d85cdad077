"""What payments tell the floors above, inside the transaction that keeps it."""

from __future__ import annotations

from dataclasses import dataclass

from raekoda.payments.models import Payment, Refund


@dataclass(frozen=True)
class PaymentPaid:
    """The provider confirmed the whole amount. ``was_cancelled``: the money came for what had been called off."""

    payment: Payment
    was_cancelled: bool = False


@dataclass(frozen=True)
class PaymentFailed:
    """A try to pay ended without money; the payment may be started again."""

    payment: Payment


@dataclass(frozen=True)
class PaymentRefunded:
    """Money went back, all or a part of it."""

    payment: Payment
    refund: Refund
