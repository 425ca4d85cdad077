"""Jobs of notices: sending in slices, a sweep every minute, forgetting every night."""

from __future__ import annotations

from contextlib import suppress

import structlog
from django.db import transaction
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from raekoda.casework.letters import mail
from raekoda.channels.notices import banners, forgetting, ledger, sending
from raekoda.channels.notices.models import Kind, Notice, Recipient
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import each_municipality, municipality_scope

log = structlog.get_logger(__name__)
USUAL, URGENT = -10, 10
"""Letters to many stand back behind those to one; a crisis goes before all."""


@app.task(name="notices.send", pass_context=True, lock="notices.send")
def send(context: JobContext, municipality_id: int, notice_id: int) -> None:
    """Send a slice of a notice's letters; what is left gets a job behind those of others. One slice at a time, so that
    other work of the worker goes on beside it. When the mail server is away, the sweep of the next minute tries again."""
    with municipality_scope(Municipality.objects.get(pk=municipality_id)):
        notice = (
            Notice.objects.select_related("municipality").filter(pk=notice_id, status=Notice.Status.PUBLISHED).first()
        )
        if notice is None:
            return
        try:
            sending.run(notice, stop=context.should_abort)
        except mail.TemporaryFailure as problem:
            log.warning("mail_server_away", municipality=notice.municipality.code, problem=str(problem))
            return
        if ledger.waiting(notice).exists():
            defer_sending(notice)


@app.periodic(cron="* * * * *", periodic_id="notices_sweep")
@app.task(name="notices.sweep", queueing_lock="notices.sweep")
def sweep(timestamp: int) -> None:
    """Give a job to letters that wait without one, put those of unknown fate into the tray, take old banners off."""
    for municipality in each_municipality():
        banners.refresh(municipality)
        sending.doubt_abandoned(municipality)
        for notice in Notice.objects.filter(pk__in=_with_waiting_letters(), status=Notice.Status.PUBLISHED):
            if ledger.waiting(notice).exists():
                defer_sending(notice)


@app.periodic(cron="41 3 * * *", periodic_id="notices_forget")
@app.task(name="notices.forget", queueing_lock="notices.forget")
def forget(timestamp: int) -> None:
    """Forget addresses of those who left or never confirmed."""
    for municipality in each_municipality():
        forgetting.forget(municipality)


def defer_sending(notice: Notice) -> None:
    """A job for the notice's letters, unless one waits already."""
    job = send.configure(
        queueing_lock=f"notices.send:{notice.pk}", priority=URGENT if notice.kind == Kind.CRISIS else USUAL
    )
    with suppress(AlreadyEnqueued), transaction.atomic():
        job.defer(municipality_id=notice.municipality_id, notice_id=notice.pk)


def _with_waiting_letters() -> set[int]:
    return set(Recipient.objects.filter(state=Recipient.State.WAITING).values_list("notice", flat=True).distinct())
