"""Periodic tasks."""

from __future__ import annotations

import structlog

from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.municipality_jobs import for_each_municipality
from raekoda.registry.payments import actions, queries
from raekoda.registry.payments.errors import ProviderUnavailable, UntrustedMessage

BATCH_SIZE = 100
log = structlog.get_logger(__name__)


def has_open_orders() -> bool:
    """Whether the current municipality has orders whose status is due."""
    return queries.unsettled(clock.now()).exists()


@for_each_municipality("payments.look_up", cron="*/5 * * * *", periodic_id="payments_look_up", has_work=has_open_orders)
def look_up(municipality: Municipality) -> None:
    """Every five minutes: fetch the status of open orders from the provider, up to 100 for each municipality."""
    for attempt in queries.unsettled(clock.now())[:BATCH_SIZE]:
        try:
            actions.look_up(attempt, actor=Actor.system())
        except (ProviderUnavailable, UntrustedMessage) as error:
            log.warning("payment_status_not_fetched", municipality=municipality.code, reason=str(error))
