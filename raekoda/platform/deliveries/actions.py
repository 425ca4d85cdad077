"""Enqueuing, retrying, cancelling."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.events import emit
from raekoda.platform.core.journal import record
from raekoda.platform.core.tenancy import current
from raekoda.platform.deliveries import jobs, kinds
from raekoda.platform.deliveries.errors import DeliveryError
from raekoda.platform.deliveries.events import DeliveryFailed, DeliverySent
from raekoda.platform.deliveries.models import PROBLEMS, Breaker, Delivery, Status

BATCH_SIZE = 500
RETENTION_DAYS = 30


def enqueue(
    kind: str,
    *,
    target: str,
    key: str,
    payload: dict[str, Any],
    title: str,
    subject: models.Model | None = None,
) -> Delivery:
    """Store a delivery and its job, in the caller's transaction and municipality.

    The same ``key`` again returns the existing delivery unchanged. ``title`` is shown in lists: no personal data.
    """
    assert kind in kinds.delivery_kinds, kind
    delivery = Delivery(
        municipality=current(), kind=kind, target=target, key=key, payload=payload, title=title[:200],
        subject_type=subject._meta.label_lower if subject is not None else "",
        subject_id=subject.pk if subject is not None else None,
        created_at=clock.now(), next_at=clock.now(),
    )  # fmt: skip
    with transaction.atomic():
        created = Delivery.objects.bulk_create([delivery], ignore_conflicts=True)
        stored = Delivery.objects.get(key=key)
        if created and stored.tries == 0 and stored.status == Status.WAITING:
            jobs.start(stored)
    return stored


def retry(delivery: Delivery, *, actor: Actor) -> Delivery:
    """Retry a failed delivery, starting with the first interval; a sent one when its kind can be repeated.

    Raises :class:`DeliveryError` and ``PermissionDenied``.
    """
    actor.require("deliveries.retry", delivery)
    with transaction.atomic():
        lock(delivery)
        kind = kinds.delivery_kinds.get(delivery.kind)
        can_repeat = delivery.status == Status.SENT and kind is not None and kind.can_repeat
        if delivery.status not in (*PROBLEMS, Status.DROPPED) and not can_repeat:
            raise DeliveryError(_("This is not waiting for a new try: it was sent, or it is on its way."))
        if delivery.forgotten_at is not None:
            raise DeliveryError(_("What was to be sent has been forgotten after its period; send it anew."))
        before = delivery.status
        delivery.status, delivery.tries, delivery.error = Status.WAITING, 0, ""
        delivery.next_at, delivery.ended_at = clock.now(), None
        delivery.save(update_fields=["status", "tries", "error", "next_at", "ended_at"])
        record("deliveries.retry", delivery, actor, before=before)
        jobs.start(delivery)
    return delivery


def retry_all(target: str, *, actor: Actor) -> int:
    """Retry all failed deliveries of ``target`` and close its circuit breaker. Returns how many."""
    actor.require("deliveries.retry")
    with transaction.atomic():
        Breaker.objects.filter(target=target).update(failures=0, open_until=None, changed_at=clock.now())
        failed = Delivery.objects.filter(target=target, status=Status.FAILED, forgotten_at__isnull=True)
        rows = list(failed.order_by("id").values_list("pk", flat=True)[:BATCH_SIZE])
        for delivery in Delivery.objects.filter(pk__in=rows):
            retry(delivery, actor=actor)
    return len(rows)


def cancel(delivery: Delivery, *, actor: Actor, reason: str) -> Delivery:
    """Cancel a delivery that was done another way or is not needed. Raises :class:`DeliveryError`."""
    actor.require("deliveries.retry", delivery)
    reason = " ".join(reason.split())[:500]
    if not reason:
        raise DeliveryError(_("Write in a few words why."))
    with transaction.atomic():
        lock(delivery)
        if delivery.status not in (*PROBLEMS, Status.WAITING):
            raise DeliveryError(_("It was sent or given up meanwhile."))
        delivery.status, delivery.ended_at, delivery.next_at = Status.DROPPED, clock.now(), None
        delivery.save(update_fields=["status", "ended_at", "next_at"])
        record("deliveries.give_up", delivery, actor, reason=reason)
        emit(DeliveryFailed(delivery))
    return delivery


def confirm_sent(delivery: Delivery, *, actor: Actor) -> Delivery:
    """Record that a delivery of unknown outcome did arrive. Raises :class:`DeliveryError`."""
    actor.require("deliveries.retry", delivery)
    with transaction.atomic():
        lock(delivery)
        if delivery.status != Status.UNKNOWN:
            raise DeliveryError(_("It was sent or given up meanwhile."))
        delivery.status, delivery.ended_at, delivery.error = Status.SENT, clock.now(), ""
        delivery.save(update_fields=["status", "ended_at", "error"])
        record("deliveries.note_sent", delivery, actor)
        emit(DeliverySent(delivery))
    return delivery


def erase_old(deliveries: Iterable[Delivery] | None = None) -> int:
    """Erase payloads and answers of deliveries that ended ``RETENTION_DAYS`` ago; the rows stay. Returns how many."""
    old = Delivery.objects.filter(
        forgotten_at__isnull=True, ended_at__lt=clock.now() - timedelta(days=RETENTION_DAYS)
    ) if deliveries is None else Delivery.objects.filter(pk__in=[each.pk for each in deliveries])  # fmt: skip
    return old.update(payload={}, answer={}, forgotten_at=clock.now())


def lock(delivery: Delivery) -> None:
    """Lock the row until the end of the transaction and reload ``delivery``."""
    delivery.refresh_from_db(from_queryset=Delivery.objects.select_for_update(of=("self",), no_key=True))
