"""Who listens, kept in each process for some seconds: opening a case asks every time."""

from __future__ import annotations

from raekoda.casework.cases.configuration import Kept
from raekoda.casework.webhooks.models import Endpoint


def _listeners(municipality_id: int) -> tuple[Endpoint, ...]:
    return tuple(Endpoint.objects.filter(is_active=True).defer("secret", "previous_secret").order_by("id"))


listeners: Kept[tuple[Endpoint, ...]] = Kept("webhook-listeners", _listeners, Endpoint)
