"""Jobs: orders whose word from the provider did not come."""

from __future__ import annotations

import structlog
from procrastinate.contrib.django import app

from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.tenancy import each_municipality
from raekoda.registry.payments import actions, queries
from raekoda.registry.payments.errors import NoAnswer, Untrusted

AT_ONCE = 100
log = structlog.get_logger(__name__)


@app.periodic(cron="*/5 * * * *", periodic_id="payments_look_up")
@app.task(name="payments.look_up", queueing_lock="payments.look_up", lock="payments.look_up")
def look_up(timestamp: int) -> None:
    """Every five minutes: ask the provider about orders that are open and were not asked about lately."""
    for municipality in each_municipality():
        for attempt in queries.unsettled(clock.now())[:AT_ONCE]:
            try:
                actions.look_up(attempt, actor=Actor.system())
            except (NoAnswer, Untrusted) as error:
                log.warning("payment_not_looked_up", municipality=municipality.code, reason=str(error))
