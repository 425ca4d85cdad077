"""Refunds that the bank refuses, that staff give up, that are requested twice: refunded amounts are always counted."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.urls import reverse

from raekoda.identity.accesslog.models import Look
from raekoda.identity.accounts.models import Role
from raekoda.platform.core.actor import Actor
from raekoda.platform.deliveries import actions as deliveries
from raekoda.platform.deliveries.models import Delivery
from raekoda.registry.payments import actions
from raekoda.registry.payments.models import Payment, PaymentAccount, Refund
from tests.registry.payments.conftest import RunningBank
from tests.registry.payments.test_pages import staff
from tests.registry.payments.test_settling import pay_at_bank, send_refunds, start

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()


@pytest.fixture
def paid(account: PaymentAccount, make_payment: Callable[..., Payment]) -> Payment:
    payment = make_payment()
    attempt = start(payment)
    pay_at_bank(attempt)
    actions.look_up(attempt, actor=SYSTEM)
    payment.refresh_from_db()
    return payment


def set_order_status(bank: RunningBank, status: str) -> None:
    """Set the status of every order in the bank's database; the bank refunds paid orders only."""
    with sqlite3.connect(bank.bank.store) as database:
        database.execute("UPDATE orders SET status = ?", (status,))


def refunded_cents(bank: RunningBank) -> int:
    """Cents that the bank refunded."""
    with sqlite3.connect(bank.bank.store) as database:
        return int(database.execute("SELECT coalesce(sum(cents), 0) FROM refunds").fetchone()[0])


def test_a_refused_refund_is_not_paid_by_a_retry_but_by_a_new_request(paid: Payment, bank: RunningBank) -> None:
    refused = actions.refund(paid, reason="Ära jäi", actor=SYSTEM, key="k")
    set_order_status(bank, "PENDING")
    send_refunds()
    set_order_status(bank, "PAID")
    deliveries.retry(Delivery.objects.get(kind="payments.refund"), actor=SYSTEM)
    send_refunds()
    assert (Delivery.objects.get(kind="payments.refund").status, refunded_cents(bank)) == ("refused", 0)

    again = actions.refund(paid, reason="Ära jäi", actor=SYSTEM, key="k")
    assert again.pk != refused.pk
    assert actions.refund(paid, reason="Ära jäi", actor=SYSTEM, key="k").pk == again.pk
    send_refunds()
    paid.refresh_from_db()
    assert (refunded_cents(bank), paid.refunded, paid.status) == (1250, Decimal("12.50"), "refunded")


def test_a_refund_that_staff_gave_up_is_refused(paid: Payment, bank: RunningBank) -> None:
    actions.refund(paid, reason="Ära jäi", actor=SYSTEM)
    assert actions.refundable_amount(paid) == 0
    delivery = Delivery.objects.get(kind="payments.refund")
    deliveries.cancel(delivery, actor=SYSTEM, reason="Maksti sularahas")
    assert (Refund.objects.get().state, actions.refundable_amount(paid)) == ("refused", Decimal("12.50"))
    deliveries.retry(delivery, actor=SYSTEM)
    send_refunds()
    assert refunded_cents(bank) == 0


def test_staff_may_resend_a_refund_without_a_reported_outcome(paid: Payment, bank: RunningBank) -> None:
    actions.refund(paid, reason="Ära jäi", actor=SYSTEM)
    send_refunds()
    Refund.objects.update(state="asked", done_at=None)
    Payment.objects.update(status="paid", refunded=0)
    deliveries.retry(Delivery.objects.get(kind="payments.refund"), actor=SYSTEM)
    send_refunds()
    paid.refresh_from_db()
    assert (Refund.objects.get().state, paid.refunded, refunded_cents(bank)) == ("done", Decimal("12.50"), 1250)


def test_staff_see_an_error_when_nothing_is_refundable_and_each_page_is_logged(
    paid: Payment, municipality, mari
) -> None:
    client = staff(municipality, Role.OFFICIAL)
    page = reverse("payments_desk:refund", args=[paid.ref])
    assert client.post(page, {"amount": "99", "reason": "Miks mitte"}).status_code == 422
    assert Look.objects.filter(person=mari, action="payments.view").count() == 1
    Payment.objects.update(status="refunded", refunded=Decimal("12.50"))
    answer = client.post(page, {"amount": "1", "reason": "Miks mitte"}, follow=True)
    assert "Tagastada saab ainult" in answer.text
