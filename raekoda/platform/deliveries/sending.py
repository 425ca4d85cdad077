"""One try to send one delivery."""

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
    """Try it once, unless its target rests or it ended meanwhile; what came of it is kept, and the next try is set.

    No lock is held while the other side is asked; two tries at once are kept apart by the job's own lock.
    """
    delivery.refresh_from_db()
    if delivery.status != Status.WAITING:
        return
    kind = kinds.delivery_kinds.get(delivery.kind)
    if kind is None:
        _end(delivery, Status.FAILED, "no such kind", 0)
        return
    resting = breakers.rests_until(delivery.target)
    if resting is not None:
        _wait(delivery, resting)
        return
    begun = time.monotonic()
    try:
        answer = kind.sender(delivery) or {}
    except kinds.DeliveryPostponed as error:
        _failed(delivery, kind, error, _took(begun))
    except kinds.DeliveryRejected as error:
        breakers.answered(delivery.target)
        _end(delivery, Status.REFUSED, error.code, _took(begun), error.answer)
    except kinds.DeliveryOutcomeUnknown as error:
        breakers.failed(delivery.municipality_id, delivery.target)
        _end(delivery, Status.UNKNOWN, error.code, _took(begun))
    except Exception as error:
        log.exception("delivery_broke", kind=delivery.kind, delivery=delivery.pk)
        _end(delivery, Status.FAILED, type(error).__name__, _took(begun))
    else:
        breakers.answered(delivery.target)
        _end(delivery, Status.SENT, "", _took(begun), answer)


def _failed(delivery: Delivery, kind: kinds.Kind, error: kinds.DeliveryPostponed, took: int) -> None:
    breakers.failed(delivery.municipality_id, delivery.target)
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


def _took(begun: float) -> int:
    return round((time.monotonic() - begun) * 1000)
