"""The fee of an application: asked for when it is sent, paid through the municipality's provider."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from raekoda.platform.core.actor import Actor
from raekoda.registry.payments import actions as payments
from raekoda.registry.payments.models import Payment
from raekoda.selfservice.applications import asking
from raekoda.selfservice.applications.models import Application

LANGUAGES = ("et", "en", "ru")


def ask_fee(application: Application, *, actor: Actor) -> Payment | None:
    """Ask the applicant for the fee that the form counted; ``None`` when there is none. In the caller's transaction."""
    fee = asking.fee_of(application.data, application.version)
    if fee <= 0:
        return None
    words = {}
    for language in LANGUAGES:
        with override(language):
            words[language] = _("Fee of the application %(number)s") % {"number": application.case.number}
    return payments.request_payment(
        person=application.applicant, key=key_of(application), amount=fee, description=words, subject=application,
        back_path=reverse("applications:application", args=[application.ref]), actor=actor,
    )  # fmt: skip


def call_off_fee(application: Application, *, actor: Actor) -> None:
    """The fee is not to be paid any more; one that is paid stays until an official pays it back."""
    payment = payment_of(application)
    if payment is not None:
        payments.cancel(payment, actor=actor)


def key_of(application: Application) -> str:
    return f"application:{application.ref}"


def payment_of(application: Application) -> Payment | None:
    """What was asked for the application."""
    return Payment.objects.filter(key=key_of(application)).first()
