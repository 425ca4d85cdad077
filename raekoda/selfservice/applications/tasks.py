"""Periodic tasks: deletion of old drafts."""

from __future__ import annotations

import structlog
from procrastinate.contrib.django import app

from raekoda.platform.core.tenancy import each_municipality
from raekoda.selfservice.applications import actions

log = structlog.get_logger(__name__)


@app.periodic(cron="20 3 * * *", periodic_id="applications_drafts")
@app.task(name="applications.discard_old_drafts", queueing_lock="applications.discard_old_drafts")
def discard_old_drafts(timestamp: int) -> None:
    """Every night: delete old drafts."""
    for municipality in each_municipality():
        deleted = actions.discard_old_drafts(municipality)
        if deleted:
            log.info("drafts_discarded", municipality=municipality.code, drafts=deleted)
