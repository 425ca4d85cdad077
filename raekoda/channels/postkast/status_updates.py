"""Status updates of sent letters from the state mailbox: delivered, read, failed."""

from __future__ import annotations

from datetime import timedelta

import structlog
from django.db import transaction
from django.db.models import F, QuerySet

from raekoda.channels.postkast import rules
from raekoda.channels.postkast.client import Client, get_connection
from raekoda.channels.postkast.errors import RequestFailed
from raekoda.channels.postkast.models import Letter
from raekoda.platform.core import clock

TRACKED_FOR = timedelta(days=60)
RECHECK_AFTER = timedelta(minutes=10)
DELIVERED_RECHECK_AFTER = timedelta(hours=6)
"""A delivered letter is checked less often: only for being read."""
BATCH_SIZE = 200
State = Letter.State
log = structlog.get_logger(__name__)


def due_letters() -> QuerySet[Letter]:
    """Letters to check, least recently checked first."""
    now = clock.now()
    tracked = Letter.objects.filter(state__in=(State.TAKEN, State.DELIVERED), taken_at__gt=now - TRACKED_FOR)
    new = tracked.filter(checked_at=None)
    undelivered = tracked.filter(state=State.TAKEN, checked_at__lt=now - RECHECK_AFTER)
    delivered = tracked.filter(state=State.DELIVERED, checked_at__lt=now - DELIVERED_RECHECK_AFTER)
    return (new | undelivered | delivered).order_by(F("checked_at").asc(nulls_first=True), "id")


def update_statuses() -> int:
    """Check the due letters of the open municipality. Returns how many changed. Stops at the first failed request."""
    letters = list(due_letters()[:BATCH_SIZE])
    if not letters:
        return 0
    changed = 0
    try:
        client = Client(get_connection())
        for letter in letters:
            changed += update_status(client, letter)
    except RequestFailed as error:
        log.warning("statebox_not_followed", code=error.code, letters=len(letters))
    return changed


def update_status(client: Client, letter: Letter) -> bool:
    """Store the state mailbox's status of one letter. Returns whether its state changed. Raises :class:`RequestFailed`."""
    external_id = str(letter.external_id)
    operation = client.find(external_id)
    statuses = [*client.log(external_id), *([operation.status] if operation else [])]
    with transaction.atomic():
        stored = Letter.objects.select_for_update().get(pk=letter.pk)
        before, now = stored.state, clock.now()
        state = rules.latest_state(statuses)
        known = [status for status in statuses if status]
        stored.checked_at = now
        stored.told = (
            known[-1][:60] if known and not state else stored.told if not known else _deciding_status(known, state)
        )
        if operation is not None:
            stored.operation_id = operation.id or stored.operation_id
            stored.notification_id = operation.notification_id or stored.notification_id
        if state and before != State.READ:
            stored.state = state
        if stored.state == State.READ and stored.read_at is None:
            stored.read_at = now
        stored.save(update_fields=["state", "told", "operation_id", "notification_id", "checked_at", "read_at"])
    return stored.state != before


def _deciding_status(statuses: list[str], state: str) -> str:
    """The last status that means ``state``."""
    return next(status for status in reversed(statuses) if rules.latest_state([status]) == state)[:60]
