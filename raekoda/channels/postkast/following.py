"""What the state mailbox says of letters it took: arrived, read, failed."""

from __future__ import annotations

from datetime import timedelta

import structlog
from django.db import transaction
from django.db.models import F, QuerySet

from raekoda.channels.postkast import rules
from raekoda.channels.postkast.client import Client, connection
from raekoda.channels.postkast.errors import Trouble
from raekoda.channels.postkast.models import Letter
from raekoda.platform.core import clock

FOLLOWED_FOR = timedelta(days=60)
AGAIN_AFTER = timedelta(minutes=10)
SETTLED_AFTER = timedelta(hours=6)
"""A letter that has arrived is asked after less often: only whether it was read."""
AT_ONCE = 200
State = Letter.State
log = structlog.get_logger(__name__)


def due() -> QuerySet[Letter]:
    """Letters to ask after, those first that were asked after longest ago."""
    now = clock.now()
    followed = Letter.objects.filter(state__in=(State.TAKEN, State.DELIVERED), taken_at__gt=now - FOLLOWED_FOR)
    new = followed.filter(checked_at=None)
    moving = followed.filter(state=State.TAKEN, checked_at__lt=now - AGAIN_AFTER)
    arrived = followed.filter(state=State.DELIVERED, checked_at__lt=now - SETTLED_AFTER)
    return (new | moving | arrived).order_by(F("checked_at").asc(nulls_first=True), "id")


def follow() -> int:
    """Ask after the letters that are due in the open municipality; how many changed. Stops at the first trouble."""
    letters = list(due()[:AT_ONCE])
    if not letters:
        return 0
    changed = 0
    try:
        client = Client(connection())
        for letter in letters:
            changed += ask_after(client, letter)
    except Trouble as trouble:
        log.warning("statebox_not_followed", code=trouble.code, letters=len(letters))
    return changed


def ask_after(client: Client, letter: Letter) -> bool:
    """Note what the state mailbox says of one letter; whether its state changed. Raises :class:`Trouble`."""
    external_id = str(letter.external_id)
    operation = client.find(external_id)
    words = [*client.log(external_id), *([operation.status] if operation else [])]
    with transaction.atomic():
        kept = Letter.objects.select_for_update().get(pk=letter.pk)
        before, now = kept.state, clock.now()
        state = rules.state_of(words)
        known = [word for word in words if word]
        kept.checked_at = now
        kept.told = known[-1][:60] if known and not state else kept.told if not known else _furthest(known, state)
        if operation is not None:
            kept.operation_id = operation.id or kept.operation_id
            kept.notification_id = operation.notification_id or kept.notification_id
        if state and before != State.READ:
            kept.state = state
        if kept.state == State.READ and kept.read_at is None:
            kept.read_at = now
        kept.save(update_fields=["state", "told", "operation_id", "notification_id", "checked_at", "read_at"])
    return kept.state != before


def _furthest(words: list[str], state: str) -> str:
    """The word by which the state was known."""
    return next(word for word in reversed(words) if rules.state_of([word]) == state)[:60]
