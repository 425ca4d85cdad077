"""The job of a delivery, deferred in the caller's transaction: at most one is waiting for each."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from raekoda.platform.deliveries.models import Delivery

SEND = "deliveries.send"


def start(delivery: Delivery, at: datetime | None = None) -> None:
    """Enqueue the sending job, now or ``at`` a later time."""
    name = f"delivery-{delivery.pk}"
    with suppress(AlreadyEnqueued), transaction.atomic():
        app.configure_task(SEND, lock=name, queueing_lock=name, schedule_at=at).defer(
            municipality_id=delivery.municipality_id, delivery_id=delivery.pk
        )
