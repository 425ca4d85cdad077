"""Looks of staff at applications, written down for the persons to read."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from raekoda.applications.models import Application, Batch
from raekoda.core.actor import Actor
from raekoda.persons.models import Person
from raekoda.tracker import looks

VIEW, FILE, PAYMENT = "applications.view", "applications.file", "applications.payment"

looks.register(VIEW, words=_("an official looked at your application"))
looks.register(FILE, words=_("an official opened a file of your application"))
looks.register(PAYMENT, words=_("an official looked at a payment to you"))


def looked(application: Application, by: Actor, action: str = VIEW) -> None:
    """Write a look at the application down: for whom it is about, and for who sent it."""
    for person in dict.fromkeys((application.person, application.applicant)):
        looks.looked(person, by, action, purpose=_purpose(application), subject=application)


def looked_at_payments(batch: Batch, by: Actor) -> None:
    """Write a look at every payment of a list down, once for each person."""
    payouts = batch.payouts.select_related("grant__person", "grant__decision__application__applicant")
    for person in dict.fromkeys(payout.grant.decision.application.applicant for payout in payouts):
        _payment(person, batch, by)


def _payment(person: Person, batch: Batch, by: Actor) -> None:
    looks.looked(person, by, PAYMENT, purpose=str(_("Paying benefits")), subject=batch)


def _purpose(application: Application) -> str:
    return f"{application.version.form.service.name} {application.case.number}"
