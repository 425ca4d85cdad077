"""Who listens, kept in each process for some seconds: opening a case asks every time."""

from __future__ import annotations

from raekoda.casework.webhooks.models import Endpoint
from raekoda.platform.core.cache import MunicipalityCache


def _listeners(municipality_id: int) -> tuple[Endpoint, ...]:
    return tuple(Endpoint.objects.filter(is_active=True).defer("secret", "previous_secret").order_by("id"))


listeners = MunicipalityCache("webhook-listeners", _listeners, Endpoint)
