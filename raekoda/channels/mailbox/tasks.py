"""Jobs: read what waits, fetch the boxes, forget by the calendar."""

from __future__ import annotations

from contextlib import suppress

import structlog
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from raekoda.channels.mailbox import jobs, retention
from raekoda.channels.mailbox.models import Box, Mail, State
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import each_municipality, municipality_scope

log = structlog.get_logger(__name__)
FETCH = "mailbox.fetch"


@app.task(name=jobs.WORK)
def work(municipality_id: int) -> None:
    """Read and act on the letters of a municipality that wait."""
    from raekoda.channels.mailbox.working import work_through

    municipality = Municipality.objects.get(pk=municipality_id)
    with municipality_scope(municipality):
        if work_through():
            jobs.start(municipality_id)


@app.task(name=FETCH)
def fetch(municipality_id: int, box_id: int) -> None:
    """Fetch one box by IMAP. What goes wrong stands on the box."""
    from raekoda.channels.mailbox import imap

    with municipality_scope(Municipality.objects.get(pk=municipality_id)):
        box = Box.objects.filter(pk=box_id, is_active=True).exclude(imap_host="").first()
        if box is not None:
            imap.fetch(box)


@app.periodic(cron="* * * * *", periodic_id="mailbox_fetch")
@app.task(name="mailbox.fetch_all", queueing_lock="mailbox.fetch_all")
def fetch_all(timestamp: int) -> None:
    """Every minute: a job for each box to fetch, so that a slow server holds up no other box; and for letters that wait
    without a job."""
    for municipality in each_municipality():
        for box in Box.objects.filter(is_active=True).exclude(imap_host=""):
            name = f"mailbox-fetch-{box.pk}"
            with suppress(AlreadyEnqueued), transaction.atomic():
                task = app.configure_task(FETCH, lock=name, queueing_lock=name)
                task.defer(municipality_id=municipality.pk, box_id=box.pk)
        if Mail.objects.filter(state=State.WAITING).exists():
            jobs.start(municipality.pk)


@app.periodic(cron="20 3 * * *", periodic_id="mailbox_retention")
@app.task(name="mailbox.forget_overdue", queueing_lock="mailbox.forget_overdue")
def forget_overdue(timestamp: int) -> None:
    """Every night: letters past their period are forgotten."""
    for municipality in each_municipality():
        if forgotten := retention.forget(retention.overdue()):
            log.info("mails_forgotten", municipality=municipality.code, mails=forgotten)
