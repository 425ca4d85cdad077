"""Access to payments: the payer, a stranger, a visitor with the link, staff by role."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from raekoda.identity.accesslog.models import Look
from raekoda.identity.accounts.models import Role
from raekoda.identity.persons.access import Resident
from raekoda.identity.persons.models import Session
from raekoda.identity.persons.personal_data import personal_data_sources
from raekoda.identity.persons.sections import sections
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.registry.payments import actions, queries
from raekoda.registry.payments.models import Attempt, Payment, PaymentAccount
from tests.casework.cases.conftest import make_user
from tests.identity.persons import factory
from tests.registry.payments.conftest import SECRET

pytestmark = pytest.mark.django_db
SEE = {"official", "service_owner"}
PAY_BACK = {"official", "service_owner"}


@pytest.fixture
def paid(make_payment, account) -> Payment:
    payment = make_payment()
    attempt = Attempt.objects.create(
        municipality=payment.municipality, payment=payment, ref="a-1", provider="montonio", provider_ref="o-1",
        state="paid", created_at=clock.now(), asked_at=clock.now(),
    )  # fmt: skip
    Payment.objects.filter(pk=payment.pk).update(
        status="paid", paid_at=clock.now(), provider="montonio", provider_ref=attempt.provider_ref
    )
    payment.refresh_from_db()
    return payment


def staff(municipality: Municipality, role: str) -> Client:
    client = Client()
    client.force_login(make_user(municipality, role, role))
    return client


def test_the_payer_sees_the_payment_and_strangers_do_not(make_payment, mari, municipality) -> None:
    payment = make_payment()
    page = reverse("payments:payment", args=[payment.ref])
    own = factory.sign_in(Client(), mari).get(page)
    other = factory.sign_in(Client(), factory.person(municipality, factory.JAAN, given_name="Jaan")).get(page)
    stranger = Client().get(page)

    assert "Saali rent" in own.text and "12,50" in own.text
    assert own["Cache-Control"] == "private, no-store"
    assert other.status_code == 404
    assert (stranger.status_code, stranger["Location"].startswith("/sisene/")) == (302, True)


def test_a_parent_sees_the_childs_payments_only_when_acting_for_it(make_payment, mari) -> None:
    child, right = factory.child_of(mari)
    page = reverse("payments:payment", args=[make_payment(person=child).ref])
    assert factory.sign_in(Client(), mari).get(page).status_code == 404
    assert factory.sign_in(Client(), mari, acting_for=right).get(page).status_code == 200


def test_an_official_signed_in_as_a_resident_too_sees_own_payments_only(make_payment, mari, municipality) -> None:
    payment = make_payment()
    client = staff(municipality, Role.OFFICIAL)
    factory.sign_in(client, factory.person(municipality, factory.JAAN, given_name="Jaan"))
    assert client.get(reverse("payments:payment", args=[payment.ref])).status_code == 404
    assert payment.title not in client.get(reverse("payments:list")).text


def test_a_visitor_pays_by_the_link_and_a_persons_payment_has_none(make_payment, account) -> None:
    mine, visitors = make_payment(), make_payment(person=None)
    assert Client().get(reverse("payments:visitor", args=[mine.token])).status_code == 404
    page = reverse("payments:visitor", args=[visitors.token])
    assert Client().get(page).status_code == 200
    onward = Client().post(reverse("payments:visitor_start", args=[visitors.token]))
    attempt = Attempt.objects.get()
    assert onward["Refresh"] == f"0; url={attempt.pay_url}"
    assert attempt.pay_url in onward.text
    assert Client().post(reverse("payments:visitor_start", args=[mine.token])).status_code == 404


def test_another_municipality_finds_nothing(make_payment, other_municipality) -> None:
    visitors = make_payment(person=None)
    page = reverse("payments:visitor", args=[visitors.token])
    assert Client().get(page, headers={"host": "elva.localhost"}).status_code == 404
    client = staff(other_municipality, Role.OFFICIAL)
    desk = reverse("payments_desk:payment", args=[visitors.ref])
    assert client.get(desk, headers={"host": "elva.localhost"}).status_code == 404


@pytest.mark.parametrize("role", list(Role.values))
def test_staff_by_role(role: str, paid, municipality) -> None:
    client = staff(municipality, role)
    page = reverse("payments_desk:payment", args=[paid.ref])
    seen = 200 if role in SEE else 403
    assert client.get(reverse("payments_desk:list")).status_code == seen
    assert client.get(page).status_code == seen
    back = client.post(reverse("payments_desk:refund", args=[paid.ref]), {"amount": "1.00", "reason": "Külm saal"})
    assert back.status_code == (302 if role in PAY_BACK else 403)
    assert client.get(reverse("payments_desk:account")).status_code == (200 if role == Role.ADMINISTRATOR else 403)
    assert paid.refunds.count() == (1 if role in PAY_BACK else 0)


def test_viewing_by_staff_is_recorded_in_the_access_log(paid, mari, municipality) -> None:
    client = staff(municipality, Role.OFFICIAL)
    client.get(reverse("payments_desk:list"))
    assert not Look.objects.exists()
    client.get(reverse("payments_desk:payment", args=[paid.ref]))
    assert list(Look.objects.values_list("person_id", "action")) == [(mari.pk, "payments.view")]


def test_a_refund_over_the_amount_is_rejected_and_the_input_is_shown_again(paid, municipality) -> None:
    client = staff(municipality, Role.OFFICIAL)
    answer = client.post(reverse("payments_desk:refund", args=[paid.ref]), {"amount": "99", "reason": "Miks mitte"})
    assert answer.status_code == 422
    assert "Miks mitte" in answer.text


def test_the_account_is_saved_and_its_secret_never_shown(municipality, settings) -> None:
    client = staff(municipality, Role.ADMINISTRATOR)
    page = reverse("payments_desk:account")
    data = {"provider": "montonio", "api_url": "http://127.0.0.1:9/api", "access_key": "k", "secret": SECRET,
            "is_active": "on"}  # fmt: skip
    assert client.post(page, {**data, "secret": ""}).status_code == 422
    assert client.post(page, data).status_code == 302
    assert client.post(page, {**data, "secret": "", "access_key": "k2"}).status_code == 302
    stored = PaymentAccount.objects.get()
    assert (stored.secret, stored.access_key) == (SECRET, "k2")
    assert SECRET not in client.get(page).text
    settings.RAEKODA_INSIDE_ALLOWED = []
    assert client.post(page, data).status_code == 422


@pytest.mark.parametrize("page", ["payments:list", "payments_desk:list"])
def test_the_same_number_of_queries_for_ten_and_a_hundred(page: str, make_payment, mari, municipality) -> None:
    client = staff(municipality, Role.OFFICIAL) if "desk" in page else factory.sign_in(Client(), mari)
    counts = []
    for many in (10, 90):
        for _ in range(many):
            make_payment()
        client.get(reverse(page))
        with CaptureQueriesContext(
            connection,
        ) as counted:
            assert client.get(reverse(page)).status_code == 200
        counts.append(len(counted))
    assert counts[0] == counts[1]


def test_the_dashboard_lists_due_payments_first(make_payment, mari) -> None:
    for number in range(3):
        make_payment(due_on=clock.today())
        actions.cancel(make_payment(key=f"old{number}"), actor=Actor.system())
    resident = Resident(mari, mari, None, Session())
    section = sections["payments"]
    with CaptureQueriesContext(connection) as counted:
        rows = section.rows(resident, 4)
    assert [row.needs_action for row in rows] == [True, True, True, False]
    assert len(counted) == 2


def test_export_and_erasure(make_payment, mari) -> None:
    actions.cancel(make_payment(amount=Decimal(1)), actor=Actor.system())
    remaining = make_payment(amount=Decimal(2))
    holding = personal_data_sources["payments"]
    assert [row["amount"] for row in holding.export(mari)] == ["1.00", "2.00"]
    forgotten = holding.erase(mari, Actor.system())
    assert (forgotten.deleted, forgotten.retained) == (1, 1)
    assert queries.visible_to(factory.actor_for(mari)).get() == remaining
    assert holding.erase(mari, Actor.system()).deleted == 0
