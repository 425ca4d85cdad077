"""What became of a delivery; handlers run in the transaction that notes it."""

from __future__ import annotations

from dataclasses import dataclass

from raekoda.platform.deliveries.models import Delivery


@dataclass(frozen=True)
class DeliverySent:
    """The other side took it; ``delivery.answer`` is what it said, empty where staff found out that it arrived."""

    delivery: Delivery


@dataclass(frozen=True)
class DeliveryFailed:
    """It was refused, it is not known whether it arrived, all tries were in vain, or staff gave it up
    (``delivery.status``)."""

    delivery: Delivery
