"""Money is believed only by the provider's signed word about the very order: once, in its amount, to its account."""

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
from raekoda.registry.payments.errors import PaymentError, Untrusted
from raekoda.registry.payments.events import PaymentPaid
from raekoda.registry.payments.models import Attempt, Payment, PaymentAccount, Refund
from raekoda.registry.payments.providers import Report
from tests.registry.payments.conftest import MERCHANT, SECRET, RunningBank, make_account

pytestmark = pytest.mark.django_db
DOOR = "/maksed/teade/montonio"


@pytest.fixture
def heard() -> Any:
    """The events PaymentPaid that were emitted."""
    events: list[PaymentPaid] = []
    with subscriptions.temporarily(Subscription(PaymentPaid, events.append)):
        yield events


def started(payment: Payment) -> Attempt:
    return actions.start(payment, actor=Actor.resident())


def at_the_bank(attempt: Attempt, status: str = "PAID") -> str:
    """What a person does on the bank's page; where the browser is sent afterwards."""
    answer = httpx.post(attempt.pay_url, data={"status": status}, trust_env=False)
    assert answer.status_code == 303
    return answer.headers["Location"]


def told(attempt: Attempt, *, secret: str = SECRET, algorithm: str = "HS256", **claims: Any) -> Any:
    """A notification about ``attempt`` posted to our door, all right unless told otherwise."""
    whole = {
        "uuid": attempt.provider_ref, "accessKey": MERCHANT, "merchantReference": attempt.ref, "paymentStatus": "PAID",
        "grandTotal": 12.5, "currency": "EUR", "exp": in_seconds(300), **claims,
    }  # fmt: skip
    return posted({"orderToken": signed({k: v for k, v in whole.items() if v is not None}, secret, algorithm)})


def in_seconds(number: int) -> int:
    return int(time.time()) + number


def signed(claims: dict[str, Any], secret: str = SECRET, algorithm: str = "HS256") -> str:
    """A token as the provider signs it; with the algorithm "none" as a forger would try."""
    if algorithm == "none":
        parts = (base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in ({"alg": "none"}, claims))
        return b".".join((*parts, b"")).decode()
    return jwt.encode({"alg": algorithm}, claims, OctKey.import_key(secret), algorithms=[algorithm])


def posted(body: Any) -> Any:
    return Client().post(DOOR, json.dumps(body), content_type="application/json")


def test_the_same_key_asks_once(ask) -> None:
    assert ask(key="x").pk == ask(key="x", amount=Decimal(99)).pk
    assert Payment.objects.count() == 1


def test_a_payment_goes_to_the_bank_and_its_word_settles_it(account, ask, heard) -> None:
    payment = ask()
    attempt = started(payment)
    assert Payment.objects.get().status == "started"

    assert told(attempt).status_code == 200
    payment.refresh_from_db()

    assert (payment.status, payment.provider_ref) == ("paid", attempt.provider_ref)
    assert [event.payment.pk for event in heard] == [payment.pk]
    assert [line.action for line in history(payment)] == ["payments.ask", "payments.start", "payments.paid"]


def test_the_same_word_again_changes_nothing(account, ask, heard) -> None:
    attempt = started(ask())
    for _ in range(3):
        assert told(attempt).status_code == 200
    assert told(attempt, paymentStatus="ABANDONED").status_code == 200

    assert Payment.objects.get().status == "paid"
    assert len(heard) == 1


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
def test_a_word_that_is_not_right_settles_nothing(account, ask, heard, wrong: dict[str, Any], why: str) -> None:
    attempt = started(ask())

    answer = told(attempt, **wrong)

    assert (answer.status_code, answer.json()["error"]) == (400, why)
    assert Payment.objects.get().status == "started"
    assert heard == []


@pytest.mark.parametrize("body", [None, [], "x", {"orderToken": 5}, {"orderToken": ""}, {"orderToken": "a.b.c"}])
def test_rubbish_at_the_door(account, ask, body: Any) -> None:
    assert posted(body).status_code == 400


def test_a_word_for_another_municipality_is_not_believed(account, ask, other_municipality: Municipality, bank) -> None:
    attempt = started(ask())
    with municipality_scope(other_municipality):
        make_account(other_municipality, bank.url)
    claims = {
        "uuid": attempt.provider_ref, "accessKey": MERCHANT, "merchantReference": attempt.ref, "paymentStatus": "PAID",
        "grandTotal": 12.5, "currency": "EUR", "exp": in_seconds(300),
    }  # fmt: skip
    token = signed(claims)
    answer = Client().post(
        DOOR, json.dumps({"orderToken": token}), content_type="application/json", headers={"host": "elva.localhost"}
    )
    assert (answer.status_code, answer.json()["error"]) == (400, "order")
    assert Payment.objects.get().status == "started"


def test_the_browser_alone_settles_nothing_the_bank_is_asked(account, ask, bank: RunningBank) -> None:
    payment = ask()
    attempt = started(payment)
    forged = signed(
        {"uuid": attempt.provider_ref, "accessKey": MERCHANT, "merchantReference": attempt.ref, "paymentStatus": "PAID",
         "grandTotal": 12.5, "currency": "EUR", "exp": in_seconds(300)},
    )  # fmt: skip
    # Even with the right signature: the bank itself says that it is not paid.
    Client().get(f"/maksed/{payment.ref}/tagasi/", {"order-token": forged})
    assert Payment.objects.get().status == "started"

    place = at_the_bank(attempt)
    Client().get(f"/maksed/{payment.ref}/tagasi/?{place.partition('?')[2]}")
    assert Payment.objects.get().status == "paid"


def test_back_with_another_payments_word_shows_nothing(account, ask) -> None:
    mine, other = ask(), ask(person=None)
    place = at_the_bank(started(other))

    answer = Client().get(f"/maksed/{mine.ref}/tagasi/?{place.partition('?')[2]}")

    assert answer["Location"] == f"/iseteenindus/maksed/{mine.ref}/"
    assert {each.status for each in Payment.objects.all()} == {"asked", "started"}


def test_the_job_asks_the_bank_for_what_was_not_told(account, ask) -> None:
    payment = ask()
    attempt = started(payment)
    at_the_bank(attempt)
    for _ in range(2):
        with clock.at(clock.now() + timedelta(minutes=4)):
            tasks.look_up(0)
    payment.refresh_from_db()
    assert payment.status == "paid"


def test_called_off_at_the_bank_may_be_tried_again(account, ask) -> None:
    payment = ask()
    first = started(payment)
    at_the_bank(first, "ABANDONED")
    assert actions.look_up(first, actor=Actor.system()).status == "failed"

    second = started(payment)

    assert second.pk != first.pk
    assert told(second).status_code == 200
    assert Payment.objects.get().status == "paid"


def test_an_order_just_placed_is_offered_again(account, ask) -> None:
    payment = ask()
    assert started(payment).pk == started(payment).pk


def test_a_bank_that_does_not_answer_charges_nothing(account, ask) -> None:
    PaymentAccount.objects.update(api_url="http://127.0.0.1:9/api")
    payment = ask()
    with pytest.raises(PaymentError):
        started(payment)
    payment.refresh_from_db()
    assert payment.status == "asked"


def test_without_an_account_it_is_told(municipality, ask) -> None:
    with pytest.raises(PaymentError):
        started(ask())


def pay_back_sent() -> None:
    for delivery in Delivery.objects.filter(kind="payments.refund"):
        try_to_send(delivery)


def test_money_paid_twice_goes_back(account, ask, heard) -> None:
    payment = ask()
    first = started(payment)
    Attempt.objects.update(created_at=clock.now() - timedelta(hours=1))
    second = started(payment)
    assert first.pk != second.pk
    for attempt in (first, second):
        at_the_bank(attempt)
        actions.look_up(attempt, actor=Actor.system())
    pay_back_sent()
    pay_back_sent()

    payment.refresh_from_db()
    refund = Refund.objects.get()
    assert (refund.state, refund.is_extra, refund.attempt_id) == ("done", True, second.pk)
    assert (payment.status, payment.refunded) == ("paid", 0)
    assert len(heard) == 1


def test_money_for_what_was_called_off_is_told_as_such(account, ask, heard) -> None:
    payment = ask()
    attempt = started(payment)
    actions.cancel(payment, actor=Actor.system())
    assert told(attempt).status_code == 200
    assert heard[0].was_cancelled
    assert Payment.objects.get().status == "paid"


def test_refunds_in_parts_never_exceed_what_was_paid(account, ask) -> None:
    payment = ask()
    attempt = started(payment)
    at_the_bank(attempt)
    actions.look_up(attempt, actor=Actor.system())
    payment.refresh_from_db()
    actor = Actor.system()
    actions.refund(payment, reason="Saal oli külm", amount=Decimal("2.50"), actor=actor)
    with pytest.raises(PaymentError):
        actions.refund(payment, reason="Liiga palju", amount=Decimal("10.01"), actor=actor)
    one = actions.refund(payment, reason="Ära jäi", actor=actor, key="k")
    assert actions.refund(payment, reason="Ära jäi", actor=actor, key="k").pk == one.pk
    pay_back_sent()
    payment.refresh_from_db()
    assert (payment.status, payment.refunded) == ("refunded", Decimal("12.50"))
    # A late word of the bank does not make it paid again.
    assert told(attempt).status_code == 200
    payment.refresh_from_db()
    assert payment.status == "refunded"


def test_the_database_refuses_impossible_money(ask) -> None:
    payment = ask()
    for wrong in ({"refunded": Decimal(100)}, {"amount": Decimal(0)}, {"status": "paid"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Payment.objects.filter(pk=payment.pk).update(**wrong)


def test_unknown_order_is_not_settled(account, ask) -> None:
    with pytest.raises(Untrusted):
        actions.settle(Report("x-1", "y", "paid", Decimal(1), "EUR"), actor=Actor.system())


def test_the_secret_stands_nowhere_in_plain(account) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM payments_paymentaccount")
        assert SECRET not in cursor.fetchone()[0]
