"""Jobs: ask after letters; forget codes of letters that nobody will send any more."""

from __future__ import annotations

from datetime import timedelta

import structlog
from procrastinate.contrib.django import app

from raekoda.channels.postkast import following
from raekoda.channels.postkast.models import Letter
from raekoda.platform.core import clock
from raekoda.platform.core.tenancy import each_municipality
from raekoda.platform.deliveries.models import Delivery, Status

CODE_KEPT = timedelta(days=30)
log = structlog.get_logger(__name__)


@app.periodic(cron="*/5 * * * *", periodic_id="statebox_follow")
@app.task(name="statebox.follow", queueing_lock="statebox.follow")
def follow(timestamp: int) -> None:
    """Every five minutes: what became of the letters that the state mailbox took."""
    for municipality in each_municipality():
        changed = following.follow()
        if changed:
            log.info("statebox_followed", municipality=municipality.code, changed=changed)


@app.periodic(cron="10 2 * * *", periodic_id="statebox_forget")
@app.task(name="statebox.forget", queueing_lock="statebox.forget")
def forget(timestamp: int) -> None:
    """Every night: codes of letters that were given up, or could not be sent for a month."""
    for _municipality in each_municipality():
        unsent = Letter.objects.exclude(code="")
        dropped = Delivery.objects.filter(kind="statebox", status=Status.DROPPED).values_list(
            "payload__letter", flat=True
        )
        unsent.filter(created_at__lt=clock.now() - CODE_KEPT).update(
            code="", trouble="forgotten", state=Letter.State.UNSENT
        )
        unsent.filter(pk__in=[key for key in dropped if key]).update(code="", state=Letter.State.UNSENT)
