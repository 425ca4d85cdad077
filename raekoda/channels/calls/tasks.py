"""Jobs: promises that are due or late, calls and shifts whose end nobody reported, forgetting."""

from __future__ import annotations

from datetime import timedelta

import structlog
from django.db import transaction
from django.db.models import F, Q
from procrastinate.contrib.django import app

from raekoda.channels.calls import bell, letters, queries, retention
from raekoda.channels.calls.actions.shifts import close
from raekoda.channels.calls.models import Call, Promise, Shift
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import record
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import each_municipality

RINGS_AT_MOST = timedelta(hours=1)
LASTS_AT_MOST = timedelta(hours=8)
SHIFT_ENDS_AFTER = timedelta(hours=2)
AT_ONCE = 200
log = structlog.get_logger(__name__)


@app.periodic(cron="* * * * *", periodic_id="calls_remind")
@app.task(name="calls.remind", queueing_lock="calls.remind")
def remind(timestamp: int) -> None:
    """Every minute: promises that are due ring at the desk, late ones go to the unit by letter, lost calls end."""
    for municipality in each_municipality():
        ring_due(municipality)
        write_late()
        end_lost(municipality)


@app.periodic(cron="20 * * * *", periodic_id="calls_forget")
@app.task(name="calls.forget", queueing_lock="calls.forget")
def forget(timestamp: int) -> None:
    """Every hour: numbers, callers and notes past their period are forgotten."""
    for municipality in each_municipality():
        done = retention.forget(municipality)
        if any(done.values()):
            log.info("calls_forgotten", municipality=municipality.code, **done)


def ring_due(municipality: Municipality) -> int:
    """Remind the desk of promises that have come due, once for each due time; how many."""
    due = Promise.objects.filter(state=Promise.State.OPEN, due_at__lte=clock.now())
    fresh = due.filter(Q(rung_for=None) | ~Q(rung_for=F("due_at")))
    with transaction.atomic():
        bell.hold_desk(municipality)
        count = fresh.update(rung_for=F("due_at"))
        if count:
            bell.ring(municipality, "promise")
    return count


def write_late() -> int:
    """A letter to the unit for every promise that is late, once for each due time; how many letters are new."""
    late = Promise.objects.filter(state=Promise.State.OPEN, due_at__lte=clock.now() - queries.LATE_AFTER)
    waiting = late.select_related("unit", "operator", "municipality", "case").order_by("due_at", "id")[:AT_ONCE]
    return sum(letters.late_promise(each) for each in waiting)


def end_lost(municipality: Municipality) -> None:
    """Calls whose end the exchange did not report, and shifts that somebody forgot to end, end after a time."""
    now, system = clock.now(), Actor.system()
    rings = Q(operator=None, started_at__lt=now - RINGS_AT_MOST)
    lasts = Q(operator__isnull=False, operator_since__lt=now - LASTS_AT_MOST)
    with transaction.atomic():
        bell.hold_desk(municipality)
        for call in Call.objects.filter(rings | lasts, ended_at=None)[:AT_ONCE]:
            call.ended_at = now
            call.save(update_fields=["ended_at"])
            record("calls.end_lost", call, system)
            bell.ring(municipality, "ended", call)
        for shift in Shift.objects.filter(ended_at=None, seen_at__lt=now - SHIFT_ENDS_AFTER)[:AT_ONCE]:
            close(shift, system)
