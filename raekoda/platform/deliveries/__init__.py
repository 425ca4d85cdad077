"""Messages to other systems: stored in the transaction of their cause, retried until delivered, else shown to staff.

An app above registers the sender of its kind of delivery (``kinds.delivery_kinds``) and enqueues deliveries
(:func:`enqueue`, imported lazily because Django's models are not loaded yet).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from raekoda.platform.deliveries.kinds import DeliveryOutcomeUnknown, DeliveryPostponed, DeliveryRejected

if TYPE_CHECKING:
    from raekoda.platform.deliveries.actions import enqueue

__all__ = ["DeliveryOutcomeUnknown", "DeliveryPostponed", "DeliveryRejected", "enqueue"]


def __getattr__(name: str) -> Any:
    if name == "enqueue":
        from raekoda.platform.deliveries.actions import enqueue

        return enqueue
    raise AttributeError(name)
