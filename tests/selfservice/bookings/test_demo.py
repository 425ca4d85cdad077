"""Demo resources are created once and paid at the test bank inside the demo server."""

from __future__ import annotations

import time
from decimal import Decimal
from typing import Any

import httpx
import pytest
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from raekoda.identity.accounts.models import Role, Unit
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Host
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.registry.payments import actions as payments
from raekoda.registry.payments.models import Payment
from raekoda.selfservice.bookings.models import Booking, Resource
from raekoda.tools.demo import bookings, read
from tests.conftest import make_municipality
from tests.identity.persons import factory
from tests.selfservice.bookings.conftest import make_user


@pytest.fixture
def demo(db: None, live_server: LiveServer, monkeypatch: Any) -> Any:
    for place in ("raekoda.registry.payments.actions.site_url", "raekoda.tools.demo.bookings.site_url"):
        monkeypatch.setattr(place, lambda municipality: live_server.url)
    municipality = make_municipality("0793", "Tartu linn", "Tartu maakond", "tartu")
    Host.objects.filter(municipality=municipality).update(name="127.0.0.1")
    with municipality_scope(municipality):
        for entry in read("bookings")["resources"]:
            Unit.objects.get_or_create(municipality=municipality, name=entry["unit"])
        yield municipality


def test_halls_bookings_and_a_payment_at_the_test_bank(demo: Any, live_server: LiveServer, settings: Any) -> None:
    factory.person(demo)
    people = {"tartu.planeerija": make_user(demo, "peeter", Role.OFFICIAL)}
    counts = {bookings.bookings(demo, people) for _ in range(2)}
    assert counts == {Booking.objects.count()}
    assert Resource.objects.count() == 5
    assert {"Mari Maasikas", "Külli Külaline (näidis)", "Näidiskoor"} == set(
        Booking.objects.values_list("name", flat=True)
    )
    for resource in Resource.objects.all():
        assert Client().get(f"/broneeri/{resource.slug}/").status_code == 200

    settings.DEMO = True
    payment = payments.request_payment(
        person=None, key="demo", amount=Decimal("12.50"), description="Saal", actor=Actor.system()
    )
    attempt = payments.start(payment, actor=Actor.system())
    assert attempt.pay_url.startswith(f"{live_server.url}/testpank/maksa/")
    page = httpx.get(attempt.pay_url, trust_env=False)
    assert "Testpank – raha ei liigu" in page.text
    assert httpx.post(attempt.pay_url, data={"status": "PAID"}, trust_env=False).status_code == 303
    for _ in range(100):
        if Payment.objects.get(pk=payment.pk).status == "paid":
            return
        time.sleep(0.1)
    pytest.fail("the test bank's notice did not arrive")


def test_in_production_there_is_no_test_bank(demo: Any, settings: Any) -> None:
    settings.DEMO = False
    assert Client().get("/testpank/stiil.css").status_code == 404
    assert Client().post("/testpank/orders", {}).status_code == 404
