"""Access to bookings by role, and attempts to bypass it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
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
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.registry.services.models import Service
from raekoda.selfservice.bookings import actions, queries
from raekoda.selfservice.bookings.models import Booking, CalendarLink, WaitingEntry
from tests.identity.persons import factory
from tests.selfservice.bookings.conftest import MONDAY, at, booker, make_resource, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
SEE_ALL = {"operator"}


def staff(municipality: Municipality, role: str, unit=None, name: str = "") -> Client:
    client = Client()
    client.force_login(make_user(municipality, name or f"{role}{unit or ''}", role, unit))
    return client


@pytest.fixture
def booking(book) -> Booking:
    return book(at(MONDAY + timedelta(days=2), 10), topic="Lapse sünnipäev")


@pytest.mark.parametrize("where", ["own", "none"])
@pytest.mark.parametrize("role", list(Role.values))
def test_staff_see_bookings_of_their_unit(role: str, where: str, booking, municipality, unit, other_unit) -> None:
    client = staff(municipality, role, unit if where == "own" else other_unit)
    page = reverse("bookings_desk:booking", args=[booking.ref])
    sees = role in SEE_ALL or (role in {"official", "service_owner"} and where == "own")
    works = role in {"operator", "official", "service_owner"}

    assert client.get(page).status_code == (200 if sees else 404 if works else 403)
    listed = client.get(reverse("bookings_desk:calendar"), {"paev": (MONDAY + timedelta(days=2)).isoformat()})
    assert listed.status_code == (200 if works else 403)
    assert (booking.ref in listed.text) is sees
    changed = client.post(reverse("bookings_desk:act", args=[booking.ref, "tyhista"]), {"reason": "Remont"})
    assert changed.status_code == (302 if sees else 404 if works else 403)
    booking.refresh_from_db()
    assert booking.status == ("cancelled" if sees else "confirmed")


def test_an_official_sees_the_own_reception_hours_only(municipality, unit, other_unit, book) -> None:
    oskar = make_user(municipality, "oskar", Role.OFFICIAL, other_unit)
    hours = make_resource(municipality, "vastuvott", kind="official", unit=unit, official=oskar, ways=["phone"])
    person = factory.person(municipality)
    mine = book(
        at(MONDAY, 10), resource=hours, way="phone",
        booker=booker(person).__class__(email="m@example.ee", name="Mari", phone="5551234", person=person),
    )  # fmt: skip
    other = book(at(MONDAY, 10))
    assert set(queries.visible_to(Actor.staff(oskar))) == {mine}
    assert other not in queries.visible_to(Actor.staff(oskar))


@pytest.mark.parametrize("page", ["booking", "booking_move", "booking_cancel", "booking_ics"])
def test_a_resident_sees_own_bookings_and_no_others(page: str, booking, mari, jaan) -> None:
    address = reverse(f"bookings_own:{page}", args=[booking.ref])
    assert factory.sign_in(Client(), mari).get(address).status_code == 200
    assert factory.sign_in(Client(), jaan).get(address).status_code == 404
    stranger = Client().get(address)
    assert (stranger.status_code, stranger["Location"][:8]) == (302, "/sisene/")
    _child, right = factory.child_of(mari)
    assert factory.sign_in(Client(), mari, acting_for=right).get(address).status_code == 404


@pytest.mark.parametrize("verb", ["booking_confirm", "booking_move", "booking_cancel"])
def test_a_resident_changes_no_booking_of_another(verb: str, booking, jaan) -> None:
    span = at(MONDAY + timedelta(days=2), 12)
    query = f"?algus={span.start:%Y-%m-%dT%H:%MZ}&kestus=60"
    answer = factory.sign_in(Client(), jaan).post(reverse(f"bookings_own:{verb}", args=[booking.ref]) + query)
    assert answer.status_code == 404
    before = booking.starts_at
    booking.refresh_from_db()
    assert (booking.status, booking.starts_at) == ("confirmed", before)


def test_a_parent_books_for_the_child_and_sees_it_when_acting_for_it(hall, mari) -> None:
    child, right = factory.child_of(mari)
    client = factory.sign_in(Client(), mari, acting_for=right)
    span = at(MONDAY, 10)
    address = f"{reverse('bookings:new', args=['saal'])}?algus={span.start:%Y-%m-%dT%H:%MZ}&kestus=60"
    assert client.post(address, {"email": "mari@example.ee"}).status_code == 302
    booking = Booking.objects.get()
    assert booking.person == child
    page = reverse("bookings_own:booking", args=[booking.ref])
    assert client.get(page).status_code == 200
    assert factory.sign_in(Client(), mari).get(page).status_code == 404


def test_staff_signed_in_as_a_resident_sees_own_ones_only(booking, jaan, municipality) -> None:
    client = staff(municipality, Role.ADMINISTRATOR)
    factory.sign_in(client, jaan)
    assert client.get(reverse("bookings_own:booking", args=[booking.ref])).status_code == 404
    assert booking.ref not in client.get(reverse("bookings_own:list")).text


def test_a_guests_token_opens_the_guests_booking_only(book, booking) -> None:
    guests = book(at(MONDAY, 12), person=None)
    page = Client().get(reverse("bookings:guest", args=[guests.token]))
    assert (page.status_code, page["Referrer-Policy"]) == (200, "same-origin")
    assert Client().get(reverse("bookings:guest", args=[booking.token])).status_code == 404
    assert Client().get(reverse("bookings:guest", args=[guests.ref])).status_code == 404
    assert Client().post(reverse("bookings:guest_cancel", args=[booking.token])).status_code == 404


def test_a_get_request_does_not_confirm_a_guests_booking(book) -> None:
    guests = book(at(MONDAY, 12), person=None)
    address = reverse("bookings:guest_confirm", args=[guests.token])
    assert Client().get(address).status_code == 405
    Client().get(reverse("bookings:guest", args=[guests.token]))
    guests.refresh_from_db()
    assert guests.status == "held"
    Client().post(address)
    guests.refresh_from_db()
    assert guests.status == "confirmed"


def test_nothing_is_found_from_another_municipality(book, booking, other_municipality, hall, mari) -> None:
    guests = book(at(MONDAY, 12), person=None)
    entry = actions.join(hall, at(MONDAY, 12), booker=booker(mari), actor=factory.actor_for(mari))
    link = actions.get_calendar_link(actor=factory.actor_for(mari), person=mari)
    elva = staff(other_municipality, Role.OPERATOR, name="elvakas")
    here = {"headers": {"host": "elva.localhost"}}
    for address in (
        reverse("bookings:resource", args=["saal"]), reverse("bookings:guest", args=[guests.token]),
        reverse("bookings:waiting", args=[entry.token]), reverse("bookings_feeds:calendar", args=[link.token]),
        reverse("bookings_desk:booking", args=[booking.ref]),
    ):  # fmt: skip
        assert elva.get(address, **here).status_code == 404, address
    assert booking.ref not in elva.get(reverse("bookings_desk:calendar"), {"paev": "2026-12-02"}, **here).text
    client = factory.sign_in(Client(), mari)
    assert client.get(reverse("bookings_own:booking", args=[booking.ref]), **here).status_code == 302


def test_the_public_calendar_names_nobody(book, booking) -> None:
    book(at(MONDAY + timedelta(days=2), 11), person=None)
    for page in ("bookings:resource", "bookings:frame"):
        text = Client().get(reverse(page, args=["saal"])).text
        assert "kinni" in text
        for secret in ("Mari", "Maasikas", "Külli", "sünnipäev", "mari@example.ee", booking.ref, booking.token):
            assert secret not in text


def test_calendar_links_end_with_the_access_they_depend_on(booking, hall, mari, jaan, municipality, unit) -> None:
    official = make_user(municipality, "oskar", Role.OFFICIAL, unit)
    own = actions.get_calendar_link(actor=factory.actor_for(mari), person=mari)
    of_hall = actions.get_calendar_link(actor=Actor.staff(official), resource=hall)
    assert actions.get_calendar_link(actor=factory.actor_for(mari), person=mari).pk == own.pk
    addresses = {link.pk: reverse("bookings_feeds:calendar", args=[link.token]) for link in (own, of_hall)}
    assert booking.ref in Client().get(addresses[own.pk]).text
    staffs = Client().get(addresses[of_hall.pk]).text
    assert "Broneeritud" in staffs
    assert not any(secret in staffs for secret in ("Mari", "sünnipäev", "mari@example.ee"))
    assert CalendarLink.objects.filter(digest=own.token).count() == 0
    assert Client().get(reverse("bookings_feeds:calendar", args=["x" * 22])).status_code == 404
    client = factory.sign_in(Client(), mari)
    client.post(reverse("bookings_own:calendar_link"), {"revoke": "1"})
    assert Client().get(addresses[own.pk]).status_code == 404
    official.memberships.all().delete()
    assert Client().get(addresses[of_hall.pk]).status_code == 404


def test_viewing_a_booking_is_logged_and_lists_are_not(booking, mari, municipality, unit) -> None:
    client = staff(municipality, Role.OFFICIAL, unit)
    listed = client.get(reverse("bookings_desk:calendar"), {"paev": "2026-12-02"}).text
    assert "Maasikas" not in listed and not Look.objects.exists()
    assert "Maasikas" in client.get(reverse("bookings_desk:booking", args=[booking.ref])).text
    assert list(Look.objects.values_list("person_id", "action")) == [(mari.pk, "bookings.view")]


@pytest.mark.parametrize("page", ["own", "desk", "public"])
def test_the_same_number_of_queries_for_few_and_many(page: str, municipality, mari, unit, hall) -> None:
    hall.most_at_once = 500
    hall.save()
    client = staff(municipality, Role.OFFICIAL, unit) if page == "desk" else factory.sign_in(Client(), mari)
    address = {
        "own": reverse("bookings_own:list"), "public": f"{reverse('bookings:resource', args=['saal'])}?nadal=2026-12-07",
        "desk": f"{reverse('bookings_desk:calendar')}?paev=2026-12-07",
    }[page]  # fmt: skip
    counts, made = [], 0
    for many in (7, 70):
        while made < many:
            day = MONDAY + timedelta(days=7 + made % 7)
            actions.book(hall, at(day, 8 + made // 7), booker=booker(mari), actor=factory.actor_for(mari))
            made += 1
        client.get(address)
        with CaptureQueriesContext(connection) as counted:
            assert client.get(address).status_code == 200
        counts.append(len(counted))
    assert counts[0] == counts[1]


def test_own_page_export_and_erasure(booking, book, hall, mari) -> None:
    guests = book(at(MONDAY + timedelta(days=3), 9), person=None)
    actions.join(hall, at(MONDAY + timedelta(days=3), 9), booker=booker(mari), actor=factory.actor_for(mari))
    actions.cancel(guests, actor=Actor.resident())
    past = book(at(MONDAY, 8))
    Booking.objects.filter(pk=past.pk).update(status="cancelled")
    section = sections["bookings"]
    with CaptureQueriesContext(connection) as counted:
        rows = section.rows(Resident(mari, mari, None, Session()), 5)
    assert len(counted) <= 2
    assert rows[0].needs_action != rows[1].needs_action

    holding = personal_data_sources["bookings"]
    assert len(holding.export(mari)) == 4
    done = holding.erase(mari, Actor.system())
    assert done.retained == 2
    past.refresh_from_db()
    booking.refresh_from_db()
    assert (past.email, booking.email) == ("", "mari@example.ee")
    assert not WaitingEntry.objects.filter(person=mari, state="waiting").exists()
    assert holding.erase(mari, Actor.system()).deleted == 0


def test_the_page_of_a_service_leads_to_its_reception_hours(hall, municipality, unit) -> None:
    service = Service.objects.create(
        municipality=municipality, code="plaan", slug="planeeringud", name="Planeeringud", unit=unit, live=True
    )
    address = reverse("services:service", args=["planeeringud"])
    assert "/broneeri/saal/" not in Client().get(address).text
    hall.service = service
    hall.save()
    cache.clear()
    assert "/broneeri/saal/" in Client().get(address).text
