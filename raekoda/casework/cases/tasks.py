"""Background jobs of the case register."""

from __future__ import annotations

import structlog
from procrastinate.contrib.django import app

from raekoda.casework.cases.retention import anonymise_overdue
from raekoda.casework.cases.site.drafts import purge_expired_drafts
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.municipality_jobs import for_each_municipality

log = structlog.get_logger(__name__)


@for_each_municipality("cases.anonymise", cron="20 2 * * *", periodic_id="anonymise_cases")
def anonymise_cases(municipality: Municipality) -> None:
    """Every night: anonymise ended cases past their retention period."""
    count = anonymise_overdue(municipality)
    if count:
        log.info("cases_anonymised", municipality=municipality.code, cases=count)


@app.periodic(cron="40 3 * * *", periodic_id="sweep_drafts")
@app.task(name="cases.sweep_drafts", queueing_lock="cases.sweep_drafts")
def purge_drafts(timestamp: int) -> None:
    """Every night: delete the files of drafts that were never sent."""
    if count := purge_expired_drafts():
        log.info("drafts_swept", drafts=count)
