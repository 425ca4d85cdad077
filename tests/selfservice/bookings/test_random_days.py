"""Random sequences of actions by residents, guests and staff never produce overlapping bookings."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisCase

from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.selfservice.bookings import actions, tasks
from raekoda.selfservice.bookings.errors import BookingError
from raekoda.selfservice.bookings.models import LIVE, Booking, Resource
from raekoda.selfservice.bookings.rules import Span
from tests.conftest import make_municipality
from tests.selfservice.bookings.conftest import MONDAY, NOW, at, booker, make_resource

pytestmark = pytest.mark.django_db
step = st.tuples(
    st.sampled_from(["book", "guest", "move", "cancel", "expire", "confirm", "wait", "block"]),
    st.integers(0, 5),
    st.integers(8, 19),
    st.integers(0, 3),
)


class TestNothingEverOverlaps(HypothesisCase):
    """Random sequences of actions on random days."""

    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(step, min_size=3, max_size=14))
    def test_random_days(self, steps: list[tuple[str, int, int, int]]) -> None:
        municipality = Municipality.objects.filter(code="0793").first() or make_municipality(
            "0793", "Tartu linn", "Tartu maakond", "tartu"
        )
        with municipality_scope(municipality):
            resource = make_resource(
                municipality, f"saal{Resource.objects.count()}", slot_minutes=None, quantity=2, most_at_once=50,
                buffer_after=30, step_minutes=30,
            )  # fmt: skip
            now = NOW
            for verb, which, hour, length in steps:
                now += timedelta(minutes=11)
                with clock.at(now):
                    _try(resource, verb, which, at(MONDAY, hour, 60 + 30 * length))
                assert_no_overlap(resource)


def _try(resource: Resource, verb: str, which: int, span: Span) -> None:
    existing = list(Booking.objects.filter(resource=resource).order_by("pk"))
    chosen = existing[which % len(existing)] if existing else None
    guest = booker(None, f"g{which}@example.ee")
    try:
        with transaction.atomic():
            if verb == "block":
                actions.block(resource, span, actor=Actor.system(), reason="Remont")
            elif verb in ("book", "guest"):
                made = actions.book(resource, span, booker=guest, actor=Actor.resident())
                if verb == "book":
                    actions.confirm(made, actor=Actor.resident())
            elif verb == "wait":
                actions.join(resource, span, booker=guest, actor=Actor.resident())
            elif verb == "expire":
                tasks.expire_overdue(0)
            elif chosen is None:
                return
            elif verb == "move":
                actions.move(chosen, span, actor=Actor.resident())
            elif verb == "confirm":
                actions.confirm(chosen, actor=Actor.resident())
            else:
                actions.cancel(chosen, actor=Actor.resident())
    except BookingError:
        pass


def assert_no_overlap(resource: Resource) -> None:
    rows = list(Booking.objects.filter(resource=resource, status__in=LIVE).order_by("item_id", "span"))
    for one, other in pairwise(rows):
        if one.item_id == other.item_id:
            assert one.span.upper <= other.span.lower
            assert one.ends_at + timedelta(minutes=resource.buffer_after) <= other.starts_at
