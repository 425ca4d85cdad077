"""Jobs: due and late promises, calls and shifts whose end was not reported, erasure."""

from __future__ import annotations

from datetime import timedelta

import structlog
from django.db import transaction
from django.db.models import F, Q

from raekoda.channels.calls import broadcast, notifications, queries, retention
from raekoda.channels.calls.actions.shifts import close_shift
from raekoda.channels.calls.models import Call, Promise, Shift
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import record
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.municipality_jobs import for_each_municipality

RINGS_AT_MOST = timedelta(hours=1)
LASTS_AT_MOST = timedelta(hours=8)
SHIFT_ENDS_AFTER = timedelta(hours=2)
AT_ONCE = 200
log = structlog.get_logger(__name__)


@for_each_municipality("calls.remind", cron="* * * * *", periodic_id="calls_remind", in_turn=True)
def remind(municipality: Municipality) -> None:
    """Every minute: remind of due promises, notify units of late ones, end stale calls and shifts."""
    remind_due(municipality)
    notify_late()
    end_stale(municipality)


@for_each_municipality("calls.forget", cron="20 * * * *", periodic_id="calls_forget", in_turn=True)
def erase_expired(municipality: Municipality) -> None:
    """Every hour: erase numbers, callers and notes whose retention period has ended."""
    done = retention.erase_expired(municipality)
    if any(done.values()):
        log.info("calls_forgotten", municipality=municipality.code, **done)


def remind_due(municipality: Municipality) -> int:
    """Remind the desk of due promises, once for each due time; return how many."""
    due = Promise.objects.filter(state=Promise.State.OPEN, due_at__lte=clock.now())
    fresh = due.filter(Q(rung_for=None) | ~Q(rung_for=F("due_at")))
    with transaction.atomic():
        broadcast.lock_desk(municipality)
        count = fresh.update(rung_for=F("due_at"))
        if count:
            broadcast.send(municipality, "promise")
    return count


def notify_late() -> int:
    """Notify units of late promises, once for each due time; return the number of new letters."""
    late = Promise.objects.filter(state=Promise.State.OPEN, due_at__lte=clock.now() - queries.LATE_AFTER)
    waiting = late.select_related("unit", "operator", "municipality", "case").order_by("due_at", "id")[:AT_ONCE]
    return sum(notifications.notify_late_promise(each) for each in waiting)


def end_stale(municipality: Municipality) -> None:
    """End calls whose end was not reported and shifts that were not ended."""
    now, system = clock.now(), Actor.system()
    rings = Q(operator=None, started_at__lt=now - RINGS_AT_MOST)
    lasts = Q(operator__isnull=False, operator_since__lt=now - LASTS_AT_MOST)
    with transaction.atomic():
        broadcast.lock_desk(municipality)
        for call in Call.objects.filter(rings | lasts, ended_at=None)[:AT_ONCE]:
            call.ended_at = now
            call.save(update_fields=["ended_at"])
            record("calls.end_lost", call, system)
            broadcast.send(municipality, "ended", call)
        for shift in Shift.objects.filter(ended_at=None, seen_at__lt=now - SHIFT_ENDS_AFTER)[:AT_ONCE]:
            close_shift(shift, system)
