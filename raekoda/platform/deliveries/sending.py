"""One attempt to send one delivery."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import transaction

from raekoda.platform.core import clock
from raekoda.platform.core.events import emit
from raekoda.platform.deliveries import breakers, jobs, kinds, rules
from raekoda.platform.deliveries.actions import lock
from raekoda.platform.deliveries.events import DeliveryFailed, DeliverySent
from raekoda.platform.deliveries.models import Attempt, Delivery, Status

log = structlog.get_logger(__name__)


def send(delivery: Delivery) -> None:
    """Attempt a delivery once, unless its breaker is open or it has ended; store the outcome and schedule the next attempt.

    No lock is held during the call; the job's own lock prevents concurrent attempts.
    """
    delivery.refresh_from_db()
    if delivery.status != Status.WAITING:
        return
    kind = kinds.delivery_kinds.get(delivery.kind)
    if kind is None:
        _finish(delivery, Status.FAILED, "no such kind", 0)
        return
    open_until = breakers.open_until(delivery.target)
    if open_until is not None:
        _schedule(delivery, open_until)
        return
    started = time.monotonic()
    try:
        answer = kind.sender(delivery) or {}
    except kinds.DeliveryPostponed as error:
        _postpone(delivery, kind, error, _elapsed(started))
    except kinds.DeliveryRejected as error:
        breakers.record_success(delivery.target)
        _finish(delivery, Status.REFUSED, error.code, _elapsed(started), error.answer)
    except kinds.DeliveryOutcomeUnknown as error:
        breakers.record_failure(delivery.municipality_id, delivery.target)
        _finish(delivery, Status.UNKNOWN, error.code, _elapsed(started))
    except Exception as error:
        log.exception("delivery_broke", kind=delivery.kind, delivery=delivery.pk)
        _finish(delivery, Status.FAILED, type(error).__name__, _elapsed(started))
    else:
        breakers.record_success(delivery.target)
        _finish(delivery, Status.SENT, "", _elapsed(started), answer)


def _postpone(delivery: Delivery, kind: kinds.Kind, error: kinds.DeliveryPostponed, milliseconds: int) -> None:
    breakers.record_failure(delivery.municipality_id, delivery.target)
    if delivery.tries + 1 >= kind.tries:
        _finish(delivery, Status.FAILED, error.code, milliseconds)
        return
    with transaction.atomic():
        lock(delivery)
        _record_attempt(delivery, error.code, milliseconds)
        now = clock.now()
        requested = min(timedelta(seconds=error.seconds), rules.MAX_WAIT) if error.seconds else None
        next_at = now + requested if requested else rules.next_attempt(now, delivery.tries)
        delivery.error = error.code[:200]
        delivery.save(update_fields=["tries", "error"])
        _schedule(delivery, next_at)


def _finish(
    delivery: Delivery, status: str, code: str, milliseconds: int, answer: dict[str, Any] | None = None
) -> None:
    with transaction.atomic():
        lock(delivery)
        _record_attempt(delivery, code, milliseconds)
        delivery.status, delivery.error, delivery.ended_at = status, code[:200], clock.now()
        delivery.next_at = None
        if answer is not None:
            delivery.answer = answer
        delivery.save(update_fields=["status", "tries", "error", "ended_at", "next_at", "answer"])
        emit(DeliverySent(delivery) if status == Status.SENT else DeliveryFailed(delivery))


def _record_attempt(delivery: Delivery, code: str, milliseconds: int) -> None:
    delivery.tries += 1
    Attempt.objects.create(
        municipality_id=delivery.municipality_id, delivery=delivery, at=clock.now(), milliseconds=milliseconds,
        outcome=code[:200],
    )  # fmt: skip


def _schedule(delivery: Delivery, until: datetime) -> None:
    with transaction.atomic():
        Delivery.objects.filter(pk=delivery.pk, status=Status.WAITING).update(next_at=until)
        jobs.start(delivery, at=until)


def _elapsed(started: float) -> int:
    return round((time.monotonic() - started) * 1000)
