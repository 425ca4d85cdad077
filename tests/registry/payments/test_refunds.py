"""Money back that the bank refuses, that staff gives up, that is asked for twice: what went out is always counted."""

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
from tests.registry.payments.test_settling import at_the_bank, pay_back_sent, started

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()


@pytest.fixture
def paid(account: PaymentAccount, ask: Callable[..., Payment]) -> Payment:
    payment = ask()
    attempt = started(payment)
    at_the_bank(attempt)
    actions.look_up(attempt, actor=SYSTEM)
    payment.refresh_from_db()
    return payment


def the_order_is(bank: RunningBank, status: str) -> None:
    """An order that is not paid is not paid back by the bank."""
    with sqlite3.connect(bank.bank.store) as database:
        database.execute("UPDATE orders SET status = ?", (status,))


def went_out(bank: RunningBank) -> int:
    """Cents that the bank paid back."""
    with sqlite3.connect(bank.bank.store) as database:
        return int(database.execute("SELECT coalesce(sum(cents), 0) FROM refunds").fetchone()[0])


def test_what_the_bank_refused_is_not_paid_out_by_a_retry_but_asked_for_anew(paid: Payment, bank: RunningBank) -> None:
    refused = actions.refund(paid, reason="Ära jäi", actor=SYSTEM, key="k")
    the_order_is(bank, "PENDING")
    pay_back_sent()
    the_order_is(bank, "PAID")
    deliveries.retry(Delivery.objects.get(kind="payments.refund"), actor=SYSTEM)
    pay_back_sent()
    assert (Delivery.objects.get(kind="payments.refund").status, went_out(bank)) == ("refused", 0)

    anew = actions.refund(paid, reason="Ära jäi", actor=SYSTEM, key="k")
    assert anew.pk != refused.pk
    assert actions.refund(paid, reason="Ära jäi", actor=SYSTEM, key="k").pk == anew.pk
    pay_back_sent()
    paid.refresh_from_db()
    assert (went_out(bank), paid.refunded, paid.status) == (1250, Decimal("12.50"), "refunded")


def test_what_staff_gave_up_is_not_on_its_way_any_more(paid: Payment, bank: RunningBank) -> None:
    actions.refund(paid, reason="Ära jäi", actor=SYSTEM)
    assert actions.left(paid) == 0
    delivery = Delivery.objects.get(kind="payments.refund")
    deliveries.give_up(delivery, actor=SYSTEM, reason="Maksti sularahas")
    assert (Refund.objects.get().state, actions.left(paid)) == ("refused", Decimal("12.50"))
    deliveries.retry(delivery, actor=SYSTEM)
    pay_back_sent()
    assert went_out(bank) == 0


def test_staff_may_ask_again_about_a_refund_whose_end_was_never_told(paid: Payment, bank: RunningBank) -> None:
    actions.refund(paid, reason="Ära jäi", actor=SYSTEM)
    pay_back_sent()
    Refund.objects.update(state="asked", done_at=None)
    Payment.objects.update(status="paid", refunded=0)
    deliveries.retry(Delivery.objects.get(kind="payments.refund"), actor=SYSTEM)
    pay_back_sent()
    paid.refresh_from_db()
    assert (Refund.objects.get().state, paid.refunded, went_out(bank)) == ("done", Decimal("12.50"), 1250)


def test_staff_is_told_when_nothing_can_go_back_and_each_page_is_a_look(paid: Payment, municipality, mari) -> None:
    client = staff(municipality, Role.ADMINISTRATOR)
    page = reverse("payments_desk:refund", args=[paid.ref])
    assert client.post(page, {"amount": "99", "reason": "Miks mitte"}).status_code == 422
    assert Look.objects.filter(person=mari, action="payments.view").count() == 1
    Payment.objects.update(status="refunded", refunded=Decimal("12.50"))
    answer = client.post(page, {"amount": "1", "reason": "Miks mitte"}, follow=True)
    assert "Tagastada saab ainult" in answer.text
