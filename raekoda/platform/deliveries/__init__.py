"""What another system must get: kept in the transaction of what it tells, tried until it is taken, else seen by staff.

An app above registers how its kind of delivery is sent (``kinds.delivery_kinds``) and hands over what has to go
(:func:`enqueue`, loaded when it is asked for: Django's models are not there yet when the package is).
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
