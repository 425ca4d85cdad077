"""Clean-up of old received messages."""

from __future__ import annotations

from datetime import timedelta

import structlog
from django.conf import settings

from raekoda.casework.webhooks import incoming
from raekoda.casework.webhooks.models import Received
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.municipality_jobs import for_each_municipality

BATCH_SIZE = 1000
log = structlog.get_logger(__name__)


@for_each_municipality("webhooks.forget", cron="20 2 * * *", periodic_id="webhooks_forget")
def clean_up(municipality: Municipality) -> None:
    """Every night: dismiss failed messages past ``RAEKODA_WEBHOOK_KEPT_DAYS`` and delete log rows without a case."""
    before = clock.now() - timedelta(days=settings.RAEKODA_WEBHOOK_KEPT_DAYS)
    old = Received.objects.filter(received_at__lt=before)
    left = list(old.filter(state=Received.State.FAILED).select_related("source").order_by("id")[:BATCH_SIZE])
    for row in left:
        incoming.dismiss(row, reason="not looked at in time", actor=Actor.system())
    gone, _ = old.filter(case__isnull=True).exclude(state=Received.State.FAILED).delete()
    if left or gone:
        log.info("webhooks_forgotten", municipality=municipality.code, put_aside=len(left), lines=gone)
