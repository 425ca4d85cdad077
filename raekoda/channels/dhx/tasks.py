"""Jobs: files in the folders of document systems."""

from __future__ import annotations

from pathlib import Path

import structlog
from django.conf import settings

from raekoda.channels.dhx import actions, folders
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.municipality_jobs import for_each_municipality

log = structlog.get_logger(__name__)


@for_each_municipality(
    "exchange.folders", cron="* * * * *", periodic_id="exchange_folders", lock="exchange.folders", in_turn=True
)
def ingest_folders(municipality: Municipality) -> None:
    """Every minute: process documents whose processing was interrupted, and the files of document systems' folders."""
    if processed := actions.process_interrupted(actor=Actor.system()):
        log.warning("exchange_processed_late", municipality=municipality.code, documents=processed)
    if (Path(settings.RAEKODA_DOCUMENTS) / municipality.code / folders.IN).is_dir():
        outcomes = folders.ingest_folder(municipality, actor=Actor.system())
        if outcomes:
            log.info("exchange_folder_taken_in", municipality=municipality.code, **outcomes)
