"""One try to send one delivery."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import transaction

from raekoda.core import clock
from raekoda.core.events import emit
from raekoda.deliveries import jobs, kinds, rules
from raekoda.deliveries.actions import lock
from raekoda.deliveries.events import DeliveryFailed, DeliverySent
from raekoda.deliveries.models import Attempt, Breaker, Delivery, Status

log = structlog.get_logger(__name__)


def send(delivery: Delivery) -> None:
    """Try it once, unless its target rests or it ended meanwhile; what came of it is kept, and the next try is set.

    No lock is held while the other side is asked; two tries at once are kept apart by the job's own lock.
    """
    delivery.refresh_from_db()
    if delivery.status != Status.WAITING:
        return
    kind = kinds.kind(delivery.kind)
    if kind is None:
        _end(delivery, Status.FAILED, "no such kind", 0)
        return
    resting = _rests(delivery)
    if resting is not None:
        _wait(delivery, resting)
        return
    begun = time.monotonic()
    try:
        answer = kind.sender(delivery) or {}
    except kinds.NotNow as error:
        _failed(delivery, kind, error, _took(begun))
    except kinds.Refused as error:
        _reached(delivery)
        _end(delivery, Status.REFUSED, error.code, _took(begun), error.answer)
    except kinds.Unknown as error:
        _count_failure(delivery)
        _end(delivery, Status.UNKNOWN, error.code, _took(begun))
    except Exception as error:
        log.exception("delivery_broke", kind=delivery.kind, delivery=delivery.pk)
        _end(delivery, Status.FAILED, type(error).__name__, _took(begun))
    else:
        _reached(delivery)
        _end(delivery, Status.SENT, "", _took(begun), answer)


def _failed(delivery: Delivery, kind: kinds.Kind, error: kinds.NotNow, took: int) -> None:
    _count_failure(delivery)
    if delivery.tries + 1 >= kind.tries:
        _end(delivery, Status.FAILED, error.code, took)
        return
    with transaction.atomic():
        lock(delivery)
        _note(delivery, error.code, took)
        now = clock.now()
        asked = min(timedelta(seconds=error.seconds), rules.LONGEST_WAIT) if error.seconds else None
        next_at = now + asked if asked else rules.next_try(now, delivery.tries)
        delivery.error = error.code[:200]
        delivery.save(update_fields=["tries", "error"])
        _wait(delivery, next_at)


def _end(delivery: Delivery, status: str, code: str, took: int, answer: dict[str, Any] | None = None) -> None:
    with transaction.atomic():
        lock(delivery)
        _note(delivery, code, took)
        delivery.status, delivery.error, delivery.ended_at = status, code[:200], clock.now()
        delivery.next_at = None
        if answer is not None:
            delivery.answer = answer
        delivery.save(update_fields=["status", "tries", "error", "ended_at", "next_at", "answer"])
        emit(DeliverySent(delivery) if status == Status.SENT else DeliveryFailed(delivery))


def _note(delivery: Delivery, code: str, took: int) -> None:
    delivery.tries += 1
    Attempt.objects.create(
        municipality_id=delivery.municipality_id, delivery=delivery, at=clock.now(), milliseconds=took,
        outcome=code[:200],
    )  # fmt: skip


def _wait(delivery: Delivery, until: datetime) -> None:
    with transaction.atomic():
        Delivery.objects.filter(pk=delivery.pk, status=Status.WAITING).update(next_at=until)
        jobs.start(delivery, at=until)


def _rests(delivery: Delivery) -> datetime | None:
    """Until when the target is left alone; None when it may be asked. The first to come after its rest asks it alone:
    the others wait for what that one finds."""
    with transaction.atomic():
        breaker = Breaker.objects.select_for_update().filter(target=delivery.target, open_until__isnull=False).first()
        if breaker is None or breaker.open_until is None:
            return None
        now = clock.now()
        if breaker.open_until > now:
            return breaker.open_until
        breaker.open_until, breaker.changed_at = now + rules.FIRST_REST, now
        breaker.save(update_fields=["open_until", "changed_at"])
        return None


def _count_failure(delivery: Delivery) -> None:
    with transaction.atomic():
        now = clock.now()
        Breaker.objects.bulk_create(
            [Breaker(municipality_id=delivery.municipality_id, target=delivery.target, changed_at=now)],
            ignore_conflicts=True,
        )
        breaker = Breaker.objects.select_for_update().get(target=delivery.target)
        breaker.failures, breaker.changed_at = breaker.failures + 1, now
        breaker.open_until = rules.rests_until(now, breaker.failures)
        breaker.save(update_fields=["failures", "open_until", "changed_at"])


def _reached(delivery: Delivery) -> None:
    """The other side answers: whoever waits for it may go at once."""
    Breaker.objects.filter(target=delivery.target).exclude(failures=0, open_until=None).update(
        failures=0, open_until=None, changed_at=clock.now()
    )


def _took(begun: float) -> int:
    return round((time.monotonic() - begun) * 1000)
