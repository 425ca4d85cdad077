"""Jobs: what came in long ago is forgotten."""

from __future__ import annotations

from datetime import timedelta

import structlog
from django.conf import settings
from procrastinate.contrib.django import app

from raekoda.casework.webhooks import incoming
from raekoda.casework.webhooks.models import Received
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.tenancy import each_municipality

AT_ONCE = 1000
log = structlog.get_logger(__name__)


@app.periodic(cron="20 2 * * *", periodic_id="webhooks_forget")
@app.task(name="webhooks.forget", queueing_lock="webhooks.forget")
def forget(timestamp: int) -> None:
    """Every night: what nobody looked at in its time is put aside, and lines of the log that no case needs go."""
    before = clock.now() - timedelta(days=settings.RAEKODA_WEBHOOK_KEPT_DAYS)
    for municipality in each_municipality():
        old = Received.objects.filter(received_at__lt=before)
        left = list(old.filter(state=Received.State.FAILED).select_related("source").order_by("id")[:AT_ONCE])
        for row in left:
            incoming.put_aside(row, reason="not looked at in time", actor=Actor.system())
        gone, _ = old.filter(case__isnull=True).exclude(state=Received.State.FAILED).delete()
        if left or gone:
            log.info("webhooks_forgotten", municipality=municipality.code, put_aside=len(left), lines=gone)
