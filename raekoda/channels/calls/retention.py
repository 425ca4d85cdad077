"""Erasure after retention periods: numbers, callers, notes, and deletion of signals and message signatures."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Max

from raekoda.channels.calls.actions.wrap_up import erase_number
from raekoda.channels.calls.models import Call, ExchangeMessage, KeepingPeriod, Promise, Signal
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.dated import foremost, in_force
from raekoda.platform.core.journal import record
from raekoda.platform.core.models import Municipality

What = KeepingPeriod.What
AT_ONCE = 500
EVENT_RETENTION = timedelta(days=1)


def period_in_force(what: str, municipality: Municipality) -> KeepingPeriod:
    """The period valid today: the municipality's own before the installation's, the newest first."""
    period = foremost(in_force(KeepingPeriod.objects.filter(what=what), municipality))
    assert period is not None, f"no period for {what}"
    return period


def erase_expired(municipality: Municipality) -> dict[str, int]:
    """Erase expired data of the current municipality; return the counts by kind. Idempotent."""
    now = clock.now()
    before = {what: now - timedelta(hours=period_in_force(what, municipality).hours) for what in What.values}
    done = {
        "numbers": _numbers(before[What.NUMBER], now),
        "callers": _callers(before[What.CALLER]),
        "notes": Call.objects.filter(noted_at__lt=before[What.NOTE]).exclude(note="").update(note=""),
        "promises": _promises(before[What.NUMBER]),
    }
    Signal.objects.filter(at__lt=now - EVENT_RETENTION).delete()
    ExchangeMessage.objects.filter(received_at__lt=now - EVENT_RETENTION).delete()
    if any(done.values()):
        record("calls.forget", None, Actor.system(), counts=done)
    return done


def _numbers(before: datetime, now: datetime) -> int:
    """Erase numbers, and keys of callers who did not consent to be recognised."""
    past = Call.objects.filter(ended_at__lt=before)
    forgotten = past.filter(keeps_number=False).exclude(number="", number_key="")
    count = forgotten.update(number="", number_key="", forgotten_at=now)
    return count + past.filter(keeps_number=True).exclude(number="").update(number="", forgotten_at=now)


def _callers(before: datetime) -> int:
    """Erase recognised callers a period after their last call."""
    known = Call.objects.filter(keeps_number=True).exclude(number_key="").order_by()
    past = known.values("number_key").annotate(last=Max("started_at")).filter(last__lt=before)
    keys = [row["number_key"] for row in past[:AT_ONCE]]
    for key in keys:
        erase_number(key)
    return len(keys)


def _promises(before: datetime) -> int:
    ended = Promise.objects.exclude(state=Promise.State.OPEN).filter(ended_at__lt=before)
    return ended.exclude(number="", name="", note="").update(number="", name="", note="")
