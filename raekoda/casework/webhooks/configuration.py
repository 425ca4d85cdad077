"""Active endpoints of each municipality, cached per process for some seconds."""

from __future__ import annotations

from raekoda.casework.webhooks.models import Endpoint
from raekoda.platform.core.cache import MunicipalityCache


def _active_endpoints(municipality_id: int) -> tuple[Endpoint, ...]:
    return tuple(Endpoint.objects.filter(is_active=True).defer("secret", "previous_secret").order_by("id"))


active_endpoints = MunicipalityCache("webhook-listeners", _active_endpoints, Endpoint)
