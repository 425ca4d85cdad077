"""Outcomes of deliveries; handlers run in the transaction that stores the outcome."""

from __future__ import annotations

from dataclasses import dataclass

from raekoda.platform.deliveries.models import Delivery


@dataclass(frozen=True)
class DeliverySent:
    """The other side received it; ``delivery.answer`` is its answer, empty when staff confirmed the arrival."""

    delivery: Delivery


@dataclass(frozen=True)
class DeliveryFailed:
    """It was rejected, its outcome is unknown, all attempts failed, or staff cancelled it
    (``delivery.status``)."""

    delivery: Delivery
