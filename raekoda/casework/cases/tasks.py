"""Background jobs of the case register."""

from __future__ import annotations

import structlog
from procrastinate.contrib.django import app

from raekoda.casework.cases.retention import anonymise_overdue
from raekoda.casework.cases.site.drafts import purge_expired_drafts
from raekoda.platform.core.tenancy import each_municipality

log = structlog.get_logger(__name__)


@app.periodic(cron="20 2 * * *", periodic_id="anonymise_cases")
@app.task(name="cases.anonymise", queueing_lock="cases.anonymise")
def anonymise_cases(timestamp: int) -> None:
    """Every night: anonymise ended cases past their retention period."""
    for municipality in each_municipality():
        count = anonymise_overdue(municipality)
        if count:
            log.info("cases_anonymised", municipality=municipality.code, cases=count)


@app.periodic(cron="40 3 * * *", periodic_id="sweep_drafts")
@app.task(name="cases.sweep_drafts", queueing_lock="cases.sweep_drafts")
def purge_drafts(timestamp: int) -> None:
    """Every night: delete the files of drafts that were never sent."""
    if count := purge_expired_drafts():
        log.info("drafts_swept", drafts=count)
