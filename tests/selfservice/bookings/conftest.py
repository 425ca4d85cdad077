"""Fixtures of bookings: a hall, bookers and a fixed Monday morning."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from raekoda.identity.accounts.models import Unit
from raekoda.identity.persons.models import Person
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.clock import TALLINN
from raekoda.platform.core.models import Municipality
from raekoda.selfservice.bookings import actions, rules
from raekoda.selfservice.bookings.booker import Booker
from raekoda.selfservice.bookings.models import Booking, Item, OpeningRule, Price, Resource
from raekoda.selfservice.bookings.rules import Span
from tests.casework.cases.conftest import make_user, official, operator, other_unit, unit  # noqa: F401
from tests.identity.persons import factory
from tests.registry.payments.conftest import account, bank, make_account  # noqa: F401

MONDAY = date(2026, 11, 30)
NOW = datetime(2026, 11, 30, 6, 0, tzinfo=TALLINN)


@pytest.fixture
def monday() -> Iterator[date]:
    """The clock is set to 06:00 on Monday, 30 November 2026."""
    with clock.at(NOW):
        yield MONDAY


def at(day: date, hour: int, minutes: int = 60, minute: int = 0) -> Span:
    """A span of ``minutes`` from a local time."""
    start = rules.local_moment(day, time(hour, minute))
    return Span(start, start + timedelta(minutes=minutes))


def make_resource(municipality: Municipality, slug: str = "saal", **overrides: Any) -> Resource:
    """A hall with one-hour slots, open daily from 8 to 20; ``overrides`` replace field values."""
    values: dict[str, Any] = {
        "municipality": municipality, "slug": slug, "kind": "room", "name": "Näidismaja saal", "who": "anyone",
        "slot_minutes": 60, "shortest_minutes": 60, "longest_minutes": 240, "most_at_once": 3, "lead_minutes": 60,
    }  # fmt: skip
    openings = overrides.pop("openings", [(weekday, time(8), time(20)) for weekday in range(7)])
    resource = Resource.objects.create(**{**values, **overrides})
    for weekday, opens, closes in openings:
        OpeningRule.objects.create(
            municipality=municipality, resource=resource, weekday=weekday, opens=opens, closes=closes
        )
    Item.objects.bulk_create(
        Item(municipality=municipality, resource=resource, number=number) for number in range(1, resource.quantity + 1)
    )
    return resource


def add_price(resource: Resource, amount: str, **overrides: Any) -> Price:
    values: dict[str, Any] = {"per": "hour", "valid_from": date(2026, 1, 1), "source": "Näidisotsus 1"}
    return Price.objects.create(
        municipality=resource.municipality, resource=resource, amount=Decimal(amount), **{**values, **overrides}
    )


@pytest.fixture
def hall(municipality: Municipality, unit: Unit) -> Resource:  # noqa: F811
    return make_resource(municipality, unit=unit)


@pytest.fixture
def mari(municipality: Municipality) -> Person:
    person = factory.person(municipality)
    Person.objects.filter(pk=person.pk).update(email="mari@example.ee")
    person.refresh_from_db()
    return person


@pytest.fixture
def jaan(municipality: Municipality) -> Person:
    return factory.person(municipality, factory.JAAN, given_name="Jaan", family_name="Tamm")


def booker(person: Person | None, email: str = "kylaline@example.ee") -> Booker:
    if person is None:
        return Booker(email=email, name="Külli Külaline")
    return Booker(email=person.email or "jaan@example.ee", name=person.name, person=person)


@pytest.fixture
def book(hall: Resource, mari: Person) -> Callable[..., Booking]:
    """Mari books the hall."""

    def booked(span: Span, *, resource: Resource = hall, person: Person | None = mari, **overrides: Any) -> Booking:
        actor = factory.actor_for(person) if person else Actor.resident()
        who = overrides.pop("booker", None) or booker(person)
        return actions.book(resource, span, booker=who, actor=actor, **overrides)

    return booked
