"""Payments for templates: receipt rows, refund rows, colours of statuses."""

from __future__ import annotations

from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from raekoda.platform.core.money import euros
from raekoda.registry.payments.models import Payment, Refund, Status

TONES = {
    Status.ASKED: "warning", Status.STARTED: "info", Status.PAID: "success", Status.FAILED: "danger",
    Status.CANCELLED: "neutral", Status.REFUNDED: "neutral",
}  # fmt: skip
REFUND_TONES = {Refund.State.ASKED: "info", Refund.State.DONE: "success", Refund.State.REFUSED: "danger"}


def with_tone(payment: Payment) -> Payment:
    payment.tone = TONES[Status(payment.status)]  # type: ignore[attr-defined]
    payment.sum = euros(payment.amount)  # type: ignore[attr-defined]
    return payment


def receipt_rows(payment: Payment) -> list[tuple[str, str]]:
    """Rows of a receipt: label and value."""
    return [
        (_("For what"), payment.title),
        (_("Paid to"), payment.municipality.name),
        (_("Amount"), euros(payment.amount)),
        (_("Due"), date_format(payment.due_on, "SHORT_DATE_FORMAT") if payment.due_on and payment.is_open else ""),
        (_("Paid at"), _moment(payment.paid_at)),
        (_("Paid back"), euros(payment.refunded) if payment.refunded else ""),
        (_("Payment number"), payment.ref),
        (_("Number at the payment service"), payment.provider_ref),
    ]


def refund_rows(payment: Payment) -> list[dict[str, Any]]:
    """Refunds of a payment, oldest first."""
    return [
        {"amount": euros(refund.amount), "state": refund.get_state_display(),
         "tone": REFUND_TONES[Refund.State(refund.state)], "reason": refund.reason,
         "when": refund.done_at or refund.created_at}
        for refund in payment.refunds.order_by("id")
    ]  # fmt: skip


def _moment(moment: Any) -> str:
    return date_format(localtime(moment), "SHORT_DATETIME_FORMAT") if moment else ""
