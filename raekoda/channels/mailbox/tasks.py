"""Jobs: process waiting letters, fetch boxes, erase expired letters."""

from __future__ import annotations

from contextlib import suppress

import structlog
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from raekoda.channels.mailbox import jobs, retention
from raekoda.channels.mailbox.models import Box, Mail, State
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.municipality_jobs import for_each_municipality
from raekoda.platform.core.tenancy import municipality_scope

log = structlog.get_logger(__name__)
FETCH = "mailbox.fetch"


@app.task(name=jobs.PROCESS_TASK)
def process_waiting_letters(municipality_id: int) -> None:
    """Process the waiting letters of a municipality."""
    from raekoda.channels.mailbox.processing import process_waiting

    municipality = Municipality.objects.get(pk=municipality_id)
    with municipality_scope(municipality):
        if process_waiting():
            jobs.enqueue_processing(municipality_id)


@app.task(name=FETCH)
def fetch(municipality_id: int, box_id: int) -> None:
    """Fetch one box by IMAP. Connection errors are recorded on the box."""
    from raekoda.channels.mailbox import imap

    with municipality_scope(Municipality.objects.get(pk=municipality_id)):
        box = Box.objects.filter(pk=box_id, is_active=True).exclude(imap_host="").first()
        if box is not None:
            imap.fetch(box)


@for_each_municipality("mailbox.fetch_all", cron="* * * * *", periodic_id="mailbox_fetch", in_turn=True)
def fetch_all(municipality: Municipality) -> None:
    """Every minute: queue a job for each box, so that a slow server does not delay other boxes, and a processing job
    for letters that wait without one."""
    for box in Box.objects.filter(is_active=True).exclude(imap_host=""):
        name = f"mailbox-fetch-{box.pk}"
        with suppress(AlreadyEnqueued), transaction.atomic():
            task = app.configure_task(FETCH, lock=name, queueing_lock=name)
            task.defer(municipality_id=municipality.pk, box_id=box.pk)
    if Mail.objects.filter(state=State.WAITING).exists():
        jobs.enqueue_processing(municipality.pk)


@for_each_municipality("mailbox.forget_overdue", cron="20 3 * * *", periodic_id="mailbox_retention")
def erase_expired(municipality: Municipality) -> None:
    """Every night: erase letters whose retention period has ended."""
    if erased := retention.erase(retention.expired()):
        log.info("mails_forgotten", municipality=municipality.code, mails=erased)
