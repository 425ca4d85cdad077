from __future__ import annotations

from raekoda.platform.core.errors import DomainError


class DeliveryError(DomainError):
    """What cannot be done with a delivery now, in words for staff."""
