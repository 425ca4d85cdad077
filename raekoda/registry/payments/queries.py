"""Reads of payments, behind one gate."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F, QuerySet

from raekoda.identity.persons.access import owned_by
from raekoda.platform.core.actor import Actor, Kind
from raekoda.registry.payments.models import Attempt, Payment, Status

OPEN = (Status.ASKED, Status.STARTED, Status.FAILED)
ASKED_AGAIN_AFTER = timedelta(minutes=3)
GIVEN_UP_AFTER = timedelta(days=3)


def visible_to(actor: Actor) -> QuerySet[Payment]:
    """Payments of the open municipality: all for those who may view them, a resident's own, none for others."""
    payments = Payment.objects.all()
    if actor.kind == Kind.RESIDENT:
        return payments.filter(owned_by(actor))
    return payments if actor.may("payments.view") else payments.none()


def of_visitor(token: str) -> Payment | None:
    """The payment of somebody who is not signed in, by the token of the link in their hand."""
    return Payment.objects.filter(token=token, person__isnull=True).first()


def due_first(payments: QuerySet[Payment]) -> QuerySet[Payment]:
    """What is open, the nearest day first."""
    return payments.filter(status__in=OPEN).order_by(F("due_on").asc(nulls_last=True), "id")


def unsettled(now: datetime) -> QuerySet[Attempt]:
    """Orders that are open and were not asked about in the last minutes, while their provider still knows them."""
    return (
        Attempt.objects.filter(state=Attempt.State.OPEN, asked_at__lt=now - ASKED_AGAIN_AFTER)
        .filter(created_at__gt=now - GIVEN_UP_AFTER)
        .exclude(provider_ref="")
        .select_related("payment")
        .order_by("asked_at")
    )
