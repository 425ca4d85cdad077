"""Jobs: status updates of letters; erasure of codes of letters that will not be sent."""

from __future__ import annotations

from datetime import timedelta

import structlog
from procrastinate.contrib.django import app

from raekoda.channels.postkast import status_updates
from raekoda.channels.postkast.models import Letter
from raekoda.platform.core import clock
from raekoda.platform.core.tenancy import each_municipality
from raekoda.platform.deliveries.models import Delivery, Status

CODE_RETENTION = timedelta(days=30)
log = structlog.get_logger(__name__)


@app.periodic(cron="*/5 * * * *", periodic_id="statebox_follow")
@app.task(name="statebox.follow", queueing_lock="statebox.follow")
def update_statuses(timestamp: int) -> None:
    """Every five minutes: update the status of sent letters."""
    for municipality in each_municipality():
        changed = status_updates.update_statuses()
        if changed:
            log.info("statebox_followed", municipality=municipality.code, changed=changed)


@app.periodic(cron="10 2 * * *", periodic_id="statebox_forget")
@app.task(name="statebox.forget", queueing_lock="statebox.forget")
def erase_codes(timestamp: int) -> None:
    """Every night: erase the codes of letters that were cancelled or could not be sent for 30 days."""
    for _municipality in each_municipality():
        unsent = Letter.objects.exclude(code="")
        cancelled = Delivery.objects.filter(kind="statebox", status=Status.DROPPED).values_list(
            "payload__letter", flat=True
        )
        unsent.filter(created_at__lt=clock.now() - CODE_RETENTION).update(
            code="", trouble="forgotten", state=Letter.State.UNSENT
        )
        unsent.filter(pk__in=[key for key in cancelled if key]).update(code="", state=Letter.State.UNSENT)
