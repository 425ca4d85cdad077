"""Access of staff to applications, written to the access log of the persons."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from raekoda.casework.cases.visibility import withheld
from raekoda.identity.accesslog import access_log
from raekoda.identity.persons.models import Person
from raekoda.platform.core.actor import Actor
from raekoda.selfservice.applications.models import Application, Batch, Payout

VIEW, FILE, PAYMENT = "applications.view", "applications.file", "applications.payment"


def log_access(application: Application, actor: Actor, action: str = VIEW, *, exclude: Person | None = None) -> None:
    """Log access to the application for its subject and its applicant, except ``exclude``, whose access is logged already."""
    for person in dict.fromkeys((application.person, application.applicant)):
        if person != exclude:
            access_log.log_access(person, actor, action, subject=application)


def log_payment_access(payouts: Iterable[Payout], batch: Batch, actor: Actor) -> None:
    """Log access to ``payouts`` of a list, once for each person."""
    access_log.log_access_to_persons(
        (payout.grant.decision.application.applicant for payout in payouts), actor, PAYMENT, subject=batch
    )


def describe_applications(keys: list[int]) -> dict[int, tuple[str, str]]:
    found = (
        Application.objects.filter(pk__in=keys)
        .select_related("case")
        .only("ref", "case__registered_at", "case__subject")
    )
    return {
        application.pk: (
            f"{application.case.number} {application.case.subject}",
            reverse("applications:application", args=[application.ref]),
        )
        for application in found
    }


def withheld_applications() -> QuerySet[Any]:
    """Keys of the applications whose case is withheld from the person concerned."""
    return Application.objects.filter(withheld("case__")).values("pk")
