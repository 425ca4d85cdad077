"""The demo's bookings in Tartu: two halls, a pitch, bicycles, an official's hours, all made up; an account at the test bank."""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from raekoda.identity.accounts.models import Unit, User
from raekoda.identity.persons import queries as persons
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.links import site_url
from raekoda.platform.core.models import Municipality
from raekoda.registry.payments import actions as payments
from raekoda.registry.payments.models import PaymentAccount
from raekoda.registry.payments.testbank_endpoint import MERCHANT, MOUNT, get_secret
from raekoda.selfservice.bookings import actions, availability
from raekoda.selfservice.bookings.booker import Booker
from raekoda.selfservice.bookings.errors import BookingError
from raekoda.selfservice.bookings.models import Booking, Group, OpeningRule, Price, Resource
from raekoda.selfservice.bookings.rules import Span
from raekoda.tools.demo import CODES, read

FROM = date(2026, 1, 1)
MARI = "60001019906"
PARTS = {"hours", "prices", "unit", "official"}


def bookings(municipality: Municipality, people: dict[str, User]) -> int:
    """Make them once, in Tartu; how many bookings there are then."""
    account(municipality)
    if municipality.code == CODES[0] and not Resource.objects.exists():
        told = read("bookings")
        groups = {each["key"]: _group(municipality, each) for each in told["groups"]}
        for entry in told["resources"]:
            _resource(municipality, entry, groups, people, told["source"])
        _some(municipality)
    return Booking.objects.count()


def account(municipality: Municipality) -> None:
    """Payments of the demo go to the test bank, at which no money moves."""
    if not PaymentAccount.objects.filter(municipality=municipality).exists():
        merchant = f"{MERCHANT}{municipality.slug}"
        payments.save_account(
            PaymentAccount(
                municipality=municipality, provider="montonio", api_url=f"{site_url(municipality)}{MOUNT}",
                access_key=merchant, secret=get_secret(merchant),
            ),
            actor=Actor.system(),
        )  # fmt: skip


def _group(municipality: Municipality, entry: dict[str, Any]) -> Group:
    values = {name: value for name, value in entry.items() if name != "key"}
    return Group.objects.create(municipality=municipality, **values)


def _resource(
    municipality: Municipality, entry: dict[str, Any], groups: dict[str, Group], people: dict[str, User], source: str
) -> None:
    resource = Resource.objects.create(
        municipality=municipality, unit=Unit.objects.get(name=entry["unit"]), official=people.get(entry.get("official", "")),
        is_demo=True, **{name: value for name, value in entry.items() if name not in PARTS},
    )  # fmt: skip
    for weekday, opens, closes in entry["hours"]:
        OpeningRule.objects.create(
            resource=resource, weekday=weekday, opens=time.fromisoformat(opens), closes=time.fromisoformat(closes)
        )
    for price in entry["prices"]:
        hours = {name: time.fromisoformat(price[name]) for name in ("from_hour", "to_hour") if name in price}
        Price.objects.create(
            resource=resource, per=price["per"], amount=Decimal(price["amount"]), group=groups.get(price.get("group", "")),
            weekdays=price.get("weekdays", []), valid_from=FROM, source=source, **hours,
        )  # fmt: skip
    actions.save_items(resource, actor=Actor.system())


def _some(municipality: Municipality) -> None:
    """A few bookings through the real actions: of Mari, of a guest who confirmed, and of staff."""
    mari, actor = persons.find_by_code(MARI), Actor.system()
    official_hours = Resource.objects.get(slug="planeerija-vastuvott")
    if mari is not None and (span := _first_free(official_hours)) is not None:
        booker = Booker(email=mari.email or "mari.maasikas@example.ee", name=mari.name, phone=mari.phone, person=mari)
        actions.book(official_hours, span, booker=booker, actor=actor, way="place", topic="Kuuri ehitamine (näidis)")
    guest = Booker(email="kylli.kylaline@example.ee", name="Külli Külaline (näidis)", phone="5550 0000")
    if (span := _first_free(official_hours)) is not None:
        booked = actions.book(
            official_hours, span, booker=guest, actor=actor, way="phone", topic="Detailplaneering (näidis)"
        )
        actions.confirm(booked, actor=actor)
    hall = Resource.objects.get(slug="naidise-saal")
    try:
        actions.make_series(
            hall, actor=actor, purpose="Kooriproov (näidis)", name="Näidiskoor", first_day=clock.today() + timedelta(days=1),
            last_day=clock.today() + timedelta(weeks=8), opens=time(18), closes=time(20),
        )  # fmt: skip
    except BookingError:
        return


def _first_free(resource: Resource) -> Span | None:
    days = [clock.today() + timedelta(days=number) for number in range(1, 22)]
    slots = (slot.span for day in availability.days(resource, days) for slot in day.slots if slot.is_free)
    return next(slots, None)
