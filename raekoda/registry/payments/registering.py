"""What payments tell a person's own page, their export and deletion, and the tracker of looks."""

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

LOOK = "payments.view"
WHY_KEPT = _("Accounting documents have to be kept by law.")


def rows(resident: Resident, limit: int) -> list[Row]:
    """What is to be paid, the nearest day first; then what was paid last."""
    own = queries.visible_to(resident.actor)
    found = list(queries.due_first(own)[:limit])
    if len(found) < limit:
        found += list(own.exclude(status__in=queries.OPEN).order_by("-id")[: limit - len(found)])
    return [_row(payment) for payment in found]


def export(person: Person) -> list[dict[str, Any]]:
    """Every payment of the person, as JSON-ready rows."""
    return [
        {
            "ref": each.ref, "words": each.title, "amount": str(each.amount), "currency": each.currency,
            "status": each.status, "created_at": each.created_at.isoformat(), "due_on": each.due_on and str(each.due_on),
            "paid_at": each.paid_at and each.paid_at.isoformat(), "refunded": str(each.refunded),
        }
        for each in Payment.objects.filter(person=person).order_by("id")
    ]  # fmt: skip


def forget(person: Person, actor: Actor) -> ErasureResult:
    """What was called off goes; what was paid, or is owed, is an accounting matter and stays."""
    own = Payment.objects.filter(person=person)
    deleted = own.filter(status=Status.CANCELLED, attempts__isnull=True).delete()[0]
    kept = own.count()
    return ErasureResult(deleted, kept, str(WHY_KEPT) if kept else "")


def _row(payment: Payment) -> Row:
    return Row(
        title=f"{payment.title}: {euros(payment.amount)}", url=reverse("payments:payment", args=[payment.ref]),
        status=payment.get_status_display(), when=payment.paid_at or payment.created_at,
        due=payment.due_on if payment.is_open else None, needs_action=payment.is_open,
    )  # fmt: skip
