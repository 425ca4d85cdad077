"""Handing over, trying again, giving up."""

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

MOST_AT_ONCE = 500
KEPT_DAYS = 30


def enqueue(
    kind: str,
    *,
    target: str,
    key: str,
    payload: dict[str, Any],
    title: str,
    subject: models.Model | None = None,
) -> Delivery:
    """Keep what another system must get, and a job for it, in the caller's transaction and municipality.

    The same ``key`` again gives the delivery there is already, as it is. ``title`` is seen in lists: no personal data.
    """
    assert kind in kinds.delivery_kinds, kind
    delivery = Delivery(
        municipality=current(), kind=kind, target=target, key=key, payload=payload, title=title[:200],
        subject_type=subject._meta.label_lower if subject is not None else "",
        subject_id=subject.pk if subject is not None else None,
        created_at=clock.now(), next_at=clock.now(),
    )  # fmt: skip
    with transaction.atomic():
        made = Delivery.objects.bulk_create([delivery], ignore_conflicts=True)
        kept = Delivery.objects.get(key=key)
        if made and kept.tries == 0 and kept.status == Status.WAITING:
            jobs.start(kept)
    return kept


def retry(delivery: Delivery, *, actor: Actor) -> Delivery:
    """Let one that failed be tried again, from the first wait on; one that was sent when its kind may be repeated.

    Raises :class:`DeliveryError` and ``PermissionDenied``.
    """
    actor.require("deliveries.retry", delivery)
    with transaction.atomic():
        lock(delivery)
        known = kinds.delivery_kinds.get(delivery.kind)
        repeatable = delivery.status == Status.SENT and known is not None and known.can_repeat
        if delivery.status not in (*PROBLEMS, Status.DROPPED) and not repeatable:
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
    """Let everything that failed for ``target`` be tried again, and the target be asked at once; how many."""
    actor.require("deliveries.retry")
    with transaction.atomic():
        Breaker.objects.filter(target=target).update(failures=0, open_until=None, changed_at=clock.now())
        failed = Delivery.objects.filter(target=target, status=Status.FAILED, forgotten_at__isnull=True)
        rows = list(failed.order_by("id").values_list("pk", flat=True)[:MOST_AT_ONCE])
        for delivery in Delivery.objects.filter(pk__in=rows):
            retry(delivery, actor=actor)
    return len(rows)


def give_up(delivery: Delivery, *, actor: Actor, reason: str) -> Delivery:
    """Take it out of the failed queue: it was told another way, or need not be told. Raises :class:`DeliveryError`."""
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


def note_sent(delivery: Delivery, *, actor: Actor) -> Delivery:
    """Staff found out that one of unknown fate did arrive. Raises :class:`DeliveryError`."""
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


def forget_old(deliveries: Iterable[Delivery] | None = None) -> int:
    """Payloads and answers of what ended ``KEPT_DAYS`` ago are emptied; that it was sent stays. How many."""
    old = Delivery.objects.filter(
        forgotten_at__isnull=True, ended_at__lt=clock.now() - timedelta(days=KEPT_DAYS)
    ) if deliveries is None else Delivery.objects.filter(pk__in=[each.pk for each in deliveries])  # fmt: skip
    return old.update(payload={}, answer={}, forgotten_at=clock.now())


def lock(delivery: Delivery) -> None:
    """Lock the row until the end of the transaction and read it anew into ``delivery``."""
    delivery.refresh_from_db(from_queryset=Delivery.objects.select_for_update(of=("self",), no_key=True))
