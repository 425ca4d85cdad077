"""Reads of payments; :func:`visible_to` decides who sees which."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F, QuerySet

from raekoda.identity.accesslog.access_log import shown_to_person
from raekoda.identity.persons.access import owned_by
from raekoda.platform.core.actor import Actor, Kind
from raekoda.platform.core.subjects import of_readable_subjects
from raekoda.registry.payments.models import Attempt, Payment, Status

OPEN = (Status.ASKED, Status.STARTED, Status.FAILED)
RECHECK_AFTER = timedelta(minutes=3)
ABANDON_AFTER = timedelta(days=3)


def visible_to(actor: Actor) -> QuerySet[Payment]:
    """Payments of the current municipality: a resident's own, without those for what is withheld from the family; for officials
    those for what they may read; none for others."""
    payments = Payment.objects.all()
    if actor.kind == Kind.RESIDENT:
        own = payments.filter(owned_by(actor))
        return own if actor.person_id == actor.subject_id else shown_to_person(own)
    return (
        payments.filter(of_readable_subjects(actor, besides=Payment)) if actor.may("payments.view") else payments.none()
    )


def find_by_token(token: str) -> Payment | None:
    """The payment of a visitor by the token of its link."""
    return Payment.objects.filter(token=token, person__isnull=True).first()


def due_first(payments: QuerySet[Payment]) -> QuerySet[Payment]:
    """Open payments, the nearest due day first."""
    return payments.filter(status__in=OPEN).order_by(F("due_on").asc(nulls_last=True), "id")


def unsettled(now: datetime) -> QuerySet[Attempt]:
    """Open orders that were not checked in the last minutes and that are not too old to be paid."""
    return (
        Attempt.objects.filter(state=Attempt.State.OPEN, asked_at__lt=now - RECHECK_AFTER)
        .filter(created_at__gt=now - ABANDON_AFTER)
        .exclude(provider_ref="")
        .select_related("payment")
        .order_by("asked_at")
    )
