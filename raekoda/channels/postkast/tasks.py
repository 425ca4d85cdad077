"""Jobs: status updates of letters; erasure of codes of letters that will not be sent."""

from __future__ import annotations

from datetime import timedelta

import structlog

from raekoda.channels.postkast import status_updates
from raekoda.channels.postkast.models import Letter
from raekoda.platform.core import clock
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.municipality_jobs import for_each_municipality
from raekoda.platform.deliveries.models import Delivery, Status

CODE_RETENTION = timedelta(days=30)
log = structlog.get_logger(__name__)


def has_due_letters() -> bool:
    """Whether the current municipality has letters to ask after."""
    return status_updates.due_letters().exists()


@for_each_municipality("statebox.follow", cron="*/5 * * * *", periodic_id="statebox_follow", has_work=has_due_letters)
def update_statuses(municipality: Municipality) -> None:
    """Every five minutes: update the status of sent letters."""
    changed = status_updates.update_statuses()
    if changed:
        log.info("statebox_followed", municipality=municipality.code, changed=changed)


@for_each_municipality("statebox.forget", cron="10 2 * * *", periodic_id="statebox_forget")
def erase_codes(municipality: Municipality) -> None:
    """Every night: erase the codes of letters that were cancelled or could not be sent for 30 days."""
    unsent = Letter.objects.exclude(code="")
    cancelled = Delivery.objects.filter(kind="statebox", status=Status.DROPPED).values_list(
        "payload__letter", flat=True
    )
    unsent.filter(created_at__lt=clock.now() - CODE_RETENTION).update(
        code="", trouble="forgotten", state=Letter.State.UNSENT
    )
    unsent.filter(pk__in=[key for key in cancelled if key]).update(code="", state=Letter.State.UNSENT)
