"""Concurrent bookings with real threads and connections: one slot, the limit of a person, moves against bookings, expired
holds."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.selfservice.bookings import actions
from raekoda.selfservice.bookings.errors import BookingError, TimeTaken
from raekoda.selfservice.bookings.models import Booking
from tests.casework.cases.test_concurrency import together
from tests.conftest import make_municipality
from tests.identity.persons import factory
from tests.selfservice.bookings.conftest import MONDAY, NOW, at, booker, make_resource

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 40


@pytest.fixture
def place(db: None) -> Any:
    from raekoda.platform.core.tenancy import municipality_scope

    municipality = make_municipality("0793", "Tartu linn", "Tartu maakond", "tartu")
    with municipality_scope(municipality):
        yield municipality


def on_monday(act: Any) -> Any:
    """``act`` with the clock set to the Monday of these tests, for use in threads."""

    def acting() -> Any:
        with clock.at(NOW):
            return act()

    return acting


def test_forty_people_and_one_slot(place) -> None:
    hall = make_resource(place)
    results = together(
        place,
        *(
            on_monday(
                lambda n=n: actions.book(
                    hall, at(MONDAY, 10), booker=booker(None, f"i{n}@example.ee"), actor=Actor.resident()
                )
            )
            for n in range(PEOPLE)
        ),
    )
    assert sum(isinstance(each, Booking) for each in results) == 1
    assert sum(isinstance(each, TimeTaken) for each in results) == PEOPLE - 1, results
    assert Booking.objects.count() == 1


def test_forty_people_and_seven_bicycles(place) -> None:
    bikes = make_resource(place, "rattad", kind="equipment", quantity=7)
    results = together(
        place,
        *(
            on_monday(
                lambda n=n: actions.book(
                    bikes, at(MONDAY, 10), booker=booker(None, f"i{n}@example.ee"), actor=Actor.resident()
                )
            )
            for n in range(PEOPLE)
        ),
    )
    assert sum(isinstance(each, Booking) for each in results) == 7, results
    assert len({each.item_id for each in Booking.objects.all()}) == 7


def test_one_person_does_not_get_past_the_limit(place) -> None:
    hall, mari = make_resource(place, most_at_once=2), factory.person(place)
    results = together(
        place,
        *(
            on_monday(
                lambda hour=hour: actions.book(
                    hall, at(MONDAY, hour), booker=booker(mari), actor=factory.actor_for(mari)
                )
            )
            for hour in range(8, 16)
        ),
    )
    assert sum(isinstance(each, Booking) for each in results) == 2, results
    assert sum(isinstance(each, BookingError) for each in results) == 6


def test_moves_bookings_and_cancellings_at_once_keep_the_order(place) -> None:
    hall, mari = make_resource(place, most_at_once=9), factory.person(place)
    with clock.at(NOW):
        mine = [
            actions.book(hall, at(MONDAY, hour), booker=booker(mari), actor=Actor.resident()) for hour in (8, 9, 10)
        ]

    def fresh(number: int) -> Booking:
        return Booking.objects.select_related("resource").get(pk=mine[number].pk)

    results = together(
        place,
        on_monday(lambda: actions.move(fresh(0), at(MONDAY, 9), actor=Actor.resident())),
        on_monday(lambda: actions.move(fresh(1), at(MONDAY, 10), actor=Actor.resident())),
        on_monday(lambda: actions.cancel(fresh(2), actor=Actor.resident())),
        on_monday(lambda: actions.book(hall, at(MONDAY, 10), booker=booker(None), actor=Actor.resident())),
        on_monday(lambda: actions.move(fresh(2), at(MONDAY, 8), actor=Actor.resident())),
    )
    assert all(isinstance(each, (Booking, BookingError)) for each in results), results
    live = Booking.objects.exclude(status="cancelled").order_by("starts_at")
    assert len({each.starts_at for each in live}) == live.count()


def test_a_hold_that_ran_out_is_taken_by_one(place) -> None:
    hall = make_resource(place)
    with clock.at(NOW):
        actions.book(hall, at(MONDAY, 10), booker=booker(None, "ei-kinnita@example.ee"), actor=Actor.resident())

    def later(number: int) -> Any:
        with clock.at(NOW + timedelta(minutes=61)):
            who = booker(None, f"i{number}@example.ee")
            return actions.book(hall, at(MONDAY, 10), booker=who, actor=Actor.resident())

    results = together(place, *(lambda n=n: later(n) for n in range(10)))
    assert sum(isinstance(each, Booking) for each in results) == 1
    assert sum(isinstance(each, TimeTaken) for each in results) == 9, results
