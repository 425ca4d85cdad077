"""Jobs: files in the folders of document systems."""

from __future__ import annotations

from pathlib import Path

import structlog
from django.conf import settings
from procrastinate.contrib.django import app

from raekoda.channels.dhx import folders
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.tenancy import each_municipality

log = structlog.get_logger(__name__)


@app.periodic(cron="* * * * *", periodic_id="exchange_folders")
@app.task(name="exchange.folders", queueing_lock="exchange.folders", lock="exchange.folders")
def ingest_folders(timestamp: int) -> None:
    """Every minute: ingest the files that document systems have put into their municipality's folder."""
    for municipality in each_municipality():
        if (Path(settings.RAEKODA_DOCUMENTS) / municipality.code / folders.IN).is_dir():
            outcomes = folders.ingest_folder(municipality, actor=Actor.system())
            if outcomes:
                log.info("exchange_folder_taken_in", municipality=municipality.code, **outcomes)
