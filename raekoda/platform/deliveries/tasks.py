"""Jobs: one delivery; a sweep of those whose job was lost; forgetting what was sent long ago."""

from __future__ import annotations

from datetime import timedelta

import structlog
from procrastinate.contrib.django import app

from raekoda.platform.core import clock
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import each_municipality, municipality_scope
from raekoda.platform.deliveries import actions, jobs, sending
from raekoda.platform.deliveries.models import Delivery, Status

LOST_AFTER = timedelta(minutes=3)
SWEPT_AT_ONCE = 500
log = structlog.get_logger(__name__)


@app.task(name=jobs.SEND)
def send(municipality_id: int, delivery_id: int) -> None:
    """Try one delivery; sent already or given up meanwhile is no error."""
    with municipality_scope(Municipality.objects.get(pk=municipality_id)):
        delivery = Delivery.objects.select_related("municipality").filter(pk=delivery_id).first()
        if delivery is not None:
            sending.send(delivery)


@app.periodic(cron="* * * * *", periodic_id="deliveries_waiting")
@app.task(name="deliveries.start_waiting", queueing_lock="deliveries.start_waiting")
def start_waiting(timestamp: int) -> None:
    """A job for everything that is due and has none: its job was lost."""
    for _municipality in each_municipality():
        due = Delivery.objects.filter(status=Status.WAITING, next_at__lt=clock.now() - LOST_AFTER)
        for delivery in due.order_by("next_at", "id")[:SWEPT_AT_ONCE]:
            jobs.start(delivery)


@app.periodic(cron="40 2 * * *", periodic_id="deliveries_forget")
@app.task(name="deliveries.forget", queueing_lock="deliveries.forget")
def forget(timestamp: int) -> None:
    """Every night: what was sent long ago loses its content."""
    for municipality in each_municipality():
        if forgotten := actions.forget_old():
            log.info("deliveries_forgotten", municipality=municipality.code, deliveries=forgotten)
