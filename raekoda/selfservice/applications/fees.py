"""The fee of an application, paid through the municipality's payment provider."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from raekoda.platform.core.actor import Actor
from raekoda.registry.payments import actions as payments
from raekoda.registry.payments.models import Payment
from raekoda.selfservice.applications import form_data
from raekoda.selfservice.applications.models import Application

LANGUAGES = ("et", "en", "ru")


def request_fee(application: Application, *, actor: Actor) -> Payment | None:
    """Request payment of the fee; None when there is none. Inside the caller's transaction."""
    fee = form_data.get_fee(application.data, application.version)
    if fee <= 0:
        return None
    words = {}
    for language in LANGUAGES:
        with override(language):
            words[language] = _("Fee of the application %(number)s") % {"number": application.case.number}
    return payments.request_payment(
        person=application.applicant, key=payment_key(application), amount=fee, description=words, subject=application,
        back_path=reverse("applications:application", args=[application.ref]), actor=actor,
    )  # fmt: skip


def cancel_fee(application: Application, *, actor: Actor) -> None:
    """Cancel the payment request; a fee that is paid stays until an official refunds it."""
    payment = get_payment(application)
    if payment is not None:
        payments.cancel(payment, actor=actor)


def payment_key(application: Application) -> str:
    return f"application:{application.ref}"


def get_payment(application: Application) -> Payment | None:
    """The payment requested for the application."""
    return Payment.objects.filter(key=payment_key(application)).first()
