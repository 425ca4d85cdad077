"""Jobs: ask after letters; forget codes of letters that nobody will send any more."""

from __future__ import annotations

from datetime import timedelta

import structlog

from raekoda.channels.postkast import following
from raekoda.channels.postkast.models import Letter
from raekoda.platform.core import clock
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.municipality_jobs import for_each_municipality
from raekoda.platform.deliveries.models import Delivery, Status

CODE_KEPT = timedelta(days=30)
log = structlog.get_logger(__name__)


def has_due_letters() -> bool:
    """Whether the current municipality has letters to ask after."""
    return following.due().exists()


@for_each_municipality("statebox.follow", cron="*/5 * * * *", periodic_id="statebox_follow", has_work=has_due_letters)
def follow(municipality: Municipality) -> None:
    """Every five minutes: what became of the letters that the state mailbox took."""
    changed = following.follow()
    if changed:
        log.info("statebox_followed", municipality=municipality.code, changed=changed)


@for_each_municipality("statebox.forget", cron="10 2 * * *", periodic_id="statebox_forget")
def forget(municipality: Municipality) -> None:
    """Every night: codes of letters that were given up, or could not be sent for a month."""
    unsent = Letter.objects.exclude(code="")
    dropped = Delivery.objects.filter(kind="statebox", status=Status.DROPPED).values_list("payload__letter", flat=True)
    unsent.filter(created_at__lt=clock.now() - CODE_KEPT).update(
        code="", trouble="forgotten", state=Letter.State.UNSENT
    )
    unsent.filter(pk__in=[key for key in dropped if key]).update(code="", state=Letter.State.UNSENT)
