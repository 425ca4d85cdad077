"""Periodic tasks: deletion of old drafts."""

from __future__ import annotations

import structlog

from raekoda.platform.core.models import Municipality
from raekoda.platform.core.municipality_jobs import for_each_municipality
from raekoda.selfservice.applications import actions

log = structlog.get_logger(__name__)


@for_each_municipality("applications.discard_old_drafts", cron="20 3 * * *", periodic_id="applications_drafts")
def discard_old_drafts(municipality: Municipality) -> None:
    """Every night: delete old drafts."""
    deleted = actions.discard_old_drafts(municipality)
    if deleted:
        log.info("drafts_discarded", municipality=municipality.code, drafts=deleted)
