"""Jobs of notices: sending in slices, maintenance every minute, erasure every night."""

from __future__ import annotations

from contextlib import suppress

import structlog
from django.db import transaction
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from raekoda.casework.letters import mail
from raekoda.channels.notices import banners, delivery_queue, retention, sending
from raekoda.channels.notices.models import Kind, Notice, Recipient
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.municipality_jobs import for_each_municipality
from raekoda.platform.core.tenancy import municipality_scope

log = structlog.get_logger(__name__)
USUAL, URGENT = -10, 10
"""Bulk letters have a lower priority than single ones; a crisis has the highest."""


@app.task(name="notices.send", pass_context=True, lock="notices.send")
def send(context: JobContext, municipality_id: int, notice_id: int) -> None:
    """Send a slice of a notice's letters and queue a job for the rest. One slice runs at a time, so that the worker can do
    other jobs. When the mail server is unavailable, the maintenance job retries within a minute."""
    with municipality_scope(Municipality.objects.get(pk=municipality_id)):
        notice = (
            Notice.objects.select_related("municipality").filter(pk=notice_id, status=Notice.Status.PUBLISHED).first()
        )
        if notice is None:
            return
        try:
            sending.send_letters(notice, stop=context.should_abort)
        except mail.TemporaryFailure as problem:
            log.warning("mail_server_away", municipality=notice.municipality.code, problem=str(problem))
            return
        if delivery_queue.due(notice).exists():
            enqueue_sending(notice)


@for_each_municipality("notices.sweep", cron="* * * * *", periodic_id="notices_sweep", in_turn=True)
def run_maintenance(municipality: Municipality) -> None:
    """Queue jobs for letters that wait without one, mark abandoned letters as in doubt, remove expired banners."""
    banners.refresh(municipality)
    sending.mark_abandoned(municipality)
    for notice in Notice.objects.filter(pk__in=_with_waiting_letters(), status=Notice.Status.PUBLISHED):
        if delivery_queue.due(notice).exists():
            enqueue_sending(notice)


@for_each_municipality("notices.forget", cron="41 3 * * *", periodic_id="notices_forget")
def erase_expired(municipality: Municipality) -> None:
    """Erase addresses of those who unsubscribed or did not confirm."""
    retention.erase_expired(municipality)


def enqueue_sending(notice: Notice) -> None:
    """Queue a job for the notice's letters, unless one is queued already."""
    job = send.configure(
        queueing_lock=f"notices.send:{notice.pk}", priority=URGENT if notice.kind == Kind.CRISIS else USUAL
    )
    with suppress(AlreadyEnqueued), transaction.atomic():
        job.defer(municipality_id=notice.municipality_id, notice_id=notice.pk)


def _with_waiting_letters() -> set[int]:
    return set(Recipient.objects.filter(state=Recipient.State.WAITING).values_list("notice", flat=True).distinct())
