"""A payment is settled only by the provider's signed report about its order: once, with its amount and account."""

from __future__ import annotations

import base64
import json
import time
from datetime import timedelta
from decimal import Decimal
from typing import Any

import httpx
import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from joserfc import jwt
from joserfc.jwk import OctKey

from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.events import Subscription, subscriptions
from raekoda.platform.core.journal import history
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.platform.deliveries.models import Delivery
from raekoda.platform.deliveries.sending import send as try_to_send
from raekoda.registry.payments import actions, tasks
from raekoda.registry.payments.errors import PaymentError, UntrustedMessage
from raekoda.registry.payments.events import PaymentPaid
from raekoda.registry.payments.models import Attempt, Payment, PaymentAccount, Refund
from raekoda.registry.payments.providers import OrderReport
from tests.jobs import run_for_each
from tests.registry.payments.conftest import MERCHANT, SECRET, RunningBank, make_account

pytestmark = pytest.mark.django_db
NOTIFICATION_URL = "/maksed/teade/montonio"


@pytest.fixture
def paid_events() -> Any:
    """The events PaymentPaid that were emitted."""
    events: list[PaymentPaid] = []
    with subscriptions.temporarily(Subscription(PaymentPaid, events.append)):
        yield events


def start(payment: Payment) -> Attempt:
    return actions.start(payment, actor=Actor.resident())


def pay_at_bank(attempt: Attempt, status: str = "PAID") -> str:
    """Submit the bank's page; returns the return address."""
    answer = httpx.post(attempt.pay_url, data={"status": status}, trust_env=False)
    assert answer.status_code == 303
    return answer.headers["Location"]


def notify(attempt: Attempt, *, secret: str = SECRET, algorithm: str = "HS256", **claims: Any) -> Any:
    """Post a notification about ``attempt``, valid unless overridden."""
    claims_sent = {
        "uuid": attempt.provider_ref, "accessKey": MERCHANT, "merchantReference": attempt.ref, "paymentStatus": "PAID",
        "grandTotal": 12.5, "currency": "EUR", "exp": in_seconds(300), **claims,
    }  # fmt: skip
    return post_notification(
        {"orderToken": signed({k: v for k, v in claims_sent.items() if v is not None}, secret, algorithm)}
    )


def in_seconds(number: int) -> int:
    return int(time.time()) + number


def signed(claims: dict[str, Any], secret: str = SECRET, algorithm: str = "HS256") -> str:
    """A token as the provider signs it; with the algorithm "none" as a forger would try."""
    if algorithm == "none":
        parts = (base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in ({"alg": "none"}, claims))
        return b".".join((*parts, b"")).decode()
    return jwt.encode({"alg": algorithm}, claims, OctKey.import_key(secret), algorithms=[algorithm])


def post_notification(body: Any) -> Any:
    return Client().post(NOTIFICATION_URL, json.dumps(body), content_type="application/json")


def test_the_same_key_creates_one_payment(make_payment) -> None:
    assert make_payment(key="x").pk == make_payment(key="x", amount=Decimal(99)).pk
    assert Payment.objects.count() == 1


def test_a_payment_is_settled_by_the_banks_notification(account, make_payment, paid_events) -> None:
    payment = make_payment()
    attempt = start(payment)
    assert Payment.objects.get().status == "started"

    assert notify(attempt).status_code == 200
    payment.refresh_from_db()

    assert (payment.status, payment.provider_ref) == ("paid", attempt.provider_ref)
    assert [event.payment.pk for event in paid_events] == [payment.pk]
    assert [line.action for line in history(payment)] == ["payments.ask", "payments.start", "payments.paid"]


def test_a_repeated_notification_changes_nothing(account, make_payment, paid_events) -> None:
    attempt = start(make_payment())
    for _ in range(3):
        assert notify(attempt).status_code == 200
    assert notify(attempt, paymentStatus="ABANDONED").status_code == 200

    assert Payment.objects.get().status == "paid"
    assert len(paid_events) == 1


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"secret": "another-secret-" + "x" * 40}, "signature"),
        ({"algorithm": "none"}, "signature"),
        ({"algorithm": "HS512"}, "signature"),
        ({"grandTotal": 0.01}, "amount"),
        ({"grandTotal": "12.5.0"}, "amount"),
        ({"currency": "USD"}, "currency"),
        ({"accessKey": "somebody-else"}, "account"),
        ({"uuid": "another-order"}, "order"),
        ({"merchantReference": "unknown-1"}, "order"),
        ({"exp": in_seconds(-3600)}, "expired"),
        ({"exp": None}, "signature"),
        ({"paymentStatus": "HAPPY"}, "status"),
    ],
)
def test_a_wrong_notification_settles_nothing(
    account, make_payment, paid_events, wrong: dict[str, Any], why: str
) -> None:
    attempt = start(make_payment())

    answer = notify(attempt, **wrong)

    assert (answer.status_code, answer.json()["error"]) == (400, why)
    assert Payment.objects.get().status == "started"
    assert paid_events == []


@pytest.mark.parametrize("body", [None, [], "x", {"orderToken": 5}, {"orderToken": ""}, {"orderToken": "a.b.c"}])
def test_malformed_notifications_are_rejected(account, make_payment, body: Any) -> None:
    assert post_notification(body).status_code == 400


def test_a_notification_for_another_municipality_is_rejected(
    account, make_payment, other_municipality: Municipality, bank
) -> None:
    attempt = start(make_payment())
    with municipality_scope(other_municipality):
        make_account(other_municipality, bank.url)
    claims = {
        "uuid": attempt.provider_ref, "accessKey": MERCHANT, "merchantReference": attempt.ref, "paymentStatus": "PAID",
        "grandTotal": 12.5, "currency": "EUR", "exp": in_seconds(300),
    }  # fmt: skip
    token = signed(claims)
    answer = Client().post(
        NOTIFICATION_URL,
        json.dumps({"orderToken": token}),
        content_type="application/json",
        headers={"host": "elva.localhost"},
    )
    assert (answer.status_code, answer.json()["error"]) == (400, "order")
    assert Payment.objects.get().status == "started"


def test_the_return_alone_settles_nothing_the_status_is_fetched(account, make_payment, bank: RunningBank) -> None:
    payment = make_payment()
    attempt = start(payment)
    forged = signed(
        {"uuid": attempt.provider_ref, "accessKey": MERCHANT, "merchantReference": attempt.ref, "paymentStatus": "PAID",
         "grandTotal": 12.5, "currency": "EUR", "exp": in_seconds(300)},
    )  # fmt: skip
    # The signature is valid, but the bank reports that the order is not paid.
    Client().get(f"/maksed/{payment.ref}/tagasi/", {"order-token": forged})
    assert Payment.objects.get().status == "started"

    return_url = pay_at_bank(attempt)
    Client().get(f"/maksed/{payment.ref}/tagasi/?{return_url.partition('?')[2]}")
    assert Payment.objects.get().status == "paid"


def test_a_return_with_another_payments_token_shows_nothing(account, make_payment) -> None:
    mine, other = make_payment(), make_payment(person=None)
    return_url = pay_at_bank(start(other))

    answer = Client().get(f"/maksed/{mine.ref}/tagasi/?{return_url.partition('?')[2]}")

    assert answer["Location"] == f"/iseteenindus/maksed/{mine.ref}/"
    assert {payment.status for payment in Payment.objects.all()} == {"asked", "started"}


def test_the_task_fetches_the_status_of_orders_without_a_notification(account, make_payment) -> None:
    payment = make_payment()
    attempt = start(payment)
    pay_at_bank(attempt)
    for _ in range(2):
        with clock.at(clock.now() + timedelta(minutes=4)):
            run_for_each(tasks.look_up)
    payment.refresh_from_db()
    assert payment.status == "paid"


def test_a_payment_cancelled_at_the_bank_may_be_started_again(account, make_payment) -> None:
    payment = make_payment()
    first = start(payment)
    pay_at_bank(first, "ABANDONED")
    assert actions.look_up(first, actor=Actor.system()).status == "failed"

    second = start(payment)

    assert second.pk != first.pk
    assert notify(second).status_code == 200
    assert Payment.objects.get().status == "paid"


def test_a_recent_order_is_reused(account, make_payment) -> None:
    payment = make_payment()
    assert start(payment).pk == start(payment).pk


def test_a_bank_that_does_not_answer_charges_nothing(account, make_payment) -> None:
    PaymentAccount.objects.update(api_url="http://127.0.0.1:9/api")
    payment = make_payment()
    with pytest.raises(PaymentError):
        start(payment)
    payment.refresh_from_db()
    assert payment.status == "asked"


def test_without_an_account_starting_fails(municipality, make_payment) -> None:
    with pytest.raises(PaymentError):
        start(make_payment())


def send_refunds() -> None:
    for delivery in Delivery.objects.filter(kind="payments.refund"):
        try_to_send(delivery)


def test_a_duplicate_payment_is_refunded(account, make_payment, paid_events) -> None:
    payment = make_payment()
    first = start(payment)
    Attempt.objects.update(created_at=clock.now() - timedelta(hours=1))
    second = start(payment)
    assert first.pk != second.pk
    for attempt in (first, second):
        pay_at_bank(attempt)
        actions.look_up(attempt, actor=Actor.system())
    send_refunds()
    send_refunds()

    payment.refresh_from_db()
    refund = Refund.objects.get()
    assert (refund.state, refund.is_extra, refund.attempt_id) == ("done", True, second.pk)
    assert (payment.status, payment.refunded) == ("paid", 0)
    assert len(paid_events) == 1


def test_payment_of_a_cancelled_request_is_marked_in_the_event(account, make_payment, paid_events) -> None:
    payment = make_payment()
    attempt = start(payment)
    actions.cancel(payment, actor=Actor.system())
    assert notify(attempt).status_code == 200
    assert paid_events[0].was_cancelled
    assert Payment.objects.get().status == "paid"


def test_refunds_in_parts_never_exceed_what_was_paid(account, make_payment) -> None:
    payment = make_payment()
    attempt = start(payment)
    pay_at_bank(attempt)
    actions.look_up(attempt, actor=Actor.system())
    payment.refresh_from_db()
    actor = Actor.system()
    actions.refund(payment, reason="Saal oli külm", amount=Decimal("2.50"), actor=actor)
    with pytest.raises(PaymentError):
        actions.refund(payment, reason="Liiga palju", amount=Decimal("10.01"), actor=actor)
    last = actions.refund(payment, reason="Ära jäi", actor=actor, key="k")
    assert actions.refund(payment, reason="Ära jäi", actor=actor, key="k").pk == last.pk
    send_refunds()
    payment.refresh_from_db()
    assert (payment.status, payment.refunded) == ("refunded", Decimal("12.50"))
    # A late report does not make it paid again.
    assert notify(attempt).status_code == 200
    payment.refresh_from_db()
    assert payment.status == "refunded"


def test_the_database_refuses_impossible_money(make_payment) -> None:
    payment = make_payment()
    for wrong in ({"refunded": Decimal(100)}, {"amount": Decimal(0)}, {"status": "paid"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Payment.objects.filter(pk=payment.pk).update(**wrong)


def test_unknown_order_is_not_settled(account, make_payment) -> None:
    with pytest.raises(UntrustedMessage):
        actions.settle(OrderReport("x-1", "y", "paid", Decimal(1), "EUR"), actor=Actor.system())


def test_the_secret_is_encrypted_in_the_database(account) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM payments_paymentaccount")
        assert SECRET not in cursor.fetchone()[0]
