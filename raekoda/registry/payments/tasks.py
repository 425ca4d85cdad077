"""Periodic tasks."""

from __future__ import annotations

import structlog
from procrastinate.contrib.django import app

from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.tenancy import each_municipality
from raekoda.registry.payments import actions, queries
from raekoda.registry.payments.errors import ProviderUnavailable, UntrustedMessage

BATCH_SIZE = 100
log = structlog.get_logger(__name__)


@app.periodic(cron="*/5 * * * *", periodic_id="payments_look_up")
@app.task(name="payments.look_up", queueing_lock="payments.look_up", lock="payments.look_up")
def look_up(timestamp: int) -> None:
    """Every five minutes: fetch the status of open orders from the provider, up to 100 for each municipality."""
    for municipality in each_municipality():
        for attempt in queries.unsettled(clock.now())[:BATCH_SIZE]:
            try:
                actions.look_up(attempt, actor=Actor.system())
            except (ProviderUnavailable, UntrustedMessage) as error:
                log.warning("payment_status_not_fetched", municipality=municipality.code, reason=str(error))
