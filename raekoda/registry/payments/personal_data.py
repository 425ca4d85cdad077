"""Payments in a person's dashboard, data export, erasure and access log."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from raekoda.identity.persons.access import Resident
from raekoda.identity.persons.models import Person
from raekoda.identity.persons.personal_data import ErasureResult
from raekoda.identity.persons.sections import Row
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.money import euros
from raekoda.registry.payments import queries
from raekoda.registry.payments.models import Payment, Status

ACCESS_LOG_KIND = "payments.view"
RETENTION_REASON = _("Accounting documents have to be kept by law.")


def rows(resident: Resident, limit: int) -> list[Row]:
    """Open payments, the nearest due day first, then the latest closed ones."""
    own = queries.visible_to(resident.actor)
    payments = list(queries.due_first(own)[:limit])
    if len(payments) < limit:
        payments += list(own.exclude(status__in=queries.OPEN).order_by("-id")[: limit - len(payments)])
    return [_row(payment) for payment in payments]


def export(person: Person) -> list[dict[str, Any]]:
    """Every payment of the person, as JSON-ready rows."""
    return [
        {
            "ref": payment.ref, "words": payment.title, "amount": str(payment.amount), "currency": payment.currency,
            "status": payment.status, "created_at": payment.created_at.isoformat(),
            "due_on": payment.due_on and str(payment.due_on),
            "paid_at": payment.paid_at and payment.paid_at.isoformat(), "refunded": str(payment.refunded),
        }
        for payment in Payment.objects.filter(person=person).order_by("id")
    ]  # fmt: skip


def erase(person: Person, actor: Actor) -> ErasureResult:
    """Delete cancelled payments; paid and owed ones are accounting documents and are retained."""
    own = Payment.objects.filter(person=person)
    deleted = own.filter(status=Status.CANCELLED, attempts__isnull=True).delete()[0]
    retained = own.count()
    return ErasureResult(deleted, retained, str(RETENTION_REASON) if retained else "")


def _row(payment: Payment) -> Row:
    return Row(
        title=f"{payment.title}: {euros(payment.amount)}", url=reverse("payments:payment", args=[payment.ref]),
        status=payment.get_status_display(), when=payment.paid_at or payment.created_at,
        due=payment.due_on if payment.is_open else None, needs_action=payment.is_open,
    )  # fmt: skip
