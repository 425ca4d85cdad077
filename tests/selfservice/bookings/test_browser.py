"""Browser tests with axe at phone and desktop size: booking, payment, move, cancellation, guests, staff."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from raekoda.casework.letters.models import Letter
from raekoda.identity.accounts.models import Role, Unit
from raekoda.identity.persons.models import Person
from raekoda.platform.core import clock
from raekoda.platform.core.models import Host
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.selfservice.bookings import rules
from raekoda.selfservice.bookings.models import Booking
from tests.axe import BOTH, fit_for_everyone
from tests.browser import PHONE
from tests.conftest import make_municipality
from tests.identity.persons import factory
from tests.registry.payments.conftest import make_account
from tests.selfservice.bookings.conftest import add_price, make_resource, make_user

pytestmark = pytest.mark.browser


@pytest.fixture
def site(live_server: LiveServer) -> Iterator[Any]:
    municipality = make_municipality("0793", "Tartu linn", "Tartu maakond", "tartu")
    with municipality_scope(municipality):
        yield municipality


def opened(browser: Browser, url: str, size: dict[str, int], client: Client | None = None) -> Page:
    context = browser.new_context(viewport=size, locale="et-EE", timezone_id="Europe/Tallinn")  # type: ignore[arg-type]
    context.set_default_timeout(90_000)
    if client is not None:
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": url}])
    return context.new_page()


def sound(page: Page, name: str = "") -> None:
    fit_for_everyone(page, name, sizes=BOTH if name.startswith(("desk", "pitch", "choose")) else ())


def test_a_hall_booked_paid_moved_and_cancelled(
    live_server: LiveServer, browser: Browser, site, bank, monkeypatch
) -> None:
    Host.objects.filter(municipality=site).update(name="127.0.0.1")
    monkeypatch.setattr("raekoda.registry.payments.actions.site_url", lambda municipality: live_server.url)
    hall = make_resource(
        site, description="Saal 60 inimesele, lava ja klaver.", address="Näidise 1", capacity=60, who="signed_in",
        terms="Võtme saab valvelauast.",
    )  # fmt: skip
    add_price(hall, "12.00")
    make_account(site, bank.url)
    mari = factory.person(site)
    Person.objects.filter(pk=mari.pk).update(email="mari@example.ee")
    page = opened(browser, live_server.url, PHONE, factory.sign_in(Client(), mari))
    page.goto(f"{live_server.url}/broneeri/")
    sound(page, "list")
    page.get_by_role("link", name="Näidismaja saal").click()
    sound(page, "resource")
    day = clock.today() + timedelta(days=9)
    page.goto(f"{live_server.url}/broneeri/saal/?nadal={day}")
    section = page.locator(".bk-day").nth(day.weekday())
    section.get_by_role("link", name="10.00–11.00").or_(section.get_by_role("link", name="10:00–11:00")).click()
    page.get_by_label("Mitu inimest tuleb?").fill("61")
    page.get_by_role("button", name="Broneeri ja maksa").click()
    expect(page.get_by_role("heading", name="Midagi vajab parandamist")).to_be_visible()
    sound(page, "form")
    page.get_by_label("Mitu inimest tuleb?").fill("20")
    page.get_by_role("button", name="Broneeri ja maksa").click()
    expect(page.get_by_text("ootab maksmist")).to_be_visible()
    sound(page, "to-pay")
    page.get_by_role("link", name="Maksa").click()
    sound(page, "payment")
    page.get_by_role("button", name="Maksa").click()
    expect(page.get_by_role("heading", name="Testpank – raha ei liigu")).to_be_visible()
    sound(page, "bank")
    page.get_by_role("button", name="Maksa").click()
    expect(page.get_by_text("Makse on kohal. Aitäh!")).to_be_visible()
    sound(page, "receipt")
    page.get_by_role("link", name="Tagasi makstu juurde").click()
    expect(page.get_by_text("kinnitatud", exact=True)).to_be_visible()
    sound(page, "booking")

    page.get_by_role("link", name="Muuda aega").click()
    page.goto(f"{page.url}?nadal={day}")
    sound(page, "move")
    section = page.locator(".bk-day").nth(day.weekday())
    section.get_by_role("link", name="12.00–13.00").or_(section.get_by_role("link", name="12:00–13:00")).click()
    sound(page, "move-check")
    page.get_by_role("button", name="Muuda aega").click()
    expect(page.get_by_text("Broneeringul on uus aeg.")).to_be_visible()
    booking = Booking.objects.get()
    assert booking.starts_at == rules.local_moment(day, rules.MIDNIGHT.replace(hour=12))

    page.get_by_role("link", name="Tühista broneering").click()
    expect(page.get_by_text("Makstu läheb teie kontole tagasi.")).to_be_visible()
    sound(page, "cancel")
    page.get_by_role("button", name="Tühista broneering").click()
    expect(page.get_by_text("Broneering on tühistatud.")).to_be_visible()
    booking.refresh_from_db()
    assert booking.status == "cancelled"
    assert booking.payment.refunds.get().amount == 12
    page.goto(f"{live_server.url}/iseteenindus/broneeringud/")
    page.get_by_role("button", name="Tee aadress").click()
    sound(page, "own")
    page.context.close()


def test_a_guest_books_by_keyboard_without_scripts(live_server: LiveServer, browser: Browser, site) -> None:
    make_resource(
        site, "vastuvott", kind="official", name="Abilinnapea vastuvõtt", ways=["place", "phone"], asks_topic=True,
        description="Linnaplaneerimine ja ehitus.", slot_minutes=20, shortest_minutes=20,
    )  # fmt: skip
    context = browser.new_context(viewport={"width": 320, "height": 700}, locale="et-EE", java_script_enabled=False)
    context.set_default_timeout(90_000)
    page = context.new_page()
    day = clock.today() + timedelta(days=9)
    page.goto(f"{live_server.url}/broneeri/vastuvott/?nadal={day}")
    page.locator("a.bk-slot").first.focus()
    page.keyboard.press("Enter")
    page.get_by_label("Nimi").fill("Külli Külaline")
    page.get_by_label("E-post").fill("kylli@example.ee")
    page.get_by_label("telefonil").check()
    page.get_by_label("Telefon").first.fill("5555 1234")
    page.get_by_label("Mida see puudutab?").fill("Naabri hekk")
    page.get_by_role("button", name="Broneeri").press("Enter")
    expect(page.get_by_text("Avage nüüd oma e-post")).to_be_visible()
    address = next(line for line in Letter.objects.get().text.splitlines() if "/broneering/" in line)
    page.goto(live_server.url + address[address.index("/broneering/") :])
    page.get_by_role("button", name="Kinnita").press("Enter")
    expect(page.get_by_text("kinnitatud", exact=True)).to_be_visible()
    assert Booking.objects.get().status == "confirmed"
    context.close()


def test_staff_books_blocks_and_decides(live_server: LiveServer, browser: Browser, site) -> None:
    unit = Unit.objects.create(municipality=site, name="Kultuuriosakond")
    hall = make_resource(site, unit=unit, needs_approval=True)
    make_resource(site, "plats", kind="pitch", name="Näidise väljak", unit=unit, slot_minutes=None)
    client = Client()
    client.force_login(make_user(site, "oskar", Role.OFFICIAL, unit))
    from raekoda.selfservice.bookings import actions
    from tests.selfservice.bookings.conftest import at, booker

    mari = factory.person(site)
    day = clock.today() + timedelta(days=1)
    asked = actions.book(hall, at(day, 12), booker=booker(mari, "m"), actor=factory.actor_for(mari))
    page = opened(browser, live_server.url, PHONE, client)
    page.goto(f"{live_server.url}/toolaud/broneeringud/?paev={day}")
    sound(page, "desk")
    page.get_by_role("link", name="Sulge aeg").click()
    page.get_by_label("Broneeritav").select_option("saal")
    page.get_by_label("Päev").fill(day.isoformat())
    page.get_by_label("Algab").fill("15:00")
    page.get_by_label("Lõpeb").fill("17:00")
    page.get_by_label("Miks?").fill("Akende pesu")
    sound(page, "desk-block")
    page.get_by_role("button", name="Sulge aeg").click()
    expect(page.get_by_text("Akende pesu")).to_be_visible()
    page.get_by_role("link", name="Kinnitada").click()
    sound(page, "desk-decide")
    page.get_by_role("link", name="Näidismaja saal").click()
    sound(page, "desk-booking")
    page.get_by_role("button", name="Kinnita", exact=True).click()
    expect(page.get_by_text("Kinnitatud.", exact=True)).to_be_visible()
    asked.refresh_from_db()
    assert asked.status == "confirmed"
    page.goto(f"{live_server.url}/toolaud/broneeringud/ressursid/")
    sound(page, "desk-resources")
    page.goto(f"{live_server.url}/broneeri/plats/?nadal={day}")
    sound(page, "pitch")
    page.goto(f"{live_server.url}/broneeri/plats/uus/?paev={day}")
    sound(page, "choose")
    page.goto(f"{live_server.url}/toolaud/maksed/")
    sound(page, "desk-payments")
    page.context.close()
