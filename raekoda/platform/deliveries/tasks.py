"""Jobs: one delivery; restart of deliveries whose job was lost; erasure of old content."""

from __future__ import annotations

from datetime import timedelta

import structlog
from procrastinate.contrib.django import app

from raekoda.platform.core import clock
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.municipality_jobs import for_each_municipality
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.platform.deliveries import actions, jobs, sending
from raekoda.platform.deliveries.models import Delivery, Status

LOST_AFTER = timedelta(minutes=3)
BATCH_SIZE = 500
log = structlog.get_logger(__name__)


@app.task(name=jobs.SEND)
def send(municipality_id: int, delivery_id: int) -> None:
    """Attempt one delivery; a delivery that has ended is skipped."""
    with municipality_scope(Municipality.objects.get(pk=municipality_id)):
        delivery = Delivery.objects.select_related("municipality").filter(pk=delivery_id).first()
        if delivery is not None:
            sending.send(delivery)


@for_each_municipality("deliveries.start_waiting", cron="* * * * *", periodic_id="deliveries_waiting", in_turn=True)
def start_waiting(municipality: Municipality) -> None:
    """Every minute: enqueue a job for due deliveries whose job was lost."""
    due = Delivery.objects.filter(status=Status.WAITING, next_at__lt=clock.now() - LOST_AFTER)
    for delivery in due.order_by("next_at", "id")[:BATCH_SIZE]:
        jobs.start(delivery)


@for_each_municipality("deliveries.forget", cron="40 2 * * *", periodic_id="deliveries_forget")
def erase_old(municipality: Municipality) -> None:
    """Every night: erase the content of old deliveries."""
    if erased := actions.erase_old():
        log.info("deliveries_forgotten", municipality=municipality.code, deliveries=erased)
