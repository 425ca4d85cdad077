from __future__ import annotations

from raekoda.platform.core.errors import DomainError


class DeliveryError(DomainError):
    """An action is not possible on a delivery now; the message is for staff."""
