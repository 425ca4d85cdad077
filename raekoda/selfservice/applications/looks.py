"""Looks of staff at applications, written down for the persons to read."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from raekoda.identity.accesslog import access_log
from raekoda.identity.persons.models import Person
from raekoda.platform.core.actor import Actor
from raekoda.selfservice.applications.models import Application, Batch, Payout

VIEW, FILE, PAYMENT = "applications.view", "applications.file", "applications.payment"


def looked(application: Application, actor: Actor, action: str = VIEW, *, but: Person | None = None) -> None:
    """Write a look at the application down: for whom it is about, and for who sent it; not for ``but``, for whom it is
    written down already."""
    for person in dict.fromkeys((application.person, application.applicant)):
        if person != but:
            access_log.log_access(person, actor, action, subject=application)


def looked_at_payments(payouts: Iterable[Payout], batch: Batch, actor: Actor) -> None:
    """Write a look at ``payouts`` of a list down, once for each person."""
    access_log.log_access_to_persons(
        (payout.grant.decision.application.applicant for payout in payouts), actor, PAYMENT, subject=batch
    )


def named(keys: list[int]) -> dict[int, tuple[str, str]]:
    found = (
        Application.objects.filter(pk__in=keys)
        .select_related("case")
        .only("ref", "case__registered_at", "case__subject")
    )
    return {
        each.pk: (f"{each.case.number} {each.case.subject}", reverse("applications:application", args=[each.ref]))
        for each in found
    }
